//! A carrier that is set up with separate legs.

use domain::role::Role;
use domain::roll::Outcome;
use gateway::jobs::engine::Engine;
use serde_json::{Value, json};
use store::contract::runs::{RunRow, RunState};

use super::common::Fixture;
use super::smsc::{RECEIVER, Smsc, TRANSMITTER};
use super::{CUSTOMERS, campaign, form, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_legs_apart_one_sends_and_the_other_hears() {
    let smsc = Smsc::start(None).await;
    smsc.tally.lock().unwrap().withholds = true;
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let mut apart = form(smsc.port);
    apart["direct"]["line"]["legs"] = json!("apart");
    let _: Value = admin.post("/api/carriers", &apart).await.ok(201);
    campaign(&fixture).await;
    let mut engine = Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), "test".into());
    let accepted = |run: &RunRow| run.audience > 0 && run.tally.of(Outcome::Accepted) == run.audience;
    until(&mut engine, &fixture, accepted).await;
    let live = fixture.app.carriers.live("直连").unwrap();
    assert_eq!((live.bound, live.sending), (2, 1));
    // The receipts come after the next bind, and by the leg that hears alone.
    fixture.app.carriers.hang_up("直连");
    let closed = until(&mut engine, &fixture, |run| run.state == RunState::Closed).await;
    assert_eq!(closed.tally.of(Outcome::Delivered), CUSTOMERS as u64);
    let tally = smsc.tally.lock().unwrap();
    let bound = |leg| tally.legs.iter().filter(|&&one| one == leg).count();
    assert_eq!(
        (bound(RECEIVER), bound(RECEIVER) + bound(TRANSMITTER)),
        (2, tally.legs.len())
    );
    assert!(tally.parts.values().all(|&times| times == 1));
}
