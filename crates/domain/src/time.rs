//! Moments and the organisation's civil time.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

/// A moment: milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// One minute, in milliseconds.
pub const MINUTE: Millis = 60_000;
/// One hour, in milliseconds.
pub const HOUR: Millis = 60 * MINUTE;
/// One day of 24 hours, in milliseconds.
pub const DAY: Millis = 24 * HOUR;

/// The civil date and time at `at`, `offset_minutes` east of UTC.
///
/// The time-zone database stays in the gateway, which resolves a zone to the offset in force; a moment
/// outside chrono's range (± 262,000 years) reads as the epoch.
pub fn civil(at: Millis, offset_minutes: i32) -> NaiveDateTime {
    let moment = DateTime::from_timestamp_millis(at).unwrap_or_default();
    match FixedOffset::east_opt(offset_minutes * 60) {
        Some(offset) => moment.with_timezone(&offset).naive_local(),
        None => moment.naive_utc(),
    }
}

/// The civil date at `at`, `offset_minutes` east of UTC.
pub fn civil_date(at: Millis, offset_minutes: i32) -> NaiveDate {
    civil(at, offset_minutes).date()
}

/// The moment at which a clock `offset_minutes` east of UTC shows `local`.
pub fn moment(local: NaiveDateTime, offset_minutes: i32) -> Millis {
    local.and_utc().timestamp_millis() - Millis::from(offset_minutes) * MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_and_moment_are_inverse() {
        for at in [0, 1_700_000_000_000, -86_400_000] {
            for offset in [480, 0, -330] {
                assert_eq!(moment(civil(at, offset), offset), at);
            }
        }
    }
}
