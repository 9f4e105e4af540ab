//! Handing a campaign in, and taking it back.

use axum::extract::State;
use domain::campaign::{CampaignAct, CampaignState, Content};
use domain::id::CampaignId;
use domain::plan::{LimitKind, Totals};
use wire::Code;
use wire::campaigns::{Campaign, ContentPreview, OnVersion, Severity};
use wire::live::Live;

use super::{check, view};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::preview::findings::schedule_passed;
use crate::preview::preview;

/// Hands a draft in. Refused while something stands against sending it: a blocking finding, a moment that has passed, nobody
/// to write to, a limit that today's audience exceeds.
#[utoipa::path(post, path = "/campaigns/{id}/submit", tag = "campaigns", security(("capability" = ["compose"])),
    request_body = OnVersion, params(("id" = CampaignId, Path)),
    responses((status = 200, body = Campaign), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem),
        (status = 422, body = wire::Problem)))]
pub async fn submit(
    may: May<cap::Compose>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
    Json(body): Json<OnVersion>,
) -> Answer<Json<Campaign>> {
    let record = app.store.campaign(id).await?;
    let stamp = may.stamp(&app);
    // What is not as the user saw it, or cannot be submitted at all, is said before a long look at the audience.
    if record.version == body.version && record.state.after(CampaignAct::Submit) == Some(CampaignState::Submitted) {
        sendable(&app, &may, id, &record.content).await?;
    }
    match app.store.submit_campaign(&stamp, id, body.version).await {
        Ok(()) => {
            app.live.send(Live::Approvals {});
            Ok(Json(view::read(&app, may.lang, id).await?))
        }
        Err(error) => Err(view::refused(&app, may.lang, id, error).await),
    }
}

/// Takes back what was handed in; it is a draft again.
#[utoipa::path(post, path = "/campaigns/{id}/withdraw", tag = "campaigns", security(("capability" = ["compose"])),
    request_body = OnVersion, params(("id" = CampaignId, Path)),
    responses((status = 200, body = Campaign), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn withdraw(
    may: May<cap::Compose>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
    Json(body): Json<OnVersion>,
) -> Answer<Json<Campaign>> {
    match app.store.withdraw_campaign(&may.stamp(&app), id, body.version).await {
        Ok(()) => {
            app.live.send(Live::Approvals {});
            Ok(Json(view::read(&app, may.lang, id).await?))
        }
        Err(error) => Err(view::refused(&app, may.lang, id, error).await),
    }
}

async fn sendable(app: &App, may: &May<cap::Compose>, id: CampaignId, content: &Content) -> Answer<()> {
    check::content(app, content).await?;
    if content.segment.is_none() && content.rule.named().is_none() {
        return Err(Failure::field(
            "content.segment",
            ("请先选择客群。", "Pick a segment first."),
        ));
    }
    if schedule_passed(app, content) {
        return Err(passed());
    }
    let previewed = preview(app, may.lang, Some(id), content, None).await?;
    if previewed.preview.audience == 0 {
        return Err(Failure::field(
            "content.segment",
            (
                "这个客群现在没有人，请换一个或修改条件。",
                "This segment selects nobody now; pick another or change its rule.",
            ),
        ));
    }
    unblocked(&previewed.preview)?;
    within(&previewed.totals, content)
}

/// A schedule whose only moment has passed.
pub(crate) fn passed() -> Failure {
    Failure::field(
        "content.schedule",
        (
            "预定的时间已经过去，请改一个以后的时间。",
            "The scheduled time has passed; pick a later one.",
        ),
    )
}

/// Every blocking finding as a field's problem; they are worded in the language of the request already.
fn unblocked(preview: &ContentPreview) -> Answer<()> {
    let blocking: Vec<_> = preview
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Block)
        .collect();
    if blocking.is_empty() {
        return Ok(());
    }
    let failure = blocking
        .into_iter()
        .fold(Failure::new(Code::Blocked), |failure, finding| {
            let field = match finding.rule.as_str() {
                rule if rule.starts_with("signature_") && finding.place.is_none() => "content.signature",
                "carrier" => "content.carrier",
                "nobody" => "content.segment",
                _ => "content.text",
            };
            failure.and_field(field, (finding.message.clone(), finding.message.clone()))
        });
    Err(failure)
}

/// Names the limit that today's audience exceeds.
fn within(totals: &Totals, content: &Content) -> Answer<()> {
    let Some(limit) = totals.exceeds(&content.limits) else {
        return Ok(());
    };
    let limits = &content.limits;
    let (zh, en) = match limit {
        LimitKind::People => (
            format!("将发给 {} 人，超过上限 {} 人。", totals.people, limits.people),
            format!(
                "{} people would be written to, more than the limit of {}.",
                totals.people, limits.people
            ),
        ),
        LimitKind::Parts => (
            format!("共 {} 个分条，超过上限 {}。", totals.parts, limits.parts),
            format!("{} parts, more than the limit of {}.", totals.parts, limits.parts),
        ),
        LimitKind::Cost => (
            format!("费用 {} 元，超过上限 {} 元。", yuan(totals.cost()), yuan(limits.cost)),
            format!(
                "It would cost ¥{}, more than the limit of ¥{}.",
                yuan(totals.cost()),
                yuan(limits.cost)
            ),
        ),
    };
    Err(Failure::field(format!("content.limits.{}", limit.code()), (zh, en)))
}

fn yuan(fen: u64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}
