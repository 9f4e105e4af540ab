//! All that an approver needs of one campaign.

use std::collections::HashMap;

use axum::extract::State;
use domain::campaign::CampaignState;
use domain::id::{CampaignId, UserId};
use domain::segment::sentence;
use wire::Code;
use wire::approvals::{ApprovalView, LastApproved};

use super::may_decide;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::handlers::campaigns::view::{person, whole};
use crate::preview::preview;

/// A submitted campaign with what it would do now, and what was approved last time.
#[utoipa::path(get, path = "/approvals/{campaign}", tag = "approvals", security(("capability" = ["approve"])),
    params(("campaign" = CampaignId, Path)),
    responses((status = 200, body = ApprovalView), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn view(
    may: May<cap::Approve>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
) -> Answer<Json<ApprovalView>> {
    let record = app.store.campaign(id).await?;
    if record.state != CampaignState::Submitted {
        return Err(Failure::new(Code::WrongState).detail((
            "这个活动没有在等待审批。",
            "This campaign does not wait for an approval.",
        )));
    }
    let staff: HashMap<UserId, String> = app
        .store
        .staff()
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let agent = |id: UserId| staff.get(&id).cloned();
    let lang = may.lang;
    let previewed = preview(&app, lang, Some(id), &record.content, None).await?;
    let last_approved = app.store.last_approved(id).await?.map(|last| LastApproved {
        at: last.at,
        by: person(lang, last.by),
        sentence: sentence(&last.content.rule, lang, &agent),
        content: last.content,
    });
    Ok(Json(ApprovalView {
        may_decide: may_decide(may.user(), &record),
        sentence: sentence(&record.content.rule, lang, &agent),
        preview: previewed.preview,
        last_approved,
        campaign: whole(&app, lang, record).await?,
    }))
}
