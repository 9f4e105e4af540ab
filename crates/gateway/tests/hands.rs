//! Whose hands may do what, and what is told of it afterwards: own work, tokens, tests to one's own number, files of a roll.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod firm;

use common::{Client, Fixture, START};
use domain::campaign::Content;
use domain::consent::{Consent, Purpose};
use domain::id::{CampaignId, CustomerId};
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use domain::roll::{Outcome, Settlement};
use domain::schedule::LatePolicy;
use domain::time::DAY;
use firm::{CAMPAIGN, by, engine, firm, only_run, settle_down};
use serde_json::{Value, json};
use store::contract::customers::{Card, CardPhone, ConsentRecord};
use uuid::Uuid;
use wire::audit::LogEvent;
use wire::campaigns::{TestSend, TestSent};
use wire::customers::{Erase, Erased};
use wire::runs::{Run, RunDetail, RunHold, RunState, Settle, Steer};
use wire::settings::CreatedToken;
use wire::{Code, Page};

/// A token that the admin made.
async fn token(fixture: &Fixture, role: &str) -> Client {
    let made: CreatedToken = fixture
        .as_role(Role::Admin)
        .post("/api/tokens", &json!({"name": "ERP", "role": role}))
        .await
        .ok(201);
    fixture
        .nobody()
        .with("authorization", &format!("Bearer {}", made.secret))
}

async fn log(fixture: &Fixture, query: &str) -> Vec<LogEvent> {
    let page: Page<LogEvent> = fixture
        .as_role(Role::Admin)
        .get(&format!("/api/log?limit=200&{query}"))
        .await
        .ok(200);
    page.rows
}

#[tokio::test]
async fn who_wrote_a_campaign_does_not_release_it_over_its_limits() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let store = &fixture.app.store;
    // The agent's campaign, edited by the supervisor, and approved by the manager for two people.
    let campaign = store.campaign(CAMPAIGN).await.unwrap();
    let mut content: Content = campaign.content.clone();
    content.limits.people = 2;
    let (supervisor, manager) = (by(Role::Supervisor, START), by(Role::Manager, START));
    let version = store
        .edit_campaign(&supervisor, CAMPAIGN, campaign.version, &campaign.name, &content)
        .await
        .unwrap();
    let agent = by(Role::Agent, START);
    store.submit_campaign(&agent, CAMPAIGN, version).await.unwrap();
    store
        .approve_campaign(&manager, CAMPAIGN, &content.digest(), None, Some(START))
        .await
        .unwrap();
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!((run.state, run.held_why), (RunState::Held, Some(RunHold::People)));
    let path = format!("/api/runs/{}/release", run.id);
    let body = Steer { reason: None };
    for own in [fixture.as_role(Role::Supervisor), token(&fixture, "manager").await] {
        own.post(&path, &body).await.problem(Code::OwnWork);
    }
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Held);
    let released: RunDetail = fixture.as_role(Role::Manager).post(&path, &body).await.ok(200);
    assert_eq!(released.run.state, RunState::Running);
    // To stop it is no decision about one's own work.
    let pause = format!("/api/runs/{}/pause", run.id);
    fixture
        .as_role(Role::Supervisor)
        .post(&pause, &body)
        .await
        .ok::<RunDetail>(200);
}

#[tokio::test]
async fn a_doubt_is_settled_by_a_person() {
    let fixture = firm(6, 100, LatePolicy::Hold, 1000).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    fixture.clock.advance(DAY);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    let doubts = run.tally.of(Outcome::InDoubt);
    assert!(doubts > 0);
    let settle = Settle {
        entries: None,
        how: Settlement::Sent,
        reason: "通道后台可查".into(),
    };
    token(&fixture, "supervisor")
        .await
        .post(&format!("/api/runs/{}/settle", run.id), &settle)
        .await
        .problem(Code::Forbidden);
    assert_eq!(only_run(&fixture).await.tally.of(Outcome::InDoubt), doubts);
}

#[tokio::test]
async fn a_token_reads_the_runs_of_what_it_wrote() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let store = &fixture.app.store;
    let erp = token(&fixture, "agent").await;
    // A token writes for whoever made it.
    let own = CampaignId(Uuid::from_u128(0xcc));
    let content = store.campaign(CAMPAIGN).await.unwrap().content;
    let (admin, manager) = (by(Role::Admin, START), by(Role::Manager, START));
    store.add_campaign(&admin, own, "系统的", &content, None).await.unwrap();
    store.submit_campaign(&admin, own, 1).await.unwrap();
    store
        .approve_campaign(&manager, own, &content.digest(), None, Some(START))
        .await
        .unwrap();
    settle_down(&mut engine(&fixture), &fixture).await;
    let page: Page<Run> = erp.get("/api/runs").await.ok(200);
    let names: Vec<&str> = page.rows.iter().map(|run| run.name.as_str()).collect();
    assert_eq!(names, ["系统的"], "its own, and not the agent's");
    erp.get(&format!("/api/runs/{}", page.rows[0].id))
        .await
        .ok::<RunDetail>(200);
}

