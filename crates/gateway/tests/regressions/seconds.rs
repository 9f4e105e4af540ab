//! One carrier that takes over from another, and what it never gets.

use std::sync::Arc;

use carrier::Live;
use domain::role::Role;
use domain::roll::{EntryState, Outcome, Settlement};
use domain::schedule::{AllowedHours, LatePolicy};
use domain::time::{HOUR, MINUTE};
use gateway::ledger::recompute::recompute;
use serde_json::Value;
use store::contract::CarrierRecord;
use store::contract::runs::RunState;
use wire::reports::Report;
use wire::today::{CarrierTrouble, Need, Today};

use super::common::{Fixture, START};
use super::house::by;
use super::scene::{REACHABLE, engine, entry, firm, for_seconds, phone, run, settle_down, step};
use super::script::{Fate, Script};

fn stopped() -> Live {
    Live {
        wanted: 1,
        window: 16,
        stopped: Some("wrong password".into()),
        ..Live::default()
    }
}

fn unreachable(since: i64) -> Live {
    Live {
        wanted: 1,
        window: 16,
        down_since: Some(since),
        last_error: Some("connection refused".into()),
        ..Live::default()
    }
}

/// A firm whose carrier names a second one; `change` is done to the second's record.
async fn firm_of_two(first: &Arc<Script>, second: &Arc<Script>, change: impl Fn(&mut CarrierRecord)) -> Fixture {
    let fixture = firm(LatePolicy::Hold, first).await;
    let store = &fixture.app.store;
    let mut own = store.carrier("sandbox").await.unwrap();
    let mut other = CarrierRecord {
        name: "备用".into(),
        ..own.clone()
    };
    change(&mut other);
    own.fallback = Some(other.name.clone());
    for record in [other, own] {
        store.put_carrier(&by(Role::Admin, START), record).await.unwrap();
    }
    fixture.app.carriers.put("备用", second.clone());
    fixture
}

/// Nobody had a message from both.
fn nobody_by_both(first: &Script, second: &Script) {
    let (first, second) = (first.taken.lock().unwrap(), second.taken.lock().unwrap());
    assert!(first.keys().all(|phone| !second.contains_key(phone)));
}

#[tokio::test]
async fn what_a_carrier_may_have_stays_with_it_and_the_rest_goes_by_the_second() {
    // Of the first batch one is never answered; then the carrier turns us away.
    let first = Script::new(|message| {
        if message.phone == phone(4) {
            Fate::Silent
        } else {
            Fate::Taken
        }
    });
    let second = Script::new(|_| Fate::Told);
    let fixture = firm_of_two(&first, &second, |_| {}).await;
    let mut engine = engine(&fixture, "one", 4);
    step(&mut engine, &fixture).await;
    step(&mut engine, &fixture).await;
    first.stands(stopped());
    assert_eq!(first.all_taken(), 4);
    settle_down(&mut engine, &fixture).await;
    assert_eq!((first.all_taken(), u64::from(second.all_taken())), (4, REACHABLE - 4));
    nobody_by_both(&first, &second);
    let now = run(&fixture).await;
    assert_eq!(now.seconds, ["备用"]);
    assert_eq!(
        (now.tally.of(Outcome::Delivered), now.tally.of(Outcome::InDoubt)),
        (REACHABLE - 4, 1)
    );
    assert_eq!(entry(&fixture, &now, 4).await.state, EntryState::InDoubt);

    // The roll, the log, the carriers and the first page say so.
    let admin = fixture.as_role(Role::Admin);
    let detail: Value = admin.get(&format!("/api/runs/{}", now.id)).await.ok(200);
    assert_eq!(detail["seconds"][0], "备用");
    let place = entry(&fixture, &now, 12).await.seq;
    let history: Value = admin
        .get(&format!("/api/runs/{}/entries/{place}", now.id))
        .await
        .ok(200);
    assert_eq!(history["history"][0]["detail"], "备用", "{history}");
    let log = admin.get("/api/log").await.text();
    assert!(log.contains("second_carrier"), "{log}");
    let carriers: Value = admin.get("/api/carriers").await.ok(200);
    let of = |name| {
        carriers
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["name"] == name)
            .unwrap()
    };
    assert_eq!(of("sandbox")["taken_over_by"], "备用");
    assert_eq!(of("备用")["taken_over_by"], Value::Null);
    let needs = admin.get("/api/today").await.ok::<Today>(200).needs;
    let told = needs.iter().any(|need| {
        matches!(need, Need::Carrier { carrier, trouble: CarrierTrouble::Stopped, second, reason, .. }
            if (carrier.as_str(), second.as_deref(), reason.as_deref()) == ("sandbox", Some("备用"), Some("wrong password")))
    });
    assert!(told, "{needs:?}");
    admin.delete("/api/carriers/备用").await.problem(wire::Code::WrongState);

    // The first comes back and tells of its own.
    first.stands(Live::default());
    first.deliver_all(fixture.clock.now());
    settle_down(&mut engine, &fixture).await;
    let now = run(&fixture).await;
    assert_eq!(
        (now.state, now.tally.of(Outcome::Delivered)),
        (RunState::Awaiting, REACHABLE - 1)
    );
    // The doubt is nobody else's: a person settles it.
    let supervisor = by(Role::Supervisor, fixture.clock.now());
    let store = &fixture.app.store;
    let settled = store.settle(&supervisor, now.id, None, Settlement::NotSent, "已核实");
    assert_eq!(settled.await.unwrap(), 1);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(run(&fixture).await.state, RunState::Closed);
    nobody_by_both(&first, &second);
}

