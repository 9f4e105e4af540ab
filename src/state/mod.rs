//! What outlives a page: session, toasts, theme, density, live events. Each is reached by plain functions, from anywhere,
//! after an `await` too; those that read are reactive.

pub mod action;
pub mod asking;
pub mod density;
pub mod effect;
pub mod facets;
pub mod fetched;
pub mod focus;
pub mod guard;
pub mod latest;
pub mod live;
pub mod paged;
pub mod replies;
pub mod session;
pub mod stale;
pub mod storage;
pub mod theme;
pub mod toasts;
pub mod verifier;
pub mod witness;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;

/// Reads a global: followed where something follows (a view, a memo), and just read elsewhere (an event's handler, after an
/// `await`), where following is neither possible nor meant.
pub(crate) fn read<T: Clone + Send + Sync + 'static>(signal: &ArcRwSignal<T>) -> T {
    if Observer::get().is_some() {
        signal.get()
    } else {
        signal.get_untracked()
    }
}
