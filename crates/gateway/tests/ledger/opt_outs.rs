//! Numbers that opted out and are nobody's, as versions before leaves kept them.

use gateway::ledger::recompute::recompute;
use store::{Actor, Stamp};

use crate::common::{Fixture, START};
use crate::raw;

#[tokio::test]
async fn what_was_kept_before_is_answered_for_once_it_is_committed() {
    let fixture = Fixture::new().await;
    let (store, keys) = (&*fixture.app.store, fixture.app.sequencer.verifiers());
    fixture.app.sequencer.catch_up(START).await.unwrap();
    let differs = async || recompute(store, &keys).await.unwrap().differs;
    let before = differs().await;
    raw(
        &fixture,
        "INSERT INTO suppressed (number, purpose, since) VALUES (zeroblob(32), 'care', 5), (zeroblob(32), 'marketing', 5)",
    )
    .await;
    let unknown = |purpose| format!("opt-out from {purpose} since 5: no event of the log tells of it");
    let found = differs().await;
    assert!(
        ["care", "marketing"]
            .map(unknown)
            .iter()
            .all(|named| found.contains(named)),
        "{found:?}"
    );
    let stamp = Stamp {
        actor: Actor::System("setup"),
        at: START,
    };
    assert_eq!(store.commit_late_opt_outs(&stamp).await.unwrap(), 2);
    // The one behind it is about the numbers of erased customers.
    let event = fixture.app.sequencer.catch_up(START).await.unwrap().size - 2;
    assert_eq!(differs().await, before);
    // Another number in the place of the one that opted out.
    raw(
        &fixture,
        "UPDATE suppressed SET number = randomblob(32) WHERE purpose = 'marketing'",
    )
    .await;
    let named = format!("event {event}: opt-out 1 is not the one of which it tells");
    assert!(differs().await.contains(&named));
}
