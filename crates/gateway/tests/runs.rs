//! Runs, through the API.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod firm;

use common::START;
use domain::campaign::FASTEST;
use domain::id::{CampaignId, RunId};
use domain::role::Role;
use domain::roll::{Outcome, Receipt, Settlement};
use domain::schedule::{AllowedHours, LatePolicy};
use domain::time::{DAY, HOUR};
use firm::{CAMPAIGN, by, engine, firm, only_run, settle_down};
use store::contract::runs::Heard;
use uuid::Uuid;
use wire::audit::LogEvent;
use wire::runs::{
    Doubt, DoubtfulEntry, Entry, EntryDetail, OrphanReceipt, ReceiptStatus, Run, RunDetail, RunHold, RunState, SetRate,
    Settle, Settled, Steer,
};
use wire::{Code, Page};

fn steer(reason: Option<&str>) -> Steer {
    Steer {
        reason: reason.map(str::to_owned),
    }
}

#[tokio::test]
async fn a_run_goes_out_and_closes() {
    let fixture = firm(12, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!((run.state, run.audience), (RunState::Awaiting, 12));
    assert_eq!(run.tally.of(Outcome::Accepted), 11);
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!(
        (run.state, run.closed_at),
        (RunState::Closed, Some(fixture.clock.now()))
    );
    let (delivered, failed) = (run.tally.of(Outcome::Delivered), run.tally.of(Outcome::Failed));
    assert_eq!((delivered + failed, run.tally.of(Outcome::Excluded)), (11, 1));
    let manager = fixture.as_role(Role::Manager);
    let detail: RunDetail = manager.get(&format!("/api/runs/{}", run.id)).await.ok(200);
    assert_eq!(
        (detail.author.as_str(), detail.approver.as_str()),
        ("agent先生", "supervisor先生")
    );
    assert_eq!(detail.sentence, "所有客户");
    assert_eq!(detail.reasons.iter().map(|one| one.entries).sum::<u64>(), 12);
    let events: Page<wire::audit::LogEvent> = manager.get("/api/log?action=run.").await.ok(200);
    let actions: Vec<&str> = events.rows.iter().map(|event| event.action.as_str()).collect();
    for action in [
        "run.opened",
        "run.frozen",
        "run.handed_over",
        "run.answered",
        "run.receipts",
        "run.closed",
    ] {
        assert!(actions.contains(&action), "{action}: {actions:?}");
    }
}

#[tokio::test]
async fn the_roll_is_read_in_every_way() {
    let fixture = firm(12, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    let (run, manager) = (only_run(&fixture).await, fixture.as_role(Role::Manager));
    let path = |rest: &str| format!("/api/runs/{}/{rest}", run.id);
    let cells = manager.get(&path("cells")).await;
    assert_eq!(cells.body, [5, 5, 0, 5, 5, 5, 5, 5, 5, 5, 5, 5]);
    let same = manager
        .with("if-none-match", cells.header("etag"))
        .get(&path("cells"))
        .await;
    assert_eq!(same.status, 304);
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    let changes = manager.get(&path(&format!("cells?since={}", run.revision))).await;
    assert_eq!(changes.header("content-type"), "application/vnd.rollcall.changes");
    assert_eq!(changes.body.len(), 11 * 5);

    for (query, count, total) in [
        ("entries", 12, Some(12)),
        ("entries?outcome=excluded", 1, Some(1)),
        ("entries?reason=no_phone", 1, None),
        ("entries?at=10", 2, Some(12)),
        ("entries?search=00012", 1, None),
        ("entries?search=nobody", 0, None),
    ] {
        let page: Page<Entry> = manager.get(&path(query)).await.ok(200);
        assert_eq!(
            (page.rows.len(), page.total, page.next),
            (count, total, None),
            "{query}"
        );
    }
    let first: Page<Entry> = manager.get(&path("entries?limit=5")).await.ok(200);
    let next: Page<Entry> = manager
        .get(&path(&format!("entries?limit=200&cursor={}", first.next.unwrap())))
        .await
        .ok(200);
    assert_eq!((next.rows[0].seq, next.rows.len(), next.next), (5, 7, None));
    assert_eq!(next.rows[0].phone.as_deref(), Some("138****0006"));
    let one: EntryDetail = manager.get(&path("entries/0")).await.ok(200);
    let what: Vec<&str> = one.history.iter().map(|event| event.what.as_str()).collect();
    assert_eq!(what, ["intent", "accepted", "receipt"]);
    manager.get(&path("entries/12")).await.problem(Code::NotFound);

    let csv = manager.get(&path("roll.csv")).await;
    let text = csv.text();
    assert!(text.starts_with('\u{feff}') && csv.header("content-disposition").contains("attachment"));
    assert_eq!(text.trim_end().lines().count(), 13);
    assert!(text.contains("'=cmd") && !text.contains(",=cmd"), "{text}");
    assert!(!text.contains("13800000001"), "phones are masked");
    assert!(text.contains("没有手机号"));
    let xlsx = manager.get(&path("roll.xlsx")).await;
    assert_eq!((xlsx.status.as_u16(), &xlsx.body[..4]), (200, b"PK\x03\x04".as_slice()));
}

#[tokio::test]
async fn agents_read_their_own_and_steer_nothing() {
    let fixture = firm(4, 100, LatePolicy::Hold, 0).await;
    settle_down(&mut engine(&fixture), &fixture).await;
    let run = only_run(&fixture).await;
    let agent = fixture.as_role(Role::Agent);
    let page: Page<Run> = agent.get("/api/runs").await.ok(200);
    assert_eq!(page.rows.len(), 1, "it is their own");
    let pause = format!("/api/runs/{}/pause", run.id);
    agent.post(&pause, &steer(None)).await.problem(Code::Forbidden);
    fixture
        .as_role(Role::Admin)
        .post(&pause, &steer(None))
        .await
        .problem(Code::Forbidden);
    fixture.nobody().get("/api/runs").await.problem(Code::SignedOut);
    // A campaign of somebody else is not there for an agent.
    let stranger = by(Role::Supervisor, START);
    let other = CampaignId(Uuid::from_u128(0xcc));
    let content = fixture.app.store.campaign(CAMPAIGN).await.unwrap().content;
    let store = &fixture.app.store;
    store
        .add_campaign(&stranger, other, "别人的", &content, None)
        .await
        .unwrap();
    store.submit_campaign(&stranger, other, 1).await.unwrap();
    let manager = by(Role::Manager, START);
    store
        .approve_campaign(&manager, other, &content.digest(), None, Some(START))
        .await
        .unwrap();
    settle_down(&mut engine(&fixture), &fixture).await;
    let page: Page<Run> = agent.get("/api/runs").await.ok(200);
    assert_eq!(page.rows.len(), 1);
    let all: Page<Run> = fixture.as_role(Role::Manager).get("/api/runs").await.ok(200);
    let others: Vec<RunId> = all.rows.iter().map(|row| row.id).filter(|id| *id != run.id).collect();
    for rest in ["", "/entries", "/cells", "/entries/0", "/roll.csv", "/roll.xlsx"] {
        agent
            .get(&format!("/api/runs/{}{rest}", others[0]))
            .await
            .problem(Code::NotFound);
    }
}

#[tokio::test]
async fn a_run_is_steered() {
    let fixture = firm(6, 2, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!((run.state, run.held_why), (RunState::Held, Some(RunHold::People)));
    let supervisor = fixture.as_role(Role::Supervisor);
    let held: RunDetail = supervisor.get(&format!("/api/runs/{}", run.id)).await.ok(200);
    let waiting = held.waiting.expect("it is held with a roll");
    assert_eq!(held.limits.map(|limits| limits.people), Some(2));
    assert_eq!((waiting.people, waiting.parts), (run.tally.of(Outcome::Queued), 5));
    let path = |verb: &str| format!("/api/runs/{}/{verb}", run.id);
    supervisor
        .post(&path("pause"), &steer(None))
        .await
        .problem(Code::WrongState);
    supervisor
        .post(&path("cancel"), &steer(Some("  ")))
        .await
        .problem(Code::Invalid);
    let released: RunDetail = supervisor.post(&path("release"), &steer(Some("已核对"))).await.ok(200);
    assert_eq!((released.run.state, released.waiting), (RunState::Running, None));
    for (rate, fits) in [
        (Some(0), false),
        (Some(FASTEST + 1), false),
        (Some(1), true),
        (Some(30), true),
    ] {
        let answer = supervisor.post(&path("rate"), &SetRate { rate }).await;
        if fits {
            let slower: RunDetail = answer.ok(200);
            assert_eq!((slower.run.rate, slower.run.state), (rate, RunState::Running));
            assert_eq!((slower.carrier_rate, slower.hours), (0, Some(AllowedHours::default())));
        } else {
            answer.problem(Code::Invalid);
        }
    }
    let agent = fixture.as_role(Role::Agent);
    agent
        .post(&path("rate"), &SetRate { rate: None })
        .await
        .problem(Code::Forbidden);
    let paused: RunDetail = supervisor.post(&path("pause"), &steer(None)).await.ok(200);
    assert_eq!(paused.run.state, RunState::Paused);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(
        only_run(&fixture).await.tally.of(Outcome::Queued),
        5,
        "nothing goes out"
    );
    supervisor
        .post(&path("cancel"), &steer(Some("改期")))
        .await
        .ok::<RunDetail>(200);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!((run.state, run.tally.of(Outcome::Cancelled)), (RunState::Closed, 5));
    supervisor
        .post(&path("rate"), &SetRate { rate: Some(60) })
        .await
        .problem(Code::WrongState);
    // What was typed is told beside the log's digest of it, until an admin erases it.
    let cancelled = async || {
        let manager = fixture.as_role(Role::Manager);
        let page: Page<LogEvent> = manager.get("/api/log?action=run.cancelled").await.ok(200);
        page.rows.into_iter().next().unwrap()
    };
    let event = cancelled().await;
    let said = |event: &LogEvent| event.details.iter().find(|(key, _)| key == "reason").cloned();
    assert_eq!(said(&event), Some(("reason".to_owned(), "改期".to_owned())));
    let words = format!("/api/log/{}/words", event.seq);
    supervisor.delete(&words).await.problem(Code::Forbidden);
    let admin = fixture.as_role(Role::Admin);
    assert_eq!(admin.delete(&words).await.status, 204);
    let after = cancelled().await;
    assert_eq!((said(&after), &after.leaf), (None, &event.leaf));
    assert!(after.details.iter().any(|(key, _)| key == "reason_digest"));
    admin.delete(&words).await.problem(Code::NotFound);
    let missing = format!("/api/runs/{}/pause", RunId(Uuid::from_u128(9)));
    supervisor.post(&missing, &steer(None)).await.problem(Code::NotFound);
}

#[tokio::test]
async fn receipts_for_nobody_are_read_by_those_who_read_everything() {
    let fixture = firm(1, 100, LatePolicy::Hold, 0).await;
    let told = |reference: &str, number: Option<&str>| Heard {
        reference: reference.into(),
        key: None,
        status: Receipt::Delivered,
        code: Some("DELIVRD".into()),
        at: START,
        numbers: number.into_iter().map(str::to_owned).collect(),
    };
    let heard = [told("A1", Some("8613800138000")), told("A2", None)];
    let store = &fixture.app.store;
    store
        .heard(&by(Role::Admin, START), "sandbox", &heard, START + HOUR)
        .await
        .unwrap();
    let manager = fixture.as_role(Role::Manager);
    let first: Page<OrphanReceipt> = manager.get("/api/receipts/orphans?limit=1").await.ok(200);
    assert_eq!((first.total, first.rows.len()), (Some(2), 1));
    assert_eq!((first.rows[0].reference.as_str(), &first.rows[0].phone), ("A2", &None));
    let on = format!("/api/receipts/orphans?cursor={}", first.next.unwrap());
    let rest: Page<OrphanReceipt> = manager.get(&on).await.ok(200);
    let expected = OrphanReceipt {
        carrier: "sandbox".into(),
        reference: "A1".into(),
        status: ReceiptStatus::Delivered,
        code: Some("DELIVRD".into()),
        at: START,
        received_at: START,
        phone: Some("****8000".into()),
    };
    assert_eq!((rest.rows.as_slice(), rest.next), ([expected].as_slice(), None));
    let agent: Page<OrphanReceipt> = fixture.as_role(Role::Agent).get("/api/receipts/orphans").await.ok(200);
    assert_eq!((agent.total, agent.rows.len()), (Some(0), 0));
}

#[tokio::test]
async fn doubts_are_settled_with_a_reason() {
    let fixture = firm(6, 100, LatePolicy::Hold, 1000).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    fixture.clock.advance(DAY);
    settle_down(&mut engine, &fixture).await;
    let supervisor = fixture.as_role(Role::Supervisor);
    let doubts: Vec<Doubt> = supervisor.get("/api/runs/doubts").await.ok(200);
    let run = only_run(&fixture).await;
    let open = run.tally.of(Outcome::InDoubt);
    assert!(open > 0);
    assert_eq!(
        (doubts[0].run, doubts[0].entries, doubts[0].since),
        (run.id, open, START)
    );
    let page: Page<DoubtfulEntry> = supervisor.get("/api/runs/doubts/entries?limit=1").await.ok(200);
    assert_eq!((page.total, page.rows.len()), (Some(open), 1));
    assert_eq!(page.next.is_some(), open > 1);
    let oldest = &page.rows[0];
    assert_eq!(
        (oldest.run, oldest.since, oldest.carrier.as_str()),
        (run.id, START, "sandbox")
    );
    assert_eq!(oldest.entry.outcome, Outcome::InDoubt);
    assert!(oldest.entry.phone.as_deref().unwrap().contains("****"));
    let path = format!("/api/runs/{}/settle", run.id);
    let mut settle = Settle {
        entries: None,
        how: Settlement::Sent,
        reason: " ".into(),
    };
    supervisor.post(&path, &settle).await.problem(Code::Invalid);
    settle.reason = "通道后台可查".into();
    fixture
        .as_role(Role::Agent)
        .post(&path, &settle)
        .await
        .problem(Code::Forbidden);
    let settled: Settled = supervisor.post(&path, &settle).await.ok(200);
    assert_eq!(settled.entries, open);
    let again: Settled = supervisor.post(&path, &settle).await.ok(200);
    assert_eq!(again.entries, 0);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Closed);
}

#[tokio::test]
async fn a_late_run_waits_for_a_person_and_shows_whom_it_missed() {
    for (late, state, cancelled) in [
        (LatePolicy::Hold, RunState::Held, 0),
        (LatePolicy::Send, RunState::Awaiting, 0),
        (LatePolicy::Cancel, RunState::Closed, 5),
    ] {
        let fixture = firm(6, 100, late, 0).await;
        let mut engine = engine(&fixture);
        fixture.clock.advance(HOUR);
        settle_down(&mut engine, &fixture).await;
        let run = only_run(&fixture).await;
        assert_eq!(
            (run.state, run.tally.of(Outcome::Cancelled)),
            (state, cancelled),
            "{late:?}"
        );
        if late == LatePolicy::Hold {
            assert_eq!((run.held_why, run.frozen_at), (Some(RunHold::Late), None));
            fixture.clock.advance(DAY);
            settle_down(&mut engine, &fixture).await;
            let run = only_run(&fixture).await;
            assert_eq!((run.state, run.tally.of(Outcome::Expired)), (RunState::Closed, 5));
        }
    }
}

#[tokio::test]
async fn outside_the_allowed_hours_entries_are_held_and_go_on_by_themselves() {
    let fixture = firm(6, 100, LatePolicy::Send, 0).await;
    let mut engine = engine(&fixture);
    // 21:00 in Shanghai.
    fixture.clock.advance(11 * HOUR);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_eq!(run.tally.of(Outcome::Held), 5);
    let page: Page<Entry> = fixture
        .as_role(Role::Manager)
        .get(&format!("/api/runs/{}/entries?outcome=held", run.id))
        .await
        .ok(200);
    assert_eq!(page.rows[0].reason.as_deref(), Some("hours"));
    assert_eq!(page.rows[0].until, Some(START + 22 * HOUR), "eight in the morning");
    fixture.clock.advance(11 * HOUR - 1);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.tally.of(Outcome::Held), 5);
    fixture.clock.advance(1);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.tally.of(Outcome::Accepted), 5);
}
