//! `/api/runs`

mod cells;
mod consents;
mod doubts;
mod entries;
mod export;
mod list;
mod one;
mod pack;
mod rate;
mod receipt;
mod settle;
mod steer;
mod words;

use domain::id::RunId;
use domain::phone::Phone;
use store::contract::runs::{EntryRecord, RunHold as StoredHold, RunRecord, RunRow, RunState as StoredState};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::runs::{Entry, Run, RunHold, RunState};

use crate::app::App;
use crate::caller::Caller;
use crate::error::{Answer, Failure};
use crate::lang::Lang;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(doubts::doubts))
        .routes(routes!(doubts::doubtful))
        .routes(routes!(one::one))
        .routes(routes!(entries::entries))
        .routes(routes!(entries::entry))
        .routes(routes!(cells::cells))
        .routes(routes!(export::csv))
        .routes(routes!(export::xlsx))
        .routes(routes!(pack::run_pack))
        .routes(routes!(receipt::receipt))
        .routes(routes!(consents::consent_pack))
        .routes(routes!(steer::pause))
        .routes(routes!(steer::resume))
        .routes(routes!(steer::cancel))
        .routes(routes!(steer::release))
        .routes(routes!(rate::rate))
        .routes(routes!(settle::settle))
}

/// A run as it travels.
pub fn run_of(row: RunRow) -> Run {
    Run {
        provable: row.committed && row.state == StoredState::Closed,
        id: row.id,
        campaign: row.campaign,
        name: row.name,
        state: match row.state {
            StoredState::Freezing => RunState::Freezing,
            StoredState::Held => RunState::Held,
            StoredState::Running => RunState::Running,
            StoredState::Paused => RunState::Paused,
            StoredState::Awaiting => RunState::Awaiting,
            StoredState::Cancelling => RunState::Cancelling,
            StoredState::Closed => RunState::Closed,
        },
        held_why: row.held_why.map(|why| match why {
            StoredHold::Late => RunHold::Late,
            StoredHold::People => RunHold::People,
            StoredHold::Parts => RunHold::Parts,
            StoredHold::Cost => RunHold::Cost,
            StoredHold::Nobody => RunHold::Nobody,
            StoredHold::Altered => RunHold::Altered,
            StoredHold::TakenBack => RunHold::TakenBack,
        }),
        due_at: row.due_at,
        frozen_at: row.frozen_at,
        closed_at: row.closed_at,
        valid_until: row.valid_until,
        audience: row.audience,
        tally: row.tally,
        parts: row.parts,
        cost_millis: row.cost_millis,
        rate: row.rate,
        revision: row.revision.unsigned_abs(),
    }
}

/// An entry as it travels: the phone masked.
fn entry_of(record: EntryRecord, lang: Lang) -> Entry {
    Entry {
        seq: record.seq,
        customer: record.customer,
        name: record.name,
        phone: record.phone.as_deref().map(masked),
        outcome: record.state.outcome(),
        reason: record.state.reason().map(str::to_owned),
        detail: record.detail.map(|detail| words::detail(&detail, lang)),
        until: match record.state {
            domain::roll::EntryState::Held { until, .. } => until,
            _ => None,
        },
        text: record.text,
        wording: record.wording,
        parts: record.parts,
        attempts: record.attempts,
        updated_at: record.updated_at,
    }
}

fn masked(phone: &str) -> String {
    Phone::parse(phone).map_or_else(|_| domain::phone::mask(phone), |phone| phone.masked())
}

/// A run that the caller may read: an agent reads those of campaigns they wrote; others are not there for them.
async fn readable(app: &App, caller: &Caller, id: RunId) -> Answer<RunRecord> {
    let record = app.store.run(id).await?;
    if caller.role.reads_all_logs() || record.row.author.is_some_and(|author| author.0 == caller.id) {
        Ok(record)
    } else {
        Err(Failure::new(wire::Code::NotFound))
    }
}
