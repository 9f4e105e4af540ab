//! The runs.

use axum::extract::State;
use domain::id::{CampaignId, UserId};
use serde::Deserialize;
use store::contract::runs::{RunFilter, RunState as StoredState};
use utoipa::IntoParams;
use wire::Page;
use wire::runs::{Run, RunState};

use super::run_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Query};

/// Which runs.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RunQuery {
    /// Where they stand.
    state: Option<RunState>,
    /// Of this campaign.
    campaign: Option<CampaignId>,
    /// Where to go on.
    cursor: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
}

const fn stored(state: RunState) -> StoredState {
    match state {
        RunState::Freezing => StoredState::Freezing,
        RunState::Held => StoredState::Held,
        RunState::Running => StoredState::Running,
        RunState::Paused => StoredState::Paused,
        RunState::Awaiting => StoredState::Awaiting,
        RunState::Closed => StoredState::Closed,
        RunState::Cancelling => StoredState::Cancelling,
    }
}

/// Runs, newest first. An agent reads those of campaigns they wrote.
#[utoipa::path(get, path = "/runs", tag = "runs", security(("capability" = ["read_log"])), params(RunQuery),
    responses((status = 200, body = Page<Run>)))]
pub async fn list(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Query(query): Query<RunQuery>,
) -> Answer<Json<Page<Run>>> {
    let before = query.cursor.as_deref().map(cursor::decode::<i64>).transpose()?;
    let limit = cursor::limit(query.limit);
    let caller = may.user();
    let filter = RunFilter {
        state: query.state.map(stored),
        campaign: query.campaign,
        author: (!caller.role.reads_all_logs()).then_some(UserId(caller.id)),
    };
    let mut rows = app.store.runs(&filter, before, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = match rows.last() {
        Some(last) if more => Some(cursor::encode(&last.no)?),
        _ => None,
    };
    Ok(Json(Page {
        rows: rows.into_iter().map(run_of).collect(),
        next,
        total: None,
    }))
}
