//! Rows of the first page that other pages show, too.

use domain::lang::Lang;
use domain::segment::BuiltIn;
use store::contract::campaigns::CampaignRecord;
use store::contract::runs::{self, RunRow};
use wire::approvals::ApprovalRow;
use wire::runs::{Run, RunHold, RunState};

/// A run as it travels.
pub(super) fn run(row: &RunRow) -> Run {
    Run {
        id: row.id,
        campaign: row.campaign,
        name: row.name.clone(),
        state: match row.state {
            runs::RunState::Freezing => RunState::Freezing,
            runs::RunState::Held => RunState::Held,
            runs::RunState::Running => RunState::Running,
            runs::RunState::Paused => RunState::Paused,
            runs::RunState::Awaiting => RunState::Awaiting,
            runs::RunState::Cancelling => RunState::Cancelling,
            runs::RunState::Closed => RunState::Closed,
        },
        held_why: row.held_why.map(|why| match why {
            runs::RunHold::Late => RunHold::Late,
            runs::RunHold::People => RunHold::People,
            runs::RunHold::Parts => RunHold::Parts,
            runs::RunHold::Cost => RunHold::Cost,
            runs::RunHold::Nobody => RunHold::Nobody,
        }),
        due_at: row.due_at,
        frozen_at: row.frozen_at,
        closed_at: row.closed_at,
        valid_until: row.valid_until,
        audience: row.audience,
        tally: row.tally,
        parts: row.parts,
        cost_millis: row.cost_millis,
        revision: row.revision.unsigned_abs(),
    }
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
