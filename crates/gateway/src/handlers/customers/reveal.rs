//! Revealing a phone.

use axum::extract::State;
use domain::id::CustomerId;
use wire::customers::RevealedPhone;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};

/// The phone in full; the log says who asked and when.
#[utoipa::path(post, path = "/customers/{id}/phone", tag = "customers", security(("capability" = ["reveal_phone"])),
    params(("id" = CustomerId, Path)),
    responses((status = 200, body = RevealedPhone), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn reveal(
    may: May<cap::RevealPhone>,
    State(app): State<App>,
    Path(id): Path<CustomerId>,
) -> Answer<Json<RevealedPhone>> {
    let phone = app.store.reveal_phone(id, &may.stamp(&app)).await?;
    Ok(Json(RevealedPhone { phone }))
}
