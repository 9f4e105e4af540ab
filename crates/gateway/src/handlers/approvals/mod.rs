//! `/api/approvals`, and deciding about `/api/campaigns/{id}`

mod decide;
pub(crate) mod list;
mod view;

use store::contract::campaigns::CampaignRecord;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::caller::Caller;
use store::Actor;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(view::view))
        .routes(routes!(decide::approve))
        .routes(routes!(decide::give_back))
}

/// Whether the caller may decide: a person, none of whose hands is in it. Maker and checker are two, whatever their roles.
pub(crate) fn may_decide(caller: &Caller, record: &CampaignRecord) -> bool {
    match caller.actor {
        Actor::User(id) => !record.makers.contains(&id),
        Actor::Token(_) | Actor::System(_) => false,
    }
}
