//! A firm whose only carrier is a script, and what tests look at.

use std::sync::Arc;

use domain::campaign::Content;
use domain::consent::Purpose;
use domain::id::{CampaignId, CustomerId};
use domain::role::Role;
use domain::schedule::LatePolicy;
use gateway::jobs::engine::Engine;
use store::contract::runs::{EntryFilter, EntryRecord, RunFilter, RunRow, RunState, Steering};
use store::contract::{CarrierRecord, Organisation};
use uuid::Uuid;

use super::common::{Fixture, START};
use super::house::{self, CAMPAIGN, by};
use super::script::Script;

/// Of them the third has no phone.
pub const CUSTOMERS: u128 = 13;
pub const REACHABLE: u64 = 12;

pub fn phone(n: u128) -> String {
    format!("+86138{n:08}")
}

pub fn engine(fixture: &Fixture, name: &str, batch: u32) -> Engine {
    Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), name.into()).with_batch(batch)
}

/// A firm whose only carrier is this one.
pub async fn firm(late: LatePolicy, script: &Arc<Script>) -> Fixture {
    let fixture = house::firm(CUSTOMERS, 1_000, late, 0).await;
    fixture.app.carriers.put("sandbox", script.clone());
    fixture
}

/// The firm's campaign with another text, approved anew.
pub async fn reword(fixture: &Fixture, text: &str) {
    rewrite(fixture, |content| content.text = text.into()).await;
}

/// The firm's campaign with other content, approved anew.
pub async fn rewrite(fixture: &Fixture, change: impl FnOnce(&mut Content)) {
    let store = &fixture.app.store;
    let campaign = store.campaign(CAMPAIGN).await.unwrap();
    let mut content = campaign.content.clone();
    change(&mut content);
    let (agent, supervisor) = (by(Role::Agent, START), by(Role::Supervisor, START));
    let version = store
        .edit_campaign(&agent, CAMPAIGN, campaign.version, &campaign.name, &content)
        .await
        .unwrap();
    store.submit_campaign(&agent, CAMPAIGN, version).await.unwrap();
    store
        .approve_campaign(&supervisor, CAMPAIGN, &content.digest(), None, Some(START))
        .await
        .unwrap();
}

/// Changes the firm's carrier.
pub async fn set_carrier(fixture: &Fixture, change: impl FnOnce(&mut CarrierRecord)) {
    let store = &fixture.app.store;
    let mut record = store.carrier("sandbox").await.unwrap();
    change(&mut record);
    store.put_carrier(&by(Role::Admin, START), record).await.unwrap();
}

pub async fn set_rate(fixture: &Fixture, rate: u32) {
    set_carrier(fixture, |record| record.rate = rate).await;
}

/// Gives the only run another rate, in messages a minute.
pub async fn set_pace(fixture: &Fixture, rate: Option<u32>) {
    let run = run(fixture).await;
    let stamp = by(Role::Supervisor, fixture.clock.now());
    let changed = fixture.app.store.set_rate(&stamp, run.id, rate).await.unwrap();
    assert_eq!(changed.rate, rate);
}

/// Changes the firm's settings.
pub async fn set(fixture: &Fixture, change: impl FnOnce(&mut Organisation)) {
    let store = &fixture.app.store;
    let (version, mut settings) = store.organisation().await.unwrap();
    change(&mut settings);
    let admin = by(Role::Admin, fixture.clock.now());
    store.set_organisation(&admin, version, settings).await.unwrap();
}

pub async fn step(engine: &mut Engine, fixture: &Fixture) -> bool {
    engine.step(fixture.clock.now()).await.unwrap().busy
}

pub async fn settle_down(engine: &mut Engine, fixture: &Fixture) {
    while step(engine, fixture).await {}
}

/// Steps by seconds.
pub async fn for_seconds(engine: &mut Engine, fixture: &Fixture, seconds: u32) {
    for _ in 0..seconds {
        settle_down(engine, fixture).await;
        fixture.clock.advance(1_000);
    }
}

pub async fn runs(fixture: &Fixture) -> Vec<RunRow> {
    fixture.app.store.runs(&RunFilter::default(), None, 10).await.unwrap()
}

/// The only run; what holds at every moment is looked at.
pub async fn run(fixture: &Fixture) -> RunRow {
    let mut runs = runs(fixture).await;
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].tally.total(), runs[0].audience);
    runs.remove(0)
}

pub async fn entry(fixture: &Fixture, run: &RunRow, n: u128) -> EntryRecord {
    let store = &fixture.app.store;
    let entries = store.entries(run.no, &EntryFilter::default(), 0, 100).await.unwrap();
    let customer = CustomerId(Uuid::from_u128(n));
    entries.into_iter().find(|entry| entry.customer == customer).unwrap()
}

pub async fn steer(fixture: &Fixture, steering: Steering) {
    let run = run(fixture).await;
    let stamp = by(Role::Supervisor, fixture.clock.now());
    fixture.app.store.steer(&stamp, run.id, steering).await.unwrap();
}

/// Receipts for all, and the run must close with everybody delivered but who was left out.
pub async fn close(engine: &mut Engine, fixture: &Fixture, script: &Script) -> RunRow {
    script.deliver_all(fixture.clock.now());
    settle_down(engine, fixture).await;
    let run = run(fixture).await;
    assert_eq!(run.state, RunState::Closed, "{:?}", run.tally);
    run
}

/// Approves the firm's campaign once more under another name; `nth` tells them apart.
pub async fn another_campaign(fixture: &Fixture, nth: u128, purpose: Purpose) {
    let store = &fixture.app.store;
    let run = runs(fixture).await.remove(0);
    let content = Content {
        purpose,
        ..store.run(run.id).await.unwrap().content
    };
    let id = CampaignId(Uuid::from_u128(CAMPAIGN.0.as_u128() + nth));
    let now = fixture.clock.now();
    let (agent, supervisor) = (by(Role::Agent, now), by(Role::Supervisor, now));
    store
        .add_campaign(&agent, id, "小满问候", &content, None)
        .await
        .unwrap();
    store.submit_campaign(&agent, id, 1).await.unwrap();
    store
        .approve_campaign(&supervisor, id, &content.digest(), None, Some(now))
        .await
        .unwrap();
}
