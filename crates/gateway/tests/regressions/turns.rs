//! What a carrier has room for, and whose turn it is.

use carrier::Live;
use domain::consent::Purpose;
use domain::role::Role;
use domain::schedule::LatePolicy;
use domain::time::HOUR;
use store::contract::runs::{RunHold, RunState};
use wire::runs::RunDetail;

use super::common::Fixture;
use super::house;
use super::scene::{another_campaign, engine, firm, for_seconds, reword, run, set_rate, settle_down, step};
use super::script::{Fate, Script};

/// How many messages of the run of this number the carrier took.
fn of_run(script: &Script, no: i64) -> usize {
    let seen = script.seen.lock().unwrap();
    seen.iter().filter(|message| message.key.entry >> 32 == no).count()
}

#[tokio::test]
async fn a_long_run_that_began_early_does_not_keep_a_short_one_waiting() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    set_rate(&fixture, 2).await;
    let mut engine = engine(&fixture, "one", 100);
    step(&mut engine, &fixture).await;
    another_campaign(&fixture, 1, Purpose::Care).await;
    for_seconds(&mut engine, &fixture, 5).await;
    let (first, second) = (of_run(&script, 1), of_run(&script, 2));
    assert_eq!(first + second, 10);
    assert!(second >= 4, "{first} of the first, {second} of the second");
}

/// A firm whose text has three parts.
async fn long_texts(script: &std::sync::Arc<Script>) -> Fixture {
    let fixture = firm(LatePolicy::Hold, script).await;
    reword(&fixture, &"立夏安康，".repeat(30)).await;
    fixture
}

#[tokio::test]
async fn a_carriers_rate_counts_parts() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = long_texts(&script).await;
    set_rate(&fixture, 3).await;
    let mut engine = engine(&fixture, "one", 100);
    for_seconds(&mut engine, &fixture, 5).await;
    assert_eq!(script.all_taken(), 5);
    // That is what the run's page reckons by.
    let path = format!("/api/runs/{}", run(&fixture).await.id);
    let shown: RunDetail = fixture.as_role(Role::Manager).get(&path).await.ok(200);
    assert_eq!(shown.carrier_rate, 60, "messages a minute");
    // Slower than a message of three parts a second: one in three seconds, and none is left behind.
    set_rate(&fixture, 1).await;
    for_seconds(&mut engine, &fixture, 9).await;
    assert!((7..=8).contains(&script.all_taken()), "{}", script.all_taken());
    assert!(script.seen.lock().unwrap().iter().all(|message| message.parts == 3));
}

#[tokio::test]
async fn a_carriers_window_holds_parts() {
    let script = Script::new(|_| Fate::Taken);
    let live = |window| Live {
        bound: 1,
        sending: 1,
        wanted: 1,
        window,
        ..Live::default()
    };
    script.stands(live(7));
    script.fall_silent();
    let fixture = long_texts(&script).await;
    let mut engine = engine(&fixture, "one", 100);
    for _ in 0..4 {
        step(&mut engine, &fixture).await;
    }
    assert_eq!(run(&fixture).await.parts, 6, "two messages of three parts");
    script.speak();
    // A window that holds less than a message holds one at a time.
    script.stands(live(2));
    settle_down(&mut engine, &fixture).await;
    assert_eq!(script.all_taken(), 12);
}

#[tokio::test]
async fn a_run_that_has_nobody_is_not_looked_at_for_ever() {
    let fixture = house::firm(0, 1_000, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    let held = run(&fixture).await;
    assert_eq!((held.state, held.held_why), (RunState::Held, Some(RunHold::Nobody)));
    fixture.clock.advance(24 * HOUR - 1);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(run(&fixture).await.state, RunState::Held);
    fixture.clock.advance(1);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(run(&fixture).await.state, RunState::Closed);
}
