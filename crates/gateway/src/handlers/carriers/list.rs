//! The carriers.

use axum::extract::State;
use domain::role::Capability;
use wire::settings::Carrier;

use super::carrier_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;

/// The carriers, by name; how they are set up is told to those who administer.
#[utoipa::path(get, path = "/carriers", tag = "carriers", security(("capability" = ["signed_in"])), responses((status = 200, body = Vec<Carrier>)))]
pub async fn list(may: May<cap::SignedIn>, State(app): State<App>) -> Answer<Json<Vec<Carrier>>> {
    let with_config = may.user().role.may(Capability::Administer);
    let known = app.store.carriers().await?;
    let mut carriers = Vec::with_capacity(known.len());
    for record in &known {
        carriers.push(carrier_of(&app, record.clone(), &known, with_config).await?);
    }
    Ok(Json(carriers))
}
