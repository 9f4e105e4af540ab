//! Lunar dates, solar terms, festivals and birthdays.
//!
//! Lunar dates come from the Chinese calendar of `icu_calendar` (GB/T 33661-2017, tables to 2100), solar terms from a table
//! on which two independent astronomical libraries agree, packed into 1.2 kB. Both hold from [`FIRST_DAY`] to [`LAST_DAY`];
//! outside, functions answer with a typed error or with nothing, and never guess.
//!
//! Dates are civil dates in China. The crate reads no clock: "today" is the caller's.

pub mod birthday;
pub mod festival;
pub mod label;
pub mod lunar;
pub mod rule;
pub mod term;

pub use birthday::{
    Birthday, Celebrated, LunarKey, SolarKey, birthday_falls_on, lunar_keys_between, next_birthday, solar_keys_between,
};
pub use festival::{Festival, festivals_between, festivals_on, next};
pub use label::{Zodiac, ganzhi, month_day_en, month_day_zh, parse_month_day, solar_month_en};
pub use lunar::{FIRST_DAY, LAST_DAY, LunarDate, cn, leap_month, month_days};
pub use rule::Rule;
pub use term::{SolarTerm, term_on, terms_between};

use chrono::NaiveDate;

/// Why the almanac can't answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AlmanacError {
    /// The answer would lie outside the range for which the tables hold.
    #[error("lunar dates are known from {FIRST_DAY} to {LAST_DAY} only")]
    OutOfRange,
    /// The month has no such day, or the year no such leap month.
    #[error("there is no such day in the calendar")]
    NoSuchDay,
}

/// The days from `from` to `to`, both included; none if `to` is earlier.
fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |day| *day <= to)
}
