//! A backup that is put back knows nothing of what was sent since it was made.

use std::sync::Arc;

use domain::role::Role;
use domain::schedule::{LatePolicy, Schedule};
use domain::time::{DAY, HOUR};
use gateway::jobs::engine::Engine;
use gateway::jobs::scheduler::open_taken_back;
use gateway::ledger::recompute::recompute;
use store::contract::runs::{RunFilter, RunHold, RunState, Runs, Steering};
use store::{Actor, Stamp};
use wire::today::{Need, Today};

use super::common::Fixture;
use super::house::by;
use super::scene::{REACHABLE, engine, firm, rewrite, runs, settle_down, step};
use super::script::{Fate, Script};

/// Daily at ten, to go out however late it is; today's run is half out.
async fn half_out(script: &Arc<Script>) -> (Fixture, Engine) {
    let fixture = firm(LatePolicy::Send, script).await;
    let at = "10:00:00".parse().unwrap();
    rewrite(&fixture, |content| {
        content.schedule = Schedule::Daily { at };
        content.valid_hours = 48;
    })
    .await;
    let mut engine = engine(&fixture, "one", 4);
    while script.all_taken() == 0 {
        step(&mut engine, &fixture).await;
    }
    assert!(u64::from(script.all_taken()) < REACHABLE);
    (fixture, engine)
}

#[tokio::test]
async fn what_a_backup_was_about_to_send_waits_for_a_person() {
    let script = Script::new(|_| Fate::Taken);
    let (fixture, mut before) = half_out(&script).await;
    let backup = fixture.copy().await;
    // It goes on to its end, and so does tomorrow's.
    settle_down(&mut before, &fixture).await;
    fixture.clock.advance(DAY + HOUR);
    settle_down(&mut before, &fixture).await;
    let sent = script.all_taken();
    assert_eq!(u64::from(sent), 2 * REACHABLE);

    let now = fixture.clock.now();
    let stamp = Stamp {
        actor: Actor::System("restore"),
        at: now,
    };
    let restored = Arc::new(backup.store);
    // The second time as after a crash at once.
    for going in [1, 0] {
        assert_eq!(restored.taken_back(&stamp).await.unwrap(), going);
        open_taken_back(&*restored, &stamp, chrono_tz::Tz::Asia__Shanghai)
            .await
            .unwrap();
    }
    let mut after = Engine::new(restored.clone(), fixture.app.carriers.clone(), "two".into());
    while after.step(now).await.unwrap().busy {}
    assert_eq!(script.all_taken(), sent, "nothing goes out by itself");
    let held = restored.runs(&RunFilter::default(), None, 10).await.unwrap();
    assert_eq!(held.len(), 2);
    for run in &held {
        assert_eq!((run.state, run.held_why), (RunState::Held, Some(RunHold::TakenBack)));
    }
}

#[tokio::test]
async fn it_is_told_on_the_first_page_and_a_person_releases_it() {
    let script = Script::new(|_| Fate::Taken);
    let (fixture, mut engine) = half_out(&script).await;
    let (store, known) = (&fixture.app.store, fixture.clock.now());
    fixture.app.sequencer.catch_up(known).await.unwrap();
    fixture.clock.advance(1);
    let now = fixture.clock.now();
    let stamp = Stamp {
        actor: Actor::System("restore"),
        at: now,
    };
    // What the start itself logs is nothing that the copy knows.
    store.authenticate_events(&stamp).await.unwrap();
    store.taken_back(&stamp).await.unwrap();
    let taken_back = store.last_taken_back().await.unwrap().unwrap();
    assert!(
        taken_back.at == now && taken_back.known_until <= known,
        "{taken_back:?}"
    );
    fixture.app.sequencer.catch_up(now).await.unwrap();
    let keys = fixture.app.sequencer.verifiers();
    let mut differs = recompute(&**store, &keys).await.unwrap().differs;
    // Both approvals are of one moment here: which decision is which it can't tell.
    differs.retain(|one| !one.starts_with("decision "));
    assert_eq!(differs, [""; 0]);
    let supervisor = fixture.as_role(Role::Supervisor);
    let told = |today: &Today| today.needs.iter().any(|need| matches!(need, Need::TakenBack { .. }));
    let today: Today = supervisor.get("/api/today").await.ok(200);
    assert!(told(&today), "{today:?}");
    let held = |need: &Need| matches!(need, Need::HeldRun(run) if run.held_why == Some(wire::runs::RunHold::TakenBack));
    assert!(today.needs.iter().any(held), "{today:?}");
    let run = runs(&fixture).await.remove(0);
    store
        .steer(&by(Role::Supervisor, now), run.id, Steering::Release(None))
        .await
        .unwrap();
    settle_down(&mut engine, &fixture).await;
    assert_eq!(u64::from(script.all_taken()), REACHABLE);
    script.nobody_twice();
    fixture.clock.advance(8 * DAY);
    assert!(!told(&supervisor.get("/api/today").await.ok(200)));
}
