//! Reading the settings.

use axum::extract::State;
use wire::settings::Settings;

use super::settings_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;

/// The settings; whoever composes needs the allowed hours and the caps.
#[utoipa::path(get, path = "/settings", tag = "settings", security(("capability" = ["signed_in"])), responses((status = 200, body = Settings)))]
pub async fn get(_may: May<cap::SignedIn>, State(app): State<App>) -> Answer<Json<Settings>> {
    let (version, organisation) = app.store.organisation().await?;
    Ok(Json(settings_of(version, organisation)))
}
