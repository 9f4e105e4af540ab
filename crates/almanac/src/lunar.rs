//! Dates of the Chinese lunisolar calendar.

use crate::AlmanacError;
use chrono::{Datelike, NaiveDate};
use icu_calendar::cal::ChineseTraditional;
use icu_calendar::types::{Month, RataDie};
use serde::{Deserialize, Serialize};

/// The first day that the almanac knows.
pub const FIRST_DAY: NaiveDate = day(1901, 1, 1);
/// The last day that the almanac knows.
pub const LAST_DAY: NaiveDate = day(2100, 12, 31);

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("a constant names a day that exists"),
    }
}

/// A day of the Chinese calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LunarDate {
    /// The Gregorian year in which the lunar year begins.
    pub year: i32,
    /// Month, 1–12. A leap month bears the number of the month that it follows.
    pub month: u8,
    /// Whether the month is the leap one.
    pub leap: bool,
    /// Day of the month, 1–30.
    pub day: u8,
}

/// The lunar date of a civil date.
///
/// # Errors
/// [`AlmanacError::OutOfRange`] outside [`FIRST_DAY`]–[`LAST_DAY`].
pub fn cn(date: NaiveDate) -> Result<LunarDate, AlmanacError> {
    located(date).map(|(lunar, _)| lunar)
}

impl LunarDate {
    /// The civil date.
    ///
    /// # Errors
    /// [`AlmanacError::NoSuchDay`] if the year lacks the leap month or the month the day, and
    /// [`AlmanacError::OutOfRange`] outside [`FIRST_DAY`]–[`LAST_DAY`].
    pub fn to_date(self) -> Result<NaiveDate, AlmanacError> {
        let (start, length) = month_span(self.year, self.month, self.leap)?;
        if !(1..=length).contains(&self.day) {
            return Err(AlmanacError::NoSuchDay);
        }
        within(start + i64::from(self.day) - 1)
    }
}

impl TryFrom<NaiveDate> for LunarDate {
    type Error = AlmanacError;

    fn try_from(date: NaiveDate) -> Result<Self, AlmanacError> {
        cn(date)
    }
}

/// The lunar date of a civil date, and how many days its month has.
pub(crate) fn located(date: NaiveDate) -> Result<(LunarDate, u8), AlmanacError> {
    if !(FIRST_DAY..=LAST_DAY).contains(&date) {
        return Err(AlmanacError::OutOfRange);
    }
    let fixed = RataDie::new(i64::from(date.num_days_from_ce()));
    let there = icu_calendar::Date::from_rata_die(fixed, ChineseTraditional::new());
    let month = there.month().to_input();
    let lunar = LunarDate {
        year: there.cyclic_year().related_iso,
        month: month.number(),
        leap: month.is_leap(),
        day: there.day_of_month().0,
    };
    Ok((lunar, there.days_in_month()))
}

/// How many days a lunar month has: 29 or 30.
///
/// # Errors
/// As [`LunarDate::to_date`].
pub fn month_days(year: i32, month: u8, leap: bool) -> Result<u8, AlmanacError> {
    month_span(year, month, leap).map(|(_, length)| length)
}

/// Which month of a lunar year is followed by a leap month, if one is.
///
/// # Errors
/// [`AlmanacError::OutOfRange`] for years before 1900 or after 2100.
pub fn leap_month(year: i32) -> Result<Option<u8>, AlmanacError> {
    known(year)?;
    Ok((1..=12).find(|month| has_leap(year, *month)))
}

/// Whether a lunar year has the leap month after `month`; not where the almanac knows nothing.
pub(crate) fn has_leap(year: i32, month: u8) -> bool {
    month_span(year, month, true).is_ok()
}

/// The day on which a yearly lunar day is kept in a lunar year: a leap month that the year lacks falls to the ordinary
/// month of that number, and a day that the month lacks to its last day.
pub(crate) fn kept_in(year: i32, month: u8, day: u8, leap: bool) -> Result<NaiveDate, AlmanacError> {
    if !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return Err(AlmanacError::NoSuchDay);
    }
    let (start, length) = match month_span(year, month, leap) {
        Err(AlmanacError::NoSuchDay) => month_span(year, month, false)?,
        other => other?,
    };
    within(start + i64::from(day.min(length)) - 1)
}

/// First day of a lunar month, as days of the common era, and its length.
fn month_span(year: i32, month: u8, leap: bool) -> Result<(i64, u8), AlmanacError> {
    known(year)?;
    let month = if leap { Month::leap(month) } else { Month::new(month) };
    let first = icu_calendar::Date::try_new_chinese_traditional(year, month, 1).map_err(|_| AlmanacError::NoSuchDay)?;
    Ok((first.to_rata_die().to_i64_date(), first.days_in_month()))
}