#[tokio::test]
async fn a_test_goes_to_ones_own_number_alone() {
    let fixture = firm(3, 100, LatePolicy::Hold, 0).await;
    let store = &fixture.app.store;
    let agent = by(Role::Agent, START);
    let add = async |n: u128, name: &str, phone: &str| {
        let card = Card {
            name: name.into(),
            phone: Some(CardPhone {
                state: PhoneState::Mobile,
                phone: Phone::parse(phone).ok(),
                raw: None,
            }),
            ..Card::default()
        };
        let id = CustomerId(Uuid::from_u128(n));
        store.create_customer(id, &card, &agent).await.unwrap();
        id
    };
    add(100, "agent先生", "+8613900000001").await;
    let withdrew = add(101, "agent先生", "+8613900000002").await;
    let erased = add(102, "赵一", "+8613900000003").await;
    let no = ConsentRecord {
        purpose: Purpose::Marketing,
        is: Consent::Withdrawn,
        source: "phone".into(),
        evidence: None,
        given_at: START,
    };
    for id in [withdrew, erased] {
        store.add_consent(id, &no, &agent).await.unwrap();
    }
    store.erase_customer(erased, "本人要求", &agent).await.unwrap();
    let content = store.campaign(CAMPAIGN).await.unwrap().content;
    let path = format!("/api/campaigns/{}/test", CAMPAIGN.0);
    let to = |to: &str| TestSend {
        to: to.into(),
        content: content.clone(),
        customer: None,
        wording: 0,
    };
    let own = fixture.as_role(Role::Agent);
    for (number, why) in [
        ("13800000001", "客户里有这个号码"),
        // Whoever gave a customer one's own name.
        ("13900000001", "客户里有这个号码"),
        ("13900000002", "已退订"),
        ("13900000003", "已退订"),
    ] {
        let problem = own.post(&path, &to(number)).await.problem(Code::Invalid);
        assert_eq!(problem.fields[0].field, "to");
        assert!(problem.fields[0].message.contains(why), "{number}: {problem:?}");
    }
    assert!(log(&fixture, "action=campaign.tested").await.is_empty());
    own.post(&path, &to("139 0000 0009")).await.ok::<TestSent>(200);
    let told = log(&fixture, "action=campaign.tested").await;
    let details = serde_json::to_string(&told).unwrap();
    assert!(
        details.contains("…0009") && !details.contains("13900000009"),
        "{details}"
    );
    // And no more than so many a day, whatever the hour.
    for _ in 1..20 {
        own.post(&path, &to("13900000009")).await.ok::<TestSent>(200);
    }
    fixture.clock.advance(DAY - 1);
    own.post(&path, &to("13900000009")).await.problem(Code::TooManyAttempts);
    fixture.clock.advance(1);
    own.post(&path, &to("13900000009")).await.ok::<TestSent>(200);
}

#[tokio::test]
async fn the_log_says_from_what_and_is_found_by_names() {
    let fixture = firm(3, 100, LatePolicy::Hold, 0).await;
    settle_down(&mut engine(&fixture), &fixture).await;
    let admin = fixture.as_role(Role::Admin);
    let mut settings: Value = admin.get("/api/settings").await.ok(200);
    settings["gap_days"] = 30.into();
    settings["signature"] = "安居".into();
    settings["phone"] = "95588".into();
    admin.put("/api/settings", &settings).await.ok::<Value>(200);
    let store = &fixture.app.store;
    let mut carrier = store.carrier("sandbox").await.unwrap();
    carrier.rate = 7;
    carrier.config = carrier.config.replace("\"seed\":3", "\"seed\":4");
    store.put_carrier(&by(Role::Admin, START), carrier).await.unwrap();
    for (action, from) in [
        ("settings.changed", "signature=安居装饰; phone=; gap_days=90"),
        ("carrier.changed", "rate=0"),
    ] {
        let told = log(&fixture, &format!("action={action}")).await;
        let details = serde_json::to_string(&told[0]).unwrap();
        assert!(details.contains(from), "{details}");
        assert!(!details.contains("seed"), "{details}");
        assert_eq!(details.contains("config_changed"), action == "carrier.changed");
    }
    // 立夏: of the campaign and its run; and of the supervisor, what was done to and by them.
    let found = log(&fixture, "search=%E7%AB%8B%E5%A4%8F").await;
    let actions: Vec<&str> = found.iter().map(|event| event.action.as_str()).collect();
    for action in ["campaign.created", "campaign.approved", "run.opened", "run.frozen"] {
        assert!(actions.contains(&action), "{actions:?}");
    }
    assert!(!actions.contains(&"settings.changed"), "{actions:?}");
    let found = log(&fixture, "search=supervisor%E5%85%88%E7%94%9F").await;
    let actions: Vec<&str> = found.iter().map(|event| event.action.as_str()).collect();
    assert!(
        actions.contains(&"user.added") && actions.contains(&"campaign.approved"),
        "{actions:?}"
    );
}

