//! Who has the database and says of somebody who was missed that they were reached, or sends what nobody approved.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod firm;

use common::{Fixture, unlock};
use domain::campaign::Content;
use domain::role::Role;
use domain::roll::{Failure, Receipt};
use domain::schedule::LatePolicy;
use domain::time::HOUR;
use firm::{CAMPAIGN, by, engine, firm, only_run, settle_down};
use gateway::jobs::engine::Engine;
use gateway::ledger::recompute::recompute;
use sqlx::AssertSqlSafe;
use store::Change;
use store::contract::runs::{EntryFilter, Heard, Reference, Steering};
use wire::runs::{Run, RunHold, RunState, Steer};

/// Changes what was approved.
const ANOTHER_TEXT: &str = "UPDATE campaign SET content = replace(content, '您好', '再见')";

async fn write(fixture: &Fixture, sql: &str) {
    let mut raw = fixture.lock().await;
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut raw)
        .await
        .unwrap();
    sqlx::raw_sql("COMMIT").execute(&mut raw).await.unwrap();
    unlock(raw).await;
}

async fn differs(fixture: &Fixture) -> Vec<String> {
    let keys = fixture.app.sequencer.verifiers();
    recompute(&*fixture.app.store, &keys).await.unwrap().differs
}

/// Signs what is logged; nothing differs from it.
async fn is_sound(fixture: &Fixture) {
    fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap();
    assert_eq!(differs(fixture).await, [""; 0]);
}

#[track_caller]
fn says(differs: &[String], what: &str) {
    assert!(differs.iter().any(|one| one.contains(what)), "{what}: {differs:?}");
}

/// Five wait for a decision, and the database says of all of them that they were reached.
#[tokio::test]
async fn who_was_never_handed_over_is_not_closed_as_delivered() {
    let (fixture, mut engine) = going(3).await;
    let run = only_run(&fixture).await;
    assert_eq!(run.held_why, Some(RunHold::People));
    is_sound(&fixture).await;
    write(
        &fixture,
        "UPDATE entry SET outcome = 7 WHERE outcome = 1;
         UPDATE run SET delivered = queued, queued = 0, state = 'awaiting', held_why = NULL",
    )
    .await;
    let found = differs(&fixture).await;
    for place in [1, 2, 4, 5, 6] {
        says(
            &found,
            &format!("entry {place} stands at delivered and says 0 hand-overs, and 0 were"),
        );
    }
    says(&found, "it says 5 delivered, and the log tells of 0");
    let now = fixture.clock.now();
    let store = &fixture.app.store;
    assert!(!store.close_run(&by(Role::Admin, now), run.id).await.unwrap());
    // With attempts that never were, the log still tells of none.
    write(
        &fixture,
        "UPDATE entry SET attempts = 1 WHERE outcome = 7;
         INSERT INTO attempt (entry_id, n, lease, carrier, at, answered_at, answer)
         SELECT id, 1, 1, 'sandbox', 1, 1, 'accepted' FROM entry WHERE outcome = 7",
    )
    .await;
    assert!(!store.close_run(&by(Role::Admin, now), run.id).await.unwrap());
    settle_down(&mut engine, &fixture).await;
    assert_ne!(only_run(&fixture).await.state, RunState::Closed);
    says(&differs(&fixture).await, "it says 5 delivered, and the log tells of 0");
}

/// Their sum alone does not say whose attempts they are.
#[tokio::test]
async fn an_attempt_is_that_of_its_entry_and_parts_are_those_of_the_entries() {
    let (fixture, mut engine) = going(100).await;
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!(run.state, RunState::Closed);
    assert_eq!(run.parts, 5);
    is_sound(&fixture).await;
    write(
        &fixture,
        "UPDATE attempt SET n = 2, entry_id = entry_id + 1 WHERE entry_id & 4294967295 = 0",
    )
    .await;
    let found = differs(&fixture).await;
    says(&found, "entry 1 stands at ");
    says(&found, "says 1 hand-overs, and 0 were written down");
    says(&found, "says 1 hand-overs, and 2 were written down");
}

