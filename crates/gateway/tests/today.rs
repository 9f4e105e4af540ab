//! The first page and the reports, over customers, campaigns and runs.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use common::{Fixture, START, unlock, user};
use domain::customer::{LunarDay, SiteStage, SolarDay};
use domain::id::CustomerId;
use domain::role::Role;
use domain::roll::Outcome;
use domain::time::{DAY, HOUR, MINUTE};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use store::contract::customers::Card;
use store::{Actor, Stamp};
use uuid::Uuid;
use wire::Code;
use wire::reports::Report;
use wire::today::{Need, Today};

async fn raw(fixture: &Fixture) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(fixture.folder.path().join("rollcall.sqlite"));
    options.connect().await.unwrap()
}

async fn add(fixture: &Fixture, n: u128, card: Card) {
    let stamp = Stamp {
        actor: Actor::System("test"),
        at: START,
    };
    let card = Card {
        name: format!("客户{n}"),
        ..card
    };
    let id = CustomerId(Uuid::from_u128(n));
    fixture.app.store.create_customer(id, &card, &stamp).await.unwrap();
}

/// A campaign of the agent's, and runs of it: (frozen at, closed at, delivered, failed).
async fn runs(fixture: &Fixture, runs: &[(i64, Option<i64>, u32, u32)]) {
    let mut raw = raw(fixture).await;
    sqlx::query(
        "INSERT INTO campaign (id, version, name, state, content, digest, body, author, created_at, updated_at)
         VALUES ($1, 1, '问候', 'draft', '{}', 'd', '您好', $2, 0, 0)",
    )
    .bind(Uuid::from_u128(50))
    .bind(user(Role::Agent).0)
    .execute(&mut raw)
    .await
    .unwrap();
    for (no, (frozen, closed, delivered, failed)) in (1_i64..).zip(runs.iter().copied()) {
        sqlx::query(
            "INSERT INTO run (no, id, campaign_id, campaign_version, name, purpose, content, digest, carrier, author_id, author,
               approver, approved_at, due_at, opened_at, valid_until, state, parts, cost_millis)
             VALUES ($1, $2, $3, 1, '问候', 'care', '{}', 'd', 'sandbox', $4, '李', '王', 0, $5, $5, $5, 'freezing', 7, 700)",
        )
        .bind(no)
        .bind(Uuid::from_u128(no as u128))
        .bind(Uuid::from_u128(50))
        .bind(user(Role::Agent).0)
        .bind(frozen)
        .execute(&mut raw)
        .await
        .unwrap();
        for seq in 0..i64::from(delivered + failed) {
            let is_delivered = seq < i64::from(delivered);
            sqlx::query(
                "INSERT INTO entry (id, run_no, customer_id, outcome, reason, parts, cost_millis, updated_at)
                 VALUES ($1, $2, $3, $4, $5, 1, 100, 0)",
            )
            .bind(no * 4_294_967_296 + seq)
            .bind(no)
            .bind(Uuid::from_u128(seq as u128))
            .bind(if is_delivered { 7 } else { 8 })
            .bind((!is_delivered).then_some("carrier"))
            .execute(&mut raw)
            .await
            .unwrap();
        }
        sqlx::query(
            "UPDATE run SET frozen_at = $2, closed_at = $3, delivered = $4, failed = $5, audience = $4 + $5,
               state = CASE WHEN $3 IS NULL THEN 'running' ELSE 'closed' END WHERE no = $1",
        )
        .bind(no)
        .bind(frozen)
        .bind(closed)
        .bind(delivered)
        .bind(failed)
        .execute(&mut raw)
        .await
        .unwrap();
    }
    raw.close().await.unwrap();
}

