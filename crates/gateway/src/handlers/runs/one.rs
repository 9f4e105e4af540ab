//! One run.

use std::collections::HashMap;

use axum::extract::State;
use domain::id::{RunId, UserId};
use domain::roll::Outcome;
use domain::time::MINUTE;
use store::contract::runs::{RunRecord, RunRow, RunState};
use wire::runs::{ReasonCount, RunDetail, Waiting};

use super::{readable, run_of, words};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};
use crate::lang::Lang;

/// A run with what was approved and its entries by reason.
#[utoipa::path(get, path = "/runs/{id}", tag = "runs", security(("capability" = ["read_log"])), params(("id" = RunId, Path)),
    responses((status = 200, body = RunDetail), (status = 404, body = wire::Problem)))]
pub async fn one(may: May<cap::ReadLog>, State(app): State<App>, Path(id): Path<RunId>) -> Answer<Json<RunDetail>> {
    let record = readable(&app, may.user(), id).await?;
    Ok(Json(detail(&app, record, may.lang).await?))
}

/// How many messages of a run its carrier takes a minute, of which it takes so many parts a second.
fn messages_a_minute(parts: u32, run: &RunRow) -> u32 {
    let gone = [
        Outcome::HandedOver,
        Outcome::InDoubt,
        Outcome::Accepted,
        Outcome::NoReceipt,
        Outcome::Delivered,
    ];
    let messages: u64 = gone.map(|outcome| run.tally.of(outcome)).iter().sum();
    let parts = u64::from(parts) * 60;
    let taken = match messages {
        0 => parts,
        _ => parts * messages / run.parts.max(messages),
    };
    // However slow it is, it is no carrier without a limit.
    taken.clamp(u64::from(parts > 0), u32::MAX.into()) as u32
}

/// A run in full.
pub(super) async fn detail(app: &App, record: RunRecord, lang: Lang) -> Answer<RunDetail> {
    let reasons = app.store.reasons(record.row.no).await?;
    let lately = app.store.handed_since(record.row.no, app.now() - MINUTE).await?;
    let (_, firm) = app.store.organisation().await?;
    let held = record.row.state == RunState::Held && record.row.frozen_at.is_some();
    let waiting = if held {
        Some(app.store.unsent(record.row.no).await?)
    } else {
        None
    };
    let carriers = app.store.carriers().await?;
    let carrier = carriers.into_iter().find(|one| one.name == record.row.carrier);
    let names: HashMap<UserId, String> = app
        .store
        .staff()
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let name = |id: UserId| names.get(&id).cloned();
    Ok(RunDetail {
        sentence: domain::segment::sentence(&record.content.audience(), words::tongue(lang), &name),
        text: record.content.text,
        others: record.content.others,
        carrier: record.content.carrier,
        seconds: record.row.seconds.clone(),
        author: record.author,
        approver: record.approver,
        approved_at: record.approved_at,
        digest: record.digest,
        reasons: reasons
            .into_iter()
            .map(|reason| ReasonCount {
                outcome: reason.outcome,
                reason: reason.reason,
                entries: reason.entries,
            })
            .collect(),
        lately,
        carrier_rate: carrier
            .as_ref()
            .map_or(0, |carrier| messages_a_minute(carrier.rate, &record.row)),
        hours: firm.allowed(record.row.purpose, carrier.and_then(|carrier| carrier.hours)),
        limits: Some(record.content.limits),
        waiting: waiting.map(|totals| Waiting {
            people: totals.people,
            parts: totals.parts,
            cost: totals.cost(),
        }),
        run: run_of(record.row),
    })
}
