//! Consents as the log holds them: packs, and what is found when the database is changed.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod firm;

use std::fmt::Write as _;
use std::path::Path;

use audit::check::{Lang, NotShown, Options, Shown, Verdict, verify};
use axum::body::Body;
use axum::http::Method;
use common::{Client, Fixture};
use domain::consent::{Consent, Purpose};
use domain::id::CustomerId;
use domain::role::Role;
use domain::schedule::LatePolicy;
use firm::{by, engine, firm, only_run, settle_down};
use gateway::ledger::recompute::recompute;
use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use uuid::Uuid;
use wire::audit::LogKeys;
use wire::customers::{Customer, CustomerRow, NewConsent};
use wire::imports::{ApplyImport, Import, ImportState};
use wire::{Code, Page};

/// More than a tile of them.
const IMPORTED: usize = 300;

fn given(purpose: Purpose, evidence: &str) -> NewConsent {
    NewConsent {
        purpose,
        is: Consent::Given,
        source: "form".into(),
        evidence: Some(evidence.into()),
        given_at: None,
    }
}

fn consents_of(n: u128) -> String {
    format!("/api/customers/{}/consents", CustomerId(Uuid::from_u128(n)))
}

/// A firm of six of whom two consented by hand, and 300 more by a file.
async fn consented() -> Fixture {
    let fixture = firm(6, 1_000, LatePolicy::Hold, 0).await;
    let agent = fixture.as_role(Role::Agent);
    for (n, purpose, evidence) in [
        (1, Purpose::Care, "合同第7条"),
        (1, Purpose::Marketing, "门店登记表12号"),
        (2, Purpose::Care, "电话录音0507"),
    ] {
        agent
            .post(&consents_of(n), &given(purpose, evidence))
            .await
            .ok::<Customer>(200);
    }
    let mut file = String::from("客户编号,姓名,手机,营销同意\r\n");
    for n in 0..IMPORTED {
        let said = if n % 7 == 0 { "否" } else { "是" };
        write!(file, "F{n},李{n},1370000{n:04},{said}\r\n").unwrap();
    }
    let path = "/api/imports?kind=customers&name=f.csv";
    let import: Import = agent
        .send(Method::POST, path, Body::from(file), Some("application/octet-stream"))
        .await
        .ok(201);
    fixture.app.jobs.idle().await;
    let path = format!("/api/imports/{}", import.id);
    let seen = ApplyImport {
        version: import.version,
    };
    agent.post(&format!("{path}/apply"), &seen).await.ok::<Import>(200);
    fixture.app.jobs.idle().await;
    let applied: Import = agent.get(&path).await.ok(200);
    assert_eq!((applied.state, applied.counts.new), (ImportState::Applied, 300));
    fixture
}

async fn imported(client: &Client, number: &str) -> CustomerRow {
    let page: Page<CustomerRow> = client.get(&format!("/api/customers?search={number}")).await.ok(200);
    page.rows
        .into_iter()
        .find(|row| row.number.as_deref() == Some(number))
        .unwrap()
}

async fn options(client: &Client) -> Options {
    let keys: LogKeys = client.get("/api/log/keys").await.ok(200);
    Options {
        trusted: keys.keys.iter().map(|key| key.parse().unwrap()).collect(),
    }
}

#[track_caller]
fn shown(pack: &[u8], options: &Options) -> (u64, u64, u64) {
    match verify(pack, options) {
        Verdict::Proved(proof) => {
            assert!(proof.not_shown.contains(&NotShown::Rest) && proof.not_shown.contains(&NotShown::Later));
            let Shown::Consent {
                records,
                customers,
                sealed,
                late: None,
                ..
            } = proof.shown
            else {
                panic!("{:?}", proof.shown)
            };
            (records, customers, sealed)
        }
        other => panic!("{other:?}: {}", String::from_utf8_lossy(pack)),
    }
}

