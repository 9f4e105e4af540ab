//! On which day of the year a yearly day falls. Festivals are rules with names; a firm's own days are rules, too.

use crate::AlmanacError;
use crate::birthday::Birthday;
use crate::lunar::LunarDate;
use crate::term::{SolarTerm, term_on};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// What places a day in each year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Rule {
    /// A day of the civil calendar; 29 February is kept on the 28th of common years.
    Solar {
        /// Month, 1–12.
        month: u8,
        /// Day, 1–31.
        day: u8,
    },
    /// A day of the Chinese calendar, in an ordinary month; a 30th that the month lacks is kept on the 29th.
    Lunar {
        /// Month, 1–12.
        month: u8,
        /// Day, 1–30.
        day: u8,
    },
    /// The last day of the lunar year: the 29th or the 30th of its twelfth month.
    LunarYearEnd,
    /// The day on which a solar term begins.
    Term {
        /// The term.
        term: SolarTerm,
    },
    /// The nth of a weekday in a civil month, such as the second Sunday in May.
    Weekday {
        /// Month, 1–12.
        month: u8,
        /// Which one, 1–5.
        nth: u8,
        /// The weekday.
        weekday: Weekday,
    },
}

impl Rule {
    /// The day in a civil year, or, for days of the Chinese calendar, in the lunar year that begins in it.
    ///
    /// # Errors
    /// [`AlmanacError::NoSuchDay`] if the year has none, [`AlmanacError::OutOfRange`] where the almanac does not know.
    pub fn in_year(self, year: i32) -> Result<NaiveDate, AlmanacError> {
        match self {
            Self::Solar { month, day } => Birthday::Solar { month, day }.kept_in(year),
            Self::Lunar { month, day } => lunar(month, day).kept_in(year),
            // The twelfth month of this range is never followed by a leap one; its last day is kept as a 30th is.
            Self::LunarYearEnd => lunar(12, 30).kept_in(year),
            Self::Term { term } => term.in_year(year),
            Self::Weekday { month, nth, weekday } => {
                NaiveDate::from_weekday_of_month_opt(year, u32::from(month), weekday, nth)
                    .ok_or(AlmanacError::NoSuchDay)
            }
        }
    }

    /// The first day strictly later than `after`; none beyond what the almanac knows, or if no year near has one.
    pub fn next(self, after: NaiveDate) -> Option<NaiveDate> {
        // A lunar year reaches into the next civil one, and a fifth weekday may be missing for some years.
        let year = after.year();
        (year.saturating_sub(1)..=year.saturating_add(12))
            .filter_map(|year| self.in_year(year).ok())
            .find(|day| *day > after)
    }

    /// Whether a date is the day.
    pub fn falls_on(self, date: NaiveDate) -> bool {
        self.falls(date, crate::cn(date).ok())
    }

    /// As [`Rule::falls_on`], where the lunar date is already at hand.
    pub(crate) fn falls(self, date: NaiveDate, lunar: Option<LunarDate>) -> bool {
        match self {
            // 29 February may be kept in the month after: no month but its neighbours needs a closer look.
            Self::Solar { month, .. } => {
                u32::from(month).abs_diff(date.month()) <= 1 && self.in_year(date.year()) == Ok(date)
            }
            Self::Weekday { month, nth, weekday } => {
                date.month() == u32::from(month) && date.weekday() == weekday && date.day0() / 7 + 1 == u32::from(nth)
            }
            Self::Term { term } => term_on(date) == Some(term),
            Self::Lunar { month, day } => lunar.is_some_and(|here| {
                let near = here.day == day || (day == 30 && here.day == 29);
                !here.leap && here.month == month && near && self.in_year(here.year) == Ok(date)
            }),
            Self::LunarYearEnd => lunar.is_some_and(|here| {
                let tomorrow = date.checked_add_days(Days::new(1));
                here.month == 12
                    && here.day >= 29
                    && tomorrow.is_some_and(|day| crate::cn(day).is_ok_and(|d| d.year > here.year))
            }),
        }
    }
}

const fn lunar(month: u8, day: u8) -> Birthday {
    Birthday::Lunar {
        month,
        day,
        leap: false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn any_rule() -> impl Strategy<Value = Rule> {
        let weekday = (0u8..7).prop_map(|n| Weekday::try_from(n).unwrap());
        prop_oneof![
            (0u8..14, 0u8..33).prop_map(|(month, day)| Rule::Solar { month, day }),
            (0u8..14, 0u8..33).prop_map(|(month, day)| Rule::Lunar { month, day }),
            Just(Rule::LunarYearEnd),
            (0usize..24).prop_map(|n| Rule::Term {
                term: SolarTerm::ALL[n]
            }),
            (0u8..14, 0u8..7, weekday).prop_map(|(month, nth, weekday)| Rule::Weekday { month, nth, weekday }),
        ]
    }

    #[test]
    fn rules_travel_as_json() {
        for (rule, json) in [
            (
                Rule::Lunar { month: 8, day: 15 },
                r#"{"rule":"lunar","month":8,"day":15}"#,
            ),
            (Rule::LunarYearEnd, r#"{"rule":"lunar_year_end"}"#),
            (
                Rule::Weekday {
                    month: 5,
                    nth: 2,
                    weekday: Weekday::Sun,
                },
                r#"{"rule":"weekday","month":5,"nth":2,"weekday":"Sun"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&rule).unwrap(), json);
            assert_eq!(serde_json::from_str::<Rule>(json).unwrap(), rule);
        }
    }

    #[test]
    fn no_rule_breaks_at_the_ends_of_time() {
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            for rule in [
                Rule::LunarYearEnd,
                Rule::Solar { month: 1, day: 1 },
                Rule::Term {
                    term: SolarTerm::GrainRain,
                },
            ] {
                rule.falls_on(day);
                assert!(rule.next(day).is_none_or(|next| next > day));
            }
        }
    }

    proptest! {
        #[test]
        fn next_is_the_first_day_that_falls(rule in any_rule(), n in 0i64..72_000) {
            let after = crate::FIRST_DAY + chrono::Duration::days(n);
            let walked = after.iter_days().skip(1).take(400 * 7).find(|day| rule.falls_on(*day));
            // A fifth weekday of February may be further off than was walked.
            if let Some(walked) = walked {
                prop_assert_eq!(rule.next(after), Some(walked));
            } else if let Some(next) = rule.next(after) {
                prop_assert!(rule.falls_on(next) && (next - after).num_days() >= 400 * 7);
            }
        }
    }
}
