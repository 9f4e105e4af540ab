//! That the log only grew.

use audit::signed::rotation;
use axum::extract::State;
use serde::Deserialize;
use store::contract::LogFilter;
use utoipa::IntoParams;
use wire::Code;
use wire::audit::{Consistency, LogKeys};

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Query};
use crate::ledger::known_keys;
use crate::ledger::proofs::{self, ProofFault};

/// Changes of the key that are named at most: the latest.
const MOST_KEYS: u32 = 200;

/// Between which sizes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Sizes {
    /// The size that was seen.
    from: u64,
    /// The size now, at most that of the last checkpoint; absent: that one.
    to: Option<u64>,
}

/// The proof that the signed log of `to` events begins with that of `from` events. Not there beyond the last checkpoint.
#[utoipa::path(get, path = "/log/consistency", tag = "log", security(("capability" = ["read_log"])), params(Sizes),
    responses((status = 200, body = Consistency), (status = 404, body = wire::Problem)))]
pub async fn consistency(
    _may: May<cap::ReadLog>,
    State(app): State<App>,
    Query(sizes): Query<Sizes>,
) -> Answer<Json<Consistency>> {
    let signed = app.store.signed_head().await?.size;
    let to = sizes.to.unwrap_or(signed);
    if to > signed || sizes.from > to {
        return Err(Failure::new(Code::NotFound));
    }
    let proof = proofs::consistency(&*app.store, sizes.from, to).await?;
    Ok(Json(Consistency {
        from: sizes.from,
        to,
        proof: proof.iter().map(ToString::to_string).collect(),
    }))
}

/// The public keys that have signed the log, oldest first, and until when the retired ones did: what a verifier is given.
#[utoipa::path(get, path = "/log/keys", tag = "log", security(("capability" = ["read_log"])), responses((status = 200, body = LogKeys)))]
pub async fn keys(_may: May<cap::ReadLog>, State(app): State<App>) -> Answer<Json<LogKeys>> {
    let keys = known_keys::all(&*app.store, &app.sequencer.verifiers()).await?;
    Ok(Json(LogKeys {
        keys: keys.iter().map(ToString::to_string).collect(),
        added: numbers(&app, rotation::ADDED).await?,
        retired: numbers(&app, rotation::RETIRED).await?,
    }))
}

/// The numbers of events with this action, oldest first.
async fn numbers(app: &App, action: &str) -> store::Result<Vec<u64>> {
    let filter = LogFilter {
        action: Some(action.to_owned()),
        ..LogFilter::default()
    };
    let events = app.store.events(&filter, None, MOST_KEYS).await?;
    Ok(events.iter().rev().map(|event| event.seq).collect())
}

impl From<ProofFault> for Failure {
    fn from(fault: ProofFault) -> Failure {
        match fault {
            ProofFault::Store(error) => error.into(),
            ProofFault::Proof(error) => Failure::internal(error),
        }
    }
}
