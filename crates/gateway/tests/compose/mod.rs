//! A firm with a carrier and a few customers, and the requests of whoever writes to them.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use domain::campaign::Content;
use domain::customer::Sex;
use domain::id::{CustomerId, SegmentId};
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use domain::segment::BuiltIn;
use store::contract::CarrierRecord;
use store::contract::customers::{Card, CardPhone};
use store::{Actor, Stamp};
use uuid::Uuid;
use wire::Page;
use wire::approvals::Approve;
use wire::campaigns::{Campaign, CampaignEdit, ContentPreview, NewCampaign, OnVersion, PreviewContent};
use wire::runs::{Entry, Run};

use crate::common::{Client, Fixture, Reply, START};

pub fn customer(n: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(0x5000 + n))
}

/// Five customers: 1 and 2 can be written to, 3 has no phone, 4 has a landline, 5 has the phone of 1.
pub async fn firm() -> Fixture {
    let fixture = Fixture::new().await;
    let stamp = Stamp {
        actor: Actor::System("test"),
        at: START,
    };
    let sandbox = CarrierRecord {
        name: "sandbox".into(),
        kind: "sandbox".into(),
        enabled: true,
        price_millis: 4_500,
        rate: 0,
        policy: None,
        hours: None,
        fallback: None,
        config: serde_json::to_string(&wire::settings::Sandbox {
            seed: 1,
            refused: 0,
            failed: 0,
            silent: 0,
            twice: 0,
            late: 0,
            throttled: 0,
            dropped: 0,
            receipt_ms: 100,
        })
        .unwrap(),
    };
    fixture.app.store.put_carrier(&stamp, sandbox).await.unwrap();
    let phones = [
        (PhoneState::Mobile, Some("+8613800000001")),
        (PhoneState::Mobile, Some("+8613800000002")),
        (PhoneState::Missing, None),
        (PhoneState::Landline, Some("+8657188888888")),
        (PhoneState::Mobile, Some("+8613800000001")),
    ];
    for (n, (state, phone)) in (1..).zip(phones) {
        let card = Card {
            name: format!("王{}", ["", "建国", "芳", "小明", "伟", "五"][n as usize]),
            sex: (n == 1).then_some(Sex::Male),
            city: (n == 1).then(|| "杭州".into()),
            tier: (n <= 2).then(|| "VIP".into()),
            phone: Some(CardPhone {
                state,
                phone: phone.map(|phone| Phone::parse(phone).unwrap()),
                raw: None,
            }),
            ..Card::default()
        };
        fixture
            .app
            .store
            .create_customer(customer(n), &card, &stamp)
            .await
            .unwrap();
    }
    fixture
}

pub async fn segment(fixture: &Fixture, which: BuiltIn) -> SegmentId {
    let segments = fixture.app.store.segments(false).await.unwrap();
    segments.iter().find(|one| one.built_in == Some(which)).unwrap().id
}

/// A draft of the agent's, to everybody, with this text.
pub async fn draft(fixture: &Fixture, text: &str) -> Campaign {
    draft_of(fixture, Role::Agent, text).await
}

pub async fn draft_of(fixture: &Fixture, role: Role, text: &str) -> Campaign {
    let new = NewCampaign {
        name: "立夏问候".into(),
        segment: Some(segment(fixture, BuiltIn::Everybody).await),
        customer: None,
        template: None,
        library: None,
        on: None,
    };
    let writer = fixture.as_role(role);
    let campaign: Campaign = writer.post("/api/campaigns", &new).await.ok(201);
    edited(&writer, &campaign, |content| content.text = text.into())
        .await
        .ok(200)
}

/// Saves the campaign with a change of its content.
pub async fn edited(client: &Client, campaign: &Campaign, change: impl FnOnce(&mut Content)) -> Reply {
    let mut content = campaign.content.clone();
    change(&mut content);
    let edit = CampaignEdit {
        version: campaign.version,
        name: campaign.name.clone(),
        content,
    };
    client.put(&format!("/api/campaigns/{}", campaign.id), &edit).await
}

/// Does `verb` to the campaign as it was seen.
pub async fn act(client: &Client, campaign: &Campaign, verb: &str) -> Reply {
    let seen = OnVersion {
        version: campaign.version,
    };
    client
        .post(&format!("/api/campaigns/{}/{verb}", campaign.id), &seen)
        .await
}

pub async fn preview(client: &Client, content: &Content, customer: Option<CustomerId>) -> ContentPreview {
    let body = PreviewContent {
        content: content.clone(),
        customer,
        campaign: None,
    };
    client.post("/api/campaigns/preview", &body).await.ok(200)
}

/// Hands a draft in and has it approved.
pub async fn approved(fixture: &Fixture, campaign: &Campaign) -> Campaign {
    let submitted: Campaign = act(&fixture.as_role(Role::Agent), campaign, "submit").await.ok(200);
    let body = Approve {
        digest: submitted.digest.clone(),
        comment: None,
    };
    let path = format!("/api/campaigns/{}/approve", submitted.id);
    fixture.as_role(Role::Supervisor).post(&path, &body).await.ok(200)
}

/// The entries of the latest run, in the order of its roll.
pub async fn roll(manager: &Client) -> (Run, Vec<Entry>) {
    let runs: Page<Run> = manager.get("/api/runs").await.ok(200);
    let run = runs.rows.into_iter().next().unwrap();
    let page: Page<Entry> = manager.get(&format!("/api/runs/{}/entries", run.id)).await.ok(200);
    (run, page.rows)
}
