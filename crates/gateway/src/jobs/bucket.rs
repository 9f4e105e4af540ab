//! Token buckets: how much may be handed over at this moment. A carrier has one, which counts parts, as carriers do; a run with
//! a rate of its own has one, which counts messages, as its readers do. Both must grant what goes.

use std::collections::{HashMap, HashSet};

use domain::time::{MINUTE, Millis};

/// Fills by a rate, up to a second's worth or one, whichever is more.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// In what is counted × [`MINUTE`]; below nothing after a message of more parts than there were.
    filled: i64,
    at: Millis,
}

/// One second, in milliseconds.
const SECOND: Millis = 1_000;
/// How much of a bucket one takes.
const ONE: i64 = MINUTE;

/// What a full bucket of this rate, a minute, holds.
fn full(rate: u64) -> i64 {
    (rate as i64).saturating_mul(SECOND).max(ONE)
}

impl Bucket {
    /// A bucket that is full at `now`.
    fn new(now: Millis, rate: u64) -> Bucket {
        Bucket {
            filled: full(rate),
            at: now,
        }
    }

    /// How many of `wanted` may go at `now` at `rate` a minute. The rate may change at any time; a clock that was set back
    /// fills nothing.
    fn may(&mut self, now: Millis, rate: u64, wanted: u32) -> u32 {
        let gained = (now - self.at).max(0).saturating_mul(rate as i64);
        self.filled = self.filled.saturating_add(gained).min(full(rate));
        self.at = now;
        u32::try_from((self.filled / ONE).max(0))
            .unwrap_or(u32::MAX)
            .min(wanted)
    }

    /// Takes out what went.
    fn took(&mut self, count: u32) {
        self.filled -= i64::from(count) * ONE;
    }
}

/// Messages, and the parts that they come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Load {
    pub messages: u32,
    pub parts: u32,
}

impl Load {
    /// What messages of so many parts each come to.
    pub fn of(parts: impl Iterator<Item = u16>) -> Load {
        parts.fold(Load::default(), |load, parts| Load {
            messages: load.messages + 1,
            parts: load.parts + u32::from(parts.max(1)),
        })
    }

    /// Whether it is nothing.
    pub fn is_empty(self) -> bool {
        self.messages == 0 || self.parts == 0
    }
}

impl std::ops::AddAssign for Load {
    fn add_assign(&mut self, other: Load) {
        self.messages += other.messages;
        self.parts += other.parts;
    }
}

impl std::ops::SubAssign for Load {
    fn sub_assign(&mut self, other: Load) {
        self.messages = self.messages.saturating_sub(other.messages);
        self.parts = self.parts.saturating_sub(other.parts);
    }
}

/// A carrier by name and a run by number, each with its rate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Between<'n> {
    /// The carrier.
    pub carrier: &'n str,
    /// Parts a second; 0: as many as it takes.
    pub carrier_rate: u32,
    /// The run.
    pub run: i64,
    /// Messages a minute; `None`: as many as the carrier takes.
    pub run_rate: Option<u32>,
}

/// The buckets of all carriers and runs that have a rate.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    carriers: HashMap<String, Bucket>,
    runs: HashMap<i64, Bucket>,
}

impl Buckets {
    /// How much of `wanted` both may hand over at `now`. Where a single part is granted a whole message may go: what it takes
    /// beyond that the next ones wait for.
    pub fn may(&mut self, now: Millis, between: Between<'_>, wanted: Load) -> Load {
        let Between {
            carrier,
            carrier_rate,
            run,
            run_rate,
        } = between;
        let mut granted = wanted;
        if carrier_rate == 0 {
            self.carriers.remove(carrier);
        } else {
            let rate = u64::from(carrier_rate) * 60;
            let bucket = self.carriers.entry(carrier.to_owned());
            granted.parts = bucket
                .or_insert_with(|| Bucket::new(now, rate))
                .may(now, rate, granted.parts);
        }
        if let Some(rate) = run_rate.map(u64::from) {
            let bucket = self.runs.entry(run);
            granted.messages = bucket
                .or_insert_with(|| Bucket::new(now, rate))
                .may(now, rate, granted.messages);
        } else {
            self.runs.remove(&run);
        }
        granted
    }

