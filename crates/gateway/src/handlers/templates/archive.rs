//! Putting a template away.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::TemplateId;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Path;

/// Archives a template; campaigns made from it keep their text.
#[utoipa::path(delete, path = "/templates/{id}", tag = "templates", security(("capability" = ["compose"])),
    params(("id" = TemplateId, Path)),
    responses((status = 204), (status = 404, body = wire::Problem)))]
pub async fn archive(may: May<cap::Compose>, State(app): State<App>, Path(id): Path<TemplateId>) -> Answer<StatusCode> {
    app.store.archive_template(&may.stamp(&app), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
