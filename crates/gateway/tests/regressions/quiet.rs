//! Carriers that are off, gone or can't be opened, that were not listened to, and that have taken nothing yet.

use domain::cap::PurposeCap;
use domain::consent::{Consent, Purpose};
use domain::id::CustomerId;
use domain::role::Role;
use domain::roll::Outcome;
use domain::schedule::LatePolicy;
use domain::time::{DAY, HOUR, MINUTE};
use store::contract::customers::ConsentRecord;
use store::contract::runs::{RunState, Steering};
use uuid::Uuid;
use wire::today::{CarrierTrouble, Need, Today};

use super::common::{Fixture, START, unlock};
use super::house::{self, by};
use super::scene::{
    CUSTOMERS, REACHABLE, another_campaign, engine, firm, for_seconds, rewrite, run, runs, set, set_carrier,
    settle_down, steer,
};
use super::script::{Fate, Script};
use carrier::Live;

/// What Today says of the carrier: what is wrong, who takes over, and how many wait.
async fn told(fixture: &Fixture) -> Vec<(CarrierTrouble, Option<String>, u64)> {
    let today: Today = fixture.as_role(Role::Admin).get("/api/today").await.ok(200);
    let told = |need| match need {
        Need::Carrier {
            trouble,
            second,
            waiting,
            ..
        } => Some((trouble, second, waiting)),
        _ => None,
    };
    today.needs.into_iter().filter_map(told).collect()
}

#[tokio::test]
async fn today_tells_of_a_carrier_that_is_off_while_runs_wait_for_it() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    set_carrier(&fixture, |record| record.enabled = false).await;
    assert_eq!(told(&fixture).await, [], "nobody waits for it");
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(script.all_taken(), 0);
    assert_eq!(told(&fixture).await, [(CarrierTrouble::Off, None, REACHABLE)]);
    set_carrier(&fixture, |record| record.enabled = true).await;
    settle_down(&mut engine, &fixture).await;
    assert_eq!(
        (u64::from(script.all_taken()), told(&fixture).await),
        (REACHABLE, vec![])
    );
}

/// The product removes no carrier that is needed; a file of before, or whoever writes into the database, may lack one.
#[tokio::test]
async fn a_run_whose_carrier_is_gone_is_told_of_and_comes_to_an_end() {
    let away = async |fixture: &Fixture| {
        let record = fixture.app.store.carrier("sandbox").await.unwrap();
        let mut other = fixture.lock().await;
        let gone = sqlx::query("DELETE FROM carrier").execute(&mut other).await.unwrap();
        assert_eq!(gone.rows_affected(), 1);
        sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
        unlock(other).await;
        record
    };
    for (what, outcome) in [
        ("set up again", Outcome::Delivered),
        ("cancelled", Outcome::Cancelled),
        ("left alone", Outcome::Expired),
    ] {
        let script = Script::new(|_| Fate::Told);
        let fixture = firm(LatePolicy::Hold, &script).await;
        let record = away(&fixture).await;
        let mut engine = engine(&fixture, "one", 100);
        settle_down(&mut engine, &fixture).await;
        assert_eq!(run(&fixture).await.state, RunState::Freezing, "{what}");
        assert_eq!(told(&fixture).await, [(CarrierTrouble::Gone, None, 0)], "{what}");
        match what {
            "set up again" => {
                let admin = by(Role::Admin, fixture.clock.now());
                fixture.app.store.put_carrier(&admin, record).await.unwrap();
            }
            "cancelled" => steer(&fixture, Steering::Cancel("没有通道".into())).await,
            _ => fixture.clock.advance(3 * DAY),
        }
        // What could not be done rests for a while.
        for_seconds(&mut engine, &fixture, 12).await;
        let run = run(&fixture).await;
        assert_eq!(
            (run.state, run.tally.of(outcome)),
            (RunState::Closed, REACHABLE),
            "{what}"
        );
        assert_eq!(told(&fixture).await, [], "{what}");
    }
}

#[tokio::test]
async fn a_second_carrier_takes_over_from_one_that_cannot_be_opened_and_today_says_so() {
    let fixture = house::firm(13, 1_000, LatePolicy::Hold, 0).await;
    set_carrier(&fixture, |record| {
        record.kind = "smpp".into();
        record.config = r#"{"sealed":"lost"}"#.into();
    })
    .await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(told(&fixture).await, [(CarrierTrouble::Unopenable, None, REACHABLE)]);
    let live = fixture.app.carriers.live("sandbox").unwrap();
    assert_eq!(live.stopped.as_deref(), Some("the carrier's settings can't be read"));

    let second = Script::new(|_| Fate::Told);
    let store = &fixture.app.store;
    let mut record = store.carrier("sandbox").await.unwrap();
    (record.name, record.kind, record.config) = ("备用".into(), "sandbox".into(), "{}".into());
    store.put_carrier(&by(Role::Admin, START), record).await.unwrap();
    fixture.app.carriers.put("备用", second.clone());
    set_carrier(&fixture, |record| record.fallback = Some("备用".into())).await;
    let needs = told(&fixture).await;
    assert_eq!(needs, [(CarrierTrouble::Unopenable, Some("备用".into()), REACHABLE)]);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(
        (u64::from(second.all_taken()), run(&fixture).await.state),
        (REACHABLE, RunState::Closed)
    );
}

