//! The consents of everyone on a run as a file.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::id::RunId;
use store::Change;
use store::contract::ConsentsOf;

use super::pack::named;
use super::readable;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Path;
use crate::ledger::consents;

/// The consent pack (docs/formats.md) of everyone on a run, for the run's purpose: what was given or withdrawn, on which evidence, and
/// when it was recorded. Records of a time before consents were committed to the log are not in it.
#[utoipa::path(get, path = "/runs/{id}/consents/pack", tag = "runs", security(("capability" = ["read_log"])), params(("id" = RunId, Path)),
    responses((status = 200, content_type = "application/jsonl", body = String), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn consent_pack(may: May<cap::ReadLog>, State(app): State<App>, Path(id): Path<RunId>) -> Answer<Response> {
    let run = readable(&app, may.user(), id).await?.row;
    let body = consents::body(app.clone(), ConsentsOf::Run(run.no, run.purpose)).await?;
    let change = Change::new("run.consents_exported", "run", id);
    app.store.note(&may.stamp(&app), vec![change]).await?;
    Ok((named(id, "consents"), body).into_response())
}
