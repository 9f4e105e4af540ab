//! Changing how fast a run goes out.

use axum::extract::State;
use domain::campaign::is_rate;
use domain::id::RunId;
use wire::runs::{RunDetail, SetRate};

use super::{one, run_of};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::handlers::campaigns::check::NO_RATE;

/// Gives a run another rate, which holds from the next message on; refused once nothing is to be handed over any more.
#[utoipa::path(post, path = "/runs/{id}/rate", tag = "runs", security(("capability" = ["steer_runs"])), request_body = SetRate,
    params(("id" = RunId, Path)), responses((status = 200, body = RunDetail), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn rate(
    may: May<cap::SteerRuns>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Json(body): Json<SetRate>,
) -> Answer<Json<RunDetail>> {
    if !is_rate(body.rate) {
        return Err(Failure::field("rate", NO_RATE));
    }
    let row = app.store.set_rate(&may.stamp(&app), id, body.rate).await?;
    app.wake.notify_one();
    let author = row.author.map(|author| author.0);
    app.live.send_run(run_of(row), author);
    let record = app.store.run(id).await?;
    Ok(Json(one::detail(&app, record, may.lang).await?))
}
