//! Pausing, resuming, cancelling, releasing.

use axum::extract::State;
use domain::id::RunId;
use store::contract::runs::Steering;
use wire::runs::{RunDetail, Steer};

use super::one;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// Longest reason, in characters.
pub(super) const LONGEST: usize = 300;

/// Stops handing over, until the run is resumed. What was handed over is followed.
#[utoipa::path(post, path = "/runs/{id}/pause", tag = "runs", security(("capability" = ["steer_runs"])), request_body = Steer,
    params(("id" = RunId, Path)), responses((status = 200, body = RunDetail), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn pause(
    may: May<cap::SteerRuns>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Json(body): Json<Steer>,
) -> Answer<Json<RunDetail>> {
    let reason = reason(body)?;
    steer(&may, &app, id, Steering::Pause(reason)).await
}

/// Goes on with a paused run.
#[utoipa::path(post, path = "/runs/{id}/resume", tag = "runs", security(("capability" = ["steer_runs"])), request_body = Steer,
    params(("id" = RunId, Path)), responses((status = 200, body = RunDetail), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn resume(
    may: May<cap::SteerRuns>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Json(body): Json<Steer>,
) -> Answer<Json<RunDetail>> {
    let reason = reason(body)?;
    steer(&may, &app, id, Steering::Resume(reason)).await
}

/// Cancels what was not handed over. Needs a reason.
#[utoipa::path(post, path = "/runs/{id}/cancel", tag = "runs", security(("capability" = ["steer_runs"])), request_body = Steer,
    params(("id" = RunId, Path)), responses((status = 200, body = RunDetail), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn cancel(
    may: May<cap::SteerRuns>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Json(body): Json<Steer>,
) -> Answer<Json<RunDetail>> {
    let needed = Failure::field("reason", ("请写明取消的原因。", "Please say why it is cancelled."));
    let reason = reason(body)?.ok_or(needed)?;
    steer(&may, &app, id, Steering::Cancel(reason)).await
}

/// Lets a held run go out all the same: who releases it decides anew about its limits or its lateness. About limits that it
/// breaks a second person decides, as about the campaign.
#[utoipa::path(post, path = "/runs/{id}/release", tag = "runs", security(("capability" = ["steer_runs"])), request_body = Steer,
    params(("id" = RunId, Path)), responses((status = 200, body = RunDetail), (status = 403, body = wire::Problem), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn release(
    may: May<cap::SteerRuns>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Json(body): Json<Steer>,
) -> Answer<Json<RunDetail>> {
    let reason = reason(body)?;
    steer(&may, &app, id, Steering::Release(reason)).await
}

fn reason(body: Steer) -> Answer<Option<String>> {
    let reason = body.reason.map(|reason| reason.trim().to_owned());
    let reason = reason.filter(|reason| !reason.is_empty());
    if reason.as_ref().is_some_and(|reason| reason.chars().count() > LONGEST) {
        return Err(Failure::field("reason", ("最多 300 字。", "At most 300 characters.")));
    }
    Ok(reason)
}

async fn steer(may: &May<cap::SteerRuns>, app: &App, id: RunId, steering: Steering) -> Answer<Json<RunDetail>> {
    let steered = app.store.steer(&may.stamp(app), id, steering).await;
    steered.map_err(|error| match error {
        store::Error::WrongState("own_work") => Failure::new(wire::Code::OwnWork),
        store::Error::WrongState(why @ "exchanged") => Failure::new(wire::Code::WrongState).because(why).detail((
            "名册在日志之外被改动过：继续发送可能有人收到两次，有人收不到。请用 rollcall audit check 查看，改回之后再发。",
            "The roll was changed past the log: sent on, somebody might get it twice and somebody never. See rollcall audit check, and mend it first.",
        )),
        error => error.into(),
    })?;
    app.wake.notify_one();
    let record = app.store.run(id).await?;
    Ok(Json(one::detail(app, record, may.lang).await?))
}
