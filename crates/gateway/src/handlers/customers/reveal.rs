//! Revealing a phone.

use axum::extract::State;
use domain::id::CustomerId;
use serde::Deserialize;
use utoipa::IntoParams;
use wire::customers::RevealedPhone;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Json, Path, Query};

/// Query of a reveal.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RevealQuery {
    /// The name of an attribute to show instead of the phone.
    attribute: Option<String>,
}

/// The phone in full, or an attribute of which a part is hidden; the log says who asked and when.
#[utoipa::path(post, path = "/customers/{id}/phone", tag = "customers", security(("capability" = ["reveal_phone"])),
    params(("id" = CustomerId, Path), RevealQuery),
    responses((status = 200, body = RevealedPhone), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn reveal(
    may: May<cap::RevealPhone>,
    State(app): State<App>,
    Path(id): Path<CustomerId>,
    Query(query): Query<RevealQuery>,
) -> Answer<Json<RevealedPhone>> {
    let phone = app
        .store
        .reveal_phone(id, query.attribute.as_deref(), &may.stamp(&app))
        .await?;
    Ok(Json(RevealedPhone { phone }))
}