#[tokio::test]
async fn a_second_carrier_keeps_its_own_rules() {
    type Change = fn(&mut CarrierRecord);
    let changes: [(&str, Change, bool); 7] = [
        ("it may", |_| {}, true),
        ("cheaper", |record| record.price_millis = 1, true),
        ("dearer", |record| record.price_millis = 4_501, false),
        (
            "its hours begin at noon",
            |record| {
                record.hours = Some(AllowedHours {
                    from: 720,
                    until: 1_200,
                });
            },
            false,
        ),
        ("switched off", |record| record.enabled = false, false),
        (
            "it takes no such texts",
            |record| record.policy = Some("tencent".into()),
            false,
        ),
        (
            "its own second is not ours",
            |record| record.fallback = Some("sandbox".into()),
            true,
        ),
    ];
    for (what, change, goes) in changes {
        let (first, second) = (Script::new(|_| Fate::Taken), Script::new(|_| Fate::Taken));
        let fixture = firm_of_two(&first, &second, change).await;
        first.stands(stopped());
        if what == "it takes no such texts" {
            super::scene::reword(&fixture, "{姓名}您好，您的装修进度").await;
        }
        let mut engine = engine(&fixture, "one", 100);
        settle_down(&mut engine, &fixture).await;
        let sent = if goes { REACHABLE } else { 0 };
        assert_eq!((first.all_taken(), u64::from(second.all_taken())), (0, sent), "{what}");
        assert_eq!(
            run(&fixture).await.tally.of(Outcome::Queued),
            REACHABLE - sent,
            "{what}"
        );
        // One that may take nothing is not said to have taken over.
        let admin = fixture.as_role(Role::Admin);
        let carriers: Value = admin.get("/api/carriers").await.ok(200);
        let mut carriers = carriers.as_array().unwrap().iter();
        let own = carriers.find(|carrier| carrier["name"] == "sandbox").unwrap();
        assert_eq!(own["taken_over_by"].is_string(), goes, "{what}: {own}");
        let needs = admin.get("/api/today").await.ok::<Today>(200).needs;
        let stands = |need: &Need| matches!(need, Need::Carrier { second, .. } if second.is_some() == goes);
        assert!(needs.iter().any(stands), "{what}: {needs:?}");
    }
}

#[tokio::test]
async fn what_was_spent_is_what_the_carriers_ask_that_were_handed_it() {
    let (first, second) = (Script::new(|_| Fate::Told), Script::new(|_| Fate::Told));
    let fixture = firm_of_two(&first, &second, |record| record.price_millis = 1_000).await;
    let mut engine = engine(&fixture, "one", 4);
    step(&mut engine, &fixture).await;
    step(&mut engine, &fixture).await;
    first.stands(stopped());
    settle_down(&mut engine, &fixture).await;
    let closed = run(&fixture).await;
    assert_eq!((first.all_taken(), u64::from(second.all_taken())), (4, REACHABLE - 4));
    let spent = 4 * 4_500 + (REACHABLE - 4) * 1_000;
    assert_eq!(
        (closed.state, closed.parts, closed.cost_millis),
        (RunState::Closed, REACHABLE, spent)
    );
    // The report and the file say the same, and so does whoever reckons it up.
    let manager = fixture.as_role(Role::Manager);
    let report: Report = manager.get("/api/reports?from=2026-04-30&to=2026-06-07").await.ok(200);
    assert_eq!((report.parts, report.cost_millis), (REACHABLE, spent));
    let csv = manager.get(&format!("/api/runs/{}/roll.csv", closed.id)).await.text();
    let costs = ["0.04500", "0.01000"].map(|cost| csv.matches(cost).count() as u64);
    assert_eq!(costs, [4, REACHABLE - 4], "{csv}");
    fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap();
    let keys = fixture.app.sequencer.verifiers();
    let store = &fixture.app.store;
    assert_eq!(recompute(&**store, &keys).await.unwrap().differs, [""; 0]);
    // What was planned stands beside it, in the log.
    let frozen = store.run_event(closed.id, "run.frozen").await.unwrap().unwrap();
    let frozen = audit::Event::decode(&frozen.leaf).unwrap();
    let planned = audit::Value::Text((REACHABLE * 4_500).to_string());
    assert_eq!(frozen.details.get("cost_millis"), Some(&planned));
}

