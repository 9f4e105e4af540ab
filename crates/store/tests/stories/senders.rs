//! Whose number a reply comes from.

use domain::consent::{Consent, Purpose};
use store::Store;
use store::contract::inbox::{ConversationState as State, Replied, Sender};

use super::customers::{id, stamp};
use super::replies::{CARRIER, customer, listed, reply};
use super::runs::NOW;

/// The same digits are a mobile here and a number abroad.
pub async fn who_has_the_number_is_who_wrote(store: &dyn Store) {
    let customers = ["+13125551234", "+8613235551234", "+16175551234", "+8616175551234"];
    for (n, phone) in (1..).zip(customers) {
        customer(store, n, phone).await;
    }
    let read = |digits: &str, opt_out| Replied {
        or: Some(Sender {
            phone: format!("+{digits}"),
            confirm: None,
        }),
        opt_out,
        ..reply(&format!("+86{digits}"), if opt_out { "STOP" } else { "好的" }, NOW)
    };
    // One is a customer's; the same of the other country is nobody's.
    let told = [read("13125551234", false), read("13235551234", false)];
    store.replied(&stamp(NOW), CARRIER, &told).await.unwrap();
    let mut heard: Vec<String> = listed(store, State::New)
        .await
        .into_iter()
        .map(|one| one.phone)
        .collect();
    heard.sort();
    assert_eq!(heard, customers[..2]);
    let service = async |n| store.customer(id(n)).await.unwrap().facts.consents.of(Purpose::Service);
    store
        .replied(&stamp(NOW), CARRIER, &[read("13125551234", true)])
        .await
        .unwrap();
    assert_eq!(
        (service(1).await, service(2).await),
        (Consent::Withdrawn, Consent::Unknown)
    );
    // Both are customers', or neither: rather one too many than one who is written to again.
    let told = [read("16175551234", true), read("19175551234", true)];
    store.replied(&stamp(NOW), CARRIER, &told).await.unwrap();
    assert_eq!(
        (service(3).await, service(4).await),
        (Consent::Withdrawn, Consent::Withdrawn)
    );
    for (n, phone) in [(5, "+19175551234"), (6, "+8619175551234")] {
        customer(store, n, phone).await;
        assert_eq!(service(n).await, Consent::Withdrawn, "{phone}");
    }
    // Of the two that were nobody's, neither was taken for the other's.
    for (n, phone) in [(7, "+8613125551234"), (8, "+13235551234")] {
        customer(store, n, phone).await;
        assert_eq!(service(n).await, Consent::Unknown, "{phone}");
    }
}
