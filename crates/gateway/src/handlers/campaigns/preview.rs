//! What would happen if a content ran now.

use axum::extract::State;
use wire::campaigns::{ContentPreview, PreviewContent};

use super::check;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;
use crate::preview;

/// Plans the whole audience, changes nothing.
#[utoipa::path(post, path = "/campaigns/preview", tag = "campaigns", security(("capability" = ["see_customers"])),
    request_body = PreviewContent, responses((status = 200, body = ContentPreview), (status = 422, body = wire::Problem)))]
pub async fn preview(
    may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Json(body): Json<PreviewContent>,
) -> Answer<Json<ContentPreview>> {
    Failure::of_fields(check::faults(&body.content))?;
    let previewed = preview::preview(&app, may.lang, body.campaign, &body.content, body.customer).await?;
    Ok(Json(previewed.preview))
}
