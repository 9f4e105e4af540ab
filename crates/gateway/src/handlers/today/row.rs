//! Rows of the first page that other pages show, too.

use domain::lang::Lang;
use domain::segment::BuiltIn;
use store::contract::campaigns::CampaignRecord;
use store::contract::runs::RunRow;
use wire::approvals::ApprovalRow;
use wire::runs::Run;

use crate::handlers::runs::run_of;

/// A run as it travels.
pub(super) fn run(row: &RunRow) -> Run {
    run_of(row.clone())
}

/// A campaign that waits for the reader's decision.
pub(super) fn approval(record: &CampaignRecord, lang: Lang) -> ApprovalRow {
    ApprovalRow {
        campaign: record.id,
        name: record.name.clone(),
        by: record.submitted_by.clone(),
        may_decide: true,
        at: record.submitted_at.unwrap_or(record.updated_at),
        next_at: record.next_at,
        segment: record.segment.as_ref().map(|segment| {
            let built_in = segment.built_in.as_deref().and_then(BuiltIn::from_key);
            built_in.map_or_else(|| segment.name.clone(), |built_in| built_in.name(lang).to_owned())
        }),
        again: record.approved_before,
    }
}
