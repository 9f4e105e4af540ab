//! Crashes, restarts, and two engines at once.

use std::time::Duration;

use domain::consent::Purpose;
use domain::role::{Capability, Role};
use domain::roll::Outcome;
use domain::schedule::LatePolicy;
use domain::time::HOUR;
use store::contract::runs::{RunHold, RunState};
use wire::Page;
use wire::campaigns::CampaignRow;
use wire::runs::Run;
use wire::today::{Need, Today};

use super::common::{Fixture, unlock};
use super::house::CAMPAIGN;
use super::scene::{REACHABLE, another_campaign, engine, firm, run, runs, settle_down, step};
use super::script::{Fate, Script};

#[tokio::test]
async fn a_crash_after_the_batch_was_fetched_skips_nobody() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut first = engine(&fixture, "first", 5);
    step(&mut first, &fixture).await;
    step(&mut first, &fixture).await;
    assert_eq!(run(&fixture).await.tally.of(Outcome::Accepted), 5);
    script.fall_silent();
    // The second batch is fetched, handed over, and never answered: then the process is gone.
    step(&mut first, &fixture).await;
    let before = run(&fixture).await;
    let fetched = before.tally.of(Outcome::HandedOver);
    assert!(
        fetched > 0 && before.tally.of(Outcome::Queued) > 0,
        "{:?}",
        before.tally
    );
    drop(first);
    script.speak();
    fixture.clock.advance(10_000);
    let mut second = engine(&fixture, "second", 5);
    settle_down(&mut second, &fixture).await;
    let run = run(&fixture).await;
    assert_eq!(run.tally.of(Outcome::InDoubt), fetched);
    assert_eq!(run.tally.of(Outcome::Accepted), REACHABLE - fetched);
    assert_eq!(
        script.taken.lock().unwrap().len() as u64,
        REACHABLE,
        "nobody was skipped"
    );
    script.nobody_twice();
}

#[tokio::test]
async fn a_firing_that_is_found_hours_late_asks_its_policy() {
    for (policy, state, sent) in [
        (LatePolicy::Hold, RunState::Held, 0),
        (LatePolicy::Send, RunState::Closed, REACHABLE),
        (LatePolicy::Cancel, RunState::Closed, 0),
    ] {
        let script = Script::new(|_| Fate::Told);
        let fixture = firm(policy, &script).await;
        // It was due at 10:00, and nothing ran until 13:00.
        fixture.clock.advance(3 * HOUR);
        let mut first = engine(&fixture, "first", 100);
        step(&mut first, &fixture).await;
        drop(first);
        fixture.clock.advance(10_000);
        let mut second = engine(&fixture, "second", 100);
        settle_down(&mut second, &fixture).await;
        let run = run(&fixture).await;
        assert_eq!((run.state, u64::from(script.all_taken())), (state, sent), "{policy:?}");
        assert_eq!(run.held_why, (policy == LatePolicy::Hold).then_some(RunHold::Late));
        script.nobody_twice();
    }
}

#[tokio::test]
async fn who_lost_the_lease_sends_nothing_more_beside_its_successor() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut first = engine(&fixture, "first", 4);
    step(&mut first, &fixture).await;
    script.fall_silent();
    step(&mut first, &fixture).await;
    let fetched = run(&fixture).await.tally.of(Outcome::HandedOver);
    assert!(fetched > 0);
    // Its lease runs out while it waits for answers.
    fixture.clock.advance(10_000);
    let mut second = engine(&fixture, "second", 4);
    step(&mut second, &fixture).await;
    assert_eq!(run(&fixture).await.tally.of(Outcome::InDoubt), fetched);
    script.speak();
    let both = async {
        for _ in 0..10 {
            assert!(first.step(fixture.clock.now()).await.unwrap().waits);
            settle_down(&mut second, &fixture).await;
        }
    };
    both.await;
    // The answers that came to the first are true all the same.
    let run = run(&fixture).await;
    assert_eq!(run.tally.of(Outcome::Accepted), REACHABLE, "{:?}", run.tally);
    script.nobody_twice();
}

#[tokio::test]
async fn a_second_engine_recovers_nothing_from_one_that_lives() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let (mut live, mut other) = (engine(&fixture, "live", 100), engine(&fixture, "other", 100));
    script.fall_silent();
    step(&mut live, &fixture).await;
    for _ in 0..60 {
        fixture.clock.advance(1_000);
        step(&mut live, &fixture).await;
        assert!(other.step(fixture.clock.now()).await.unwrap().waits);
    }
    let waiting = run(&fixture).await;
    assert_eq!(waiting.tally.of(Outcome::HandedOver), REACHABLE, "{:?}", waiting.tally);
    script.speak();
    settle_down(&mut live, &fixture).await;
    assert_eq!(run(&fixture).await.tally.of(Outcome::Accepted), REACHABLE);
    script.nobody_twice();
}

