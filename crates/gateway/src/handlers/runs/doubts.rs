//! Runs with entries in doubt.

use axum::extract::State;
use wire::runs::Doubt;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;

/// Runs with entries in doubt, the one with the oldest doubt first. An agent reads those of campaigns they wrote.
#[utoipa::path(get, path = "/runs/doubts", tag = "runs", security(("capability" = ["read_log"])),
    responses((status = 200, body = Vec<Doubt>)))]
pub async fn doubts(may: May<cap::ReadLog>, State(app): State<App>) -> Answer<Json<Vec<Doubt>>> {
    let caller = may.user();
    let mine = |author: Option<domain::id::UserId>| author.is_some_and(|author| author.0 == caller.id);
    let doubts = app.store.doubts().await?;
    let doubts = doubts
        .into_iter()
        .filter(|doubt| caller.role.reads_all_logs() || mine(doubt.author))
        .map(|doubt| Doubt {
            run: doubt.run,
            name: doubt.name,
            entries: doubt.entries,
            since: doubt.since,
        });
    Ok(Json(doubts.collect()))
}
