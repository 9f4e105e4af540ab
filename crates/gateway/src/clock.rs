//! The clock, handed in so that tests can set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::Millis;

/// Tells the time: the machine's, or what a test says.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Clock {
        Clock(None)
    }

    /// A clock that stands at `at` until it is set.
    pub fn manual(at: Millis) -> Clock {
        Clock(Some(Arc::new(AtomicI64::new(at))))
    }

    /// Now.
    pub fn now(&self) -> Millis {
        match &self.0 {
            Some(at) => at.load(Ordering::SeqCst),
            None => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_millis() as Millis),
        }
    }

    /// Moves a manual clock forward; the machine's own cannot be moved.
    pub fn advance(&self, by: Millis) {
        if let Some(at) = &self.0 {
            at.fetch_add(by, Ordering::SeqCst);
        }
    }
}
