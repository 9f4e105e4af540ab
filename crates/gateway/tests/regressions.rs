//! One test for each way in which other systems missed somebody or wrote to them twice, named after what went wrong there.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "regressions/carriers.rs"]
mod carriers;
mod common;
#[path = "regressions/engines.rs"]
mod engines;
#[path = "firm/mod.rs"]
mod house;
#[path = "regressions/limits.rs"]
mod limits;
#[path = "regressions/missed.rs"]
mod missed;
#[path = "regressions/quiet.rs"]
mod quiet;
#[path = "regressions/replies.rs"]
mod replies;
#[path = "regressions/scene.rs"]
mod scene;
#[path = "regressions/script.rs"]
mod script;
#[path = "regressions/seconds.rs"]
mod seconds;
#[path = "regressions/taken_back.rs"]
mod taken_back;
#[path = "regressions/turns.rs"]
mod turns;

use common::START;
use domain::campaign::FASTEST;
use domain::consent::{Consent, Purpose};
use domain::id::CustomerId;
use domain::role::Role;
use domain::roll::{EntryState, Exclusion, HoldReason, Outcome};
use domain::schedule::LatePolicy;
use domain::time::MINUTE;
use house::by;
use scene::{
    REACHABLE, another_campaign, close, engine, entry, firm, for_seconds, phone, run, runs, set, set_pace, set_rate,
    settle_down, steer, step,
};
use script::{Fate, Script};
use store::contract::customers::ConsentRecord;
use store::contract::runs::{RunState, Steering};
use uuid::Uuid;

#[tokio::test]
async fn a_run_is_not_finished_while_somebody_waits() {
    let script = Script::new(|_| Fate::Throttled);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 4);
    for _ in 0..20 {
        settle_down(&mut engine, &fixture).await;
        let run = run(&fixture).await;
        assert_eq!(run.state, RunState::Running, "{:?}", run.tally);
        fixture.clock.advance(1_000);
    }
    // One is left behind for hours, the others are delivered.
    script.says(|message| {
        if message.phone == phone(7) {
            Fate::Throttled
        } else {
            Fate::Taken
        }
    });
    for_seconds(&mut engine, &fixture, 700).await;
    script.deliver_all(fixture.clock.now());
    settle_down(&mut engine, &fixture).await;
    let last = run(&fixture).await;
    assert_eq!(
        (last.state, last.tally.of(Outcome::Delivered)),
        (RunState::Running, REACHABLE - 1)
    );
    script.says(|_| Fate::Taken);
    for_seconds(&mut engine, &fixture, 700).await;
    let closed = close(&mut engine, &fixture, &script).await;
    assert_eq!(closed.tally.of(Outcome::Delivered), REACHABLE);
    script.nobody_twice();
}

#[tokio::test]
async fn paused_and_resumed_five_times() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 2);
    step(&mut engine, &fixture).await;
    for turn in 0..5 {
        step(&mut engine, &fixture).await;
        let taken = script.all_taken();
        steer(&fixture, Steering::Pause(None)).await;
        for_seconds(&mut engine, &fixture, 3).await;
        assert_eq!(script.all_taken(), taken, "paused, and sent all the same ({turn})");
        steer(&fixture, Steering::Resume(None)).await;
    }
    settle_down(&mut engine, &fixture).await;
    let closed = close(&mut engine, &fixture, &script).await;
    assert_eq!(closed.tally.of(Outcome::Delivered), REACHABLE);
    assert_eq!(u64::from(script.all_taken()), REACHABLE);
    script.nobody_twice();
}

#[tokio::test]
async fn a_rate_that_is_changed_midway_holds_at_once() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    set_rate(&fixture, 1).await;
    let mut engine = engine(&fixture, "one", 100);
    let mut before = 0;
    for (rate, most) in [(1, 2), (1, 1), (3, 3), (3, 3), (1, 1), (0, 12)] {
        set_rate(&fixture, rate).await;
        for_seconds(&mut engine, &fixture, 1).await;
        let now = script.all_taken();
        assert!(now - before <= most, "{} in a second at {rate}", now - before);
        assert!(now > before || u64::from(now) == REACHABLE, "nothing went at {rate}");
        before = now;
    }
    let closed = close(&mut engine, &fixture, &script).await;
    assert_eq!(closed.tally.of(Outcome::Delivered), REACHABLE);
    script.nobody_twice();
}

