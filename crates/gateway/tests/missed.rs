//! Who has the database and says of somebody who was missed that they were reached, or sends what nobody approved.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod firm;

use common::{Fixture, unlock};
use domain::role::Role;
use domain::roll::Receipt;
use domain::schedule::LatePolicy;
use domain::time::HOUR;
use firm::{by, engine, firm, only_run, settle_down};
use gateway::ledger::recompute::recompute;
use store::contract::runs::{EntryFilter, Heard, Reference, Steering};
use wire::runs::{RunHold, RunState};

/// Changes what was approved.
const ANOTHER_TEXT: &str = "UPDATE campaign SET content = replace(content, '您好', '再见')";

async fn write(fixture: &Fixture, sql: &'static str) {
    let mut raw = fixture.lock().await;
    sqlx::raw_sql(sql).execute(&mut raw).await.unwrap();
    sqlx::raw_sql("COMMIT").execute(&mut raw).await.unwrap();
    unlock(raw).await;
}

async fn differs(fixture: &Fixture) -> Vec<String> {
    let keys = fixture.app.sequencer.verifiers();
    recompute(&*fixture.app.store, &keys).await.unwrap().differs
}

/// Signs what is logged; nothing differs from it.
async fn is_sound(fixture: &Fixture) {
    fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap();
    assert_eq!(differs(fixture).await, [""; 0]);
}

#[track_caller]
fn says(differs: &[String], what: &str) {
    assert!(differs.iter().any(|one| one.contains(what)), "{what}: {differs:?}");
}

/// Five wait for a decision, and the database says of all of them that they were reached.
#[tokio::test]
async fn who_was_never_handed_over_is_not_closed_as_delivered() {
    let fixture = firm(6, 3, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!(run.held_why, Some(RunHold::People));
    is_sound(&fixture).await;
    write(
        &fixture,
        "UPDATE entry SET outcome = 7 WHERE outcome = 1;
         UPDATE run SET delivered = queued, queued = 0, state = 'awaiting', held_why = NULL",
    )
    .await;
    let found = differs(&fixture).await;
    for place in [0, 1, 3, 4, 5] {
        says(
            &found,
            &format!("entry {place} stands at delivered and says 0 hand-overs, and 0 were"),
        );
    }
    says(&found, "it says 5 delivered, and the log tells of 0");
    let now = fixture.clock.now();
    let store = &fixture.app.store;
    assert!(!store.close_run(&by(Role::Admin, now), run.id).await.unwrap());
    // With attempts that never were, the log still tells of none.
    write(
        &fixture,
        "UPDATE entry SET attempts = 1 WHERE outcome = 7;
         INSERT INTO attempt (entry_id, n, lease, carrier, at, answered_at, answer)
         SELECT id, 1, 1, 'sandbox', 1, 1, 'accepted' FROM entry WHERE outcome = 7",
    )
    .await;
    assert!(!store.close_run(&by(Role::Admin, now), run.id).await.unwrap());
    settle_down(&mut engine, &fixture).await;
    assert_ne!(only_run(&fixture).await.state, RunState::Closed);
    says(&differs(&fixture).await, "it says 5 delivered, and the log tells of 0");
}

/// Their sum alone does not say whose attempts they are.
#[tokio::test]
async fn an_attempt_is_that_of_its_entry_and_parts_are_those_of_the_entries() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!(run.state, RunState::Closed);
    assert_eq!(run.parts, 5);
    is_sound(&fixture).await;
    write(
        &fixture,
        "UPDATE attempt SET n = 2, entry_id = entry_id + 1 WHERE entry_id & 4294967295 = 0",
    )
    .await;
    let found = differs(&fixture).await;
    says(&found, "entry 0 stands at ");
    says(&found, "says 1 hand-overs, and 0 were written down");
    says(&found, "says 1 hand-overs, and 2 were written down");
}

#[tokio::test]
async fn what_nobody_approved_is_not_sent() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    write(&fixture, ANOTHER_TEXT).await;
    settle_down(&mut engine, &fixture).await;
    let store = &fixture.app.store;
    let supervisor = by(Role::Supervisor, fixture.clock.now());
    let release = || Steering::Release(None);
    let run = only_run(&fixture).await;
    for _ in 0..2 {
        let run = only_run(&fixture).await;
        assert_eq!((run.state, run.held_why), (RunState::Held, Some(RunHold::Altered)));
        assert_eq!(run.audience, 0);
        store.steer(&supervisor, run.id, release()).await.unwrap();
        settle_down(&mut engine, &fixture).await;
    }
    // What was approved may go out.
    write(&fixture, "UPDATE run SET content = replace(content, '再见', '您好')").await;
    store.steer(&supervisor, run.id, release()).await.unwrap();
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Awaiting);
    assert_eq!(store.entries(1, &EntryFilter::default(), 0, 9).await.unwrap().len(), 6);
}

/// The roll of a cancelled run is written all the same, and says which content it is of.
#[tokio::test]
async fn the_freeze_tells_the_content_that_it_froze() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    write(&fixture, ANOTHER_TEXT).await;
    settle_down(&mut engine, &fixture).await;
    let (run, now) = (only_run(&fixture).await, fixture.clock.now());
    let cancel = Steering::Cancel("改动过".into());
    fixture
        .app
        .store
        .steer(&by(Role::Supervisor, now), run.id, cancel)
        .await
        .unwrap();
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Closed);
    says(&differs(&fixture).await, "its frozen content is not what the log says");
}

/// What one row hides does not hide the rows behind it.
#[tokio::test]
async fn each_entry_that_differs_is_named_and_no_row_hides_another() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    is_sound(&fixture).await;
    write(
        &fixture,
        "DROP TRIGGER leaf_stays;
         UPDATE letter SET leaf = NULL WHERE entry_id & 4294967295 = 1;
         UPDATE letter SET text = 'x' WHERE entry_id & 4294967295 = 4;
         UPDATE run SET state = 'paused'",
    )
    .await;
    let found = differs(&fixture).await;
    for what in [
        "entry 1: letter.leaf is missing",
        "entry 4 is not the one that was frozen",
        "its state is not what the log says",
    ] {
        says(&found, what);
    }
}

/// Receipts that say nothing new are counted, too, and so are those that come after the close.
#[tokio::test]
async fn every_receipt_is_told_of() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!(run.state, RunState::Closed);
    let (store, now) = (&fixture.app.store, fixture.clock.now());
    let late = Heard {
        reference: Reference::from("none"),
        key: Some((1 << 32, 1)),
        status: Receipt::Delivered,
        code: None,
        at: now,
        numbers: Vec::new(),
    };
    store
        .heard(&by(Role::Admin, now), "sandbox", &[late], now)
        .await
        .unwrap();
    assert_eq!(store.handed_over(1).await.unwrap().receipts, 6);
    is_sound(&fixture).await;
    write(&fixture, "DELETE FROM receipt WHERE late = 1").await;
    says(&differs(&fixture).await, "it has 5 receipts, and the log tells of 6");
}