#[tokio::test]
async fn a_customers_consents_are_proved_and_after_the_erasure_sealed() {
    let fixture = consented().await;
    let manager = fixture.as_role(Role::Manager);
    let options = options(&manager).await;
    let pack = |n| format!("{}/pack", consents_of(n));
    let before = manager.get(&pack(1)).await;
    assert_eq!(before.header("content-type"), "application/jsonl");
    assert_eq!(shown(&before.body, &options), (2, 1, 0));
    assert!(before.text().contains("合同第7条") && before.text().contains("\"is\":\"given\""));
    manager.get(&pack(5)).await.problem(Code::WrongState);
    manager.get(&pack(99)).await.problem(Code::NotFound);
    fixture.nobody().get(&pack(1)).await.problem(Code::SignedOut);

    // One of many that a file said: its leaf lies behind the first tile.
    let far = imported(&manager, "F299").await.id;
    let reply = manager.get(&format!("/api/customers/{far}/consents/pack")).await;
    assert_eq!(shown(&reply.body, &options), (1, 1, 0));
    assert!(reply.text().contains("f.csv:301"));

    for at in (0..before.body.len()).step_by(11) {
        let mut changed = before.body.clone();
        changed[at] ^= 1;
        assert_ne!(verify(&changed[..], &options).status(), 0, "octet {at}");
    }

    let stamp = by(Role::Admin, fixture.clock.now());
    for id in [CustomerId(Uuid::from_u128(1)), far] {
        fixture.app.store.erase_customer(id, "asked", &stamp).await.unwrap();
    }
    assert_eq!(
        shown(&before.body, &options),
        (2, 1, 0),
        "what was handed out stays true"
    );
    let after = manager.get(&pack(1)).await;
    assert_eq!(shown(&after.body, &options), (2, 0, 2));
    let id = CustomerId(Uuid::from_u128(1)).to_string();
    let entries = after.text().lines().skip(1).collect::<String>();
    assert!(!entries.contains("合同") && !entries.contains(&format!("\"customer\":\"{id}\"")));
    let found = recompute(&*fixture.app.store, &fixture.app.sequencer.verifiers())
        .await
        .unwrap();
    assert_eq!((found.consents, found.differs), (303, Vec::new()));
}

#[tokio::test]
async fn everyone_on_a_run_has_their_consents_proved_for_its_purpose() {
    let fixture = consented().await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    let manager = fixture.as_role(Role::Manager);
    let options = options(&manager).await;
    let path = format!("/api/runs/{}/consents/pack", run.id);
    let reply = manager.get(&path).await;
    assert_eq!(shown(&reply.body, &options), (2, 2, 0), "of the run's purpose alone");
    // What is recorded while a pack is made has no place under its checkpoint; the next has it.
    let agent = fixture.as_role(Role::Agent);
    agent
        .post(&consents_of(2), &given(Purpose::Care, "再次确认"))
        .await
        .ok::<Customer>(200);
    assert_eq!(shown(&manager.get(&path).await.body, &options), (3, 2, 0));
    let by_file = gateway::ledger::consents::body(
        fixture.app.clone(),
        store::contract::ConsentsOf::Run(1, Purpose::Marketing),
    );
    let body = http_body_util::BodyExt::collect(by_file.await.unwrap())
        .await
        .unwrap()
        .to_bytes();
    assert_eq!(shown(&body, &options), (301, 301, 0));
    let events = String::from_utf8(body.to_vec()).unwrap().matches("\"event\":").count();
    assert_eq!(events, 2, "an event is told once for all that it recorded in a row");
    let exported: Page<wire::audit::LogEvent> = manager.get("/api/log?action=run.consents_exported").await.ok(200);
    assert_eq!(exported.rows.len(), 2);
}

