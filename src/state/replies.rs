//! How many replies wait, for the menu and the inbox.

use std::sync::LazyLock;

use domain::role::Capability;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::replies::Waiting;

use super::effect::effect;
use super::{live, session};
use crate::api;

static WAITING: LazyLock<ArcRwSignal<Waiting>> = LazyLock::new(|| ArcRwSignal::new(Waiting::default()));

/// What waits; reactive.
pub fn waiting() -> Waiting {
    super::read(&WAITING)
}

/// Follows what waits while this component lives; the shell does.
pub fn watch() {
    effect(|| {
        live::replies_version();
        if session::may(Capability::SeeCustomers) {
            spawn_local(async {
                if let Ok(waiting) = api::replies::waiting().await {
                    WAITING.set(waiting);
                }
            });
        }
    });
}