fn known(year: i32) -> Result<(), AlmanacError> {
    if (1900..=2100).contains(&year) {
        Ok(())
    } else {
        Err(AlmanacError::OutOfRange)
    }
}

fn within(days: i64) -> Result<NaiveDate, AlmanacError> {
    i32::try_from(days)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .filter(|date| (FIRST_DAY..=LAST_DAY).contains(date))
        .ok_or(AlmanacError::OutOfRange)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lunar(year: i32, month: u8, leap: bool, day: u8) -> LunarDate {
        LunarDate { year, month, leap, day }
    }

    #[test]
    fn spring_festivals() {
        for (year, month, date) in [
            (1901, 2, 19),
            (1912, 2, 18),
            (1949, 1, 29),
            (2000, 2, 5),
            (2020, 1, 25),
            (2021, 2, 12),
            (2022, 2, 1),
            (2023, 1, 22),
            (2024, 2, 10),
            (2025, 1, 29),
            (2026, 2, 17),
            (2027, 2, 6),
            (2028, 1, 26),
            (2033, 1, 31),
            (2034, 2, 19),
            (2100, 2, 9),
        ] {
            let date = day(year, month, date);
            assert_eq!(cn(date), Ok(lunar(year, 1, false, 1)));
            assert_eq!(lunar(year, 1, false, 1).to_date(), Ok(date));
        }
    }

    #[test]
    fn the_range_begins_in_the_eleventh_month_of_1900() {
        assert_eq!(cn(FIRST_DAY), Ok(lunar(1900, 11, false, 11)));
        assert_eq!(cn(day(1901, 2, 18)), Ok(lunar(1900, 12, false, 30)));
        assert_eq!(cn(LAST_DAY), Ok(lunar(2100, 12, false, 1)));
    }

    #[test]
    fn leap_months() {
        for (year, want) in [
            (1900, Some(8)),
            (2019, None),
            (2020, Some(4)),
            (2023, Some(2)),
            (2024, None),
            (2025, Some(6)),
            (2028, Some(5)),
            (2033, Some(11)),
        ] {
            assert_eq!(leap_month(year), Ok(want), "{year}");
        }
        assert_eq!(cn(day(2025, 7, 25)), Ok(lunar(2025, 6, true, 1)));
        assert_eq!(cn(day(2033, 12, 22)), Ok(lunar(2033, 11, true, 1)));
    }

    #[test]
    fn every_day_goes_there_and_back_and_follows_the_last() {
        let mut before = None;
        let mut seen = 0;
        for date in crate::days(FIRST_DAY, LAST_DAY) {
            let here = cn(date).unwrap();
            assert_eq!(here.to_date(), Ok(date));
            assert!((1..=12).contains(&here.month) && (1..=30).contains(&here.day));
            if let Some(last) = before {
                follows(last, here);
            }
            before = Some(here);
            seen += 1;
        }
        assert_eq!(seen, 73_049);
    }

    fn follows(last: LunarDate, here: LunarDate) {
        if here.day != 1 {
            assert_eq!(
                LunarDate {
                    day: here.day - 1,
                    ..here
                },
                last
            );
            return;
        }
        assert_eq!(Ok(last.day), month_days(last.year, last.month, last.leap));
        let next = match (last.leap, last.month) {
            (false, month) if has_leap(last.year, month) => (last.year, month, true),
            (_, 12) => (last.year + 1, 1, false),
            (_, month) => (last.year, month + 1, false),
        };
        assert_eq!((here.year, here.month, here.leap), next);
    }

    #[test]
    fn outside_there_is_a_typed_error() {
        use AlmanacError::{NoSuchDay, OutOfRange};
        assert_eq!(cn(day(1900, 12, 31)), Err(OutOfRange));
        assert_eq!(cn(day(2101, 1, 1)), Err(OutOfRange));
        assert_eq!(cn(NaiveDate::MIN), Err(OutOfRange));
        assert_eq!(cn(NaiveDate::MAX), Err(OutOfRange));
        for (date, want) in [
            (lunar(1900, 11, false, 10), OutOfRange),
            (lunar(1899, 12, false, 1), OutOfRange),
            (lunar(2100, 12, false, 29), OutOfRange),
            (lunar(i32::MAX, 1, false, 1), OutOfRange),
            (lunar(2024, 4, true, 1), NoSuchDay),
            (lunar(2024, 13, false, 1), NoSuchDay),
            (lunar(2024, 0, false, 1), NoSuchDay),
            (lunar(2024, 1, false, 30), NoSuchDay),
            (lunar(2024, 1, false, 0), NoSuchDay),
            (lunar(2024, 255, true, 255), NoSuchDay),
        ] {
            assert_eq!(date.to_date(), Err(want), "{date:?}");
        }
    }
}
