//! A token bucket: how many messages a carrier may be handed at this moment.

use domain::time::Millis;

/// Fills by the carrier's rate, up to a second's worth.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    /// Thousandths of messages.
    filled: i64,
    at: Millis,
}

impl Bucket {
    /// A bucket that holds one second's worth at `now`.
    pub const fn new(now: Millis, rate: u32) -> Bucket {
        Bucket {
            filled: rate as i64 * 1_000,
            at: now,
        }
    }

    /// How many of `wanted` may go at `now` at `rate` a second. The rate may change at any time; a clock that was set back
    /// fills nothing.
    pub fn may(&mut self, now: Millis, rate: u32, wanted: u32) -> u32 {
        let full = i64::from(rate) * 1_000;
        let gained = (now - self.at).clamp(0, 1_000) * i64::from(rate);
        self.filled = (self.filled + gained).min(full);
        self.at = now;
        wanted.min((self.filled / 1_000) as u32)
    }

    /// Takes out what went.
    pub fn took(&mut self, count: u32) {
        self.filled -= i64::from(count) * 1_000;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_than_the_rate() {
        let mut bucket = Bucket::new(0, 10);
        let mut gone = 0;
        for now in (0..10_000).step_by(37) {
            let may = bucket.may(now, 10, 100);
            bucket.took(may);
            gone += may;
            assert!(i64::from(gone) * 1_000 <= 10_000 + now * 10, "{gone} at {now}");
        }
        assert!(gone >= 105, "{gone}");
        // A lower rate holds at once, and a clock set back gives nothing.
        let may = bucket.may(20_000, 10, 100);
        bucket.took(may);
        let emptied = bucket.may(10_000, 2, 100);
        assert_eq!(emptied, 0);
        assert_eq!(bucket.may(11_000, 2, 100), 2);
    }
}
