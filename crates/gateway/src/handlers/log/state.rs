//! The log as a whole.

use axum::extract::State;
use wire::audit::LogState;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;

/// How many events the log has, and the root over their leaves: what a witness remembers.
#[utoipa::path(get, path = "/log/state", tag = "log", security(("capability" = ["read_log"])), responses((status = 200, body = LogState)))]
pub async fn state(_may: May<cap::ReadLog>, State(app): State<App>) -> Answer<Json<LogState>> {
    let head = app.store.log_head().await?;
    Ok(Json(LogState {
        size: head.size,
        root: hex::encode(head.root),
        at: head.at,
    }))
}
