//! Moments that passed while nothing ran, and hours and zones that are changed while somebody waits.

use domain::role::Role;
use domain::roll::Outcome;
use domain::schedule::{AllowedHours, LatePolicy, Schedule};
use domain::time::{DAY, HOUR};
use gateway::ledger::recompute::recompute;
use store::contract::LogFilter;
use store::contract::runs::{RunHold, RunState};

use super::common::{Fixture, START};
use super::scene::{REACHABLE, engine, firm, phone, rewrite, run, runs, set, set_carrier, settle_down};
use super::script::{Fate, Script};

/// The firm's campaign, every day at ten from today on.
async fn every_day(fixture: &Fixture) {
    let at = "10:00:00".parse().unwrap();
    rewrite(fixture, |content| content.schedule = Schedule::Daily { at }).await;
}

#[tokio::test]
async fn of_several_firings_that_were_missed_only_the_last_may_go_out() {
    for (late, state, sent) in [
        (LatePolicy::Send, RunState::Closed, 1),
        (LatePolicy::Hold, RunState::Held, 0),
        (LatePolicy::Cancel, RunState::Closed, 0),
    ] {
        let script = Script::new(|_| Fate::Told);
        let fixture = firm(late, &script).await;
        every_day(&fixture).await;
        fixture.clock.advance(3 * DAY + HOUR);
        let mut engine = engine(&fixture, "one", 100);
        settle_down(&mut engine, &fixture).await;
        let mut all = runs(&fixture).await;
        assert_eq!(all.len(), 4, "{late:?}");
        all.sort_by_key(|run| run.due_at);
        let last = all.pop().unwrap();
        assert_eq!((last.due_at, last.state), (START + 3 * DAY, state), "{late:?}");
        assert_eq!(last.held_why, (late == LatePolicy::Hold).then_some(RunHold::Late));
        for missed in all {
            // What was valid for a day only is past that, too.
            let unsent = missed.tally.of(Outcome::Cancelled) + missed.tally.of(Outcome::Expired);
            assert_eq!((missed.state, unsent), (RunState::Closed, REACHABLE), "{late:?}");
        }
        assert_eq!(script.times(&phone(1)), sent, "{late:?}");
        let opened = LogFilter {
            action: Some("run.opened".into()),
            ..LogFilter::default()
        };
        let opened = fixture.app.store.events(&opened, None, 10).await.unwrap();
        let overtaken = |by| ("overtaken_by".to_owned(), format!("{}", START + by * DAY));
        for (event, by) in opened.iter().rev().zip(1..=3) {
            assert!(event.details.contains(&overtaken(by)), "{event:?}");
        }
        assert!(opened[0].details.iter().all(|(key, _)| key != "overtaken_by"));
    }
}

#[tokio::test]
async fn what_waits_for_its_hours_goes_on_when_they_are_widened() {
    let early = Some(AllowedHours {
        from: 8 * 60,
        until: 9 * 60,
    });
    for carriers_own in [true, false] {
        let script = Script::new(|_| Fate::Taken);
        let fixture = firm(LatePolicy::Hold, &script).await;
        if carriers_own {
            set_carrier(&fixture, |record| record.hours = early).await;
        } else {
            set(&fixture, |settings| settings.purpose_hours.care = early).await;
        }
        let mut engine = engine(&fixture, "one", 100);
        settle_down(&mut engine, &fixture).await;
        // Tomorrow at eight.
        assert_eq!(run(&fixture).await.tally.of(Outcome::Held), REACHABLE);
        fixture.clock.advance(8 * HOUR);
        settle_down(&mut engine, &fixture).await;
        assert_eq!(run(&fixture).await.tally.of(Outcome::Held), REACHABLE);
        set_carrier(&fixture, |record| record.hours = None).await;
        set(&fixture, |settings| settings.purpose_hours.care = None).await;
        settle_down(&mut engine, &fixture).await;
        assert_eq!(u64::from(script.all_taken()), REACHABLE, "{carriers_own}");
        script.nobody_twice();
    }
}

#[tokio::test]
async fn a_firing_keeps_its_hour_when_the_firm_moves_to_another_zone() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    every_day(&fixture).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    let admin = fixture.as_role(Role::Admin);
    let mut settings: serde_json::Value = admin.get("/api/settings").await.ok(200);
    settings["zone"] = "Asia/Tokyo".into();
    admin.put("/api/settings", &settings).await.ok::<serde_json::Value>(200);
    let moved = fixture.app.store.due(START + 7 * DAY, 10).await.unwrap();
    // Ten in Tokyo is nine in Shanghai.
    assert_eq!(moved[0].due_at, START + DAY - HOUR);
    let told = LogFilter {
        action: Some("campaign.rescheduled".into()),
        ..LogFilter::default()
    };
    assert_eq!(fixture.app.store.events(&told, None, 10).await.unwrap().len(), 1);
    // And the log answers for it. Both approvals are of one moment here: which decision is which it can't tell.
    fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap();
    let keys = fixture.app.sequencer.verifiers();
    let found = recompute(&*fixture.app.store, &keys).await.unwrap();
    let campaigns: Vec<_> = found
        .differs
        .iter()
        .filter(|one| one.starts_with("campaign "))
        .collect();
    assert!(campaigns.is_empty(), "{campaigns:?}");
    assert_eq!(
        u64::from(script.all_taken()),
        REACHABLE,
        "today's went out, and not again"
    );
}
