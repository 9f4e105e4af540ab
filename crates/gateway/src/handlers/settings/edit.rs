//! Changing the settings.

use axum::extract::State;
use wire::Code;
use wire::settings::Settings;

use super::{check, organisation_of, settings_of};
use crate::app::{App, zone_of};
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;
use crate::firing;

/// Replaces the settings that had the version sent.
#[utoipa::path(put, path = "/settings", tag = "settings", security(("session" = ["administer"])), request_body = Settings,
    responses((status = 200, body = Settings), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn edit(
    may: Person<cap::Administer>,
    State(app): State<App>,
    Json(body): Json<Settings>,
) -> Answer<Json<Settings>> {
    Failure::of_fields(check::faults(&body))?;
    let version = body.version;
    let organisation = organisation_of(body);
    let (_, before) = app.store.organisation().await?;
    let (from, to) = (zone_of(&before), zone_of(&organisation));
    let stamp = may.stamp(&app);
    match app
        .store
        .set_organisation_and_firings(&stamp, version, organisation.clone(), &|at| {
            firing::in_zone(at, from, to)
        })
        .await
    {
        Ok(version) => {
            app.reload_settings().await?;
            Ok(Json(settings_of(version, organisation)))
        }
        Err(store::Error::Conflict) => {
            let (version, there) = app.store.organisation().await?;
            Err(Failure::new(Code::Conflict).current(&settings_of(version, there)))
        }
        Err(error) => Err(error.into()),
    }
}
