//! From civil schedules to moments. The time-zone database lives here; the domain only knows civil time.

use chrono::{Duration, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;
use domain::schedule::Schedule;
use domain::time::{Millis, civil};

/// The zone's offset from UTC in force at `at`, in minutes.
pub fn offset_minutes(zone: Tz, at: Millis) -> i32 {
    let moment = chrono::DateTime::from_timestamp_millis(at).unwrap_or_default();
    zone.offset_from_utc_datetime(&moment.naive_utc())
        .fix()
        .local_minus_utc()
        / 60
}

/// The moment at which clocks in `zone` show `local`: the first one if they show it twice, and an hour later by the clock
/// if they skip it.
pub fn moment(zone: Tz, local: NaiveDateTime) -> Millis {
    (0..=3)
        .find_map(|hours| zone.from_local_datetime(&(local + Duration::hours(hours))).earliest())
        .map_or_else(|| local.and_utc().timestamp_millis(), |at| at.timestamp_millis())
}

/// When the day around `at` began in `zone`.
pub fn midnight(zone: Tz, at: Millis) -> Millis {
    let day = civil(at, offset_minutes(zone, at)).date();
    moment(zone, day.and_time(NaiveTime::MIN))
}

/// The first firing strictly after `after`; `None` when there is none, and for [`Schedule::OnApproval`].
pub fn next(schedule: &Schedule, zone: Tz, after: Millis) -> Option<Millis> {
    let mut local = civil(after, offset_minutes(zone, after));
    // Where clocks are put back, a civil time later than now may be a moment that has passed: then the one after it counts.
    for _ in 0..3 {
        local = schedule.next_after(local)?;
        let at = moment(zone, local);
        if at > after {
            return Some(at);
        }
    }
    None
}

/// When a campaign that is approved at `now` fires first; `None`: it would never fire.
pub fn first(schedule: &Schedule, zone: Tz, now: Millis) -> Option<Millis> {
    match schedule {
        Schedule::OnApproval => Some(now),
        _ => next(schedule, zone, now),
    }
}

/// What is meant for `at` by the clocks of one zone, by those of another: at the same time of the same day there.
pub fn in_zone(at: Millis, from: Tz, to: Tz) -> Millis {
    if from == to {
        return at;
    }
    moment(to, civil(at, offset_minutes(from, at)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn utc(text: &str) -> Millis {
        chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn firings_across_changes_of_the_clock() {
        let daily = Schedule::Daily {
            at: "02:30:00".parse().unwrap(),
        };
        for (zone, after, expected) in [
            (Tz::Asia__Shanghai, "2026-05-07T02:00:00Z", "2026-05-07T18:30:00Z"),
            // 02:30 is skipped on 29 March 2026: an hour later by the clock.
            (Tz::Europe__Berlin, "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"),
            // 02:30 comes twice on 25 October 2026: the first counts, and only once.
            (Tz::Europe__Berlin, "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
            (Tz::Europe__Berlin, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
            (Tz::Europe__Berlin, "2026-10-25T01:10:00Z", "2026-10-26T01:30:00Z"),
        ] {
            assert_eq!(next(&daily, zone, utc(after)), Some(utc(expected)), "{zone} {after}");
        }
        for (zone, at, began) in [
            (Tz::Asia__Shanghai, "2026-05-07T15:59:59Z", "2026-05-06T16:00:00Z"),
            (Tz::Asia__Shanghai, "2026-05-07T16:00:00Z", "2026-05-07T16:00:00Z"),
            // A day of 25 hours.
            (Tz::Europe__Berlin, "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z"),
        ] {
            assert_eq!(midnight(zone, utc(at)), utc(began), "{zone} {at}");
        }
        assert_eq!(first(&Schedule::OnApproval, Tz::UTC, 7), Some(7));
        let once = Schedule::Once("2026-05-07T09:30:00".parse().unwrap());
        assert_eq!(next(&once, Tz::Asia__Shanghai, utc("2026-05-07T01:30:00Z")), None);
    }
}
