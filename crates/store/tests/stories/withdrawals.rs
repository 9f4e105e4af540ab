//! Who withdrew between the freeze and the hand-over.

use domain::consent::{Consent, Purpose};
use domain::roll::{EntryState, Exclusion};
use store::Store;
use store::contract::customers::{Card, ConsentRecord};
use store::contract::runs::EntryFilter;

use super::customers::{id, stamp};
use super::runs::{NOW, RUN, card, claim, firm, freezing, frozen, lease, open, states};

async fn withdraw(store: &dyn Store, n: u128) {
    let withdrawn = ConsentRecord {
        purpose: Purpose::Care,
        is: Consent::Withdrawn,
        source: "reply".into(),
        evidence: Some("R".into()),
        given_at: NOW,
    };
    store.add_consent(id(n), &withdrawn, &stamp(NOW)).await.unwrap();
}

pub async fn who_withdrew_since_the_freeze_is_left_out(store: &dyn Store) {
    let run = frozen(store, 6).await;
    withdraw(store, 1).await;
    store.erase_customer(id(4), "本人要求", &stamp(NOW)).await.unwrap();
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    assert_eq!(letters.len(), 1);
    let states = states(store, &run).await;
    assert_eq!(states[0], EntryState::Excluded(Exclusion::OptedOut));
    assert_eq!(states[3], EntryState::Excluded(Exclusion::Erased));
    let entries = store.entries(run.no, &EntryFilter::default(), 3, 1).await.unwrap();
    assert_eq!(
        (entries[0].name.as_str(), &entries[0].phone, &entries[0].text),
        ("", &None, &None)
    );
}

pub async fn who_is_left_out_takes_nobodys_place(store: &dyn Store) {
    let run = frozen(store, 6).await;
    for n in [1, 4] {
        withdraw(store, n).await;
    }
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 1).await.unwrap();
    assert_eq!((letters.len(), letters[0].phone.as_str()), (1, "+8613800000006"));
    let states = states(store, &run).await;
    let opted_out = EntryState::Excluded(Exclusion::OptedOut);
    assert_eq!((&states[0], &states[3]), (&opted_out, &opted_out));
}

pub async fn an_opt_out_goes_by_the_number(store: &dyn Store) {
    firm(store, 6, Purpose::Care, 100).await;
    let withdrawn = |source: &str| ConsentRecord {
        purpose: Purpose::Care,
        is: Consent::Withdrawn,
        source: source.into(),
        evidence: None,
        given_at: NOW,
    };
    // The fifth has the phone of the fourth. What the fifth says on paper is noted for the fifth alone, and bars the phone.
    store.add_consent(id(5), &withdrawn("form"), &stamp(NOW)).await.unwrap();
    let care = async |n| store.customer(id(n)).await.unwrap().facts.consents.care;
    assert_eq!((care(4).await, care(5).await), (Consent::Unknown, Consent::Withdrawn));
    assert!(open(store).await.unwrap());
    let run = store.freeze(&stamp(NOW), RUN, freezing(Purpose::Care)).await.unwrap();
    let opted_out = EntryState::Excluded(Exclusion::OptedOut);
    let at_freeze = states(store, &run).await;
    assert_eq!((&at_freeze[3], &at_freeze[4]), (&opted_out, &opted_out));
    // After the freeze somebody new comes with the phone of the sixth and writes back: both withdraw, and nobody with that
    // phone is written to.
    let twin = Card {
        name: "同号".into(),
        phone: card(6).phone,
        ..Card::default()
    };
    store.create_customer(id(7), &twin, &stamp(NOW)).await.unwrap();
    store
        .add_consent(id(7), &withdrawn("reply"), &stamp(NOW))
        .await
        .unwrap();
    assert_eq!(care(6).await, Consent::Withdrawn);
    assert_eq!(store.consents(id(6)).await.unwrap().len(), 1);
    let phones = store.opted_out(Purpose::Care).await.unwrap();
    assert_eq!(phones.len(), 2, "{phones:?}");
    assert!(store.opted_out(Purpose::Marketing).await.unwrap().is_empty());
    // On paper, too, after the freeze: the first's phone is another's who withdrew.
    let first = Card {
        name: "同号二".into(),
        phone: card(1).phone,
        ..Card::default()
    };
    store.create_customer(id(8), &first, &stamp(NOW)).await.unwrap();
    store.add_consent(id(8), &withdrawn("form"), &stamp(NOW)).await.unwrap();
    let fence = lease(store).await;
    assert!(claim(store, &run, fence, 10).await.unwrap().is_empty());
    let after = states(store, &run).await;
    assert_eq!((&after[0], &after[5]), (&opted_out, &opted_out));
}
