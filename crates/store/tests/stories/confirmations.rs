//! Confirmations of opt-outs whose answers were never written down.

use domain::time::{DAY, HOUR, MINUTE};
use store::Store;
use store::contract::inbox::{Confirmed, Replied};

use super::customers::{id, stamp};
use super::runs::{NOW, card, lease};

pub async fn one_that_was_never_answered_is_in_doubt_once_its_time_is_over(store: &dyn Store) {
    store.create_customer(id(1), &card(1), &stamp(NOW)).await.unwrap();
    let stop = Replied {
        phone: "+8613800000001".into(),
        or: None,
        text: "TD".into(),
        at: NOW,
        opt_out: true,
        confirm: Some("您已退订".into()),
        part: None,
    };
    store.replied(&stamp(NOW), "sandbox", &[stop]).await.unwrap();
    let fence = lease(store).await;
    let claim = async |at| {
        store
            .claim_confirmations(&stamp(at), fence, "sandbox", at - HOUR, 10)
            .await
            .unwrap()
    };
    let due = claim(NOW).await;
    assert_eq!(due.len(), 1);
    let stands = async || {
        let told = store.timeline(id(1), None, 50).await.unwrap();
        format!("{told:?}")
    };
    let before = stands().await;
    assert!(claim(NOW + HOUR - MINUTE).await.is_empty());
    assert_eq!(stands().await, before, "it may still be answered");
    assert!(claim(NOW + HOUR + MINUTE).await.is_empty());
    assert_ne!(stands().await, before, "it is in doubt");
    // For good: nothing that is said later has it handed over again.
    let later = [(due[0].id, Confirmed::Later)];
    store
        .answer_confirmations(&stamp(NOW), "sandbox", &later)
        .await
        .unwrap();
    assert!(claim(NOW + DAY).await.is_empty());
}
