//! Carriers that refuse, fall silent, or are behind.

use domain::role::Role;
use domain::roll::{EntryState, Failure, Outcome, Receipt};
use domain::schedule::LatePolicy;
use domain::time::{HOUR, MINUTE, Millis};
use serde_json::Value;
use store::contract::runs::RunState;
use wire::today::{CarrierTrouble, Need, Today};

use super::common::START;
use super::scene::{REACHABLE, engine, entry, firm, for_seconds, phone, run, settle_down, step};
use super::script::{Fate, Script};

#[tokio::test]
async fn one_bad_number_stops_nobody() {
    let script = Script::new(|message| match &message.phone {
        bad if *bad == phone(1) => Fate::Refused,
        mute if *mute == phone(5) => Fate::Silent,
        _ => Fate::Taken,
    });
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 2);
    settle_down(&mut engine, &fixture).await;
    let run = run(&fixture).await;
    assert_eq!(run.tally.of(Outcome::Failed), 1);
    assert_eq!(run.tally.of(Outcome::InDoubt), 1);
    assert_eq!(run.tally.of(Outcome::Accepted), REACHABLE - 2);
    assert_eq!(entry(&fixture, &run, 1).await.detail.as_deref(), Some("0x0B"));
}

#[tokio::test]
async fn a_part_that_was_taken_of_a_doubt_is_asked_after_by_its_name() {
    let script = Script::new(|message| match &message.phone {
        half if [phone(5), phone(6)].contains(half) => Fate::Half,
        _ => Fate::Told,
    });
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    let mut pass = async |time| {
        for _ in 0..2 {
            settle_down(&mut engine, &fixture).await;
            // The carrier is asked beside the steps.
            tokio::task::yield_now().await;
            fixture.clock.advance(time / 2);
        }
        settle_down(&mut engine, &fixture).await;
        run(&fixture).await
    };
    let states = async |run| {
        let (five, six) = (entry(&fixture, run, 5).await, entry(&fixture, run, 6).await);
        [five.state, six.state]
    };
    let doubts = pass(4_000).await;
    assert_eq!(doubts.tally.of(Outcome::InDoubt), 2);
    assert_eq!([5, 6].map(|n| script.times_asked(&phone(n))), [1, 1]);
    script.tells(&phone(5), Receipt::Failed(Failure::Unreachable));
    script.tells(&phone(6), Receipt::Delivered);
    let early = pass(4_000).await;
    assert_eq!(early.tally.of(Outcome::InDoubt), 2, "it was asked a moment ago");
    // The clock is set back: it is asked all the same.
    fixture.clock.advance(-HOUR);
    let told = pass(20 * MINUTE).await;
    // One part that failed is a message that failed; one that arrived is not a message that arrived.
    let failed = EntryState::Failed(Failure::Unreachable);
    assert_eq!(states(&told).await, [failed, EntryState::InDoubt]);
    for _ in 0..3 {
        pass(20 * MINUTE).await;
    }
    assert_eq!(
        [5, 6].map(|n| script.times_asked(&phone(n))),
        [2, 2],
        "its end is known"
    );
    script.nobody_twice();
}

#[tokio::test]
async fn a_receipt_that_comes_before_our_own_write_is_joined_to_it() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    script.fall_silent();
    // Frozen, handed over; then the receipts are heard, and no answer is known yet.
    step(&mut engine, &fixture).await;
    step(&mut engine, &fixture).await;
    step(&mut engine, &fixture).await;
    assert_eq!(fixture.app.store.orphans().await.unwrap(), REACHABLE);
    assert_eq!(run(&fixture).await.tally.of(Outcome::HandedOver), REACHABLE);
    script.speak();
    settle_down(&mut engine, &fixture).await;
    let run = run(&fixture).await;
    assert_eq!(
        (run.state, run.tally.of(Outcome::Delivered)),
        (RunState::Closed, REACHABLE)
    );
    assert_eq!(fixture.app.store.orphans().await.unwrap(), 0);
}

#[tokio::test]
async fn a_carrier_that_is_behind_may_not_deliver_at_night() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    let run = run(&fixture).await;
    let evening: Millis = START + 10 * HOUR;
    assert!(run.valid_until > evening);
    for message in &*script.seen.lock().unwrap() {
        assert_eq!(message.valid_until, evening, "20:00, when the allowed hours end");
    }
}

#[tokio::test]
async fn a_carrier_that_takes_nothing_is_left_alone_and_today_says_so() {
    let script = Script::new(|_| Fate::Throttled);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    for_seconds(&mut engine, &fixture, 30).await;
    let seen = script.seen.lock().unwrap().len();
    for_seconds(&mut engine, &fixture, 10).await;
    assert_eq!(script.seen.lock().unwrap().len(), seen, "it rests");
    let needs = async |role| fixture.as_role(role).get("/api/today").await.ok::<Today>(200).needs;
    let waits = |need: &Need| match need {
        Need::Carrier {
            carrier,
            trouble: CarrierTrouble::Refuses,
            reason,
            waiting,
            ..
        } => (carrier.as_str(), reason.as_deref(), *waiting) == ("sandbox", Some("0x58"), REACHABLE),
        _ => false,
    };
    for role in [Role::Admin, Role::Supervisor] {
        let needs = needs(role).await;
        assert!(waits(&needs[0]), "{needs:?}");
    }
    assert!(!needs(Role::Agent).await.iter().any(waits));
    // A single message tries it, and is refused; then one is taken, and all follow.
    for_seconds(&mut engine, &fixture, 25).await;
    assert_eq!(script.seen.lock().unwrap().len(), seen + 1);
    script.says(|_| Fate::Told);
    for_seconds(&mut engine, &fixture, 400).await;
    assert_eq!(run(&fixture).await.state, RunState::Closed);
    assert!(
        !needs(Role::Admin)
            .await
            .iter()
            .any(|need| matches!(need, Need::Carrier { .. }))
    );
    script.nobody_twice();
}

#[tokio::test]
async fn saving_a_carrier_tries_it_again_at_once() {
    let script = Script::new(|_| Fate::Throttled);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    for_seconds(&mut engine, &fixture, 30).await;
    script.says(|_| Fate::Told);
    let admin = fixture.as_role(Role::Admin);
    let carriers: Value = admin.get("/api/carriers").await.ok(200);
    admin.put("/api/carriers/sandbox", &carriers[0]).await.ok::<Value>(200);
    for_seconds(&mut engine, &fixture, 2).await;
    assert!(script.all_taken() > 0);
}

#[tokio::test]
async fn doubts_of_which_the_carrier_knows_nothing_do_not_hide_those_behind_them() {
    let script = Script::new(|_| Fate::Silent);
    let fixture = firm(LatePolicy::Hold, &script).await;
    // It asks after two at a time.
    let mut engine = engine(&fixture, "one", 2);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(run(&fixture).await.tally.of(Outcome::InDoubt), REACHABLE);
    script.finds(phone(12));
    for _ in 0..REACHABLE {
        step(&mut engine, &fixture).await;
    }
    let run = run(&fixture).await;
    assert_eq!(run.tally.of(Outcome::Accepted), 1);
    assert_eq!(entry(&fixture, &run, 12).await.state, EntryState::Accepted);
}
