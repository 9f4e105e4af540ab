//! What somebody who has the database and not the key can't have signed.

use audit::signed::{KeyName, SignerKey};
use domain::role::Role;
use gateway::ledger::check::{SMALL, at_start};
use gateway::ledger::last_signed::FILE;
use gateway::ledger::recompute::recompute;
use gateway::ledger::{Broken, LastSigned, LogKeys, SealFault};
use store::{Actor, Stamp};

use crate::common::{Fixture, START};
use crate::{log, raw, sequencer};

#[tokio::test]
async fn a_key_that_the_gateway_does_not_hold_is_neither_signed_nor_named() {
    let fixture = Fixture::new().await;
    let (app, store) = (&fixture.app, &*fixture.app.store);
    let (own, manager) = (app.sequencer.verifiers(), fixture.as_role(Role::Manager));
    let stamp = Stamp {
        actor: Actor::System("sequencer"),
        at: START,
    };
    store.add_log_key(&stamp, &own[0].to_string()).await.unwrap();
    let head = app.sequencer.catch_up(START).await.unwrap();
    // A row alone, and an event with its row.
    raw(&fixture, "INSERT INTO log_key (key, since) VALUES ('bare', 1)").await;
    let name = KeyName::parse(own[0].name().as_str()).unwrap();
    let foreign = SignerKey::from_seed(name, [9; 32]).verifier().to_string();
    store.add_log_key(&stamp, &foreign).await.unwrap();
    let why = at_start(store, &own, SMALL).await.unwrap_err();
    assert!(matches!(why, Broken::Key(event) if event == head.size), "{why}");
    let why = app.sequencer.catch_up(START).await.unwrap_err();
    assert!(matches!(why, SealFault::Key(event) if event == head.size), "{why}");
    assert!(matches!(app.sequencer.catch_up(START).await, Err(SealFault::Halted)));
    assert_eq!(app.sequencer.halted().unwrap().event, Some(head.size));
    assert_eq!(store.signed_head().await.unwrap(), head);
    let keys: wire::audit::LogKeys = manager.get("/api/log/keys").await.ok(200);
    assert_eq!(keys.keys, [own[0].to_string()]);
    let found = recompute(store, &own).await.unwrap().differs;
    for named in [
        format!("{foreign} was added to the log, and has never signed"),
        "key bare is not both in the log and among its keys".to_owned(),
    ] {
        assert!(
            found.iter().any(|differs| differs.contains(&named)),
            "{named}: {found:?}"
        );
    }
}

#[tokio::test]
async fn a_log_that_is_written_anew_is_not_the_one_that_was_signed() {
    let fixture = Fixture::new().await;
    let (app, store) = (&fixture.app, &*fixture.app.store);
    let (folder, keys) = (tempfile::tempdir().unwrap(), app.sequencer.keys());
    let last = LastSigned::in_folder(folder.path());
    app.sequencer.keep_in(folder.path());
    assert!(last.fits(store, &keys.verifiers()).await.is_ok() && !last.is_there());
    log(&fixture, 1, 300).await;
    let first = app.sequencer.catch_up(START).await.unwrap();
    let older = std::fs::read(folder.path().join(FILE)).unwrap();
    log(&fixture, 1_000, 300).await;
    let second = app.sequencer.catch_up(START).await.unwrap();
    last.fits(store, &keys.verifiers()).await.unwrap();
    let other = last.fits(store, &LogKeys::fresh().verifiers()).await.unwrap_err();
    assert!(matches!(other, Broken::Kept(_)), "{other}");
    // As after a crash between the commit and the file: the log has grown from it.
    let newer = std::fs::read(folder.path().join(FILE)).unwrap();
    std::fs::write(folder.path().join(FILE), older).unwrap();
    last.fits(store, &keys.verifiers()).await.unwrap();
    std::fs::write(folder.path().join(FILE), newer).unwrap();

    raw(
        &fixture,
        "DROP TRIGGER log_head_moves_forward; DELETE FROM checkpoint; DELETE FROM tile; DELETE FROM log_checked; DELETE FROM event WHERE seq > 100;
         UPDATE log_head SET size = 0, root = x'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'",
    )
    .await;
    at_start(store, &keys.verifiers(), SMALL).await.unwrap();
    let why = last.fits(store, &keys.verifiers()).await.unwrap_err();
    assert!(
        matches!(why, Broken::TakenBack { size, found: 0, .. } if size == second.size),
        "{why}"
    );
    log(&fixture, 2_000, 900).await;
    let anew = sequencer(&fixture, keys).catch_up(START).await.unwrap();
    assert!(anew.size > second.size && second.size > first.size);
    let why = last.fits(store, &keys.verifiers()).await.unwrap_err();
    assert!(matches!(why, Broken::Another(size) if size == second.size), "{why}");
}
