//! `rollcall almanac`: what each day is.

use std::io::{self, Write};

use ::almanac::{FIRST_DAY, Festival, LAST_DAY, LunarDate, SolarTerm};
use chrono::NaiveDate;
use serde::Serialize;

/// `{"date", "lunar": {"year", "month", "leap", "day"}, "term": id or null, "festivals": [ids]}`.
#[derive(Serialize)]
struct Day {
    date: NaiveDate,
    lunar: LunarDate,
    term: Option<SolarTerm>,
    festivals: Vec<Festival>,
}

/// Why the days cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum RangeError {
    /// Some of the days lie outside what the almanac knows.
    #[error("the almanac knows the days from {FIRST_DAY} to {LAST_DAY}")]
    Unknown,
    /// The first day is later than the last.
    #[error("the range ends before it begins")]
    Reversed,
    /// The stream failed.
    #[error(transparent)]
    Stream(#[from] io::Error),
}

/// Writes one line for each day from `from` to `to`, both included.
///
/// # Errors
/// [`RangeError`]; a range that cannot be written whole writes nothing.
pub fn almanac(from: NaiveDate, to: NaiveDate, mut output: impl Write) -> Result<(), RangeError> {
    if from > to {
        return Err(RangeError::Reversed);
    }
    if from < FIRST_DAY || LAST_DAY < to {
        return Err(RangeError::Unknown);
    }
    for date in from.iter_days().take_while(|date| *date <= to) {
        let day = Day {
            date,
            lunar: ::almanac::cn(date).map_err(|_| RangeError::Unknown)?,
            term: ::almanac::term_on(date),
            festivals: ::almanac::festivals_on(date),
        };
        serde_json::to_writer(&mut output, &day).map_err(io::Error::from)?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn lines(from: &str, to: &str) -> Vec<String> {
        let mut output = Vec::new();
        almanac(day(from), day(to), &mut output).unwrap();
        String::from_utf8(output).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn days_as_the_contract_writes_them() {
        for (date, line) in [
            (
                "1901-01-01",
                r#"{"date":"1901-01-01","lunar":{"year":1900,"month":11,"leap":false,"day":11},"term":null,"festivals":["new_year"]}"#,
            ),
            (
                "2025-08-07",
                r#"{"date":"2025-08-07","lunar":{"year":2025,"month":6,"leap":true,"day":14},"term":"start_of_autumn","festivals":[]}"#,
            ),
            (
                "2025-01-28",
                r#"{"date":"2025-01-28","lunar":{"year":2024,"month":12,"leap":false,"day":29},"term":null,"festivals":["spring_festival_eve"]}"#,
            ),
        ] {
            assert_eq!(lines(date, date), [line]);
        }
    }

    #[test]
    fn every_known_day_has_its_line() {
        assert_eq!(lines("1901-01-01", "2100-12-31").len(), 73_049);
    }

    #[test]
    fn other_ranges_are_refused() {
        for (from, to) in [
            ("1900-12-31", "1901-01-01"),
            ("2100-12-31", "2101-01-01"),
            ("2026-01-02", "2026-01-01"),
        ] {
            let mut output = Vec::new();
            assert!(almanac(day(from), day(to), &mut output).is_err());
            assert!(output.is_empty());
        }
    }
}
