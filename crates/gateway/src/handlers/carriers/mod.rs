//! `/api/carriers`

mod edit;
mod list;

use store::contract::CarrierRecord;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::settings::{Carrier, Sandbox};

use crate::app::App;
use crate::error::{Answer, Failure};

/// The kind of the built-in carrier.
pub(crate) const SANDBOX: &str = "sandbox";

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(edit::edit))
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
        config: serde_json::to_string(&config).map_err(Failure::internal)?,
    })
}

fn carrier_of(record: CarrierRecord, with_config: bool) -> Answer<Carrier> {
    let sandbox = if with_config && record.kind == SANDBOX {
        Some(serde_json::from_str(&record.config).map_err(Failure::internal)?)
    } else {
        None
    };
    Ok(Carrier {
        name: record.name,
        kind: record.kind,
        enabled: record.enabled,
        price_millis: record.price_millis,
        rate: record.rate,
        sandbox,
    })
}
