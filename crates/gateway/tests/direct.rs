//! Direct carriers: set up by the API, and a whole campaign over one.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "direct/command.rs"]
mod command;
mod common;
#[path = "direct/legs.rs"]
mod legs;
#[path = "direct/over_tls.rs"]
mod over_tls;
#[path = "direct/receipts.rs"]
mod receipts;
#[path = "direct/smsc.rs"]
mod smsc;

use std::time::Duration;

use common::{Fixture, START};
use domain::campaign::{Content, Limits};
use domain::consent::{Consent, Purpose};
use domain::id::{CampaignId, CustomerId};
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use domain::roll::{EntryState, Outcome, Settlement};
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::Rule;
use gateway::jobs::engine::Engine;
use serde_json::{Value, json};
use smsc::Smsc;
use store::contract::customers::{Card, CardPhone};
use store::contract::runs::{EntryFilter, RunFilter, RunRow, RunState};
use store::{Actor, Stamp};
use uuid::Uuid;
use wire::Code;

const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0xc));
const CUSTOMERS: u128 = 200;

fn form(port: u16) -> Value {
    json!({
        "name": "直连", "enabled": true, "price_millis": 3_000, "rate": 0,
        "direct": {
            "kind": "smpp", "to_ton": 1, "to_npi": 1, "tls": null,
            "line": {
                "host": "127.0.0.1", "port": port, "account": "rollcall", "secret": "geheim08", "from": "10690001",
                "binds": 1, "window": 16, "offset_minutes": 480,
            },
        },
    })
}

fn by(role: Role) -> Stamp {
    Stamp {
        actor: Actor::User(common::user(role)),
        at: START,
    }
}

fn customer(n: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(n))
}

/// Customers, and an approved campaign whose text goes in two parts.
async fn campaign(fixture: &Fixture) {
    let store = &fixture.app.store;
    for n in 1..=CUSTOMERS {
        let card = Card {
            name: format!("客户{n}"),
            phone: Some(CardPhone {
                state: PhoneState::Mobile,
                phone: Phone::parse(&format!("+86138{n:08}")).ok(),
                raw: None,
            }),
            ..Card::default()
        };
        store
            .create_customer(customer(n), &card, &by(Role::Agent))
            .await
            .unwrap();
    }
    let content = Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: format!("您好，{}", "好".repeat(80)),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose: Purpose::Care,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 24,
        carrier: "直连".into(),
        rate: None,
        limits: Limits {
            people: 1_000,
            parts: 1_000,
            cost: 100_000,
        },
    };
    let agent = by(Role::Agent);
    store
        .add_campaign(&agent, CAMPAIGN, "立夏问候", &content, None)
        .await
        .unwrap();
    store.submit_campaign(&agent, CAMPAIGN, 1).await.unwrap();
    store
        .approve_campaign(&by(Role::Supervisor), CAMPAIGN, &content.digest(), None, Some(START))
        .await
        .unwrap();
}

async fn run(fixture: &Fixture) -> Option<RunRow> {
    let runs = fixture.app.store.runs(&RunFilter::default(), None, 10).await.unwrap();
    runs.into_iter().next()
}

