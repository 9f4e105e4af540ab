//! A draft like another campaign.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::CampaignId;
use domain::schedule::Schedule;
use wire::campaigns::Campaign;

use super::view;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;
use crate::extract::Path;
use crate::preview::findings::schedule_passed;

/// A new draft with the content of this campaign. A single firing that has passed becomes "as soon as it is approved", and a
/// segment that changed meanwhile is taken as it is now.
#[utoipa::path(post, path = "/campaigns/{id}/copy", tag = "campaigns", security(("capability" = ["compose"])),
    params(("id" = CampaignId, Path)),
    responses((status = 201, body = Campaign), (status = 404, body = wire::Problem)))]
pub async fn copy(
    may: May<cap::Compose>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
) -> Answer<(StatusCode, Json<Campaign>)> {
    let from = app.store.campaign(id).await?;
    let mut content = from.content;
    if schedule_passed(&app, &content) {
        content.schedule = Schedule::OnApproval;
    }
    if let Some(rule) = from.segment.and_then(|segment| segment.rule) {
        content.rule = rule;
    }
    let suffix = may.lang.pick("（副本）", " (copy)");
    let room = 60 - suffix.chars().count();
    let name: String = from.name.chars().take(room).chain(suffix.chars()).collect();
    let copy = CampaignId(app.new_id());
    app.store
        .add_campaign(&may.stamp(&app), copy, &name, &content, Some(id))
        .await?;
    Ok((StatusCode::CREATED, Json(view::read(&app, may.lang, copy).await?)))
}