#[tokio::test]
async fn a_rate_of_the_run_that_is_changed_midway_holds_at_once() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    // Frozen, and nothing gone yet: the carrier itself takes one in the first second.
    set_rate(&fixture, 1).await;
    for_seconds(&mut engine, &fixture, 1).await;
    set_rate(&fixture, 0).await;
    let mut before = script.all_taken();
    // Messages a minute, for so many seconds, and how many go.
    for (rate, seconds, gone) in [(Some(60), 2, 2), (Some(6), 10, 1), (Some(6), 10, 1), (Some(180), 1, 3)] {
        set_pace(&fixture, rate).await;
        for_seconds(&mut engine, &fixture, seconds).await;
        let now = script.all_taken();
        assert_eq!(now - before, gone, "in {seconds} s at {rate:?} a minute");
        before = now;
    }
    // A rate above the carrier's makes it no faster.
    set_rate(&fixture, 1).await;
    set_pace(&fixture, Some(FASTEST)).await;
    for_seconds(&mut engine, &fixture, 2).await;
    assert!(script.all_taken() - before <= 2, "faster than the carrier");
    set_rate(&fixture, 0).await;
    set_pace(&fixture, None).await;
    settle_down(&mut engine, &fixture).await;
    assert_eq!(u64::from(script.all_taken()), REACHABLE);
    let closed = close(&mut engine, &fixture, &script).await;
    assert_eq!(closed.tally.of(Outcome::Delivered), REACHABLE);
    script.nobody_twice();
}

#[tokio::test]
async fn a_throttle_does_not_count_as_sent() {
    let script = Script::new(|_| Fate::Throttled);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    let refused = run(&fixture).await;
    assert_eq!((refused.parts, refused.cost_millis), (0, 0));
    let entry = entry(&fixture, &refused, 1).await;
    assert!(
        matches!(
            entry.state,
            EntryState::Held {
                why: HoldReason::Backoff,
                until: Some(_)
            }
        ),
        "{entry:?}"
    );
    let card = fixture
        .app
        .store
        .customer(CustomerId(Uuid::from_u128(1)))
        .await
        .unwrap();
    assert_eq!(card.facts.last_contact, None, "a refused message is no contact");
    script.says(|_| Fate::Taken);
    for_seconds(&mut engine, &fixture, 5).await;
    let closed = close(&mut engine, &fixture, &script).await;
    assert_eq!(
        (closed.parts, closed.tally.of(Outcome::Delivered)),
        (REACHABLE, REACHABLE)
    );
}

#[tokio::test]
async fn who_opts_out_between_freeze_and_hand_over_is_left_out() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 3);
    step(&mut engine, &fixture).await;
    let record = ConsentRecord {
        purpose: Purpose::Care,
        is: Consent::Withdrawn,
        source: "hotline".into(),
        evidence: None,
        given_at: START,
    };
    let store = &fixture.app.store;
    let stamp = by(Role::Agent, START);
    store
        .add_consent(CustomerId(Uuid::from_u128(12)), &record, &stamp)
        .await
        .unwrap();
    // And by a reply that comes while the run goes out.
    script.reply("13800000013", "TD", 1);
    settle_down(&mut engine, &fixture).await;
    let run = run(&fixture).await;
    for n in [12, 13] {
        let entry = entry(&fixture, &run, n).await;
        assert_eq!(entry.state, EntryState::Excluded(Exclusion::OptedOut), "{n}");
        assert_eq!(script.times(&phone(n)), 0, "{n}");
    }
    assert_eq!(u64::from(script.all_taken()), REACHABLE - 2);
}

#[tokio::test]
async fn who_was_not_reached_is_written_to_by_the_next_campaign() {
    let script = Script::new(|message| {
        if message.phone == phone(5) {
            Fate::Refused
        } else {
            Fate::Told
        }
    });
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    // The same text, minutes later, to everybody: nobody is a duplicate of the message before.
    script.says(|_| Fate::Told);
    another_campaign(&fixture, 1, Purpose::Care).await;
    fixture.clock.advance(10 * MINUTE);
    settle_down(&mut engine, &fixture).await;
    let second = runs(&fixture).await.remove(0);
    assert_eq!(
        (second.state, second.tally.of(Outcome::Delivered)),
        (RunState::Closed, REACHABLE)
    );
    assert_eq!(script.times(&phone(5)), 1);
    assert_eq!(script.times(&phone(4)), 2);
}

#[tokio::test]
async fn the_cap_is_judged_again_at_the_hand_over() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    another_campaign(&fixture, 1, Purpose::Care).await;
    // Frozen under the cap of before; nothing is handed over yet.
    set_rate(&fixture, 1).await;
    fixture.clock.advance(1_000);
    step(&mut engine, &fixture).await;
    set(&fixture, |settings| settings.cap_messages = 1).await;
    set_rate(&fixture, 0).await;
    let before = script.all_taken();
    settle_down(&mut engine, &fixture).await;
    let second = runs(&fixture).await.remove(0);
    assert_eq!(script.all_taken(), before, "each had their one message");
    let capped = entry(&fixture, &second, 12).await;
    assert_eq!(capped.state, EntryState::Excluded(Exclusion::FrequencyCap));
    // A service message is exempt.
    another_campaign(&fixture, 2, Purpose::Service).await;
    settle_down(&mut engine, &fixture).await;
    assert_eq!(script.times(&phone(12)), 2);
}
