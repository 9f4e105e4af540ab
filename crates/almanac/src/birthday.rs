//! Birthdays, solar and lunar, and the stored keys that are celebrated in a window of days.
//!
//! A birthday that the year lacks is kept on the nearest day that people keep it: 29 February on the 28th of common
//! years; a leap month in the ordinary month of that number; a 30th of a short month on the 29th.

use crate::AlmanacError;
use crate::lunar::{has_leap, kept_in, located};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A day of birth without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "calendar", rename_all = "snake_case")]
pub enum Birthday {
    /// By the civil calendar.
    Solar {
        /// Month, 1–12.
        month: u8,
        /// Day, 1–31.
        day: u8,
    },
    /// By the Chinese calendar.
    Lunar {
        /// Month, 1–12.
        month: u8,
        /// Day, 1–30.
        day: u8,
        /// Whether the birth was in the leap month.
        leap: bool,
    },
}

/// A stored solar birthday: (month, day).
pub type SolarKey = (u8, u8);
/// A stored lunar birthday: (month, day, leap).
pub type LunarKey = (u8, u8, bool);

/// The days of the longest form of each civil month.
const LONGEST: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Birthday {
    /// Whether some year has this day. A birthday that no year has is never celebrated.
    pub fn exists(self) -> bool {
        match self {
            Self::Solar { month, day } => {
                (1..=12).contains(&month) && (1..=LONGEST[usize::from(month) - 1]).contains(&day)
            }
            Self::Lunar { month, day, .. } => (1..=12).contains(&month) && (1..=30).contains(&day),
        }
    }

    /// The day on which it is kept in a civil year, or in the lunar year that begins in it.
    ///
    /// # Errors
    /// [`AlmanacError::NoSuchDay`] if no year has it, and for lunar ones [`AlmanacError::OutOfRange`].
    pub fn kept_in(self, year: i32) -> Result<NaiveDate, AlmanacError> {
        if !self.exists() {
            return Err(AlmanacError::NoSuchDay);
        }
        match self {
            Self::Solar { month, day } => NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day))
                .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
                .ok_or(AlmanacError::OutOfRange),
            Self::Lunar { month, day, leap } => kept_in(year, month, day, leap),
        }
    }
}

/// The first day strictly later than `after` on which the birthday is kept.
///
/// # Errors
/// [`AlmanacError::NoSuchDay`] if no year has the day, and for lunar ones [`AlmanacError::OutOfRange`] where the next
/// celebration lies outside what the almanac knows.
pub fn next_birthday(birthday: Birthday, after: NaiveDate) -> Result<NaiveDate, AlmanacError> {
    if !birthday.exists() {
        return Err(AlmanacError::NoSuchDay);
    }
    let year = after.year();
    // A lunar year reaches into the next civil one.
    let from = match birthday {
        Birthday::Solar { .. } => year,
        Birthday::Lunar { .. } => year - 1,
    };
    (from..=year + 1)
        .filter_map(|year| birthday.kept_in(year).ok())
        .find(|day| *day > after)
        .ok_or(AlmanacError::OutOfRange)
}

/// Whether the birthday is celebrated on the date. For many birthdays on one date, make [`Celebrated`] once.
pub fn birthday_falls_on(birthday: Birthday, date: NaiveDate) -> bool {
    Celebrated::on(date).has(birthday)
}

/// The keys of the birthdays that are celebrated on one day. A few bytes; asking it costs a few comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Celebrated {
    month: u8,
    day: u8,
    /// The day stands for 29 February, too.
    leap_day: bool,
    lunar: Option<LunarDay>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LunarDay {
    month: u8,
    day: u8,
    /// The day stands for the 30th, too.
    thirtieth: bool,
    /// The day lies in an ordinary month.
    ordinary: bool,
    /// The day stands for births in the leap month of that number.
    leap: bool,
}

impl Celebrated {
    /// What is celebrated on a date. Outside what the almanac knows, no lunar birthday is.
    pub fn on(date: NaiveDate) -> Self {
        let (month, day) = (date.month() as u8, date.day() as u8);
        let lunar = located(date).ok().map(|(lunar, length)| LunarDay {
            month: lunar.month,
            day: lunar.day,
            thirtieth: lunar.day == 29 && length == 29,
            ordinary: !lunar.leap,
            leap: lunar.leap || !has_leap(lunar.year, lunar.month),
        });
        Self {
            month,
            day,
            leap_day: (month, day) == (2, 28) && !date.leap_year(),
            lunar,
        }
    }

