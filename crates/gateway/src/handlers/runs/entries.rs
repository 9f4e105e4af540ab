//! The roll, page by page, and one entry of it.

use std::collections::HashMap;

use axum::extract::State;
use domain::id::RunId;
use domain::roll::Outcome;
use serde::Deserialize;
use store::contract::runs::EntryFilter;
use utoipa::IntoParams;
use wire::Page;
use wire::runs::{Entry, EntryDetail, EntryEvent};

use super::words::of_event;
use super::{entry_of, readable};
use crate::app::App;
use crate::caller::{May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Path, Query};

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EntryQuery {
    /// At this outcome.
    outcome: Option<Outcome>,
    /// With this code of a reason.
    reason: Option<String>,
    /// Part of the name, or the phone's last digits.
    search: Option<String>,
    /// From this place on.
    at: Option<u32>,
    /// Where to go on.
    cursor: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
}

/// Entries in the order of the roll.
#[utoipa::path(get, path = "/runs/{id}/entries", tag = "runs", security(("capability" = ["read_log"])),
    params(("id" = RunId, Path), EntryQuery),
    responses((status = 200, body = Page<Entry>), (status = 404, body = wire::Problem)))]
pub async fn entries(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Query(query): Query<EntryQuery>,
) -> Answer<Json<Page<Entry>>> {
    let run = readable(&app, may.user(), id).await?.row;
    let set = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let filter = EntryFilter {
        outcome: query.outcome,
        reason: set(query.reason),
        search: set(query.search),
    };
    let from = match &query.cursor {
        Some(cursor) => cursor::decode::<u32>(cursor)?,
        None => query.at.unwrap_or(0),
    };
    let limit = cursor::limit(query.limit);
    let mut rows = app.store.entries(run.no, &filter, from, limit + 1).await?;
    let next = match rows.get(limit as usize) {
        Some(next) => Some(cursor::encode(&next.seq)?),
        None => None,
    };
    rows.truncate(limit as usize);
    let total = match &filter {
        EntryFilter {
            reason: None,
            search: None,
            outcome,
        } => Some(outcome.map_or(run.audience, |outcome| run.tally.of(outcome))),
        _ => None,
    };
    Ok(Json(Page {
        rows: rows.into_iter().map(|row| entry_of(row, may.lang)).collect(),
        next,
        total,
    }))
}

/// Everything about one entry: what was done and heard, oldest first.
#[utoipa::path(get, path = "/runs/{id}/entries/{seq}", tag = "runs", security(("capability" = ["read_log"])),
    params(("id" = RunId, Path), ("seq" = u32, Path)),
    responses((status = 200, body = EntryDetail), (status = 404, body = wire::Problem)))]
pub async fn entry(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Path((id, seq)): Path<(RunId, u32)>,
) -> Answer<Json<EntryDetail>> {
    let run = readable(&app, may.user(), id).await?.row;
    let (record, history) = app.store.entry(run.no, seq).await?;
    let people = if history.iter().any(|happened| happened.by.is_some()) {
        app.store.staff().await?
    } else {
        Vec::new()
    };
    let names: HashMap<String, String> = people.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    let history = history
        .into_iter()
        .map(|happened| {
            let said = happened.detail.map(|said| of_event(&happened.what, said, may.lang));
            EntryEvent {
                at: happened.at,
                what: happened.what,
                detail: match (said, happened.by.and_then(|by| names.get(&by))) {
                    (Some(said), Some(name)) => Some(format!("{name}: {said}")),
                    (said, _) => said,
                },
            }
        })
        .collect();
    Ok(Json(EntryDetail {
        entry: entry_of(record, may.lang),
        history,
    }))
}
