//! How much waits.

use axum::extract::State;
use wire::replies::Waiting;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;

/// How many conversations wait, since when, and which campaigns were answered.
#[utoipa::path(get, path = "/replies/waiting", tag = "replies", security(("capability" = ["see_customers"])),
    responses((status = 200, body = Waiting)))]
pub async fn waiting(_: May<cap::SeeCustomers>, State(app): State<App>) -> Answer<Json<Waiting>> {
    let waiting = app.store.waiting().await?;
    Ok(Json(Waiting {
        new: waiting.new,
        since: waiting.since,
        taken: waiting.taken,
        campaigns: waiting.campaigns,
    }))
}