#[tokio::test]
async fn an_empty_house_says_how_to_begin() {
    let fixture = Fixture::new().await;
    let today: Today = fixture.as_role(Role::Agent).get("/api/today").await.ok(200);
    assert_eq!(
        (today.date.to_string(), today.lunar.as_str()),
        ("2026-05-07".to_owned(), "三月廿一")
    );
    assert_eq!(today.needs, [Need::NoCustomers {}]);
    assert!(today.now.is_empty() && today.just_closed.is_empty());
    assert_eq!((today.next.len(), today.month.days.len()), (14, 30));
    let english = fixture.as_role(Role::Manager).with("accept-language", "en");
    let today: Today = english.get("/api/today").await.ok(200);
    assert_eq!(today.lunar, "21st day of the 3rd lunar month");
    // A manager imports nothing.
    assert!(today.needs.is_empty());
    let occasions: Vec<_> = today.next.iter().flat_map(|day| day.occasions.clone()).collect();
    assert!(occasions.contains(&"Mother's Day".to_owned()), "{occasions:?}");
}

#[tokio::test]
async fn gaps_and_birthdays_are_counted() {
    let fixture = Fixture::new().await;
    let solar = |month, day| Some(SolarDay { month, day });
    let cards = [
        Card {
            site_stage: Some(SiteStage::Started),
            birthday: solar(5, 7),
            ..Card::default()
        },
        Card {
            site_stage: Some(SiteStage::Delivered),
            birthday: solar(5, 8),
            // 2026-05-08 is the 22nd of the third lunar month: one person, one birthday.
            lunar_birthday: Some(LunarDay {
                month: 3,
                day: 22,
                leap: false,
            }),
            ..Card::default()
        },
        Card {
            tier: Some("VIP".to_owned()),
            birthday: solar(6, 30),
            ..Card::default()
        },
    ];
    for (n, card) in (1..).zip(cards) {
        add(&fixture, n, card).await;
    }
    let today: Today = fixture.as_role(Role::Agent).get("/api/today").await.ok(200);
    let birthdays: Vec<_> = today.next.iter().map(|day| day.birthdays).collect();
    assert_eq!(birthdays[..3], [1, 1, 0]);
    assert_eq!(birthdays.iter().sum::<u64>(), 2);
    let gaps: Vec<_> = today
        .needs
        .iter()
        .filter_map(|need| match need {
            Need::Gap {
                name, customers, days, ..
            } => Some((name.as_str(), *customers, *days)),
            _ => None,
        })
        .collect();
    assert_eq!(gaps, [("在建工地", 1, 90), ("VIP 客户", 1, 90)]);
}

