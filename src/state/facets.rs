//! What customers have that can be chosen from.

use leptos::prelude::*;
use wire::customers::Facets;

use super::fetched::fetched;
use crate::api;

/// What the gateway knows of all customers; empty until it is there.
pub fn facets() -> Signal<Facets> {
    let facets = fetched(api::customers::facets);
    Signal::derive(move || facets.get().and_then(Result::ok).unwrap_or_default())
}
