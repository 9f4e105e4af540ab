//! Entries in doubt: by run, and one by one over all runs.

use axum::extract::State;
use domain::id::UserId;
use serde::Deserialize;
use store::contract::runs::{Doubt as StoredDoubt, DoubtPlace, Doubtful};
use utoipa::IntoParams;
use wire::Page;
use wire::runs::{Doubt, DoubtfulEntry};

use super::entry_of;
use crate::app::App;
use crate::caller::{Caller, May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Query};
use crate::lang::Lang;

/// Where to go on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DoubtQuery {
    /// Where to go on.
    cursor: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
}

/// Runs with entries in doubt, the one with the oldest doubt first. An agent reads those of campaigns they wrote.
#[utoipa::path(get, path = "/runs/doubts", tag = "runs", security(("capability" = ["read_log"])),
    responses((status = 200, body = Vec<Doubt>)))]
pub async fn doubts(may: May<cap::ReadLog>, State(app): State<App>) -> Answer<Json<Vec<Doubt>>> {
    let doubts = readable(&app, may.user()).await?;
    let doubts = doubts.into_iter().map(|doubt| Doubt {
        run: doubt.run,
        name: doubt.name,
        entries: doubt.entries,
        since: doubt.since,
    });
    Ok(Json(doubts.collect()))
}

/// Entries in doubt over all runs, whichever was handed over longest ago first. An agent reads those of campaigns they wrote.
#[utoipa::path(get, path = "/runs/doubts/entries", tag = "runs", security(("capability" = ["read_log"])), params(DoubtQuery),
    responses((status = 200, body = Page<DoubtfulEntry>)))]
pub async fn doubtful(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Query(query): Query<DoubtQuery>,
) -> Answer<Json<Page<DoubtfulEntry>>> {
    let after = query.cursor.as_deref().map(cursor::decode::<DoubtPlace>).transpose()?;
    let limit = cursor::limit(query.limit);
    let caller = may.user();
    let mut rows = app.store.in_doubt(only(caller), after, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = match rows.last() {
        Some(last) if more => Some(cursor::encode(&last.place)?),
        _ => None,
    };
    let total = readable(&app, caller).await?.iter().map(|doubt| doubt.entries).sum();
    Ok(Json(Page {
        rows: rows.into_iter().map(|row| travelling(row, may.lang)).collect(),
        next,
        total: Some(total),
    }))
}

async fn readable(app: &App, caller: &Caller) -> Answer<Vec<StoredDoubt>> {
    let mut doubts = app.store.doubts().await?;
    if let Some(author) = only(caller) {
        doubts.retain(|doubt| doubt.author == Some(author));
    }
    Ok(doubts)
}

/// Whose campaigns alone the caller reads; `None`: everybody's.
fn only(caller: &Caller) -> Option<UserId> {
    (!caller.role.reads_all_logs()).then_some(UserId(caller.id))
}

fn travelling(row: Doubtful, lang: Lang) -> DoubtfulEntry {
    DoubtfulEntry {
        run: row.run,
        name: row.name,
        carrier: row.carrier,
        since: row.place.0,
        taken: row.taken,
        entry: entry_of(row.entry, lang),
    }
}
