//! `rollcall audit check` on copies of a database, each changed in one row of a table that the log covers.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod firm;

use common::Fixture;
use domain::role::Role;
use domain::schedule::LatePolicy;
use domain::time::HOUR;
use firm::{by, engine, firm, settle_down};
use gateway::ledger::recompute::recompute;

/// The guards that stand in the way of whoever writes past the product.
const GUARDS: &str = "DROP TRIGGER entry_keeps_its_place; DROP TRIGGER entry_moves; DROP TRIGGER entry_stays; \
     DROP TRIGGER entry_after_freeze; DROP TRIGGER leaf_stays; DROP TRIGGER letter_stays; DROP TRIGGER run_stays_closed; \
     DROP TRIGGER log_head_moves_forward;";

/// What is changed, and what is said of it.
const CHANGES: [(&str, &[&str]); 51] = [
    (
        "UPDATE event SET actor = 'x' WHERE seq IN (3, 5)",
        &["event 3 ", "event 5 "],
    ),
    ("UPDATE event SET at = at + 1 WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET actor_kind = 'user' WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET action = 'x' WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET subject_kind = 'x' WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET subject = 'x' WHERE seq = 4", &["event 4 "]),
    (
        "UPDATE event SET details = '{}' WHERE action = 'run.closed'",
        &["content or its leaf was changed"],
    ),
    ("UPDATE event SET leaf = x'02' WHERE seq = 4", &["event 4 "]),
    ("UPDATE event SET leaf_hash = zeroblob(32) WHERE seq = 4", &["event 4 "]),
    ("DELETE FROM event WHERE seq = 4", &["event 4 of the log is gone"]),
    (
        "DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)",
        &["is gone"],
    ),
    ("UPDATE tile SET hashes = zeroblob(32)", &["tile 0/0"]),
    ("DELETE FROM tile", &["tile 0/0"]),
    ("UPDATE log_head SET size = size - 1", &["its last checkpoint is at"]),
    (
        "UPDATE log_head SET root = zeroblob(32)",
        &["are not those that its last checkpoint signed"],
    ),
    (
        "UPDATE checkpoint SET note = replace(note, '=', 'A') WHERE size = (SELECT MIN(size) FROM checkpoint)",
        &["the checkpoint at"],
    ),
    (
        "UPDATE checkpoint SET size = size + 1 WHERE size = (SELECT MIN(size) FROM checkpoint)",
        &["speaks of another size"],
    ),
    (
        "UPDATE checkpoint SET note = (SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1) WHERE size = (SELECT MIN(size) FROM checkpoint)",
        &["speaks of another size"],
    ),
    (
        "DELETE FROM checkpoint WHERE size = (SELECT MAX(size) FROM checkpoint)",
        &["the checkpoint of the log of"],
    ),
    ("UPDATE log_key SET key = key || 'A'", &["the log's key"]),
    ("DELETE FROM log_key", &["the log's key"]),
    (
        "UPDATE event_words SET words = words || '!' WHERE seq = (SELECT MAX(seq) FROM event_words)",
        &["the reason kept beside it"],
    ),
    (
        "UPDATE event_words SET salt = zeroblob(32) WHERE seq = (SELECT MAX(seq) FROM event_words)",
        &["the reason kept beside it"],
    ),
    (
        "UPDATE event_words SET key = 'x' WHERE seq = (SELECT MAX(seq) FROM event_words)",
        &["the x kept beside it"],
    ),
    (
        "UPDATE event_words SET seq = 0 WHERE seq = (SELECT MAX(seq) FROM event_words)",
        &["event 0: the reason"],
    ),
    (
        "UPDATE letter SET text = 'x' WHERE entry_id & 4294967295 = 4",
        &["entry 4 "],
    ),
    (
        "UPDATE letter SET phone = '+8613800000099' WHERE entry_id & 4294967295 = 0",
        &["entry 0 "],
    ),
    (
        "UPDATE letter SET secret = zeroblob(32) WHERE entry_id & 4294967295 = 3",
        &["entry 3 "],
    ),
    (
        "UPDATE letter SET leaf = zeroblob(32) WHERE entry_id & 4294967295 = 2",
        &["entry 2 ", "not those that were frozen"],
    ),
    (
        "DELETE FROM letter WHERE entry_id & 4294967295 = 2",
        &["missing or unreadable"],
    ),
    (
        "UPDATE entry SET customer_id = zeroblob(16) WHERE id & 4294967295 = 1",
        &["entry 1 "],
    ),
    (
        "UPDATE entry SET cost_millis = 0 WHERE id & 4294967295 = 5",
        &["entry 5 "],
    ),
    (
        "UPDATE entry SET parts = parts + 1 WHERE id & 4294967295 = 5",
        &["entry 5 "],
    ),
    (
        "UPDATE entry SET outcome = 6, reason = NULL WHERE id & 4294967295 = 5",
        &["no_receipt, and there are", "it says 0 no_receipt"],
    ),
    (
        "UPDATE entry SET reason = 'blocked' WHERE outcome = 8",
        &["another root"],
    ),
    (
        "UPDATE entry SET outcome = 1 WHERE id & 4294967295 = 5",
        &["entry 5 stands at queued"],
    ),
    (
        "DELETE FROM entry WHERE id = (SELECT MAX(id) FROM entry)",
        &["not those that were frozen"],
    ),
    (
        "INSERT INTO entry (id, run_no, customer_id, outcome, parts, cost_millis, updated_at)
         SELECT id + 50, run_no, zeroblob(16), 7, 1, 0, 0 FROM entry LIMIT 1",
        &["missing or unreadable"],
    ),
    ("UPDATE run SET audience = audience + 1", &["its audience is not"]),
    (
        "UPDATE run SET delivered = delivered - 1, failed = failed + 1",
        &["delivered, and there are"],
    ),
    ("UPDATE run SET parts = parts + 1", &["its parts is not"]),
    ("UPDATE run SET cost_millis = 0", &["its cost is not"]),
    ("UPDATE run SET frozen_at = frozen_at - 1", &["its time of the freeze"]),
    ("UPDATE run SET closed_at = closed_at - 1", &["its time of the close"]),
    (
        "UPDATE run SET state = 'awaiting', closed_at = NULL",
        &["its state is not"],
    ),
    (
        "UPDATE run SET content = replace(content, '您好', '再见')",
        &["its content is not"],
    ),
    ("UPDATE run SET roll = 0", &["its commitment is not"]),
    (
        "UPDATE run SET due_at = due_at + 1, purpose = 'service'",
        &["its due time is not", "its purpose is not"],
    ),
    ("UPDATE run SET digest = 'x'", &["its content is not"]),
    ("UPDATE run SET carrier = 'x'", &["its carrier is not"]),
    ("UPDATE run SET id = zeroblob(16)", &["in the log, and gone"]),
];

