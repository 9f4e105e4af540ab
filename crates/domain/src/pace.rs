//! How long messages take at a rate, and when the last of them goes.

use chrono::{Duration, NaiveDateTime, NaiveTime};

use crate::schedule::AllowedHours;

/// Nobody waits longer: what would take longer is said to take so long.
const LONGEST: i64 = 3_650 * 24 * 3_600;

/// How long `messages` take at `rate` a minute, at most ten years.
pub fn takes(messages: u64, rate: u32) -> Duration {
    let seconds = (u128::from(messages) * 60).div_ceil(u128::from(rate.max(1)));
    Duration::seconds(i64::try_from(seconds).unwrap_or(LONGEST).min(LONGEST))
}

/// When work that is done within `hours` alone, begins at `begin` and takes `work` comes to its end. Civil times of one zone.
pub fn ends(begin: NaiveDateTime, hours: AllowedHours, work: Duration) -> NaiveDateTime {
    let first = hours.next(begin);
    let Some(evening) = hours.end(first) else {
        return first + work;
    };
    if first + work <= evening {
        return first + work;
    }
    let day = Duration::minutes(i64::from(hours.until) - i64::from(hours.from));
    let left = work - (evening - first);
    // What ends with the hours of a day ends on that day, not at the beginning of the next.
    let whole_days = (left.num_milliseconds() - 1).div_euclid(day.num_milliseconds().max(1));
    let morning = first.date().and_time(NaiveTime::MIN) + Duration::minutes(i64::from(hours.from));
    let rest = Duration::milliseconds(left.num_milliseconds() - whole_days * day.num_milliseconds());
    morning + Duration::days(1 + whole_days) + rest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn so_many_messages_take_so_long() {
        for (messages, rate, seconds) in [
            (0, 60, 0),
            (1, 60, 1),
            (1, 7, 9),
            (3_812, 30, 7_624),
            (u64::MAX, 1, LONGEST),
        ] {
            assert_eq!(
                takes(messages, rate),
                Duration::seconds(seconds),
                "{messages} at {rate}"
            );
        }
    }

    #[test]
    fn work_goes_on_the_next_day() {
        let hours = AllowedHours::default();
        for (begin, minutes, end) in [
            ("2026-05-07 09:00", 0, "2026-05-07 09:00"),
            ("2026-05-07 09:00", 130, "2026-05-07 11:10"),
            ("2026-05-07 19:00", 60, "2026-05-07 20:00"),
            ("2026-05-07 19:00", 61, "2026-05-08 08:01"),
            ("2026-05-07 19:00", 60 + 720, "2026-05-08 20:00"),
            ("2026-05-07 19:00", 60 + 2 * 720 + 30, "2026-05-10 08:30"),
            ("2026-05-07 06:00", 30, "2026-05-07 08:30"),
            ("2026-05-07 22:00", 30, "2026-05-08 08:30"),
        ] {
            let work = Duration::minutes(minutes);
            assert_eq!(ends(local(begin), hours, work), local(end), "{begin} + {minutes}");
        }
        let always = AllowedHours { from: 0, until: 1_440 };
        let end = ends(local("2026-05-07 19:00"), always, Duration::days(3));
        assert_eq!(end, local("2026-05-10 19:00"));
    }

    /// Minute by minute, as one would wait for it.
    #[test]
    fn it_is_as_if_one_had_waited() {
        let hours = AllowedHours {
            from: 9 * 60 + 30,
            until: 11 * 60,
        };
        for begin in [
            "2026-05-07 00:00",
            "2026-05-07 10:13",
            "2026-05-07 10:59",
            "2026-05-07 23:59",
        ] {
            let (mut now, mut done) = (local(begin), 0);
            while done < 300 {
                let worked = hours.contain(now);
                now += Duration::minutes(1);
                done += i64::from(worked);
                if worked {
                    assert_eq!(
                        ends(local(begin), hours, Duration::minutes(done)),
                        now,
                        "{begin} + {done}"
                    );
                }
            }
        }
    }
}
