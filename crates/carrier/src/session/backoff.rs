//! How long to wait before the next attempt.

use std::time::Duration;

/// Doubles from `first` to `most`, each time by chance between half and the whole, so that many clients do not come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The first wait.
    pub first: Duration,
    /// The longest.
    pub most: Duration,
    /// The same seed waits the same.
    pub seed: u64,
}

impl Backoff {
    /// The wait after `failures` failures in a row, the first of them being 1.
    pub fn wait(&self, failures: u32) -> Duration {
        let whole = self
            .first
            .saturating_mul(1 << failures.saturating_sub(1).min(20))
            .min(self.most);
        let luck = crate::sandbox::mix(self.seed ^ u64::from(failures).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        whole / 2 + (whole / 2).mul_f64((luck >> 11) as f64 / (1u64 << 53) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit_and_are_scattered() {
        let backoff = |seed| Backoff {
            first: Duration::from_secs(1),
            most: Duration::from_mins(1),
            seed,
        };
        for failures in 1..40 {
            let whole = Duration::from_secs(1 << (failures - 1).min(20)).min(Duration::from_mins(1));
            let wait = backoff(7).wait(failures);
            assert!(wait >= whole / 2 && wait <= whole, "{failures}: {wait:?}");
            assert_eq!(wait, backoff(7).wait(failures));
        }
        assert_ne!(backoff(1).wait(9), backoff(2).wait(9));
    }
}
