//! The inbox.

use axum::extract::State;
use domain::schedule::Schedule;
use store::contract::campaigns::CampaignRecord;
use wire::approvals::ApprovalRow;

use super::may_decide;
use crate::app::App;
use crate::caller::{Caller, May, cap};
use crate::error::Answer;
use crate::extract::Json;
use crate::firing;
use crate::handlers::campaigns::view::{person, segment_name};
use crate::lang::Lang;

/// What waits for a second person, longest waiting first.
#[utoipa::path(get, path = "/approvals", tag = "approvals", security(("capability" = ["approve"])),
    responses((status = 200, body = Vec<ApprovalRow>)))]
pub async fn list(may: May<cap::Approve>, State(app): State<App>) -> Answer<Json<Vec<ApprovalRow>>> {
    let records = app.store.submitted_campaigns().await?;
    let rows = records
        .into_iter()
        .map(|record| row(&app, may.lang, may.user(), record));
    Ok(Json(rows.collect()))
}

/// A row of the inbox. `next_at` is when it would fire first if it were approved now; a single firing that has passed stays
/// as it was meant, so that it shows.
pub(crate) fn row(app: &App, lang: Lang, caller: &Caller, record: CampaignRecord) -> ApprovalRow {
    let next_at = match record.content.schedule {
        Schedule::OnApproval => None,
        Schedule::Once(at) => Some(firing::moment(app.zone(), at)),
        ref recurring => firing::next(recurring, app.zone(), app.now()),
    };
    ApprovalRow {
        campaign: record.id,
        may_decide: may_decide(caller, &record),
        segment: segment_name(lang, &record),
        name: record.name,
        by: person(lang, record.submitted_by),
        at: record.submitted_at.unwrap_or(record.updated_at),
        next_at,
        again: record.approved_before,
    }
}