#[tokio::test]
async fn a_campaign_that_cannot_be_read_keeps_no_other_back() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    another_campaign(&fixture, 1, Purpose::Care).await;
    another_campaign(&fixture, 2, Purpose::Service).await;
    let mut other = fixture.lock().await;
    sqlx::raw_sql("UPDATE campaign SET content = '{\"of\":\"another version\"}' WHERE id = (SELECT MIN(id) FROM campaign WHERE next_at IS NOT NULL)")
        .execute(&mut other)
        .await
        .unwrap();
    sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    unlock(other).await;
    settle_down(&mut engine, &fixture).await;
    let second = runs(&fixture).await;
    assert_eq!(
        (second.len(), second[0].purpose),
        (2, Purpose::Service),
        "the other one goes out"
    );
    for role in Role::ALL {
        let today: Today = fixture.as_role(role).get("/api/today").await.ok(200);
        let named = |need: &Need| matches!(need, Need::UnreadableCampaign { campaign, name, .. } if campaign.0.as_u128() == CAMPAIGN.0.as_u128() + 1 && name == "小满问候");
        assert!(today.needs.iter().any(named), "{role:?}");
    }
    let listed: Page<CampaignRow> = fixture.as_role(Role::Supervisor).get("/api/campaigns").await.ok(200);
    assert_eq!(listed.rows.len(), 2, "the others");
}

#[tokio::test]
async fn a_run_whose_row_cannot_be_read_keeps_no_other_back() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    another_campaign(&fixture, 1, Purpose::Service).await;
    let bad = run(&fixture).await;
    let mut other = fixture.lock().await;
    sqlx::raw_sql("UPDATE run SET purpose = 'of another version'; COMMIT")
        .execute(&mut other)
        .await
        .unwrap();
    unlock(other).await;
    let stepped = engine.step(fixture.clock.now()).await.unwrap();
    assert_eq!((stepped.faults, stepped.stalls), (0, false));
    settle_down(&mut engine, &fixture).await;
    let going = run(&fixture).await;
    assert_eq!(going.purpose, Purpose::Service);
    assert_eq!(going.tally.of(Outcome::Accepted), REACHABLE, "the other one goes out");
    for role in Role::ALL {
        let today: Today = fixture.as_role(role).get("/api/today").await.ok(200);
        let named =
            |need: &Need| matches!(need, Need::UnreadableRun { run, name } if *run == bad.id && *name == bad.name);
        let is_told = role.may(Capability::SteerRuns) || role.may(Capability::Administer);
        assert_eq!(today.needs.iter().any(named), is_told, "{role:?}");
    }
    let listed: Page<Run> = fixture.as_role(Role::Supervisor).get("/api/runs").await.ok(200);
    assert_eq!(listed.rows.len(), 1, "the other one");
}

/// Its receipts rest, and everybody else keeps their pace; they are taken in once it can be read again.
#[tokio::test]
async fn receipts_of_a_run_that_cannot_be_read_slow_nobody_down() {
    let script = Script::new(|_| Fate::Taken);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    settle_down(&mut engine, &fixture).await;
    script.deliver_all(fixture.clock.now());
    script.says(|_| Fate::Told);
    another_campaign(&fixture, 1, Purpose::Service).await;
    change_runs(&fixture, "UPDATE run SET purpose = purpose || '?'").await;
    let stepped = engine.step(fixture.clock.now()).await.unwrap();
    assert_eq!((u64::from(stepped.faults), stepped.stalls), (REACHABLE, false));
    loop {
        let stepped = engine.step(fixture.clock.now()).await.unwrap();
        assert_eq!(stepped.faults, 0, "nothing of it is tried meanwhile");
        if !stepped.busy {
            break;
        }
    }
    assert_eq!(run(&fixture).await.tally.of(Outcome::Delivered), REACHABLE);
    change_runs(&fixture, "UPDATE run SET purpose = rtrim(purpose, '?')").await;
    fixture.clock.advance(10_000);
    settle_down(&mut engine, &fixture).await;
    let told: Vec<u64> = runs(&fixture)
        .await
        .iter()
        .map(|run| run.tally.of(Outcome::Delivered))
        .collect();
    assert_eq!(told, [REACHABLE; 2]);
}

/// Past the product.
async fn change_runs(fixture: &Fixture, sql: &'static str) {
    let mut other = fixture.lock().await;
    sqlx::raw_sql(sql).execute(&mut other).await.unwrap();
    sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    unlock(other).await;
}

/// What one row holds is no outage: it is not told as an engine that fails, and the gateway stays ready.
#[tokio::test]
async fn a_run_that_cannot_be_read_is_a_fault_and_no_outage() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let mut engine = engine(&fixture, "one", 100);
    engine.step(fixture.clock.now()).await.unwrap();
    let mut other = fixture.lock().await;
    sqlx::raw_sql("UPDATE run SET state = 'freezing', content = '{\"of\":\"another version\"}'; COMMIT")
        .execute(&mut other)
        .await
        .unwrap();
    unlock(other).await;
    let stepped = engine.step(fixture.clock.now()).await.unwrap();
    assert!(stepped.faults > 0 && !stepped.stalls, "{}", stepped.faults);
}

#[tokio::test]
async fn an_engine_that_panics_is_followed_by_another() {
    let script = Script::new(|_| Fate::Told);
    let fixture = firm(LatePolicy::Hold, &script).await;
    let app = fixture.app.clone();
    script.panics_once();
    app.jobs.spawn("engine", gateway::jobs::drive::drive(app.clone()));
    let closed = async {
        while runs(&fixture)
            .await
            .first()
            .is_none_or(|run| run.state != RunState::Closed)
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), closed).await.unwrap();
    app.jobs.shut().await;
    assert_eq!(run(&fixture).await.tally.of(Outcome::Delivered), REACHABLE);
    script.nobody_twice();
}