/// Steps the engine by both clocks until `done`.
async fn until(engine: &mut Engine, fixture: &Fixture, mut done: impl FnMut(&RunRow) -> bool) -> RunRow {
    for _ in 0..1_500 {
        let busy = engine.step(fixture.clock.now()).await.unwrap().busy;
        if let Some(run) = run(fixture).await
            && done(&run)
        {
            return run;
        }
        if !busy {
            tokio::time::sleep(Duration::from_millis(20)).await;
            fixture.clock.advance(20);
        }
    }
    panic!("the run went no further: {:?}", run(fixture).await.map(|run| run.tally));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_campaign_goes_over_smpp_and_the_connection_is_cut_midway() {
    let smsc = Smsc::start(Some(150)).await;
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let _: Value = admin.post("/api/carriers", &form(smsc.port)).await.ok(201);
    campaign(&fixture).await;
    let mut engine = Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), "test".into());
    let run_now = until(&mut engine, &fixture, |run| {
        run.audience > 0 && run.tally.of(Outcome::Delivered) + run.tally.of(Outcome::InDoubt) == run.audience
    })
    .await;
    // Of the batch in hand when the connection broke, what was under way whole or in part is in doubt, and nothing else.
    let doubts = run_now.tally.of(Outcome::InDoubt);
    assert!((1..=16).contains(&doubts), "{doubts}");
    {
        let tally = smsc.tally.lock().unwrap();
        assert_eq!(tally.binds, 2);
        assert!(tally.parts.values().all(|&times| times == 1), "{:?}", tally.parts);
    }
    let store = &fixture.app.store;
    let entries = store
        .entries(run_now.no, &EntryFilter::default(), 0, 1_000)
        .await
        .unwrap();
    for entry in &entries {
        let tally = smsc.tally.lock().unwrap();
        let phone = entry.phone.clone().unwrap();
        let came = |part| {
            tally
                .parts
                .contains_key(&(phone.trim_start_matches('+').to_owned(), part))
        };
        if entry.state == EntryState::Delivered {
            assert!(came(1) && came(2), "{}", entry.seq);
        } else {
            let detail = entry.detail.as_deref().unwrap_or_default();
            assert!(detail.ends_with("/2 written"), "{detail}");
        }
    }
    // A person settles the doubts, and the roll adds up.
    store
        .settle(&by(Role::Supervisor), run_now.id, None, Settlement::Sent, "已核实")
        .await
        .unwrap();
    let closed = until(&mut engine, &fixture, |run| run.state == RunState::Closed).await;
    assert_eq!(closed.tally.total(), CUSTOMERS as u64);
    assert_eq!(closed.tally.of(Outcome::Delivered) + doubts, CUSTOMERS as u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_in_mid_run_leaves_nothing_in_doubt_and_never_binds_twice_at_a_time() {
    let smsc = Smsc::start(None).await;
    {
        let mut tally = smsc.tally.lock().unwrap();
        (tally.binds_once, tally.slow) = (true, Duration::from_millis(3));
    }
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let mut body: Value = admin.post("/api/carriers", &form(smsc.port)).await.ok(201);
    campaign(&fixture).await;
    let mut engine = Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), "test".into());
    until(&mut engine, &fixture, |run| {
        run.tally.of(Outcome::HandedOver) > 0 && run.tally.of(Outcome::Queued) < CUSTOMERS as u64 - 20
    })
    .await;
    body["direct"]["line"]["window"] = json!(8);
    admin.put("/api/carriers/直连", &body).await.ok::<Value>(200);
    let closed = until(&mut engine, &fixture, |run| run.state == RunState::Closed).await;
    assert_eq!(closed.tally.of(Outcome::Delivered), CUSTOMERS as u64);
    let tally = smsc.tally.lock().unwrap();
    assert_eq!((tally.binds, tally.turned_away), (2, 0));
    assert!(tally.parts.values().all(|&times| times == 1), "{:?}", tally.parts);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_back_stop_is_not_written_to() {
    let smsc = Smsc::start(None).await;
    smsc.write_back("13800000007", "TD");
    smsc.write_back("8613800000008", "ok, thank you");
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let _: Value = admin.post("/api/carriers", &form(smsc.port)).await.ok(201);
    campaign(&fixture).await;
    let mut engine = Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), "test".into());
    until(&mut engine, &fixture, |run| run.state == RunState::Closed).await;
    let store = &fixture.app.store;
    for (n, want) in [(7, Consent::Withdrawn), (8, Consent::Unknown)] {
        let consents = store.consents(customer(n)).await.unwrap();
        let is = consents.first().map_or(Consent::Unknown, |(_, record)| record.is);
        assert_eq!(is, want, "{n}");
        let timeline = store.timeline(customer(n), None, 10).await.unwrap();
        assert!(format!("{timeline:?}").contains(if n == 7 { "TD" } else { "thank" }));
    }
    let list: Value = admin.get("/api/carriers").await.ok(200);
    let live = &list[0]["live"];
    assert_eq!(
        (live["bound"].as_u64(), live["sending"].as_u64()),
        (Some(1), Some(1)),
        "{list}"
    );
}