/// A run that went out and closed, an erasure with its reason; a log that was signed at two sizes, by a key that stands in it.
async fn closed() -> Fixture {
    let fixture = firm(12, 100, LatePolicy::Hold, 0).await;
    let store = &fixture.app.store;
    let mut engine = engine(&fixture);
    fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap();
    for key in fixture.app.sequencer.verifiers() {
        let stamp = by(Role::Admin, fixture.clock.now());
        store.add_log_key(&stamp, &key.to_string()).await.unwrap();
    }
    settle_down(&mut engine, &fixture).await;
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    assert!(firm::only_run(&fixture).await.provable);
    let stamp = by(Role::Admin, fixture.clock.now());
    let stranger = domain::id::CustomerId(uuid::Uuid::from_u128(99));
    let card = store::contract::customers::Card::default();
    store.create_customer(stranger, &card, &stamp).await.unwrap();
    store.erase_customer(stranger, "本人要求", &stamp).await.unwrap();
    fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap();
    fixture
}

#[tokio::test]
async fn each_row_that_was_changed_is_named() {
    let fixture = closed().await;
    let keys = fixture.app.sequencer.verifiers();
    let found = recompute(&*fixture.app.store, &keys).await.unwrap();
    assert_eq!((found.runs, found.entries), (1, 12));
    assert_eq!(found.differs, Vec::<String>::new());
    for (sql, names) in CHANGES {
        let copy = fixture.copy().await;
        copy.write(&format!("{GUARDS} {sql}")).await;
        let found = recompute(&copy.store, &keys).await.unwrap().differs;
        for name in names {
            assert!(
                found.iter().any(|differs| differs.contains(name)),
                "{sql}: {name}: {found:?}"
            );
        }
    }
}
