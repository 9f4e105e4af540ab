//! What a start looks at, and what is left to the check beside the work.

use domain::role::Role;
use gateway::jobs::log_check::whole;
use gateway::ledger::check::{Check, at_start};
use gateway::ledger::{Broken, Checked, LogKeys, SealFault};

use crate::common::{Fixture, START};
use crate::{log, raw};

#[tokio::test]
async fn a_start_looks_at_what_is_new_and_the_rest_is_checked_beside_the_work() {
    let fixture = Fixture::new().await;
    let (app, store) = (&fixture.app, &*fixture.app.store);
    let keys = app.sequencer.verifiers();
    log(&fixture, 1, 300).await;
    let first = app.sequencer.catch_up(START).await.unwrap();
    let start = at_start(store, &keys, 0).await.unwrap();
    assert_eq!(start.whole, Some(first), "nobody vouches for an earlier check yet");
    assert!(whole(app, 0).await.unwrap());
    log(&fixture, 1_000, 300).await;
    let second = app.sequencer.catch_up(START).await.unwrap();
    log(&fixture, 2_000, 5).await;
    let start = at_start(store, &keys, 0).await.unwrap();
    assert_eq!((start.whole, start.events), (None, second.size + 5), "only what is new");
    let small = at_start(store, &keys, second.size).await.unwrap();
    assert_eq!(small.whole, Some(second), "a small log is looked at as a whole");

    // Of what is new, each row is looked at.
    for (spoil, mend) in [
        (
            "UPDATE event SET at = at + 1 WHERE seq = 450",
            "UPDATE event SET at = at - 1 WHERE seq = 450",
        ),
        (
            "UPDATE event SET at = at + 1 WHERE seq = (SELECT MAX(seq) FROM event)",
            "UPDATE event SET at = at - 1 WHERE seq = (SELECT MAX(seq) FROM event)",
        ),
    ] {
        raw(&fixture, spoil).await;
        let why = at_start(store, &keys, 0).await.unwrap_err();
        assert!(matches!(why, Broken::Event { .. }), "{why}");
        raw(&fixture, mend).await;
    }

    // What was checked before is found beside the work, and nothing is signed from then on.
    raw(&fixture, "UPDATE event SET at = at + 1 WHERE seq = 7").await;
    assert_eq!(at_start(store, &keys, 0).await.unwrap().whole, None);
    let manager = fixture.as_role(Role::Manager);
    assert_eq!(fixture.nobody().get("/readyz").await.status, 200);
    assert!(!whole(app, 0).await.unwrap());
    assert!(matches!(app.sequencer.catch_up(START).await, Err(SealFault::Halted)));
    assert_eq!(store.signed_head().await.unwrap(), second);
    assert_eq!(fixture.nobody().get("/readyz").await.status, 503);
    let today: wire::today::Today = manager.get("/api/today").await.ok(200);
    let event = Some(7);
    assert!(matches!(today.needs.first(), Some(wire::today::Need::BrokenLog { event: found, .. }) if *found == event));
    let why = at_start(store, &keys, 0).await.unwrap_err();
    assert!(
        matches!(why, Broken::Event { seq: 7, .. }),
        "the next start looks at everything: {why}"
    );
}

#[tokio::test]
async fn the_word_on_a_check_cannot_be_made_with_the_database_alone() {
    let fixture = Fixture::new().await;
    let (app, store) = (&fixture.app, &*fixture.app.store);
    let keys = app.sequencer.verifiers();
    log(&fixture, 1, 300).await;
    let head = app.sequencer.catch_up(START).await.unwrap();
    log(&fixture, 1_000, 300).await;
    app.sequencer.catch_up(START).await.unwrap();
    raw(&fixture, "UPDATE event SET at = at + 1 WHERE seq = 7").await;
    let own = Checked { head, at: START };
    let elsewhere = Checked {
        head: store::contract::SignedHead {
            size: 300,
            root: head.root,
        },
        at: START,
    };
    for (word, believed) in [
        (own.sign(app.sequencer.keys()).unwrap(), true),
        (own.sign(&LogKeys::fresh()).unwrap(), false),
        // Signed, and not of this log: the stored tiles lead elsewhere.
        (elsewhere.sign(app.sequencer.keys()).unwrap(), head.size == 300),
        (store.checkpoint(head.size).await.unwrap().unwrap(), false),
    ] {
        store.set_log_checked(Some(&word)).await.unwrap();
        let start = at_start(store, &keys, 0).await;
        assert_eq!(start.is_ok(), believed, "{word}: {start:?}");
    }
    // Believed, and still the tiles must lead from there to what is signed now.
    store
        .set_log_checked(Some(&own.sign(app.sequencer.keys()).unwrap()))
        .await
        .unwrap();
    raw(
        &fixture,
        "UPDATE tile SET hashes = zeroblob(32 * 256) WHERE level = 0 AND place = 1",
    )
    .await;
    assert!(at_start(store, &keys, 0).await.is_err());
}

#[tokio::test]
async fn a_log_that_grows_while_it_is_checked_fits() {
    let fixture = Fixture::new().await;
    let (app, store) = (&fixture.app, &*fixture.app.store);
    log(&fixture, 1, 300).await;
    let head = app.sequencer.catch_up(START).await.unwrap();
    let mut check = Check::begin(store).await.unwrap();
    log(&fixture, 1_000, 150).await;
    app.sequencer.catch_up(START).await.unwrap();
    while check.slice(store).await.unwrap() {}
    assert_eq!(check.end(store, &app.sequencer.verifiers()).await.unwrap(), head);
}