#[tokio::test]
async fn a_secret_goes_in_and_never_comes_out() {
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let reply = admin.post("/api/carriers", &form(9)).await;
    let added: Value = reply.ok(201);
    assert_eq!(added["direct"]["line"]["secret_set"], true);
    assert_eq!(added["kind"], "smpp");
    admin.post("/api/carriers", &form(9)).await.problem(Code::Invalid);
    // Without a secret the one before stays; another one is kept as well.
    let mut edit = added.clone();
    edit["direct"]["line"]["window"] = json!(8);
    edit["enabled"] = json!(false);
    let edited: Value = admin.put("/api/carriers/直连", &edit).await.ok(200);
    assert_eq!(edited["direct"]["line"]["window"], 8);
    // It is not told to another than for whom it was typed.
    for (pointer, other) in [
        ("/direct/line/host", json!("127.0.0.2")),
        ("/direct/line/port", json!(10)),
        ("/direct/line/account", json!("another")),
        ("/direct/tls", json!({"name": "", "authorities": ""})),
    ] {
        let mut moved = edited.clone();
        *moved.pointer_mut(pointer).unwrap() = other;
        let problem = admin.put("/api/carriers/直连", &moved).await.problem(Code::Invalid);
        assert_eq!(problem.fields[0].field, "direct.line.secret", "{pointer}");
    }
    edit["direct"]["line"]["secret"] = json!("other");
    admin.put("/api/carriers/直连", &edit).await.ok::<Value>(200);
    let record = fixture.app.store.carrier("直连").await.unwrap();
    let log = admin.get("/api/log").await.text();
    for text in [
        reply.text(),
        admin.get("/api/carriers").await.text(),
        record.config,
        log,
    ] {
        assert!(!text.contains("geheim08") && !text.contains("other\""), "{text}");
    }
    let agent: Value = fixture.as_role(Role::Agent).get("/api/carriers").await.ok(200);
    assert_eq!(agent[0]["direct"], Value::Null);
    for (pointer, wrong, field) in [
        (
            "/direct/line/account",
            json!("longer than fifteen"),
            "direct.line.account",
        ),
        ("/direct/line/secret", json!("ninechars"), "direct.line.secret"),
        ("/direct/line/host", json!(""), "direct.line.host"),
        ("/direct/line/binds", json!(0), "direct.line.binds"),
        ("/direct/to_ton", json!(7), "direct.to_ton"),
        ("/direct/tls", json!({"name": "a b"}), "direct.tls.name"),
        ("/direct/tls", json!({"authorities": "none"}), "direct.tls.authorities"),
        ("/name", json!("a/b"), "name"),
    ] {
        let mut form = form(9);
        *form.pointer_mut(pointer).unwrap() = wrong;
        let problem = admin.post("/api/carriers", &form).await.problem(Code::Invalid);
        assert_eq!(problem.fields[0].field, field, "{problem:?}");
    }
    assert_eq!(admin.delete("/api/carriers/直连").await.status, 204);
    assert_eq!(admin.delete("/api/carriers/直连").await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_tried_out_switched_off_and_on() {
    let smsc = Smsc::start(None).await;
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let mut body = form(smsc.port);
    body["enabled"] = json!(false);
    let added: Value = admin.post("/api/carriers", &body).await.ok(201);
    let path = "/api/carriers/直连/test";
    let problem = admin.post(path, &json!({"to": "12"})).await.problem(Code::Invalid);
    assert_eq!(problem.fields[0].field, "to");
    let to = json!({"to": "138 0013 8000"});
    let tested: Value = admin.post(path, &to).await.ok(200);
    assert_eq!(tested["came"], "delivered", "{tested}");

    // Switched on, the engine hears its receipts; this one belongs to nobody on a roll, and is no orphan.
    body = added;
    body["enabled"] = json!(true);
    admin.put("/api/carriers/直连", &body).await.ok::<Value>(200);
    let mut engine = Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), "test".into());
    let steps = async {
        loop {
            engine.step(fixture.app.clock.now()).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let tested: Value = tokio::select! {
        reply = admin.post(path, &to) => reply.ok(200),
        () = steps => unreachable!(),
    };
    assert_eq!(tested["came"], "delivered", "{tested}");
    assert_eq!(smsc.tally.lock().unwrap().parts[&("8613800138000".to_owned(), 1)], 2);
    assert_eq!(fixture.app.store.orphans().await.unwrap(), 0);
    let log = admin.get("/api/log").await.text();
    assert_eq!(log.matches("carrier.tested").count(), 2);
    assert!(!log.contains("13800138000"));
}

#[tokio::test]
async fn a_carrier_in_use_stays() {
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let _: Value = admin.post("/api/carriers", &form(9)).await.ok(201);
    campaign(&fixture).await;
    admin.delete("/api/carriers/直连").await.problem(Code::WrongState);
    // Nothing is handed over, and no attempt is lost, while there is no connection.
    let mut engine = Engine::new(fixture.app.store.clone(), fixture.app.carriers.clone(), "test".into());
    for _ in 0..20 {
        engine.step(fixture.clock.now()).await.unwrap();
    }
    let run = run(&fixture).await.unwrap();
    assert_eq!(run.tally.of(Outcome::Queued), CUSTOMERS as u64);
}