    /// Whether a birthday is among them.
    pub fn has(&self, birthday: Birthday) -> bool {
        match birthday {
            Birthday::Solar { month, day } => month == self.month && (day == self.day || (self.leap_day && day == 29)),
            Birthday::Lunar { month, day, leap } => self.lunar.is_some_and(|here| {
                month == here.month
                    && (day == here.day || (here.thirtieth && day == 30))
                    && (if leap { here.leap } else { here.ordinary })
            }),
        }
    }

    /// The stored solar birthdays: one, or two on 28 February of a common year.
    pub fn solar_keys(&self) -> impl Iterator<Item = SolarKey> {
        let more = self.leap_day.then_some((2, 29));
        std::iter::once((self.month, self.day)).chain(more)
    }

    /// The stored lunar birthdays: one to four, or none outside what the almanac knows.
    pub fn lunar_keys(&self) -> impl Iterator<Item = LunarKey> {
        self.lunar.into_iter().flat_map(|here| {
            let days = std::iter::once(here.day).chain(here.thirtieth.then_some(30));
            days.flat_map(move |day| {
                let plain = here.ordinary.then_some((here.month, day, false));
                let leap = here.leap.then_some((here.month, day, true));
                plain.into_iter().chain(leap)
            })
        })
    }
}

/// The stored solar birthdays, (month, day), that are celebrated in the `days` days from `from` on; ordered, each once.
/// A stored birthday is among them exactly if [`birthday_falls_on`] holds for one of the days.
pub fn solar_keys_between(from: NaiveDate, days: u32) -> Vec<SolarKey> {
    let keys: BTreeSet<_> = window(from, days)
        .flat_map(|day| Celebrated::on(day).solar_keys().collect::<Vec<_>>())
        .collect();
    keys.into_iter().collect()
}

/// The stored lunar birthdays, (month, day, leap), that are celebrated in the `days` days from `from` on; ordered, each
/// once. A stored birthday is among them exactly if [`birthday_falls_on`] holds for one of the days.
pub fn lunar_keys_between(from: NaiveDate, days: u32) -> Vec<LunarKey> {
    let keys: BTreeSet<_> = window(from, days)
        .flat_map(|day| Celebrated::on(day).lunar_keys().collect::<Vec<_>>())
        .collect();
    keys.into_iter().collect()
}