#[tokio::test]
async fn what_nobody_approved_is_not_sent() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    write(&fixture, ANOTHER_TEXT).await;
    settle_down(&mut engine, &fixture).await;
    let store = &fixture.app.store;
    let supervisor = by(Role::Supervisor, fixture.clock.now());
    let release = || Steering::Release(None);
    let run = only_run(&fixture).await;
    for _ in 0..2 {
        let run = only_run(&fixture).await;
        assert_eq!((run.state, run.held_why), (RunState::Held, Some(RunHold::Altered)));
        assert_eq!(run.audience, 0);
        store.steer(&supervisor, run.id, release()).await.unwrap();
        settle_down(&mut engine, &fixture).await;
    }
    // What was approved may go out.
    write(&fixture, "UPDATE run SET content = replace(content, '再见', '您好')").await;
    store.steer(&supervisor, run.id, release()).await.unwrap();
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Awaiting);
    assert_eq!(store.entries(1, &EntryFilter::default(), 0, 9).await.unwrap().len(), 6);
}

/// The roll of a cancelled run is written all the same, and says which content it is of.
#[tokio::test]
async fn the_freeze_tells_the_content_that_it_froze() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    write(&fixture, ANOTHER_TEXT).await;
    settle_down(&mut engine, &fixture).await;
    let (run, supervisor) = (only_run(&fixture).await, by(Role::Supervisor, fixture.clock.now()));
    let (store, cancel) = (&fixture.app.store, Steering::Cancel("改动过".into()));
    store.steer(&supervisor, run.id, cancel).await.unwrap();
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Closed);
    says(&differs(&fixture).await, "its frozen content is not what the log says");
}

/// What one row hides does not hide the rows behind it.
#[tokio::test]
async fn each_entry_that_differs_is_named_and_no_row_hides_another() {
    let (fixture, _) = going(100).await;
    is_sound(&fixture).await;
    write(
        &fixture,
        "DROP TRIGGER leaf_stays;
         UPDATE letter SET leaf = NULL WHERE entry_id & 4294967295 = 1;
         UPDATE letter SET text = 'x' WHERE entry_id & 4294967295 = 4;
         UPDATE run SET state = 'paused'",
    )
    .await;
    let found = differs(&fixture).await;
    for what in [
        "entry 2: letter.leaf is missing",
        "entry 5 is not the one that was frozen",
        "its state is not what the log says",
    ] {
        says(&found, what);
    }
}