#[tokio::test]
async fn each_consent_that_was_changed_is_named() {
    let fixture = consented().await;
    fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap();
    let (store, keys) = (&*fixture.app.store, fixture.app.sequencer.verifiers());
    assert_eq!(recompute(store, &keys).await.unwrap().differs, Vec::<String>::new());
    let first = "(SELECT MIN(event) FROM consent_record)";
    let file = "(SELECT MAX(event) FROM consent_record)";
    for (sql, named) in [
        (
            format!("UPDATE consent_record SET evidence = 'x' WHERE event = {first}"),
            "consent 0 is not",
        ),
        (
            format!("UPDATE consent_record SET source = 'shop' WHERE event = {file} AND place = 290"),
            "consent 290 is not",
        ),
        (
            format!("UPDATE consent_record SET given_at = 1 WHERE event = {file} AND place = 8"),
            "consent 8 is not",
        ),
        (
            format!("UPDATE consent_record SET state = 2 WHERE event = {file} AND place = 8"),
            "consent 8 is not",
        ),
        (
            format!("UPDATE consent_record SET purpose = 'care' WHERE event = {file} AND place = 8"),
            "consent 8 is not",
        ),
        (
            format!("UPDATE consent_record SET salt = NULL WHERE event = {file} AND place = 3"),
            "consent 3 is not",
        ),
        (
            format!(
                "UPDATE consent_record SET customer_id = (SELECT MIN(id) FROM customer) WHERE event = {file} AND place = 3"
            ),
            "consent 3 is not",
        ),
        (
            format!("UPDATE consent_record SET leaf = zeroblob(32) WHERE event = {file} AND place = 3"),
            "its consents are not those",
        ),
        (
            format!("DELETE FROM consent_record WHERE event = {file} AND place = 3"),
            "consent 3 that it recorded is gone",
        ),
        (
            format!("DELETE FROM consent_record WHERE event = {first}"),
            "the consents that it recorded are gone",
        ),
        (
            format!("UPDATE consent_record SET event = NULL WHERE event = {file} AND place = 299"),
            "its consents are not those",
        ),
        (
            format!("UPDATE consent_record SET leaf = x'00' WHERE event = {first}"),
            "consent 0: hash is missing or unreadable",
        ),
        // What stands behind a row that can't be read is looked at, too.
        (
            format!(
                "UPDATE consent_record SET leaf = NULL WHERE event = {file} AND place = 3;
                 UPDATE consent_record SET evidence = 'x' WHERE event = {file} AND place = 290"
            ),
            "consent 290 is not",
        ),
        (
            "UPDATE customer SET consent_marketing = 1 WHERE number = 'F0'".to_owned(),
            "the card does not say of marketing",
        ),
        (
            "UPDATE side_tile SET hashes = zeroblob(32) WHERE kind = 3".to_owned(),
            "the kept tile 1/0",
        ),
    ] {
        let copy = fixture.copy().await;
        let guards = "DROP TRIGGER consent_stays; DROP TRIGGER consent_leaf_stays;";
        copy.write(&format!("{guards} {sql}")).await;
        let found = recompute(&copy.store, &keys).await.unwrap().differs;
        assert!(
            found.iter().any(|differs| differs.contains(named)),
            "{sql}: {named}: {found:?}"
        );
    }
}

/// A database of before consents were committed to the log: six customers with a consent each, the last of them erased.
async fn old_database() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rollcall.sqlite");
    let mut old = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    let mut migrations = Migrator::new(Path::new("../store/migrations/sqlite")).await.unwrap();
    migrations
        .migrations
        .to_mut()
        .retain(|migration| migration.version < 14);
    migrations.run(&mut old).await.unwrap();
    for n in 1..=6_i64 {
        let (customer, record) = (Uuid::from_u128(n as u128), Uuid::from_u128(100 + n as u128));
        let evidence = (n < 6).then(|| format!("合同第{n}条"));
        sqlx::query("INSERT INTO customer (id, name, consent_care, erased_at, created_at, updated_at) VALUES ($1, '张', 1, $2, 1, 1)")
            .bind(customer)
            .bind((n == 6).then_some(5))
            .execute(&mut old)
            .await
            .unwrap();
        sqlx::query(
            "INSERT INTO consent_record (id, customer_id, purpose, state, source, evidence, given_at, recorded_at, actor_kind, actor)
             VALUES ($1, $2, 'care', 1, 'form', $3, 1000, $4, 'user', 'u')",
        )
        .bind(record)
        .bind(customer)
        .bind(evidence)
        .bind(2_000 + n)
        .execute(&mut old)
        .await
        .unwrap();
    }
    common::unlock(old).await;
    folder
}

