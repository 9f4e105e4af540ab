//! Reading the log.

use axum::extract::State;
use wire::Page;
use wire::audit::LogEvent;

use super::{LogQuery, event_of};
use crate::app::App;
use crate::caller::{May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Query};

/// Events, newest first. An agent reads what they did themselves.
#[utoipa::path(get, path = "/log", tag = "log", security(("capability" = ["read_log"])), params(LogQuery),
    responses((status = 200, body = Page<LogEvent>)))]
pub async fn list(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Query(query): Query<LogQuery>,
) -> Answer<Json<Page<LogEvent>>> {
    let before = query.cursor.as_deref().map(cursor::decode::<u64>).transpose()?;
    let limit = cursor::limit(query.limit);
    let Some(filter) = query.filter(may.user()) else {
        return Ok(Json(Page::default()));
    };
    let mut records = app.store.events(&filter, before, limit + 1).await?;
    let more = records.len() > limit as usize;
    records.truncate(limit as usize);
    let next = match records.last() {
        Some(last) if more => Some(cursor::encode(&last.seq)?),
        _ => None,
    };
    Ok(Json(Page {
        rows: records.into_iter().map(event_of).collect(),
        next,
        total: None,
    }))
}
