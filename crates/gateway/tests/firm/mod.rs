//! A firm with customers, an approved campaign, and an engine that is stepped by hand.

#![allow(dead_code)]

use domain::campaign::{Content, Limits};
use domain::consent::Purpose;
use domain::id::{CampaignId, CustomerId};
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::Rule;
use domain::time::Millis;
use gateway::jobs::engine::Engine;
use store::contract::CarrierRecord;
use store::contract::customers::{Card, CardPhone};
use store::{Actor, Stamp};
use uuid::Uuid;
use wire::Page;
use wire::runs::Run;

use crate::common::{Fixture, START, user};

pub const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0xc));

pub fn by(role: Role, at: Millis) -> Stamp {
    Stamp {
        actor: Actor::User(user(role)),
        at,
    }
}

/// A firm with customers and an approved campaign; its sandbox drops `dropped` permille of the connections.
pub async fn firm(customers: u128, people: u64, late: LatePolicy, dropped: u16) -> Fixture {
    let fixture = Fixture::new().await;
    let store = &fixture.app.store;
    let sandbox = wire::settings::Sandbox {
        seed: 3,
        refused: 0,
        failed: 100,
        silent: 0,
        twice: 0,
        late: 0,
        throttled: 0,
        dropped,
        receipt_ms: 1000,
    };
    let carrier = CarrierRecord {
        name: "sandbox".into(),
        kind: "sandbox".into(),
        enabled: true,
        price_millis: 4_500,
        rate: 0,
        policy: None,
        hours: None,
        fallback: None,
        config: serde_json::to_string(&sandbox).unwrap(),
    };
    store.put_carrier(&by(Role::Admin, START), carrier).await.unwrap();
    for n in 1..=customers {
        let card = Card {
            name: if n == 2 {
                "=cmd|'/c calc'!A1".into()
            } else {
                format!("客户{n}")
            },
            phone: (n != 3).then(|| CardPhone {
                state: PhoneState::Mobile,
                phone: Phone::parse(&format!("+86138{n:08}")).ok(),
                raw: None,
            }),
            ..Card::default()
        };
        let id = CustomerId(Uuid::from_u128(n));
        store.create_customer(id, &card, &by(Role::Agent, START)).await.unwrap();
    }
    let content = Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: "{姓名}您好".into(),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose: Purpose::Care,
        schedule: Schedule::OnApproval,
        late,
        valid_hours: 24,
        carrier: "sandbox".into(),
        rate: None,
        limits: Limits {
            people,
            parts: 1000,
            cost: 100_000,
        },
    };
    let (agent, supervisor) = (by(Role::Agent, START), by(Role::Supervisor, START));
    store
        .add_campaign(&agent, CAMPAIGN, "立夏问候", &content, None)
        .await
        .unwrap();
    store.submit_campaign(&agent, CAMPAIGN, 1).await.unwrap();
    store
        .approve_campaign(&supervisor, CAMPAIGN, &content.digest(), None, Some(START))
        .await
        .unwrap();
    fixture
}

pub fn engine(fixture: &Fixture) -> Engine {
    Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), "test".into())
}

/// Steps until there is nothing more to do at this moment.
pub async fn settle_down(engine: &mut Engine, fixture: &Fixture) {
    while engine.step(fixture.clock.now()).await.unwrap().busy {}
}

pub async fn only_run(fixture: &Fixture) -> Run {
    let page: Page<Run> = fixture.as_role(Role::Manager).get("/api/runs").await.ok(200);
    assert_eq!(page.rows.len(), 1);
    page.rows.into_iter().next().unwrap()
}
