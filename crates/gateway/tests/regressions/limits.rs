//! Hours and caps by purpose and carrier, and clocks that jump.

use domain::cap::{PurposeCap, PurposeCaps};
use domain::consent::Purpose;
use domain::roll::{EntryState, Exclusion, HoldReason, Outcome};
use domain::schedule::{AllowedHours, LatePolicy, PurposeHours};
use domain::time::{DAY, HOUR, MINUTE, Millis};
use store::contract::runs::{RunRow, RunState};

use super::common::{Fixture, START};
use super::scene::{
    REACHABLE, another_campaign, engine, entry, firm, for_seconds, phone, run, runs, set, set_carrier, set_rate,
    settle_down, step,
};
use super::script::{Fate, Script};

const fn hours(from: u16, until: u16) -> AllowedHours {
    AllowedHours {
        from: from * 60,
        until: until * 60,
    }
}

/// Which hours count: in each case it is 10:00, and it goes on by itself at `from` and may be delivered until `until`.
#[tokio::test]
async fn what_waits_for_its_hours_goes_on_by_itself() {
    let later = Some(hours(11, 19));
    let noon = Some(hours(10, 12));
    for (purpose, carrier, from, until) in [
        (None, None, 10, 20),
        (later, None, 11, 19),
        (None, later, 11, 19),
        (later, noon, 11, 12),
        (noon, Some(hours(0, 24)), 10, 12),
    ] {
        let script = Script::new(|_| Fate::Taken);
        let fixture = firm(LatePolicy::Hold, &script).await;
        set(&fixture, |settings| {
            settings.purpose_hours = PurposeHours {
                care: purpose,
                // Those of another purpose count for nothing.
                marketing: Some(hours(18, 19)),
                service: None,
            }
        })
        .await;
        set_carrier(&fixture, |record| record.hours = carrier).await;
        let mut engine = engine(&fixture, "one", 100);
        settle_down(&mut engine, &fixture).await;
        let opens = START + Millis::from(from - 10) * HOUR;
        if from > 10 {
            assert_eq!(script.all_taken(), 0, "{purpose:?} {carrier:?}");
            let now = run(&fixture).await;
            let held = EntryState::Held {
                until: Some(opens),
                why: HoldReason::Hours,
            };
            assert_eq!(entry(&fixture, &now, 1).await.state, held);
            fixture.clock.advance(opens - START - 1);
            settle_down(&mut engine, &fixture).await;
            assert_eq!(script.all_taken(), 0);
            fixture.clock.advance(1);
            settle_down(&mut engine, &fixture).await;
        }
        assert_eq!(u64::from(script.all_taken()), REACHABLE, "{purpose:?} {carrier:?}");
        for message in &*script.seen.lock().unwrap() {
            assert_eq!(message.valid_until, START + (until - 10) * HOUR);
        }
    }
}

#[tokio::test]
async fn hours_that_never_meet_hold_everybody_until_they_do() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    set(&fixture, |settings| settings.purpose_hours.care = Some(hours(8, 9))).await;
    set_carrier(&fixture, |record| record.hours = Some(hours(10, 20))).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(run(&fixture).await.tally.of(Outcome::Held), REACHABLE);
    set(&fixture, |settings| settings.purpose_hours.care = None).await;
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(u64::from(script.all_taken()), REACHABLE);
}

async fn latest(fixture: &Fixture) -> RunRow {
    runs(fixture).await.remove(0)
}

