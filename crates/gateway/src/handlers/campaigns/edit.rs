//! Saving a draft.

use axum::extract::State;
use domain::campaign::CampaignState;
use domain::id::CampaignId;
use wire::campaigns::{Campaign, CampaignEdit};
use wire::live::Live;

use super::{check, view};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// Saves what was edited from `version`. Another content voids an approval. A lost update is refused, with what is there now.
#[utoipa::path(put, path = "/campaigns/{id}", tag = "campaigns", security(("capability" = ["compose"])), request_body = CampaignEdit,
    params(("id" = CampaignId, Path)),
    responses((status = 200, body = Campaign), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem),
        (status = 422, body = wire::Problem)))]
pub async fn edit(
    may: May<cap::Compose>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
    Json(body): Json<CampaignEdit>,
) -> Answer<Json<Campaign>> {
    Failure::of_fields(check::named(&body.name).into_iter().collect())?;
    check::content(&app, &body.content).await?;
    let stamp = may.stamp(&app);
    let was = app.store.campaign(id).await?.state;
    match app
        .store
        .edit_campaign(&stamp, id, body.version, body.name.trim(), &body.content)
        .await
    {
        Ok(_) => {
            // A draft saves itself every second; who approves hears of it only where an approval fell.
            if was != CampaignState::Draft {
                app.live.send(Live::Approvals {});
            }
            Ok(Json(view::read(&app, may.lang, id).await?))
        }
        Err(error) => Err(view::refused(&app, may.lang, id, error).await),
    }
}
