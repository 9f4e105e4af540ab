//! The staff.

use axum::extract::State;
use wire::settings::User;

use super::user_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;

/// Everybody, by login name.
#[utoipa::path(get, path = "/users", tag = "users", security(("capability" = ["administer"])), responses((status = 200, body = Vec<User>)))]
pub async fn list(_may: May<cap::Administer>, State(app): State<App>) -> Answer<Json<Vec<User>>> {
    let staff = app.store.staff().await?;
    Ok(Json(staff.into_iter().map(user_of).collect()))
}
