//! A run over a million customers: frozen durably, then handed to the sandbox, receipts matched, and closed.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, bail, ensure};
use domain::campaign::{Content, Limits};
use domain::consent::Purpose;
use domain::id::{CampaignId, UserId};
use domain::role::Role;
use domain::roll::Outcome;
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::Rule;
use gateway::app::App;
use gateway::jobs::carriers::Carriers;
use gateway::jobs::engine::Engine;
use store::contract::runs::{RunFilter, RunRow, RunState};
use store::contract::{CarrierRecord, NewStaff, Organisation};
use store::{Actor, Stamp};
use uuid::Uuid;

use super::{customers, figure, ledger};

const AUTHOR: UserId = UserId(Uuid::from_u128(1));
const APPROVER: UserId = UserId(Uuid::from_u128(2));

pub(super) async fn run(work: &Path, rows: u64) -> Result<()> {
    let file = work.join("customers.csv");
    customers::write(&file, rows)?;
    let (app, _) = customers::import(work, &file, rows).await?;
    prepare(&app, rows, sandbox()?).await?;
    let carriers = Arc::new(Carriers::in_folder(work.to_owned()));
    let mut engine = Engine::new(app.store.clone(), carriers, "bench".to_owned());

    // The first step opens the run and freezes it.
    let begun = Instant::now();
    engine.step(app.now()).await?;
    let frozen = begun.elapsed().as_secs_f64();
    let run = only(&app).await?;
    ensure!(run.state == RunState::Running && run.audience == rows, "{run:?}");
    figure(
        &format!("freeze a roll of {rows} entries, durably"),
        rows as f64 / frozen,
        "entries/s",
        Some((100_000.0, true)),
    );

    let (begun, mut now) = (Instant::now(), app.now());
    let mut handed = 0.0;
    while only(&app).await?.state != RunState::Closed {
        let stepped = engine.step(now).await?;
        ensure!(stepped.faults == 0, "a step failed");
        if handed == 0.0 && only(&app).await?.tally.of(Outcome::Queued) == 0 {
            handed = begun.elapsed().as_secs_f64();
        }
        // Receipts come after one second by the sandbox's clock, which need not be waited for.
        now += if stepped.busy { 50 } else { 1_000 };
    }
    let closed = begun.elapsed().as_secs_f64();
    let run = only(&app).await?;
    ensure!(run.tally.of(Outcome::Delivered) == rows, "{:?}", run.tally);
    let metric = format!("hand {rows} entries to the sandbox, receipts matched, run closed");
    figure(&metric, rows as f64 / closed, "entries/s", Some((20_000.0, true)));
    figure("of it, until the last was handed over", handed, "s", None);
    ledger::run(&app, &run).await?;
    app.store.shut().await;
    Ok(())
}

pub(super) async fn only(app: &App) -> Result<RunRow> {
    let runs = app.store.runs(&RunFilter::default(), None, 1).await?;
    match runs.into_iter().next() {
        Some(run) => Ok(run),
        None => bail!("no run was opened"),
    }
}

/// The sandbox, in which nothing goes wrong.
fn sandbox() -> Result<CarrierRecord> {
    let config = wire::settings::Sandbox {
        seed: 1,
        refused: 0,
        failed: 0,
        silent: 0,
        twice: 0,
        late: 0,
        throttled: 0,
        dropped: 0,
        receipt_ms: 1_000,
    };
    Ok(CarrierRecord {
        name: "sandbox".to_owned(),
        kind: "sandbox".to_owned(),
        enabled: true,
        price_millis: 4_500,
        rate: 0,
        policy: None,
        hours: None,
        fallback: None,
        config: serde_json::to_string(&config)?,
    })
}

/// Two members of staff, a carrier, and an approved campaign to everybody over it that is due now.
pub(super) async fn prepare(app: &App, rows: u64, carrier: CarrierRecord) -> Result<()> {
    let by = |actor| Stamp { actor, at: app.now() };
    let setup = by(Actor::System("setup"));
    for (id, login, role) in [
        (AUTHOR, "agent", Role::Agent),
        (APPROVER, "supervisor", Role::Supervisor),
    ] {
        let staff = NewStaff {
            id,
            login: login.to_owned(),
            name: login.to_owned(),
            role,
            password_hash: "!".to_owned(),
        };
        app.store.add_staff(&setup, staff).await?;
    }
    app.store.set_organisation(&setup, 0, Organisation::default()).await?;
    let name = carrier.name.clone();
    app.store.put_carrier(&setup, carrier).await?;
    let content = Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: "{姓名}您好，气象台预报明天有暴雨，工地门窗已关好、材料已垫高，请放心。".to_owned(),
        others: Vec::new(),
        signature: "安居装饰".to_owned(),
        purpose: Purpose::Care,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 24,
        carrier: name,
        rate: None,
        limits: Limits {
            people: rows,
            parts: rows * 3,
            cost: rows * 100,
        },
    };
    let (id, author) = (CampaignId(app.new_id()), by(Actor::User(AUTHOR)));
    app.store.add_campaign(&author, id, "天气提醒", &content, None).await?;
    let version = app.store.campaign(id).await?.version;
    app.store.submit_campaign(&author, id, version).await?;
    let approver = by(Actor::User(APPROVER));
    app.store
        .approve_campaign(&approver, id, &content.digest(), None, Some(app.now()))
        .await?;
    Ok(())
}