#[tokio::test]
async fn runs_are_shown_and_reported_to_whom_they_concern() {
    let fixture = Fixture::new().await;
    let closed = |at: i64| Some(at + HOUR);
    let (lately, last_week) = (START - 2 * HOUR, START - 7 * DAY);
    runs(
        &fixture,
        &[
            (START - 60 * DAY, closed(START - 60 * DAY), 9, 9),
            (last_week, closed(last_week), 3, 1),
            (lately, closed(lately), 2, 0),
            (START - HOUR, None, 1, 0),
        ],
    )
    .await;
    for role in [Role::Agent, Role::Supervisor, Role::Manager] {
        let today: Today = fixture.as_role(role).get("/api/today").await.ok(200);
        assert_eq!((today.now.len(), today.just_closed.len()), (1, 1), "{role:?}");
        assert_eq!(today.now[0].tally.of(Outcome::Delivered), 1);
        let month = today.month;
        assert_eq!((month.runs, month.entries, month.accounted), (2, 6, 6), "{role:?}");
        assert_eq!(month.days.iter().map(|day| day.delivered).sum::<u64>(), 5);
    }
    // One who opts out of everything, in one reply, is one who opted out.
    let mut store = raw(&fixture).await;
    sqlx::query("PRAGMA foreign_keys = OFF")
        .execute(&mut store)
        .await
        .unwrap();
    for (customer, purpose) in [(1, "service"), (1, "care"), (1, "marketing"), (2, "care")] {
        sqlx::query(
            "INSERT INTO consent_record (id, customer_id, purpose, state, source, given_at, recorded_at, actor_kind, actor)
             VALUES (randomblob(16), $1, $2, 2, 'reply', $3, $3, 'system', 'replies')",
        )
        .bind(Uuid::from_u128(customer))
        .bind(purpose)
        .bind(lately)
        .execute(&mut store)
        .await
        .unwrap();
    }
    store.close().await.unwrap();
    let manager = fixture.as_role(Role::Manager);
    let report: Report = manager.get("/api/reports?from=2026-04-30&to=2026-05-07").await.ok(200);
    assert_eq!(report.opt_outs, 2);
    assert_eq!((report.tally.total(), report.parts, report.cost_millis), (7, 21, 2_100));
    assert_eq!(
        (report.days.len(), report.days[0].failed, report.days[7].delivered),
        (8, 1, 3)
    );
    assert_eq!((report.campaigns.len(), report.campaigns[0].runs), (1, 3));
    let reasons: Vec<_> = report.reasons.iter().map(|one| (one.outcome, one.entries)).collect();
    assert_eq!(reasons, [(Outcome::Delivered, 6), (Outcome::Failed, 1)]);
    for bad in ["from=2026-05-07&to=2026-05-06", "from=2020-01-01&to=2026-05-06"] {
        manager.get(&format!("/api/reports?{bad}")).await.problem(Code::Invalid);
    }
    manager
        .get("/api/reports?from=yesterday&to=2026-05-06")
        .await
        .problem(Code::Malformed);

    // Somebody else's campaign is not an agent's to count.
    let mut raw = raw(&fixture).await;
    sqlx::query("UPDATE run SET author_id = $1")
        .bind(user(Role::Admin).0)
        .execute(&mut raw)
        .await
        .unwrap();
    raw.close().await.unwrap();
    let today: Today = fixture.as_role(Role::Agent).get("/api/today").await.ok(200);
    assert_eq!((today.now.len(), today.month.runs), (0, 0));
    let report: Report = fixture
        .as_role(Role::Agent)
        .get("/api/reports?from=2026-04-30&to=2026-05-07")
        .await
        .ok(200);
    assert_eq!((report.tally.total(), report.reasons.len()), (0, 0));
}

#[tokio::test]
async fn a_run_whose_roll_is_not_written_is_told_after_ten_minutes() {
    let fixture = Fixture::new().await;
    runs(&fixture, &[(START, None, 1, 0)]).await;
    let mut raw = raw(&fixture).await;
    sqlx::query("UPDATE run SET state = 'freezing', frozen_at = NULL, opened_at = $1")
        .bind(START)
        .execute(&mut raw)
        .await
        .unwrap();
    raw.close().await.unwrap();
    let stuck = async |role| {
        let today: Today = fixture.as_role(role).get("/api/today").await.ok(200);
        let is_stuck = |need: &Need| matches!(need, Need::StuckRun { name, since: START, .. } if name == "问候");
        today.needs.iter().any(is_stuck)
    };
    fixture.clock.advance(10 * MINUTE);
    assert!(!stuck(Role::Supervisor).await);
    fixture.clock.advance(1);
    assert!(stuck(Role::Supervisor).await);
    assert!(stuck(Role::Admin).await);
    assert!(!stuck(Role::Agent).await);
}

#[tokio::test]
async fn an_engine_that_fails_step_after_step_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Fixture::patient(folder, Duration::from_millis(50)).await;
    let (app, admin) = (fixture.app.clone(), fixture.as_role(Role::Admin));
    let told = async || {
        let today: Today = admin.get("/api/today").await.ok(200);
        let is_it = |need: &Need| matches!(need, Need::EngineFails { since } if *since == START);
        today.needs.iter().any(is_it)
    };
    let ready = async || fixture.nobody().get("/readyz").await.status == 200;
    let lock = fixture.lock().await;
    app.jobs.spawn("engine", gateway::jobs::drive::drive(app.clone()));
    while app.engine.since(START + MINUTE).is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(!told().await && ready().await, "what fails once is tried again");
    fixture.clock.advance(10_000);
    assert!(told().await && !ready().await);
    unlock(lock).await;
    // It may recover between the two.
    while told().await {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(ready().await);
    app.jobs.shut().await;
}
