//! Approving, and returning with a comment.

use axum::extract::State;
use domain::campaign::{CampaignAct, Content};
use domain::id::CampaignId;
use domain::time::Millis;
use store::contract::campaigns::CampaignRecord;
use wire::Code;
use wire::approvals::{Approve, Return};
use wire::campaigns::Campaign;
use wire::live::Live;

use super::may_decide;
use crate::app::App;
use crate::caller::{Caller, May, Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::firing;
use crate::handlers::campaigns::{submit, view};

/// Longest comment.
const COMMENT: usize = 500;

/// Approves what the approver saw, bound to its digest. It fires from then on by its schedule.
#[utoipa::path(post, path = "/campaigns/{id}/approve", tag = "approvals", security(("session" = ["approve"])),
    request_body = Approve, params(("id" = CampaignId, Path)),
    responses((status = 200, body = Campaign), (status = 403, body = wire::Problem), (status = 404, body = wire::Problem),
        (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn approve(
    may: Person<cap::Approve>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
    Json(body): Json<Approve>,
) -> Answer<Json<Campaign>> {
    let comment = body
        .comment
        .as_deref()
        .map(str::trim)
        .filter(|comment| !comment.is_empty());
    fits(comment)?;
    let record = app.store.campaign(id).await?;
    decidable(may.user(), &record, CampaignAct::Approve, &body.digest)?;
    let next_at = first_firing(&app, &record.content).await?;
    let stamp = may.stamp(&app);
    let done = app
        .store
        .approve_campaign(&stamp, id, &body.digest, comment, Some(next_at))
        .await;
    answer(&app, &may, id, done).await
}

/// Returns a campaign to its author with a comment that says what to mend.
#[utoipa::path(post, path = "/campaigns/{id}/return", tag = "approvals", security(("session" = ["approve"])),
    request_body = Return, params(("id" = CampaignId, Path)),
    responses((status = 200, body = Campaign), (status = 403, body = wire::Problem), (status = 404, body = wire::Problem),
        (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn give_back(
    may: Person<cap::Approve>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
    Json(body): Json<Return>,
) -> Answer<Json<Campaign>> {
    let comment = body.comment.trim();
    if comment.is_empty() {
        return Err(Failure::field(
            "comment",
            ("请写明要改什么。", "Say what is to be mended."),
        ));
    }
    fits(Some(comment))?;
    let record = app.store.campaign(id).await?;
    decidable(may.user(), &record, CampaignAct::Return, &body.digest)?;
    let stamp = may.stamp(&app);
    let done = app.store.return_campaign(&stamp, id, &body.digest, comment).await;
    answer(&app, &may, id, done).await
}

async fn answer(app: &App, may: &May<cap::Approve>, id: CampaignId, done: store::Result<()>) -> Answer<Json<Campaign>> {
    match done {
        Ok(()) => {
            app.live.send(Live::Approvals {});
            Ok(Json(view::read(app, may.lang, id).await?))
        }
        // Nothing but the digest can have changed between reading and deciding.
        Err(store::Error::Conflict) => Err(Failure::new(Code::DigestDiffers)),
        Err(error) => Err(view::refused(app, may.lang, id, error).await),
    }
}

fn fits(comment: Option<&str>) -> Answer<()> {
    if comment.is_some_and(|comment| comment.chars().count() > COMMENT) {
        return Err(Failure::field(
            "comment",
            ("备注最多 500 个字。", "A comment has at most 500 characters."),
        ));
    }
    Ok(())
}

fn decidable(caller: &Caller, record: &CampaignRecord, act: CampaignAct, digest: &str) -> Answer<()> {
    if record.state.after(act).is_none() {
        return Err(Failure::new(Code::WrongState).detail((
            "这个活动没有在等待审批。",
            "This campaign does not wait for an approval.",
        )));
    }
    if !may_decide(caller, record) {
        return Err(Failure::new(Code::OwnWork));
    }
    if record.digest != digest {
        return Err(Failure::new(Code::DigestDiffers));
    }
    Ok(())
}

/// When the campaign fires first. A moment that passed while it waited, or a carrier that was switched off, stands against it.
async fn first_firing(app: &App, content: &Content) -> Answer<Millis> {
    let usable = match app.store.carrier(&content.carrier).await {
        Ok(carrier) => carrier.enabled,
        Err(store::Error::NotFound) => false,
        Err(error) => return Err(error.into()),
    };
    if !usable {
        return Err(crate::preview::unplannable(crate::planning::Unplannable::Carrier));
    }
    firing::first(&content.schedule, app.zone(), app.now()).ok_or_else(submit::passed)
}