fn window(from: NaiveDate, days: u32) -> impl Iterator<Item = NaiveDate> {
    (0..u64::from(days)).map_while(move |n| from.checked_add_days(Days::new(n)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lunar::{FIRST_DAY, LAST_DAY};
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn solar(month: u8, day: u8) -> Birthday {
        Birthday::Solar { month, day }
    }

    fn lunar(month: u8, day: u8, leap: bool) -> Birthday {
        Birthday::Lunar { month, day, leap }
    }

    fn check(birthday: Birthday, after: &str, want: &str) {
        let got = next_birthday(birthday, date(after)).unwrap();
        assert_eq!(got, date(want), "{birthday:?} after {after}");
        assert!(birthday_falls_on(birthday, got));
    }

    #[test]
    fn next_birthdays() {
        check(solar(5, 1), "2026-04-30", "2026-05-01");
        check(solar(5, 1), "2026-05-01", "2027-05-01");
        check(solar(12, 31), "2026-12-31", "2027-12-31");
        check(solar(2, 29), "2026-01-01", "2026-02-28");
        check(solar(2, 29), "2026-02-28", "2027-02-28");
        check(solar(2, 29), "2027-03-01", "2028-02-29");
        check(solar(2, 28), "2028-02-01", "2028-02-28");
        check(lunar(1, 1, false), "2026-02-16", "2026-02-17");
        check(lunar(8, 15, false), "2026-01-01", "2026-09-25");
        // The twelfth month of a lunar year lies in the next civil year.
        check(lunar(12, 8, false), "2025-06-01", "2026-01-26");
        check(lunar(12, 8, false), "2026-01-26", "2027-01-15");
    }

    #[test]
    fn leap_months_fall_to_the_ordinary_one() {
        // 2025 has a leap sixth month, 2026 has not.
        check(lunar(6, 1, true), "2025-01-01", "2025-07-25");
        check(lunar(6, 1, true), "2025-07-25", "2026-07-14");
        check(lunar(6, 1, false), "2025-01-01", "2025-06-25");
        assert!(!birthday_falls_on(lunar(6, 1, true), date("2025-06-25")));
        assert!(!birthday_falls_on(lunar(6, 1, false), date("2025-07-25")));
    }

    #[test]
    fn a_missing_thirtieth_falls_to_the_29th() {
        // The twelfth month of 2024 has 29 days, so its eve is the 29th; that of 2023 has 30.
        check(lunar(12, 30, false), "2024-03-01", "2025-01-28");
        check(lunar(12, 30, false), "2024-01-01", "2024-02-09");
        check(lunar(12, 29, false), "2024-01-01", "2024-02-08");
    }

    #[test]
    fn what_no_year_has_is_refused() {
        for birthday in [
            solar(2, 30),
            solar(4, 31),
            solar(0, 1),
            solar(13, 1),
            solar(1, 0),
            lunar(1, 31, false),
            lunar(13, 1, true),
            lunar(0, 1, false),
            lunar(1, 0, true),
        ] {
            let got = next_birthday(birthday, date("2026-01-01"));
            assert_eq!(got, Err(AlmanacError::NoSuchDay), "{birthday:?}");
        }
        for after in [LAST_DAY, NaiveDate::MAX, NaiveDate::MIN] {
            let got = next_birthday(lunar(1, 1, false), after);
            assert_eq!(got, Err(AlmanacError::OutOfRange));
        }
        assert_eq!(
            next_birthday(solar(1, 1), NaiveDate::MAX),
            Err(AlmanacError::OutOfRange)
        );
    }

    #[test]
    fn every_birthday_is_kept_once_in_every_lunar_year() {
        for year in 1901..2100 {
            let first = lunar(1, 1, false).kept_in(year).unwrap();
            let next = lunar(1, 1, false).kept_in(year + 1).unwrap();
            for (month, day, leap) in [(1, 30, true), (4, 30, true), (6, 15, true), (11, 30, false)] {
                let kept = window(first, (next - first).num_days() as u32)
                    .filter(|d| birthday_falls_on(lunar(month, day, leap), *d))
                    .count();
                assert_eq!(kept, 1, "{year} {month} {day} {leap}");
            }
        }
    }

    #[test]
    fn keys_are_walked_only_as_far_as_days_go() {
        assert_eq!(solar_keys_between(NaiveDate::MAX, 10).len(), 1);
        assert!(lunar_keys_between(NaiveDate::MAX, 10).is_empty());
        assert!(lunar_keys_between(date("2026-01-01"), 0).is_empty());
    }

    fn any_date() -> impl Strategy<Value = NaiveDate> {
        (-40i64..73_090).prop_map(|n| FIRST_DAY + chrono::Duration::days(n))
    }

    /// Every (month, day) that a column may hold, and some that it may not.
    fn stored() -> impl Iterator<Item = (u8, u8)> {
        (0..=13).flat_map(|month| (0..=32).map(move |day| (month, day)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn a_filter_by_keys_is_the_same_set_as_falls_on(from in any_date(), days in 0u32..70) {
            let solar_keys = solar_keys_between(from, days);
            let lunar_keys = lunar_keys_between(from, days);
            let each: Vec<_> = window(from, days).map(Celebrated::on).collect();
            for (month, day) in stored() {
                let falls = |b: Birthday| each.iter().any(|day| day.has(b));
                prop_assert_eq!(solar_keys.contains(&(month, day)), falls(solar(month, day)));
                for leap in [false, true] {
                    let b = lunar(month, day, leap);
                    prop_assert_eq!(lunar_keys.contains(&(month, day, leap)), falls(b), "{:?}", b);
                }
            }
        }

        #[test]
        fn next_is_the_first_day_that_falls(
            after in any_date(), month in 1u8..=12, day in 1u8..=30, leap in any::<bool>(),
        ) {
            for b in [solar(month, day), lunar(month, day, leap)].into_iter().filter(|b| b.exists()) {
                let walked = window(after, 800).skip(1).find(|d| birthday_falls_on(b, *d));
                prop_assert_eq!(next_birthday(b, after).ok(), walked);
            }
        }
    }
}
