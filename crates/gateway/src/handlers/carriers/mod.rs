//! `/api/carriers`

mod add;
mod edit;
mod form;
mod list;
mod remove;
mod test;

use carrier::Live;
use domain::consent::Purpose;
use domain::roll::Outcome;
use store::contract::CarrierRecord;
use store::contract::runs::RunState;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::carriers::CarrierLive;
use wire::settings::{Carrier, Sandbox};

use crate::app::App;
use crate::error::{Answer, Failure};
use crate::jobs::dispatch;
use crate::jobs::engine::{moment, standing};

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

/// The carrier that takes over from `record` now: it is switched on, stands better, and may have something of what waits, if
/// anything does.
pub(crate) async fn taken_over_by<'k>(
    app: &App,
    record: &CarrierRecord,
    known: &'k [CarrierRecord],
) -> Answer<Option<&'k CarrierRecord>> {
    let is_out = |record: &CarrierRecord| standing(&app.carriers, record).is_out(app.now());
    let named = |second: &&CarrierRecord| second.enabled && record.fallback.as_ref() == Some(&second.name);
    let Some(second) = known.iter().find(named).filter(|second| !is_out(second)) else {
        return Ok(None);
    };
    let is_deaf = standing(&app.carriers, record).keeps_back(Purpose::Marketing, app.now());
    if !record.enabled || !(is_out(record) || is_deaf) {
        return Ok(None);
    }
    let moment = moment(&*app.store, app.now(), 0).await?;
    let mut waits = false;
    for run in app.store.open_runs().await?.runs {
        if run.carrier != record.name || run.state != RunState::Running || run.tally.of(Outcome::Queued) == 0 {
            continue;
        }
        let beside = (&*app.store, &*app.carriers);
        if dispatch::second(beside, &moment, &run, record).await?.is_some() {
            return Ok(Some(second));
        }
        waits = true;
    }
    Ok((!waits && is_out(record)).then_some(second))
}

/// A carrier as it travels; `known`: all that are set up.
async fn carrier_of(app: &App, record: CarrierRecord, known: &[CarrierRecord], with_config: bool) -> Answer<Carrier> {
    let second = taken_over_by(app, &record, known).await?;
    let taken_over_by = second.map(|second| second.name.clone());
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
