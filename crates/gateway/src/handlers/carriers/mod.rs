//! `/api/carriers`

mod add;
mod edit;
mod form;
mod list;
mod remove;
mod test;

use carrier::Live;
use store::contract::CarrierRecord;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::carriers::CarrierLive;
use wire::settings::{Carrier, Sandbox};

use crate::app::App;
use crate::error::{Answer, Failure};
use crate::jobs::engine::standing;

/// The kind of the built-in carrier.
pub(crate) const SANDBOX: &str = "sandbox";

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(add::add))
        .routes(routes!(edit::edit))
        .routes(routes!(remove::remove))
        .routes(routes!(test::test))
}

/// The sandbox as a new firm finds it: it delivers, and now and then does what real carriers do.
pub(crate) fn new_sandbox() -> Answer<CarrierRecord> {
    let config = Sandbox {
        seed: 1,
        refused: 5,
        failed: 20,
        silent: 5,
        twice: 10,
        late: 20,
        throttled: 20,
        dropped: 2,
        receipt_ms: 1_500,
    };
    Ok(CarrierRecord {
        name: SANDBOX.to_owned(),
        kind: SANDBOX.to_owned(),
        enabled: true,
        price_millis: 45 * 100,
        rate: 0,
        policy: None,
        hours: None,
        fallback: None,
        config: serde_json::to_string(&config).map_err(Failure::internal)?,
    })
}

/// The carrier that takes over from `record` now: it is switched on, and stands better.
pub(crate) fn taken_over_by<'k>(
    app: &App,
    record: &CarrierRecord,
    known: &'k [CarrierRecord],
) -> Option<&'k CarrierRecord> {
    let name = record.fallback.as_ref().filter(|_| record.enabled)?;
    let is_out = |record: &CarrierRecord| standing(&app.carriers, record).is_out(app.now());
    let second = known.iter().find(|second| second.name == *name && second.enabled)?;
    (is_out(record) && !is_out(second)).then_some(second)
}

/// A carrier as it travels; `known`: all that are set up.
fn carrier_of(app: &App, record: CarrierRecord, known: &[CarrierRecord], with_config: bool) -> Answer<Carrier> {
    let taken_over_by = taken_over_by(app, &record, known).map(|second| second.name.clone());
    let sandbox = if with_config && record.kind == SANDBOX {
        Some(serde_json::from_str(&record.config).map_err(Failure::internal)?)
    } else {
        None
    };
    let direct = (with_config && record.kind != SANDBOX).then(|| form::shown(&record.config));
    let live = app.carriers.live(&record.name).filter(|_| record.enabled);
    Ok(Carrier {
        direct: direct.transpose()?,
        live: live.map(live_of),
        name: record.name,
        kind: record.kind,
        enabled: record.enabled,
        price_millis: record.price_millis,
        rate: record.rate,
        policy: record.policy,
        hours: record.hours,
        taken_over_by,
        fallback: record.fallback,
        sandbox,
    })
}

fn live_of(live: Live) -> CarrierLive {
    CarrierLive {
        bound: live.bound,
        sending: live.sending,
        wanted: live.wanted,
        in_window: live.in_window,
        window: live.window,
        rate: live.rate,
        strays: live.strays,
        last_error: live.last_error,
        stopped: live.stopped,
    }
}
