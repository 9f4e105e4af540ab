//! Receipts that do not come by themselves.

use domain::role::Role;
use domain::roll::Outcome;
use gateway::jobs::engine::Engine;
use serde_json::{Value, json};
use store::contract::runs::{RunRow, RunState};

use super::common::Fixture;
use super::smsc::Smsc;
use super::{CUSTOMERS, campaign, form, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_carrier_that_is_switched_off_still_tells_of_what_it_was_handed() {
    let smsc = Smsc::start(None).await;
    smsc.tally.lock().unwrap().withholds = true;
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let mut body: Value = admin.post("/api/carriers", &form(smsc.port)).await.ok(201);
    campaign(&fixture).await;
    let mut engine = Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), "test".into());
    let accepted = |run: &RunRow| run.audience > 0 && run.tally.of(Outcome::Accepted) == run.audience;
    until(&mut engine, &fixture, accepted).await;
    body["enabled"] = json!(false);
    admin.put("/api/carriers/直连", &body).await.ok::<Value>(200);
    // The connection is lost as well: it is made anew, for its receipts alone.
    fixture.app.carriers.hang_up("直连");
    let closed = until(&mut engine, &fixture, |run| run.state == RunState::Closed).await;
    assert_eq!(closed.tally.of(Outcome::Delivered), CUSTOMERS as u64);
    {
        let tally = smsc.tally.lock().unwrap();
        assert_eq!(tally.binds, 2);
        assert!(tally.parts.values().all(|&times| times == 1));
    }
    // Nothing more is awaited from it, and it is left.
    while fixture.app.carriers.live("直连").is_some() {
        engine.step(fixture.clock.now()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_had_no_receipt_is_asked_after_once_before_its_time_is_over() {
    let smsc = Smsc::start(None).await;
    smsc.tally.lock().unwrap().withholds = true;
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let _: Value = admin.post("/api/carriers", &form(smsc.port)).await.ok(201);
    campaign(&fixture).await;
    let mut engine = Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), "test".into());
    let accepted = |run: &RunRow| run.audience > 0 && run.tally.of(Outcome::Accepted) == run.audience;
    until(&mut engine, &fixture, accepted).await;
    assert!(smsc.tally.lock().unwrap().asked.is_empty(), "its time is far");

    let (_, firm) = fixture.app.store.organisation().await.unwrap();
    let minutes = i64::from(firm.receipt_hours) * 60;
    fixture.clock.advance((minutes - 5) * 60_000);
    let asked = until(&mut engine, &fixture, |run| run.tally.of(Outcome::Accepted) == 1).await;
    assert_eq!(asked.tally.of(Outcome::Delivered), CUSTOMERS as u64 - 1);
    // Of the one that the carrier does not know any more, nothing is claimed; nobody is asked after twice.
    fixture.clock.advance(6 * 60_000);
    let closed = until(&mut engine, &fixture, |run| run.state == RunState::Closed).await;
    assert_eq!(closed.tally.of(Outcome::NoReceipt), 1);
    let tally = smsc.tally.lock().unwrap();
    assert_eq!(tally.asked.len(), 2 * CUSTOMERS as usize, "each part");
    assert!(tally.asked.values().all(|&times| times == 1), "{:?}", tally.asked);
}