#[tokio::test]
async fn what_was_recorded_before_is_committed_once_and_the_pack_says_so() {
    let fixture = Fixture::patient(old_database().await, std::time::Duration::from_secs(10)).await;
    let (app, manager) = (&fixture.app, fixture.as_role(Role::Manager));
    let pack = |n| format!("{}/pack", consents_of(n));
    manager.get(&pack(1)).await.problem(Code::WrongState);
    let size = app.store.log_head().await.unwrap().size;
    let stamp = by(Role::Admin, fixture.clock.now());
    assert_eq!(
        app.store.commit_late_consents(&stamp).await.unwrap(),
        5,
        "an erased one can't be opened"
    );
    assert_eq!(app.store.commit_late_consents(&stamp).await.unwrap(), 0);
    assert_eq!(app.store.log_head().await.unwrap().size, size + 1, "one event for all");
    let options = options(&manager).await;
    let reply = manager.get(&pack(3)).await;
    let Verdict::Proved(proof) = verify(&reply.body[..], &options) else {
        panic!("{}", reply.text())
    };
    let Shown::Consent { records: 1, late, .. } = proof.shown else {
        panic!("{:?}", proof.shown)
    };
    assert_eq!(late, Some((1, fixture.clock.now())));
    assert!(proof.not_shown.contains(&NotShown::Earlier));
    assert!(reply.text().contains("\"given_at\":1000,\"recorded_at\":2003"));
    let words = verify(&reply.body[..], &options).words(Lang::En, |at| format!("<{at}>"));
    assert!(
        words[0].contains(&format!("committed to the log later, by <{}>", fixture.clock.now())),
        "{words:?}"
    );
    // What somebody writes past the product afterwards is not committed by another start.
    let forged = fixture.copy().await;
    forged
        .write(
            "INSERT INTO consent_record (id, customer_id, purpose, state, source, given_at, recorded_at, actor_kind, actor)
             SELECT x'77', customer_id, 'care', 1, 'form', 1, 1, 'user', 'u' FROM consent_record LIMIT 1",
        )
        .await;
    assert_eq!(
        store::contract::Evidence::commit_late_consents(&forged.store, &stamp)
            .await
            .unwrap(),
        0
    );
    // What is recorded from now on is committed with its own event, and does not say so.
    let agent = fixture.as_role(Role::Agent);
    agent
        .post(&consents_of(4), &given(Purpose::Care, "再次确认"))
        .await
        .ok::<Customer>(200);
    let text = manager.get(&pack(4)).await.text();
    assert_eq!(text.matches("recorded_at").count(), 1, "{text}");
    let keys = app.sequencer.verifiers();
    let found = recompute(&*app.store, &keys).await.unwrap();
    // Customer 6 was erased past the product, as the test wanted it.
    let erased = format!("erased customer {}: the log does not know it", Uuid::from_u128(6));
    assert_eq!((found.consents, found.differs), (6, vec![erased]));
    let copy = fixture.copy().await;
    copy.write("DROP TRIGGER consent_leaf_stays; UPDATE consent_record SET recorded_at = 1 WHERE place = 2")
        .await;
    let found = recompute(&copy.store, &keys).await.unwrap().differs;
    assert!(
        found.iter().any(|differs| differs.contains("consent 2 is not")),
        "{found:?}"
    );
}
