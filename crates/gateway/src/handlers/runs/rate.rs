//! Changing how fast a run goes out.

use axum::extract::State;
use domain::campaign::FASTEST;
use domain::id::RunId;
use wire::live::Live;
use wire::runs::{RunDetail, SetRate};

use super::{one, run_of};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// Gives a run another rate, which holds from the next message on; refused once nothing is to be handed over any more.
#[utoipa::path(post, path = "/runs/{id}/rate", tag = "runs", security(("capability" = ["steer_runs"])), request_body = SetRate,
    params(("id" = RunId, Path)), responses((status = 200, body = RunDetail), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn rate(
    may: May<cap::SteerRuns>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Json(body): Json<SetRate>,
) -> Answer<Json<RunDetail>> {
    if body.rate.is_some_and(|rate| !(1..=FASTEST).contains(&rate)) {
        return Err(Failure::field(
            "rate",
            (
                "每分钟 1 到 1,000,000 条；留空则跟通道一样快。",
                "From 1 to 1,000,000 a minute; empty: as fast as the carrier.",
            ),
        ));
    }
    let row = app.store.set_rate(&may.stamp(&app), id, body.rate).await?;
    app.wake.notify_one();
    app.live.send(Live::Run(run_of(row)));
    let record = app.store.run(id).await?;
    Ok(Json(one::detail(&app, record, may.lang).await?))
}
