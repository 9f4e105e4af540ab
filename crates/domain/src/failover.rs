//! When another carrier takes over what waits for one that sends nothing.
//!
//! What takes over is only ever handed what is queued, and by [`crate::roll::advance`] nothing is queued that a carrier may
//! have: it was never handed over, or was definitely refused. So this is a question of patience alone. One carrier takes over
//! from one, and never passes on.

use crate::consent::Purpose;
use crate::time::{MINUTE, Millis};

/// For so long a carrier may be without a connection before another takes over: it mostly connects again within seconds.
pub const PATIENCE: Millis = MINUTE / 2;

/// For so long nobody may hear a carrier before marketing over it waits: it mostly is heard again within seconds.
pub const DEAF: Millis = MINUTE;

/// How a carrier stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// It turned us away, or cannot be opened: a person must look into it.
    pub stopped: bool,
    /// Since when it has no connection that sends.
    pub down_since: Option<Millis>,
    /// Since when no connection hears it, though some are wanted.
    pub deaf_since: Option<Millis>,
    /// It has taken nothing for long, and rests: [`crate::breaker::Breaker`].
    pub rests: bool,
}

impl Standing {
    /// Whether another may take over at `now`.
    pub fn is_out(&self, now: Millis) -> bool {
        self.stopped || self.rests || self.down_since.is_some_and(|since| now - since >= PATIENCE)
    }

    /// Whether messages of this purpose must not go to it at `now`, though it would take them: marketing may be refused by
    /// whoever gets it, and nobody would hear that.
    pub fn keeps_back(&self, purpose: Purpose, now: Millis) -> bool {
        purpose == Purpose::Marketing && self.deaf_since.is_some_and(|since| now - since >= DEAF)
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

    #[test]
    fn marketing_alone_waits_for_a_carrier_that_nobody_hears() {
        let deaf = |since| Standing {
            deaf_since: Some(since),
            ..Standing::default()
        };
        for (standing, kept) in [
            (Standing::default(), false),
            (deaf(1_001 - DEAF), false),
            (deaf(1_000 - DEAF), true),
            (deaf(9_000), false),
        ] {
            assert!(!standing.is_out(1_000), "{standing:?}");
            for purpose in Purpose::ALL {
                let kept = kept && purpose == Purpose::Marketing;
                assert_eq!(standing.keeps_back(purpose, 1_000), kept, "{standing:?} {purpose:?}");
            }
        }
    }
}
