//! `/api/demo`

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::caller::{Person, cap};
use crate::demo;
use crate::error::Answer;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(load))
}

/// Loads the demo firm into a database without customers: 5,000 customers of a decoration firm, one user per role, whose
/// login is the role's code and whose password is that of whoever loads it.
#[utoipa::path(post, path = "/demo", tag = "setup", security(("session" = ["administer"])),
    responses((status = 204), (status = 409, body = wire::Problem)))]
pub async fn load(may: Person<cap::Administer>, State(app): State<App>) -> Answer<StatusCode> {
    let password = app.store.password_hash(may.id).await?;
    demo::load(&app, &may.stamp(&app), &password).await?;
    Ok(StatusCode::NO_CONTENT)
}