/// The run of six customers, of whom the third has no phone, as far as it goes by itself.
async fn going(people: u64) -> (Fixture, Engine) {
    let fixture = firm(6, people, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    (fixture, engine)
}

fn receipt(place: i64, status: Receipt, at: i64) -> Heard {
    Heard {
        reference: Reference::from("none"),
        key: Some(((1 << 32) + place, 1)),
        status,
        code: None,
        at,
        numbers: Vec::new(),
    }
}

/// A run of which all receipts came: the second was blocked, the others were delivered.
async fn told() -> (Fixture, Run) {
    let (fixture, _) = going(100).await;
    let (run, now) = (only_run(&fixture).await, fixture.clock.now());
    let blocked = Receipt::Failed(Failure::Blocked);
    let status = |place| if place == 1 { blocked } else { Receipt::Delivered };
    let heard = [0, 1, 3, 4, 5].map(|place| receipt(place, status(place), now));
    let admin = by(Role::Admin, now);
    fixture.app.store.heard(&admin, "sandbox", &heard, now).await.unwrap();
    is_sound(&fixture).await;
    (fixture, run)
}

/// Counts, attempts and receipts are as many as before, and those of each entry speak of another.
#[tokio::test]
async fn an_outcome_is_the_one_to_which_its_own_receipts_lead() {
    let (fixture, run) = told().await;
    let (store, admin) = (&fixture.app.store, by(Role::Admin, fixture.clock.now()));
    // From delivered to failed, and the other way round.
    let swap = "UPDATE entry SET outcome = 15 - outcome, reason = CASE outcome WHEN 7 THEN 'blocked' END
         WHERE id IN (1 << 32, (1 << 32) + 1)";
    for sql in [
        swap,
        "UPDATE receipt SET status = 'expired' WHERE entry_id = (1 << 32) + 3",
    ] {
        write(&fixture, sql).await;
        assert!(!store.close_run(&admin, run.id).await.unwrap());
    }
    let found = differs(&fixture).await;
    for what in [
        "entry 1 stands at failed:blocked, and what the carrier said of it leads to delivered",
        "entry 2 stands at delivered, and what the carrier said of it leads to failed:blocked",
        "entry 4 stands at delivered, and what the carrier said of it leads to expired",
    ] {
        says(&found, what);
    }
    write(
        &fixture,
        "UPDATE receipt SET status = 'delivered' WHERE status = 'expired'",
    )
    .await;
    write(&fixture, swap).await;
    assert!(store.close_run(&admin, run.id).await.unwrap());
    // Closed runs are held against what was heard just the same.
    write(
        &fixture,
        "UPDATE receipt SET status = 'failed' WHERE status = 'delivered'",
    )
    .await;
    says(&differs(&fixture).await, "entry 6 stands at delivered, and what");
}

/// Two exchange all that is kept of them: counts, attempts, receipts, and each outcome is the one to which its receipts lead.
#[tokio::test]
async fn nobody_stands_where_another_was_led() {
    let (fixture, run) = told().await;
    let (store, admin) = (&fixture.app.store, by(Role::Admin, fixture.clock.now()));
    let exchange = "UPDATE entry SET outcome = 15 - outcome, reason = CASE outcome WHEN 7 THEN 'blocked' END
           WHERE id IN (1 << 32, (1 << 32) + 1);
         UPDATE attempt SET n = 9 WHERE entry_id = 1 << 32;
         UPDATE attempt SET entry_id = 1 << 32 WHERE entry_id = (1 << 32) + 1;
         UPDATE attempt SET entry_id = (1 << 32) + 1, n = 1 WHERE n = 9;
         UPDATE receipt SET entry_id = (2 << 32) + 1 - entry_id WHERE entry_id IN (1 << 32, (1 << 32) + 1)";
    write(&fixture, exchange).await;
    assert!(!store.close_run(&admin, run.id).await.unwrap());
    let found = differs(&fixture).await;
    let led = format!("run {}: its entries do not stand where its events led them", run.id);
    let receipts = format!("run {}: its receipts are not those that its events tell of", run.id);
    let answers = format!("run {}: its answers are not those that its events tell of", run.id);
    assert_eq!(found, [led.clone(), answers, receipts]);
    write(&fixture, exchange).await;
    is_sound(&fixture).await;
    assert!(store.close_run(&admin, run.id).await.unwrap());
    is_sound(&fixture).await;
    write(&fixture, exchange).await;
    says(&differs(&fixture).await, &led);
}

/// While it is paused, somebody who was reached and somebody who waits exchange all that is kept of them.
#[tokio::test]
async fn a_run_whose_entries_were_exchanged_is_not_sent_on() {
    let (fixture, mut engine) = going(3).await;
    let run = only_run(&fixture).await;
    assert_eq!(run.held_why, Some(RunHold::People));
    is_sound(&fixture).await;
    let exchange = "UPDATE entry SET outcome = 1 - outcome, reason = CASE outcome WHEN 1 THEN 'no_phone' END
         WHERE id IN ((1 << 32) + 1, (1 << 32) + 2)";
    write(&fixture, exchange).await;
    let (release, nothing) = (format!("/api/runs/{}/release", run.id), Steer { reason: None });
    let supervisor = fixture.as_role(Role::Supervisor);
    let refused = supervisor.post(&release, &nothing).await;
    let why = refused.problem(wire::Code::WrongState).detail.unwrap();
    assert!(why.contains("名册在日志之外被改动过"), "{why}");
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Held);
    write(&fixture, exchange).await;
    supervisor.post(&release, &nothing).await.ok::<serde_json::Value>(200);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Awaiting);
}