#[tokio::test]
async fn a_carrier_that_was_not_listened_to_is_heard_before_its_receipts_count_as_missing() {
    for (binds, tells) in [(true, true), (true, false), (false, false)] {
        let script = Script::new(|_| Fate::Taken);
        let fixture = firm(LatePolicy::Hold, &script).await;
        script.stands(bound(Some(START)));
        let mut first = engine(&fixture, "one", 100);
        settle_down(&mut first, &fixture).await;
        assert_eq!(run(&fixture).await.tally.of(Outcome::Accepted), REACHABLE);
        drop(first);
        // Off for longer than a receipt is awaited; the carrier keeps them meanwhile.
        fixture.clock.advance(5 * DAY);
        script.stands(bound(None));
        let mut second = engine(&fixture, "two", 100);
        settle_down(&mut second, &fixture).await;
        fixture.clock.advance(if binds { 10 } else { 29 } * MINUTE);
        settle_down(&mut second, &fixture).await;
        assert_eq!(
            run(&fixture).await.tally.of(Outcome::Accepted),
            REACHABLE,
            "it is not bound yet"
        );
        if binds {
            script.stands(bound(Some(fixture.clock.now())));
            settle_down(&mut second, &fixture).await;
            assert_eq!(run(&fixture).await.tally.of(Outcome::Accepted), REACHABLE);
        }
        if tells {
            script.deliver_all(fixture.clock.now());
        }
        settle_down(&mut second, &fixture).await;
        fixture.clock.advance(2 * MINUTE);
        settle_down(&mut second, &fixture).await;
        let run = run(&fixture).await;
        let outcome = if tells { Outcome::Delivered } else { Outcome::NoReceipt };
        assert_eq!(
            (run.state, run.tally.of(outcome)),
            (RunState::Closed, REACHABLE),
            "{binds} {tells}"
        );
    }
}

/// Bound, and heard since then.
fn bound(heard_since: Option<i64>) -> Live {
    Live {
        wanted: 1,
        bound: 1,
        sending: 1,
        window: 100,
        heard_since,
        ..Live::default()
    }
}

#[tokio::test]
async fn a_connection_that_is_away_when_the_time_for_receipts_is_over_is_waited_for() {
    for (back_after, tells) in [(Some(5), true), (Some(29), true), (Some(5), false), (None, false)] {
        let script = Script::new(|_| Fate::Taken);
        let fixture = firm(LatePolicy::Hold, &script).await;
        script.stands(bound(Some(START)));
        let mut engine = engine(&fixture, "one", 100);
        settle_down(&mut engine, &fixture).await;
        // It is lost an hour before, and the gateway runs on.
        let (_, firm) = fixture.app.store.organisation().await.unwrap();
        fixture.clock.advance(i64::from(firm.receipt_hours) * HOUR - HOUR);
        settle_down(&mut engine, &fixture).await;
        script.stands(bound(None));
        for minutes in [0, 60, back_after.unwrap_or(29)] {
            fixture.clock.advance(minutes * MINUTE);
            settle_down(&mut engine, &fixture).await;
        }
        assert_eq!(run(&fixture).await.tally.of(Outcome::Accepted), REACHABLE);
        if back_after.is_some() {
            script.stands(bound(Some(fixture.clock.now())));
            settle_down(&mut engine, &fixture).await;
            assert_eq!(run(&fixture).await.tally.of(Outcome::Accepted), REACHABLE);
        }
        if tells {
            script.deliver_all(fixture.clock.now());
        }
        fixture.clock.advance(2 * MINUTE);
        settle_down(&mut engine, &fixture).await;
        let run = run(&fixture).await;
        let outcome = if tells { Outcome::Delivered } else { Outcome::NoReceipt };
        assert_eq!(
            (run.state, run.tally.of(outcome)),
            (RunState::Closed, REACHABLE),
            "{back_after:?} {tells}"
        );
    }
}

#[tokio::test]
async fn today_tells_of_a_carrier_that_sends_and_hears_nothing() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    script.stands(Live {
        deaf_since: Some(START),
        last_error: Some("the bind was refused (0x05)".into()),
        ..bound(None)
    });
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(u64::from(script.all_taken()), REACHABLE);
    assert_eq!(told(&fixture).await, [], "it mostly hears again in a moment");
    fixture.clock.advance(MINUTE);
    assert_eq!(told(&fixture).await, [(CarrierTrouble::Deaf, None, 0)]);
    script.stands(bound(Some(fixture.clock.now())));
    assert_eq!(told(&fixture).await, []);
}

