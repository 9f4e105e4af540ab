//! `/api/log`

mod consistency;
mod export;
mod list;
mod pack;
mod state;
mod words;

use domain::time::Millis;
use serde::Deserialize;
use store::contract::{EventRecord, LogFilter};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::audit::LogEvent;

use crate::app::App;
use crate::caller::Caller;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(state::state))
        .routes(routes!(export::export))
        .routes(routes!(consistency::consistency))
        .routes(routes!(consistency::keys))
        .routes(routes!(pack::log_pack))
        .routes(routes!(words::erase))
}

/// Which events.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LogQuery {
    /// Id of who acted, or the name of the part of the product that did.
    actor: Option<String>,
    /// What was done, or a beginning of it that ends in a dot.
    action: Option<String>,
    /// Id or kind of what it was done to.
    subject: Option<String>,
    /// From this moment, UTC milliseconds.
    from: Option<Millis>,
    /// Before this moment.
    to: Option<Millis>,
    /// Part of the action, the subject, the details, or the name of who acted.
    search: Option<String>,
    /// Where to go on.
    cursor: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
}

impl LogQuery {
    /// What the caller may see of what they ask for: an agent sees what they did themselves. `None`: nothing at all.
    fn filter(&self, caller: &Caller) -> Option<LogFilter> {
        let set = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let mut filter = LogFilter {
            actor: set(&self.actor),
            action: set(&self.action),
            subject: set(&self.subject),
            from: self.from,
            to: self.to,
            search: set(&self.search),
        };
        if !caller.role.reads_all_logs() {
            let own = caller.actor.id();
            if filter.actor.as_ref().is_some_and(|actor| *actor != own) {
                return None;
            }
            filter.actor = Some(own);
        }
        Some(filter)
    }
}

fn event_of(record: EventRecord) -> LogEvent {
    let mut details = record.details;
    let salts = record.words.iter();
    let salts = salts.map(|kept| (kept.key.clone(), hex::encode(kept.salt.as_bytes())));
    let salts = salts.collect();
    details.extend(record.words.into_iter().map(|kept| (kept.key, kept.words)));
    details.sort();
    LogEvent {
        seq: record.seq,
        at: record.at,
        actor: record.actor_name,
        actor_id: record.actor,
        actor_kind: record.actor_kind,
        action: record.action,
        subject_kind: record.subject_kind,
        subject: record.subject,
        subject_name: record.subject_name,
        details,
        salts,
        leaf: hex::encode(record.leaf_hash),
    }
}