/// The table of those who may not approve is not the log, which says who they are, too.
#[tokio::test]
async fn whoever_wrote_it_does_not_approve_it() {
    let fixture = firm(6, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    let (store, now) = (&fixture.app.store, fixture.clock.now());
    let [agent, supervisor] = [Role::Agent, Role::Supervisor].map(|role| by(role, now));
    let was = store.campaign(CAMPAIGN).await.unwrap();
    let content = Content {
        text: "{姓名}您好，主管改写的内容".into(),
        ..was.content
    };
    let version = store
        .edit_campaign(&supervisor, CAMPAIGN, was.version, &was.name, &content)
        .await
        .unwrap();
    store.submit_campaign(&agent, CAMPAIGN, version).await.unwrap();
    write(&fixture, "DELETE FROM campaign_maker").await;
    let digest = content.digest();
    let approved = store
        .approve_campaign(&supervisor, CAMPAIGN, &digest, None, Some(now))
        .await;
    assert!(
        matches!(approved, Err(store::Error::WrongState("own_work"))),
        "{approved:?}"
    );
    // An approval that was written past the product.
    let change = Change::new("campaign.approved", "campaign", CAMPAIGN).with("digest", digest);
    store.note(&supervisor, vec![change]).await.unwrap();
    write(
        &fixture,
        "UPDATE campaign SET state = 'approved', next_at = updated_at, approved_by = submitted_by, approved_at = updated_at",
    )
    .await;
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!((run.state, run.held_why), (RunState::Held, Some(RunHold::Altered)));
    store.steer(&supervisor, run.id, Steering::Release(None)).await.unwrap();
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Held);
    says(
        &differs(&fixture).await,
        &format!("it says campaign.approved by one of those who made campaign {CAMPAIGN}"),
    );
}

/// What one row hides does not hide other parts.
#[tokio::test]
async fn a_part_that_can_not_be_read_does_not_end_the_check() {
    for (sql, named) in [
        ("UPDATE run SET purpose = 'x'", "run number 1: "),
        (
            "UPDATE organisation SET settings = '{'",
            "organisation 1: its zone is not",
        ),
        (
            "UPDATE event_words SET salt = x'07'",
            "the reason kept beside it can't be read",
        ),
        (
            "UPDATE run SET author_id = x'07'",
            "its author id is not what the log says",
        ),
        ("UPDATE side_tile SET hashes = x'07'", "a kept tile can't be read"),
        (
            "DROP TRIGGER log_head_moves_forward; DELETE FROM log_head",
            "checkpoints and keys: ",
        ),
    ] {
        let fixture = firm(300, 1000, LatePolicy::Hold, 0).await;
        let (mut engine, store) = (engine(&fixture), &fixture.app.store);
        settle_down(&mut engine, &fixture).await;
        let admin = by(Role::Admin, fixture.clock.now());
        let (version, mut settings) = store.organisation().await.unwrap();
        settings.receipt_hours += 1;
        store.set_organisation(&admin, version, settings).await.unwrap();
        store
            .erase_customer(domain::id::CustomerId(uuid::Uuid::from_u128(3)), "本人要求", &admin)
            .await
            .unwrap();
        is_sound(&fixture).await;
        write(&fixture, "UPDATE staff SET role = 'admin' WHERE role = 'agent'").await;
        write(&fixture, &format!("PRAGMA ignore_check_constraints = 1; {sql}")).await;
        let found = differs(&fixture).await;
        says(&found, named);
        says(&found, "its role is not what the log says");
    }
}

/// Receipts that say nothing new are counted, too, and so are those that come after the close.
#[tokio::test]
async fn every_receipt_is_told_of() {
    let (fixture, mut engine) = going(100).await;
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!(run.state, RunState::Closed);
    let (store, now) = (&fixture.app.store, fixture.clock.now());
    let late = receipt(0, Receipt::Delivered, now);
    store
        .heard(&by(Role::Admin, now), "sandbox", &[late], now)
        .await
        .unwrap();
    assert_eq!(store.handed_over(1).await.unwrap().receipts, 6);
    is_sound(&fixture).await;
    write(&fixture, "DELETE FROM receipt WHERE late = 1").await;
    says(&differs(&fixture).await, "it has 5 receipts, and the log tells of 6");
}