#[tokio::test]
async fn marketing_waits_for_a_carrier_that_nobody_hears_and_nothing_else_does() {
    for purpose in [Purpose::Marketing, Purpose::Service] {
        let script = Script::new(|_| Fate::Taken);
        let fixture = firm(LatePolicy::Hold, &script).await;
        rewrite(&fixture, |content| content.purpose = purpose).await;
        let given = ConsentRecord {
            purpose: Purpose::Marketing,
            is: Consent::Given,
            source: "form".into(),
            evidence: Some("开工登记表".into()),
            given_at: START,
        };
        for n in 1..=CUSTOMERS {
            let (customer, agent) = (CustomerId(Uuid::from_u128(n)), by(Role::Agent, START));
            fixture.app.store.add_consent(customer, &given, &agent).await.unwrap();
        }
        let deaf = Live {
            deaf_since: Some(START - MINUTE),
            ..bound(None)
        };
        script.stands(deaf);
        let mut engine = engine(&fixture, "one", 100);
        settle_down(&mut engine, &fixture).await;
        let waits = purpose == Purpose::Marketing;
        let taken = if waits { 0 } else { REACHABLE };
        assert_eq!(u64::from(script.all_taken()), taken, "{purpose:?}");
        let queued = run(&fixture).await.tally.of(Outcome::Queued);
        assert_eq!(queued > 0, waits, "{purpose:?}");
        assert_eq!(told(&fixture).await, [(CarrierTrouble::Deaf, None, queued)]);
        script.stands(bound(Some(fixture.clock.now())));
        settle_down(&mut engine, &fixture).await;
        assert_eq!(run(&fixture).await.tally.of(Outcome::Queued), 0);
        assert_eq!(u64::from(script.all_taken()), taken + queued, "{purpose:?}");
    }
}

#[tokio::test]
async fn one_that_refuses_all_is_handed_no_more_than_show_it() {
    let script = Script::new(|_| Fate::Refused);
    let fixture = house::firm(301, 1_000, LatePolicy::Hold, 0).await;
    fixture.app.carriers.put("sandbox", script.clone());
    let seen = || script.seen.lock().unwrap().len();
    let mut first = engine(&fixture, "one", 1_000);
    settle_down(&mut first, &fixture).await;
    assert_eq!(seen(), 50);
    drop(first);
    // It knows nothing of that after it was started anew, and burns no window either.
    fixture.clock.advance(10_000);
    let mut second = engine(&fixture, "two", 1_000);
    settle_down(&mut second, &fixture).await;
    assert_eq!(seen(), 100);
    script.says(|_| Fate::Told);
    for_seconds(&mut second, &fixture, 60).await;
    let run = run(&fixture).await;
    let told = (run.tally.of(Outcome::Failed), run.tally.of(Outcome::Delivered));
    assert_eq!((run.state, told), (RunState::Closed, (100, 200)));
    script.nobody_twice();
}

#[tokio::test]
async fn whom_a_carrier_only_refused_the_run_that_replaces_it_writes_to() {
    for is_cancelled in [true, false] {
        let script = Script::new(|_| Fate::Throttled);
        let fixture = firm(LatePolicy::Hold, &script).await;
        set(&fixture, |settings| settings.caps.care = PurposeCap { day: 1, week: 1 }).await;
        let mut engine = engine(&fixture, "one", 100);
        settle_down(&mut engine, &fixture).await;
        assert_eq!(script.seen.lock().unwrap().len() as u64, REACHABLE);
        let outcome = if is_cancelled {
            steer(&fixture, Steering::Cancel("改期".into())).await;
            Outcome::Cancelled
        } else {
            fixture.clock.advance(DAY);
            Outcome::Expired
        };
        settle_down(&mut engine, &fixture).await;
        let first = run(&fixture).await;
        assert_eq!((first.state, first.tally.of(outcome)), (RunState::Closed, REACHABLE));
        script.says(|_| Fate::Told);
        fixture.clock.advance(HOUR);
        another_campaign(&fixture, 1, Purpose::Care).await;
        settle_down(&mut engine, &fixture).await;
        let second = runs(&fixture).await.remove(0);
        assert_eq!(
            (second.state, second.tally.of(Outcome::Delivered)),
            (RunState::Closed, REACHABLE),
            "{outcome:?}"
        );
        // And whom it did write to counts.
        another_campaign(&fixture, 2, Purpose::Care).await;
        settle_down(&mut engine, &fixture).await;
        let third = runs(&fixture).await.remove(0);
        assert_eq!(third.tally.of(Outcome::Excluded), third.audience);
    }
}
