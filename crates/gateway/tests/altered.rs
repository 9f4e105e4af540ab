//! Who changes a roll while the gateway is down has nobody sent to twice.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod firm;

use common::{Fixture, unlock};
use domain::id::CampaignId;
use domain::role::Role;
use domain::schedule::LatePolicy;
use firm::{CAMPAIGN, by, engine, firm, settle_down};
use store::contract::runs::{RunFilter, RunHold, RunState, Steering};
use uuid::Uuid;

/// Somebody who was reached and somebody who waits exchange all that is kept of them.
const EXCHANGE: &str = "UPDATE entry SET outcome = 6 - outcome, attempts = 1 - attempts,
       deadline_at = CASE outcome WHEN 1 THEN 1893456000000 END WHERE id IN (1 << 32, (1 << 32) + 5);
     UPDATE attempt SET entry_id = (2 << 32) + 5 - entry_id WHERE entry_id IN (1 << 32, (1 << 32) + 5); COMMIT";

async fn exchange(fixture: &Fixture) {
    let mut raw = fixture.lock().await;
    sqlx::raw_sql(EXCHANGE).execute(&mut raw).await.unwrap();
    unlock(raw).await;
}

/// How the runs stand, the newest first, and how many messages of each were handed over.
async fn stand(fixture: &Fixture) -> Vec<(i64, RunState, Option<RunHold>, u64)> {
    let store = &fixture.app.store;
    let mut stand = Vec::new();
    for run in store.runs(&RunFilter::default(), None, 9).await.unwrap() {
        let handed = store.handed_over(run.no).await.unwrap().parts;
        stand.push((run.no, run.state, run.held_why, handed));
    }
    stand
}

#[tokio::test]
async fn a_run_that_was_changed_while_the_gateway_was_down_is_not_sent_on() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let (store, now) = (&fixture.app.store, fixture.clock.now());
    let (agent, supervisor) = (by(Role::Agent, now), by(Role::Supervisor, now));
    let (beside, content) = (
        CampaignId(Uuid::from_u128(0xd)),
        store.campaign(CAMPAIGN).await.unwrap().content,
    );
    store
        .add_campaign(&agent, beside, "旁边", &content, None)
        .await
        .unwrap();
    store.submit_campaign(&agent, beside, 1).await.unwrap();
    store
        .approve_campaign(&supervisor, beside, &content.digest(), None, Some(now))
        .await
        .unwrap();
    let mut before = engine(&fixture).with_batch(2);
    while !matches!(stand(&fixture).await[..], [(.., 2), (.., 2)]) {
        before.step(now).await.unwrap();
    }
    before.finish(|| now).await.unwrap();
    exchange(&fixture).await;
    let mut after = engine(&fixture);
    settle_down(&mut after, &fixture).await;
    let other = (2, RunState::Awaiting, None, 5);
    let altered = Some(RunHold::Altered);
    assert_eq!(stand(&fixture).await, [other, (1, RunState::Held, altered, 2)]);
    let run = store.runs(&RunFilter::default(), Some(2), 1).await.unwrap()[0].id;
    assert!(store.run_event(run, "run.held").await.unwrap().is_some());
    let release = || store.steer(&supervisor, run, Steering::Release(None));
    assert!(release().await.is_err());
    exchange(&fixture).await;
    release().await.unwrap();
    settle_down(&mut after, &fixture).await;
    assert_eq!(stand(&fixture).await, [other, (1, RunState::Awaiting, None, 5)]);
}
