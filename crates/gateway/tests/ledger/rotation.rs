//! A key that was replaced: what the old one signs counts up to the event that retired it.

use domain::role::Role;
use gateway::ledger::check::{SMALL, at_start};
use gateway::ledger::recompute::recompute;
use gateway::ledger::{Broken, LogKeys, SealFault};
use store::{Actor, Stamp};

use crate::common::{Fixture, START};
use crate::{log, sequencer};

const STAMP: Stamp = Stamp {
    actor: Actor::System("sequencer"),
    at: START,
};

/// The gateway's keys: the new one above the old one, the new one alone, the old one alone.
fn keys(fixture: &Fixture) -> [LogKeys; 3] {
    let old = fixture.app.sequencer.keys().clone();
    let both = old.with_another();
    let new = both.newest();
    [both, new, old]
}

#[tokio::test]
async fn a_checkpoint_that_a_retired_key_signed_alone_is_named() {
    let fixture = Fixture::new().await;
    let store = &*fixture.app.store;
    let [both, new, old] = keys(&fixture);
    let name = |keys: &LogKeys| keys.verifiers()[0].to_string();
    for key in [&old, &new].map(name) {
        store.add_log_key(&STAMP, &key).await.unwrap();
    }
    let before = sequencer(&fixture, &both).catch_up(START).await.unwrap();
    store.retire_log_key(&STAMP, &name(&old)).await.unwrap();
    store.retire_log_key(&STAMP, &name(&old)).await.unwrap();
    let retired = before.size;
    let after = sequencer(&fixture, &new).catch_up(START).await.unwrap();
    assert_eq!(after.size, retired + 1, "one event of it, not two");
    assert_eq!(recompute(store, &new.verifiers()).await.unwrap().differs, [""; 0]);

    log(&fixture, 1, 1).await;
    let forged = sequencer(&fixture, &old).catch_up(START).await.unwrap();
    let found = recompute(store, &new.verifiers()).await.unwrap().differs;
    let why = format!(
        "the checkpoint at {} events is signed by {} alone, which event {retired} of the log retired",
        forged.size,
        name(&old)
    );
    assert!(found.contains(&why), "{found:?}");
}

#[tokio::test]
async fn an_event_that_retires_the_gateways_own_key_is_not_signed() {
    let fixture = Fixture::new().await;
    let (app, store) = (&fixture.app, &*fixture.app.store);
    let own = app.sequencer.verifiers();
    store.add_log_key(&STAMP, &own[0].to_string()).await.unwrap();
    let head = app.sequencer.catch_up(START).await.unwrap();
    store.retire_log_key(&STAMP, &own[0].to_string()).await.unwrap();
    let why = at_start(store, &own, SMALL).await.unwrap_err();
    assert!(matches!(why, Broken::Key(event) if event == head.size), "{why}");
    let why = app.sequencer.catch_up(START).await.unwrap_err();
    assert!(matches!(why, SealFault::Key(event) if event == head.size), "{why}");
    let manager = fixture.as_role(Role::Manager);
    let keys: wire::audit::LogKeys = manager.get("/api/log/keys").await.ok(200);
    assert_eq!(keys.keys, [own[0].to_string()], "what is not signed is not believed");
}
