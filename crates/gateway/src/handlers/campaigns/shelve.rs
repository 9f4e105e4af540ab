//! Putting a campaign away, and taking it out again.

use axum::extract::State;
use domain::id::CampaignId;
use wire::campaigns::{Campaign, OnVersion};

use super::view;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};

/// Archives a draft or an approved campaign; an approval becomes void, and it fires no more. Runs under way go on.
#[utoipa::path(post, path = "/campaigns/{id}/archive", tag = "campaigns", security(("capability" = ["compose"])),
    request_body = OnVersion, params(("id" = CampaignId, Path)),
    responses((status = 200, body = Campaign), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn archive(
    may: May<cap::Compose>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
    Json(body): Json<OnVersion>,
) -> Answer<Json<Campaign>> {
    match app.store.archive_campaign(&may.stamp(&app), id, body.version).await {
        Ok(()) => Ok(Json(view::read(&app, may.lang, id).await?)),
        Err(error) => Err(view::refused(&app, may.lang, id, error).await),
    }
}

/// Takes an archived campaign out again, as a draft.
#[utoipa::path(post, path = "/campaigns/{id}/restore", tag = "campaigns", security(("capability" = ["compose"])),
    request_body = OnVersion, params(("id" = CampaignId, Path)),
    responses((status = 200, body = Campaign), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn restore(
    may: May<cap::Compose>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
    Json(body): Json<OnVersion>,
) -> Answer<Json<Campaign>> {
    match app.store.restore_campaign(&may.stamp(&app), id, body.version).await {
        Ok(()) => Ok(Json(view::read(&app, may.lang, id).await?)),
        Err(error) => Err(view::refused(&app, may.lang, id, error).await),
    }
}
