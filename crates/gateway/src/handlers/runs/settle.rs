//! Settling doubts.

use axum::extract::State;
use domain::id::RunId;
use wire::runs::{Settle, Settled};

use super::steer::LONGEST;
use crate::app::App;
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// Most entries that can be named at once; all of them can be settled without naming any.
const MOST: usize = 10_000;

/// Settles doubts: a person found out, or decides, whether the messages were taken. Nothing is sent again.
#[utoipa::path(post, path = "/runs/{id}/settle", tag = "runs", security(("session" = ["steer_runs"])), request_body = Settle,
    params(("id" = RunId, Path)), responses((status = 200, body = Settled), (status = 403, body = wire::Problem), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn settle(
    may: Person<cap::SteerRuns>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Json(body): Json<Settle>,
) -> Answer<Json<Settled>> {
    let reason = body.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST {
        let needed = (
            "请写明依据，最多 300 字。",
            "Please say what this rests on, in at most 300 characters.",
        );
        return Err(Failure::field("reason", needed));
    }
    if body.entries.as_ref().is_some_and(|entries| entries.len() > MOST) {
        return Err(Failure::field(
            "entries",
            ("一次最多 10000 条。", "At most 10,000 at a time."),
        ));
    }
    let entries = app
        .store
        .settle(&may.stamp(&app), id, body.entries.as_deref(), body.how, reason)
        .await?;
    app.wake.notify_one();
    Ok(Json(Settled { entries }))
}