#[tokio::test]
async fn two_that_name_each_other_send_nothing_round_in_circles() {
    let (first, second) = (Script::new(|_| Fate::Taken), Script::new(|_| Fate::Taken));
    let fixture = firm_of_two(&first, &second, |record| record.fallback = Some("sandbox".into())).await;
    first.stands(stopped());
    second.stands(stopped());
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    assert_eq!((first.all_taken(), second.all_taken()), (0, 0));
    assert_eq!(run(&fixture).await.tally.of(Outcome::Queued), REACHABLE);
}

#[tokio::test]
async fn a_short_break_is_waited_out_and_a_long_one_is_said_on_the_first_page() {
    let (first, second) = (Script::new(|_| Fate::Taken), Script::new(|_| Fate::Taken));
    let fixture = firm_of_two(&first, &second, |_| {}).await;
    super::scene::set_rate(&fixture, 1).await;
    let mut engine = engine(&fixture, "one", 100);
    first.stands(unreachable(START));
    for_seconds(&mut engine, &fixture, 30).await;
    assert_eq!(second.all_taken(), 0, "it may be back in a moment");
    for_seconds(&mut engine, &fixture, 2).await;
    assert!(second.all_taken() > 0);
    let needs = async || {
        fixture
            .as_role(Role::Supervisor)
            .get("/api/today")
            .await
            .ok::<Today>(200)
            .needs
    };
    let told = |needs: &[Need]| {
        needs.iter().any(|need| {
            matches!(need, Need::Carrier { trouble: CarrierTrouble::Unreachable, since: START, reason: Some(reason), .. }
                if reason == "connection refused")
        })
    };
    assert!(!told(&needs().await));
    fixture.clock.advance(MINUTE);
    assert!(told(&needs().await));
    // It is back: what is left goes by it again.
    first.stands(Live::default());
    let by_second = second.all_taken();
    for_seconds(&mut engine, &fixture, 20).await;
    assert_eq!(second.all_taken(), by_second);
    assert_eq!(u64::from(first.all_taken() + by_second), REACHABLE);
    assert!(!told(&needs().await));
    nobody_by_both(&first, &second);
}

#[tokio::test]
async fn a_carrier_that_throttles_beyond_patience_is_taken_over_from() {
    let (first, second) = (Script::new(|_| Fate::Throttled), Script::new(|_| Fate::Told));
    let fixture = firm_of_two(&first, &second, |_| {}).await;
    let mut engine = engine(&fixture, "one", 100);
    for_seconds(&mut engine, &fixture, 3).await;
    assert_eq!(second.all_taken(), 0);
    for_seconds(&mut engine, &fixture, 120).await;
    let closed = run(&fixture).await;
    assert_eq!(
        (closed.state, closed.tally.of(Outcome::Delivered)),
        (RunState::Closed, REACHABLE)
    );
    assert_eq!((first.all_taken(), u64::from(second.all_taken())), (0, REACHABLE));
    second.nobody_twice();
}

#[tokio::test]
async fn a_crash_while_the_second_is_handed_messages_gives_none_of_them_back_to_the_first() {
    let (first, second) = (Script::new(|_| Fate::Taken), Script::new(|_| Fate::Taken));
    let fixture = firm_of_two(&first, &second, |_| {}).await;
    let mut dies = engine(&fixture, "dies", 5);
    first.stands(stopped());
    second.fall_silent();
    step(&mut dies, &fixture).await;
    step(&mut dies, &fixture).await;
    let handed = second.all_taken();
    assert!(handed > 0);
    drop(dies);
    first.stands(Live::default());
    second.speak();
    fixture.clock.advance(HOUR / 6);
    let mut next = engine(&fixture, "next", 5);
    settle_down(&mut next, &fixture).await;
    let now = run(&fixture).await;
    assert_eq!(now.tally.of(Outcome::InDoubt), u64::from(handed));
    assert_eq!(u64::from(first.all_taken()), REACHABLE - u64::from(handed));
    nobody_by_both(&first, &second);
}
