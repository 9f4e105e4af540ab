//! What a rate means in time for what is left of a run.

use chrono::{Duration, NaiveDateTime};
use domain::pace;
use domain::schedule::AllowedHours;

/// By which rate it is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reckoned {
    /// By the run's own.
    Own(u32),
    /// By the carrier's, which is slower, or the only one.
    Carrier(u32),
    /// By what went lately, for want of any.
    Lately(u32),
}

impl Reckoned {
    /// By the slower of the run's rate and the carrier's (0: none), in messages a minute; where there is neither, by what went in
    /// the last minute; `None` where nothing did.
    pub fn by(own: Option<u32>, carrier: u32, lately: u64) -> Option<Reckoned> {
        let carrier = (carrier > 0).then_some(carrier);
        match (own, carrier) {
            (Some(own), Some(carrier)) if carrier < own => Some(Reckoned::Carrier(carrier)),
            (Some(own), _) => Some(Reckoned::Own(own)),
            (None, Some(carrier)) => Some(Reckoned::Carrier(carrier)),
            (None, None) => (lately > 0).then(|| Reckoned::Lately(u32::try_from(lately).unwrap_or(u32::MAX))),
        }
    }

    /// Messages a minute.
    pub const fn rate(self) -> u32 {
        match self {
            Reckoned::Own(rate) | Reckoned::Carrier(rate) | Reckoned::Lately(rate) => rate,
        }
    }
}

/// When what is left will have gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// How long it takes, the nights not counted.
    pub takes: Duration,
    /// When it ends.
    pub ends: NaiveDateTime,
    /// Whether it ends before the hours of the day do.
    pub in_time: bool,
    /// Whether it ends while it is worth sending.
    pub valid: bool,
}

/// What `left` messages at `rate` a minute come to, begun `now`. Civil times of the firm's zone.
pub fn forecast(left: u64, rate: u32, now: NaiveDateTime, hours: AllowedHours, valid_until: NaiveDateTime) -> Forecast {
    let takes = pace::takes(left, rate);
    let ends = pace::ends(now, hours, takes);
    let first = hours.next(now);
    Forecast {
        takes,
        ends,
        in_time: hours.end(first).is_none_or(|evening| ends <= evening),
        valid: ends <= valid_until,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn the_slower_of_run_and_carrier_counts() {
        for (own, carrier, lately, by) in [
            (Some(60), 0, 900, Some(Reckoned::Own(60))),
            (Some(60), 600, 0, Some(Reckoned::Own(60))),
            (Some(601), 600, 0, Some(Reckoned::Carrier(600))),
            (None, 600, 900, Some(Reckoned::Carrier(600))),
            (None, 0, 900, Some(Reckoned::Lately(900))),
            (None, 0, 0, None),
        ] {
            assert_eq!(Reckoned::by(own, carrier, lately), by, "{own:?} {carrier} {lately}");
        }
    }

    #[test]
    fn a_forecast_says_whether_it_ends_today_and_in_time() {
        let (hours, valid) = (AllowedHours::default(), local("2026-05-08 10:00"));
        let check = |left, rate, now, ends, in_time, still_valid| {
            let forecast = forecast(left, rate, local(now), hours, valid);
            let found = (forecast.ends, forecast.in_time, forecast.valid);
            assert_eq!(
                found,
                (local(ends), in_time, still_valid),
                "{left} at {rate} from {now}"
            );
        };
        check(3_900, 30, "2026-05-07 09:00", "2026-05-07 11:10", true, true);
        check(1_800, 30, "2026-05-07 19:00", "2026-05-07 20:00", true, true);
        check(1_830, 30, "2026-05-07 19:00", "2026-05-08 08:01", false, true);
        check(9_000, 30, "2026-05-07 19:00", "2026-05-08 12:00", false, false);
        check(30, 30, "2026-05-07 21:00", "2026-05-08 08:01", true, true);
    }
}
