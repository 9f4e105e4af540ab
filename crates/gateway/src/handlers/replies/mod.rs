//! `/api/replies`: what customers wrote back, as conversations.

mod list;
mod moves;
mod one;
mod waiting;

use domain::phone::{Phone, mask};
use domain::role::Capability;
use store::contract::inbox::{ConversationRecord, ConversationState as Stored};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::replies::{Answers, ConversationRow, ConversationState};

use crate::app::App;
use crate::caller::Caller;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(waiting::waiting))
        .routes(routes!(one::one))
        .routes(routes!(moves::take))
        .routes(routes!(moves::give_back))
        .routes(routes!(moves::done))
        .routes(routes!(moves::reopen))
}

const fn state_of(state: Stored) -> ConversationState {
    match state {
        Stored::New => ConversationState::New,
        Stored::Taken => ConversationState::Taken,
        Stored::Done => ConversationState::Done,
    }
}

/// Whether the caller may change it: what a colleague has taken, an agent leaves to them.
fn may_move(caller: &Caller, record: &ConversationRecord) -> bool {
    let theirs = record.state == Stored::Taken && record.staff.as_ref().is_some_and(|(id, _)| id.0 != caller.id);
    caller.role.may(Capability::EditCustomers) && (!theirs || caller.role.reads_all_logs())
}

/// A row of the list, the number masked. Who may not read the run is not told which it is.
fn row_of(caller: &Caller, record: ConversationRecord) -> ConversationRow {
    let may_move = may_move(caller, &record);
    ConversationRow {
        id: record.id,
        version: record.version,
        state: state_of(record.state),
        customer: record.customer,
        name: record.name.filter(|name| !name.is_empty()),
        phone: Phone::parse(&record.phone).map_or_else(|_| mask(&record.phone), |phone| phone.masked()),
        text: record.text,
        answers: record.answers.map(|answers| {
            let readable = caller.role.reads_all_logs() || answers.author.is_some_and(|author| author.0 == caller.id);
            Answers {
                campaign: answers.campaign,
                name: answers.name,
                entry: readable.then_some((answers.run, answers.seq)),
            }
        }),
        staff: record.staff.map(|(_, name)| name),
        may_move,
        waits_since: record.waits_since,
        replied_at: record.replied_at,
    }
}
