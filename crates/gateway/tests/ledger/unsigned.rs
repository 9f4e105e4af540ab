//! A log that can't be signed.

use domain::role::Role;
use domain::time::MINUTE;
use gateway::jobs::sequencer::step;
use gateway::ledger::{Broken, check};
use wire::today::{Need, Today};

use crate::common::Fixture;
use crate::{log, raw};

/// What can't be signed is not kept silent.
#[tokio::test]
async fn that_nothing_is_signed_is_told_after_a_minute() {
    let fixture = Fixture::new().await;
    let (app, nobody) = (&fixture.app, fixture.nobody());
    let manager = fixture.as_role(Role::Manager);
    let ready = async || nobody.get("/readyz").await.status.as_u16();
    let unsigned = async || {
        let today: Today = manager.get("/api/today").await.ok(200);
        let found = today.needs.into_iter().find_map(|need| match need {
            Need::UnsignedLog { since } => Some(since),
            _ => None,
        });
        found.is_some()
    };
    log(&fixture, 1, 5).await;
    raw(
        &fixture,
        "CREATE TRIGGER full BEFORE INSERT ON checkpoint BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    .await;
    assert!(step(app).await.is_some());
    fixture.clock.advance(MINUTE - 1);
    assert!(step(app).await.is_some());
    assert_eq!((ready().await, unsigned().await), (200, false));
    fixture.clock.advance(1);
    assert_eq!((ready().await, unsigned().await), (503, true));
    raw(&fixture, "DROP TRIGGER full").await;
    assert!(step(app).await.is_some());
    assert_eq!((ready().await, unsigned().await), (200, false));
    assert!(app.sequencer.halted().is_none());
}

/// Whoever puts a checkpoint in the way of the next ones gains no time in which events are not signed.
#[tokio::test]
async fn a_checkpoint_beyond_the_head_ends_the_signing_aloud() {
    let fixture = Fixture::new().await;
    let app = &fixture.app;
    log(&fixture, 1, 5).await;
    assert!(step(app).await.is_some());
    raw(
        &fixture,
        "INSERT INTO checkpoint (size, at, note) SELECT size + 1, 1, 'x' FROM log_head",
    )
    .await;
    log(&fixture, 10, 1).await;
    assert!(step(app).await.is_none());
    assert!(app.sequencer.halted().is_some());
    assert_eq!(fixture.nobody().get("/readyz").await.status, 503);
    let why = check(&*app.store, &app.sequencer.verifiers()).await.unwrap_err();
    assert!(matches!(why, Broken::Beyond(_)), "{why}");
}
