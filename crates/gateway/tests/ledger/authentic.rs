//! Events that somebody wrote who has the database, and not the key.

use crate::common::{Fixture, START, event_key};
use crate::{log, raw, sequencer};
use gateway::ledger::{Authentic, SealFault};

/// The last event once more, with the code that it had.
const AGAIN: &str = "INSERT INTO event (seq, at, actor_kind, actor, action, subject_kind, subject, details, leaf, leaf_hash, mac)
    SELECT seq + 1, at, actor_kind, actor, action, subject_kind, subject, details, leaf, leaf_hash, mac FROM event ORDER BY seq DESC LIMIT 1";
/// The same with another code, or none.
const OTHER: &str =
    "UPDATE event SET mac = x'00112233445566778899aabbccddeeff' WHERE seq = (SELECT MAX(seq) FROM event)";
const NONE: &str = "UPDATE event SET mac = NULL WHERE seq = (SELECT MAX(seq) FROM event)";

#[tokio::test]
async fn what_the_gateway_did_not_write_is_not_signed() {
    let fixture = Fixture::new().await;
    let (store, own) = (&*fixture.app.store, fixture.app.sequencer.keys().clone());
    let public = own.verifiers();
    log(&fixture, 1, 3).await;
    // What was logged before has no code to be asked for.
    raw(&fixture, NONE).await;
    let key = event_key();
    assert!(Authentic::in_log(store, &public, &key).await.unwrap().is_none());
    let from = store.log_head().await.unwrap().size;
    Authentic::begin(store, &public, &key, START).await.unwrap();
    fixture.app.sequencer.catch_up(START).await.unwrap();
    let authentic = || Authentic::in_log(store, &public, &key);
    assert!(authentic().await.unwrap().is_some(), "the signed log says so");

    log(&fixture, 10, 300).await;
    let signs = sequencer(&fixture, &own);
    signs.authenticate(authentic().await.unwrap().unwrap());
    let signed = signs.catch_up(START).await.unwrap().size;
    assert!(signed > from + 300);
    assert_eq!(
        authentic().await.unwrap().unwrap().foreign(store).await.unwrap(),
        [0; 0]
    );

    log(&fixture, 1_000, 2).await;
    for (sql, foreign) in [(AGAIN, signed + 2), (OTHER, signed + 2), (NONE, signed + 2)] {
        raw(&fixture, sql).await;
        let signs = sequencer(&fixture, &own);
        signs.authenticate(authentic().await.unwrap().unwrap());
        assert!(
            matches!(signs.catch_up(START).await, Err(SealFault::Foreign(event)) if event == foreign),
            "{sql}"
        );
        assert_eq!(signs.halted().unwrap().event, Some(foreign));
        assert!(matches!(signs.catch_up(START).await, Err(SealFault::Halted)));
        assert_eq!(store.signed_head().await.unwrap().size, signed);
        let named = authentic().await.unwrap().unwrap().foreign(store).await.unwrap();
        assert_eq!(named, [foreign]);
    }
    raw(&fixture, "DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)").await;
    let signs = sequencer(&fixture, &own);
    signs.authenticate(authentic().await.unwrap().unwrap());
    assert_eq!(signs.catch_up(START).await.unwrap().size, signed + 2);
}

/// Who hides where the log says that events have codes gets none signed without.
#[tokio::test]
async fn where_the_word_on_codes_was_hidden_nothing_begins_anew() {
    let fixture = Fixture::new().await;
    let (store, own) = (&*fixture.app.store, fixture.app.sequencer.verifiers());
    let begin = || async { Authentic::begin(store, &own, &event_key(), START).await };
    begin().await.unwrap();
    fixture.app.sequencer.catch_up(START).await.unwrap();
    let size = store.log_head().await.unwrap().size;
    begin().await.unwrap();
    assert_eq!(store.log_head().await.unwrap().size, size, "said once");
    raw(
        &fixture,
        "UPDATE event SET action = 'log.key_added' WHERE action = 'log.authenticated'",
    )
    .await;
    let broken = begin().await.unwrap_err();
    assert!(broken.to_string().contains("is not what was logged"), "{broken}");
}