#[tokio::test]
async fn caps_of_a_purpose_count_its_days() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    set(&fixture, |settings| {
        settings.cap_messages = 0;
        settings.caps = PurposeCaps {
            care: PurposeCap { day: 1, week: 2 },
            service: PurposeCap { day: 2, week: 0 },
            marketing: PurposeCap::default(),
        };
    })
    .await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(script.times(&phone(12)), 1);
    // Today's second is one too many, tomorrow's is not, and the day after the week is full; seven days on it is not.
    for (nth, after, sent) in [(1, MINUTE, 1), (2, DAY, 2), (3, DAY, 2), (4, 5 * DAY, 3)] {
        fixture.clock.advance(after);
        another_campaign(&fixture, nth, Purpose::Care).await;
        settle_down(&mut engine, &fixture).await;
        assert_eq!(script.times(&phone(12)), sent, "{nth}");
        let entry = entry(&fixture, &latest(&fixture).await, 12).await;
        let capped = EntryState::Excluded(Exclusion::FrequencyCap);
        let first = nth == 2 || nth == 4;
        assert_eq!(entry.state, if first { EntryState::Delivered } else { capped });
    }
    // Service has caps of its own, and what was sent for care counts for nothing there.
    for (nth, sent) in [(5, 4), (6, 5), (7, 5)] {
        another_campaign(&fixture, nth, Purpose::Service).await;
        settle_down(&mut engine, &fixture).await;
        assert_eq!(script.times(&phone(12)), sent, "{nth}");
    }
}

#[tokio::test]
async fn caps_of_a_purpose_are_judged_again_at_the_hand_over() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    another_campaign(&fixture, 1, Purpose::Care).await;
    set_rate(&fixture, 1).await;
    fixture.clock.advance(1_000);
    step(&mut engine, &fixture).await;
    set(&fixture, |settings| settings.caps.care.day = 1).await;
    set_rate(&fixture, 0).await;
    let before = script.all_taken();
    settle_down(&mut engine, &fixture).await;
    assert_eq!(script.all_taken(), before);
    let capped = entry(&fixture, &latest(&fixture).await, 12).await;
    assert_eq!(capped.state, EntryState::Excluded(Exclusion::FrequencyCap));
}

#[tokio::test]
async fn a_clock_that_jumps_neither_misses_nor_doubles_nor_hurries() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    set_rate(&fixture, 2).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    for jump in [2 * HOUR, -3 * HOUR / 2, HOUR, -HOUR / 4] {
        let before = script.all_taken();
        fixture.clock.advance(jump);
        settle_down(&mut engine, &fixture).await;
        let went = script.all_taken() - before;
        assert!(went <= 2, "{went} at once after a jump of {jump} ms");
    }
    for_seconds(&mut engine, &fixture, 10).await;
    assert_eq!(
        (run(&fixture).await.state, u64::from(script.all_taken())),
        (RunState::Closed, REACHABLE)
    );
    script.nobody_twice();
}

#[tokio::test]
async fn leases_and_deadlines_outlive_a_clock_that_jumps() {
    for jump in [3 * HOUR, -HOUR] {
        let script = Script::new(|_| Fate::Taken);
        let fixture = firm(LatePolicy::Hold, &script).await;
        let mut first = engine(&fixture, "first", 5);
        script.fall_silent();
        step(&mut first, &fixture).await;
        step(&mut first, &fixture).await;
        let under_way = run(&fixture).await.tally.of(Outcome::HandedOver);
        assert!(under_way > 0);
        // The clock jumps while answers are awaited; then the process is gone, and another takes its place.
        fixture.clock.advance(jump);
        step(&mut first, &fixture).await;
        let now = run(&fixture).await.tally;
        assert_eq!(
            now.of(Outcome::HandedOver) + now.of(Outcome::InDoubt),
            under_way,
            "{jump}"
        );
        drop(first);
        script.speak();
        fixture.clock.advance(10_000);
        let mut second = engine(&fixture, "second", 5);
        settle_down(&mut second, &fixture).await;
        let now = run(&fixture).await.tally;
        assert_eq!(now.of(Outcome::InDoubt), under_way, "{jump}");
        assert_eq!(
            now.of(Outcome::Accepted),
            REACHABLE - under_way,
            "{jump}: nobody is missed"
        );
        script.nobody_twice();
    }
}

#[tokio::test]
async fn a_lease_of_before_the_clock_was_set_back_locks_nobody_out() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut first = engine(&fixture, "first", 5);
    step(&mut first, &fixture).await;
    drop(first);
    fixture.clock.advance(-HOUR);
    let mut second = engine(&fixture, "second", 100);
    assert!(!second.step(fixture.clock.now()).await.unwrap().waits);
    settle_down(&mut second, &fixture).await;
    assert_eq!(run(&fixture).await.state, RunState::Closed);
    script.nobody_twice();
}
