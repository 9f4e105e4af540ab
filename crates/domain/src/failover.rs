//! When another carrier takes over what waits for one that sends nothing.
//!
//! What takes over is only ever handed what is queued, and by [`crate::roll::advance`] nothing is queued that a carrier may
//! have: it was never handed over, or was definitely refused. So this is a question of patience alone. One carrier takes over
//! from one, and never passes on.

use crate::time::{MINUTE, Millis};

/// For so long a carrier may be without a connection before another takes over: it mostly connects again within seconds.
pub const PATIENCE: Millis = MINUTE / 2;

/// How a carrier stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// It turned us away, or cannot be opened: a person must look into it.
    pub stopped: bool,
    /// Since when it has no connection that sends.
    pub down_since: Option<Millis>,
    /// It has taken nothing for long, and rests: [`crate::breaker::Breaker`].
    pub rests: bool,
}

impl Standing {
    /// Whether another may take over at `now`.
    pub fn is_out(&self, now: Millis) -> bool {
        self.stopped || self.rests || self.down_since.is_some_and(|since| now - since >= PATIENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_carrier_that_is_out_is_taken_over_from() {
        let down = |since| Standing {
            down_since: Some(since),
            ..Standing::default()
        };
        let stopped = Standing {
            stopped: true,
            ..Standing::default()
        };
        let rests = Standing {
            rests: true,
            ..Standing::default()
        };
        for (standing, out) in [
            (Standing::default(), false),
            (down(1_000), false),
            (down(1_001 - PATIENCE), false),
            (down(1_000 - PATIENCE), true),
            // A clock that was set back makes nobody impatient.
            (down(9_000), false),
            (stopped, true),
            (rests, true),
        ] {
            assert_eq!(standing.is_out(1_000), out, "{standing:?}");
        }
    }
}
