//! What is on the screen and could not be brought up to date.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use leptos::prelude::*;

use crate::api::Error;

/// What is behind: whose it is, why it did not come, and what asks for it again.
type Behind = (u64, Error, Callback<()>);

static BEHIND: LazyLock<ArcRwSignal<Vec<Behind>>> = LazyLock::new(|| ArcRwSignal::new(Vec::new()));
static NEXT: AtomicU64 = AtomicU64::new(0);

/// One thing that is fetched again and again. What is behind is forgotten with the component that shows it.
#[derive(Clone, Copy)]
pub struct Stale(u64);

impl Stale {
    /// For as long as the component that calls this.
    pub fn here() -> Self {
        let own = Self(NEXT.fetch_add(1, Ordering::Relaxed));
        on_cleanup(move || own.caught_up());
        own
    }

    /// A newer one did not come; `again` asks for it once more.
    pub fn fell_behind(self, error: Error, again: Callback<()>) {
        BEHIND.update(|all| {
            all.retain(|(whose, ..)| *whose != self.0);
            all.push((self.0, error, again));
        });
    }

    /// It is there.
    pub fn caught_up(self) {
        if BEHIND.with_untracked(|all| all.iter().any(|(whose, ..)| *whose == self.0)) {
            BEHIND.update(|all| all.retain(|(whose, ..)| *whose != self.0));
        }
    }
}

/// Why something on the screen is behind; reactive.
pub fn why() -> Option<Error> {
    BEHIND.with(|all| all.first().map(|(_, error, _)| error.clone()))
}

/// Asks again for all that is behind.
pub fn again() {
    for (_, _, again) in BEHIND.get_untracked() {
        again.try_run(());
    }
}