#[tokio::test]
async fn the_costs_of_a_roll_are_those_of_its_run() {
    let fixture = firm(40, 100, LatePolicy::Hold, 0).await;
    let store = &fixture.app.store;
    let mut carrier = store.carrier("sandbox").await.unwrap();
    let mut sandbox: Value = serde_json::from_str(&carrier.config).unwrap();
    (sandbox["refused"], sandbox["throttled"]) = (300.into(), 300.into());
    carrier.config = sandbox.to_string();
    store.put_carrier(&by(Role::Admin, START), carrier).await.unwrap();
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    let manager = fixture.as_role(Role::Manager);
    let run = only_run(&fixture).await;
    let cancel = Steer {
        reason: Some("够了".into()),
    };
    manager
        .post(&format!("/api/runs/{}/cancel", run.id), &cancel)
        .await
        .ok::<RunDetail>(200);
    settle_down(&mut engine, &fixture).await;
    for _ in 0..5 {
        fixture.clock.advance(DAY);
        settle_down(&mut engine, &fixture).await;
    }
    let run = only_run(&fixture).await;
    assert_eq!(run.state, RunState::Closed);
    let (cancelled, failed) = (run.tally.of(Outcome::Cancelled), run.tally.of(Outcome::Failed));
    assert!(cancelled > 0 && failed > 0 && run.cost_millis > 0, "{:?}", run.tally);
    let roll = manager.get(&format!("/api/runs/{}/roll.csv", run.id)).await.text();
    let millis = |line: &str| {
        let (yuan, rest) = line.split(',').nth(7)?.split_once('.')?;
        Some(yuan.parse::<u64>().ok()? * 100_000 + rest.parse::<u64>().ok()?)
    };
    assert_eq!(roll.lines().filter_map(millis).sum::<u64>(), run.cost_millis);
    let told = log(&fixture, "action=run.roll_exported").await;
    assert!(serde_json::to_string(&told).unwrap().contains("csv"), "{told:?}");
}

#[tokio::test]
async fn a_roll_that_nobody_fetches_to_its_end_leaves_no_file() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    settle_down(&mut engine(&fixture), &fixture).await;
    let run = only_run(&fixture).await;
    let path = format!("/api/runs/{}/roll.xlsx", run.id);
    let left = |folder: &std::path::Path| -> Vec<String> {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.contains("xlsx")).collect()
    };
    let before = left(&std::env::temp_dir());
    for turns in 0..20 {
        let (manager, path) = (fixture.as_role(Role::Manager), path.clone());
        let asked = tokio::spawn(async move { manager.get(&path).await });
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        asked.abort();
        assert!(asked.await.is_err() || turns > 0);
    }
    let whole = fixture.as_role(Role::Manager).get(&path).await;
    assert!(whole.body.starts_with(b"PK"));
    assert_eq!(left(&std::env::temp_dir()), before);
    assert!(left(&fixture.folder.path().join("imports")).is_empty());
}

#[tokio::test]
async fn a_wrong_method_is_a_problem_in_words() {
    let fixture = Fixture::new().await;
    let reply = fixture.as_role(Role::Admin).delete("/api/settings").await;
    assert_eq!(reply.status, 405);
    reply.problem(Code::MethodNotAllowed);
    assert!(reply.header("allow").contains("GET"));
    fixture
        .as_role(Role::Admin)
        .get("/api/nowhere")
        .await
        .problem(Code::NotFound);
}

#[tokio::test]
async fn who_is_erased_tells_for_whom_they_stood() {
    let fixture = firm(3, 100, LatePolicy::Hold, 0).await;
    let store = &fixture.app.store;
    let agent = by(Role::Agent, START);
    // The first customer's number, once more.
    let card = Card {
        name: "同号".into(),
        phone: Some(CardPhone {
            state: PhoneState::Mobile,
            phone: Phone::parse("+8613800000001").ok(),
            raw: None,
        }),
        ..Card::default()
    };
    let double = CustomerId(Uuid::from_u128(77));
    store.create_customer(double, &card, &agent).await.unwrap();
    let mut carrier = store.carrier("sandbox").await.unwrap();
    carrier.enabled = false;
    store.put_carrier(&by(Role::Admin, START), carrier).await.unwrap();
    settle_down(&mut engine(&fixture), &fixture).await;
    assert_eq!(only_run(&fixture).await.tally.of(Outcome::Queued), 2);
    let why = Erase {
        reason: "本人要求".into(),
    };
    for (id, unheard) in [(2, vec![]), (1, vec!["立夏问候"]), (77, vec![])] {
        let path = format!("/api/customers/{}/erase", Uuid::from_u128(id));
        let erased: Erased = fixture.as_role(Role::Agent).post(&path, &why).await.ok(200);
        assert!(erased.customer.erased_at.is_some());
        assert_eq!(erased.unheard, unheard, "{id}");
    }
}
