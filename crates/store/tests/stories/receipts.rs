//! What receipts tell, in whatever order they come.

use domain::roll::{EntryState, Failure, Receipt, Settlement};
use domain::segment::Today;
use domain::time::HOUR;
use store::Store;
use store::contract::runs::{RunState, Said, SaidWhat, Sweep, Unanswered};

use super::customers::{id, stamp};
use super::runs::{APPROVER, NOW, RUN, by, claim, frozen, heard, lease, said, states};

pub async fn receipts_come_as_they_like(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let until = NOW + 72 * HOUR;
    // One by reference before its answer, one by our key, one for nobody.
    let early = [
        heard("R0", None, Receipt::Delivered),
        heard("R1", Some((letters[1].entry, 1)), Receipt::Failed(Failure::Unreachable)),
        heard("R9", None, Receipt::Delivered),
    ];
    store.heard(&stamp(NOW), "sandbox", &early, until).await.unwrap();
    assert_eq!(store.orphans().await.unwrap(), 2);
    let answers: Vec<Said> = letters
        .iter()
        .enumerate()
        .map(|(n, letter)| said(letter, SaidWhat::taken(format!("R{n}"))))
        .collect();
    store
        .said(&stamp(NOW), run.no, "sandbox", &answers, until)
        .await
        .unwrap();
    assert_eq!(store.orphans().await.unwrap(), 1);
    let orphans = store.orphan_receipts(None, 9).await.unwrap();
    let [orphan] = orphans.as_slice() else {
        panic!("{orphans:?}")
    };
    assert_eq!((orphan.carrier.as_str(), orphan.reference.as_str()), ("sandbox", "R9"));
    assert_eq!((orphan.status, orphan.received_at), (Receipt::Delivered, NOW));
    assert_eq!(store.orphan_receipts(Some(orphan.id), 9).await.unwrap(), []);
    let states_now = states(store, &run).await;
    assert_eq!(states_now[0], EntryState::Delivered);
    assert_eq!(states_now[3], EntryState::Failed(Failure::Unreachable));
    assert_eq!(states_now[5], EntryState::Accepted);
    assert!(
        !store.close_run(&stamp(NOW), RUN).await.unwrap(),
        "one is still awaited"
    );
    // Twice and contradictory: up the lattice, never down.
    let more = [
        heard("R1", None, Receipt::Delivered),
        heard("R1", None, Receipt::Failed(Failure::Blocked)),
        heard("R0", None, Receipt::Enroute),
    ];
    store.heard(&stamp(NOW), "sandbox", &more, until).await.unwrap();
    assert_eq!(states(store, &run).await[3], EntryState::Delivered);
    assert_eq!(
        store
            .sweep(&stamp(NOW), run.no, Sweep::WindowPassed(until), 10)
            .await
            .unwrap(),
        1
    );
    assert!(store.close_run(&stamp(NOW), RUN).await.unwrap());
    // Late: kept, and changes nothing.
    let late = [heard("R2", None, Receipt::Delivered)];
    store.heard(&stamp(NOW), "sandbox", &late, until).await.unwrap();
    assert_eq!(states(store, &run).await[5], EntryState::NoReceipt);
    let (_, history) = store.entry(run.no, 5).await.unwrap();
    let what: Vec<&str> = history.iter().map(|happened| happened.what.as_str()).collect();
    assert_eq!(what, ["intent", "accepted", "late_receipt"]);
    let closed = store.run(RUN).await.unwrap().row;
    assert_eq!((closed.state, closed.closed_at), (RunState::Closed, Some(NOW)));
    assert_eq!((closed.parts, closed.cost_millis), (3, 13_500));
    let facts = store.facts(&[id(1), id(2)], &Today::at(NOW, 480)).await.unwrap();
    let contact = |n| facts.iter().find(|one| one.id == id(n)).unwrap().last_contact;
    assert_eq!((contact(1), contact(2)), (Some(NOW), None));
}

/// What a person called not sent and a receipt proves sent costs what it costs.
pub async fn a_receipt_after_it_was_called_not_sent_counts_its_parts_again(store: &dyn Store) {
    let run = frozen(store, 6).await;
    let fence = lease(store).await;
    let letters = claim(store, &run, fence, 10).await.unwrap();
    let until = NOW + 72 * HOUR;
    let silent = [said(&letters[0], SaidWhat::NoAnswer(Unanswered::default()))];
    store
        .said(&stamp(NOW), run.no, "sandbox", &silent, until)
        .await
        .unwrap();
    let come_to = async || {
        let run = store.run(RUN).await.unwrap().row;
        (run.parts, run.cost_millis)
    };
    assert_eq!(come_to().await, (3, 13_500));
    store
        .settle(&by(APPROVER), RUN, None, Settlement::NotSent, "通道查无此条")
        .await
        .unwrap();
    assert_eq!(come_to().await, (2, 9_000));
    let delivered = || heard("R0", Some((letters[0].entry, 1)), Receipt::Delivered);
    for _ in 0..2 {
        store
            .heard(&stamp(NOW), "sandbox", &[delivered()], until)
            .await
            .unwrap();
        assert_eq!(states(store, &run).await[0], EntryState::Delivered);
        assert_eq!(come_to().await, (3, 13_500));
    }
}