    /// Takes out of both what went.
    pub fn took(&mut self, carrier: &str, run: i64, load: Load) {
        if let Some(bucket) = self.carriers.get_mut(carrier) {
            bucket.took(load.parts);
        }
        if let Some(bucket) = self.runs.get_mut(&run) {
            bucket.took(load.messages);
        }
    }

    /// Forgets the runs that are not among these.
    pub fn keep(&mut self, runs: &HashSet<i64>) {
        self.runs.retain(|run, _| runs.contains(run));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes all that may go, each `apart` milliseconds; never more than a full bucket and what flowed in since.
    fn check(rate: u64, apart: usize, until: Millis, at_least: i64) {
        let mut bucket = Bucket::new(0, rate);
        let mut gone = 0;
        for now in (0..until).step_by(apart) {
            let may = bucket.may(now, rate, 1_000);
            bucket.took(may);
            gone += i64::from(may);
            assert!(gone * ONE <= full(rate) + now * rate as i64, "{gone} at {now}");
        }
        assert!(gone >= at_least, "{gone} at {rate} a minute");
    }

    #[test]
    fn never_more_than_the_rate_and_hardly_less() {
        check(600, 37, 10_000, 105);
        // Slower than one a second: one by one, and none is lost by being asked often.
        check(6, 250, 10 * MINUTE, 59);
        check(1, 250, 10 * MINUTE, 10);
    }

    #[test]
    fn a_lower_rate_holds_at_once_and_a_clock_set_back_gives_nothing() {
        let mut bucket = Bucket::new(0, 600);
        bucket.took(bucket.clone().may(0, 600, 100));
        assert_eq!(bucket.may(20_000, 600, 100), 10);
        bucket.took(10);
        assert_eq!(bucket.may(10_000, 120, 100), 0);
        assert_eq!(bucket.may(11_000, 120, 100), 2);
        assert_eq!(bucket.may(11_000, 60, 100), 1);
    }

    #[test]
    fn the_carrier_and_the_run_must_both_grant() {
        let between = |run, run_rate| Between {
            carrier: "直连",
            carrier_rate: 10,
            run,
            run_rate,
        };
        let mut buckets = Buckets::default();
        let mut hand_over = |now, run, rate| {
            let wanted = Load {
                messages: 100,
                parts: 100,
            };
            let may = buckets.may(now, between(run, rate), wanted);
            let messages = may.messages.min(may.parts);
            let parts = messages;
            buckets.took("直连", run, Load { messages, parts });
            messages
        };
        assert_eq!(hand_over(0, 1, Some(120)), 2, "the run's own rate");
        assert_eq!(hand_over(0, 2, None), 8, "what the carrier has left");
        assert_eq!(hand_over(0, 3, Some(60_000)), 0, "no faster than the carrier");
        assert_eq!(hand_over(1_000, 3, Some(60_000)), 10);
        // A run whose rate was taken away goes as fast as the carrier; given one again, it begins full.
        assert_eq!(hand_over(2_000, 1, None), 10);
        assert_eq!(hand_over(3_000, 1, Some(60)), 1);
        buckets.keep(&HashSet::from([2]));
        assert!(buckets.runs.is_empty());
    }

    #[test]
    fn a_carrier_counts_parts_and_a_run_messages() {
        let between = Between {
            carrier: "直连",
            carrier_rate: 10,
            run: 1,
            run_rate: Some(60 * 60),
        };
        let (mut buckets, mut gone) = (Buckets::default(), Load::default());
        let mut may = |now, parts: &[u16]| {
            let wanted = Load::of([99; 9].into_iter());
            let may = buckets.may(now, between, wanted);
            if !may.is_empty() {
                let load = Load::of(parts.iter().copied());
                buckets.took("直连", 1, load);
                gone += load;
            }
            (may.messages.min(9), may.parts)
        };
        assert_eq!(may(0, &[3, 3, 3]), (9, 10));
        // One of five parts where one is left: the four beyond it are waited for.
        assert_eq!(may(0, &[5]), (9, 1));
        assert_eq!(may(300, &[]).1, 0);
        assert_eq!(may(400, &[]).1, 0);
        assert_eq!(may(500, &[1]).1, 1);
        assert_eq!(gone, Load { messages: 5, parts: 15 });
    }
}
