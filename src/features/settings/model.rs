//! Reading what was typed into settings.

use almanac::Rule;
use chrono::NaiveDate;
use domain::occasion::own_day_exists;
use domain::schedule::AllowedHours;
use wire::settings::Sandbox;

use crate::locale::date;

/// A whole number within bounds.
pub fn whole<T: TryFrom<u64>>(text: &str, least: u64, most: u64) -> Option<T> {
    let number: u64 = text.trim().parse().ok()?;
    (least..=most)
        .contains(&number)
        .then(|| T::try_from(number).ok())
        .flatten()
}

/// The day's end, in minutes.
const DAYS_END: u16 = 1_440;

/// `08:30` as minutes of the day; `24:00` is the day's end.
pub fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= DAYS_END).then_some(hour * 60 + minute)
}

/// When allowed hours end, as a field for times can show it: midnight is `00:00`.
pub fn end_clock(minute: u16) -> String {
    date::clock(minute % DAYS_END)
}

/// Allowed hours, if they begin before they end; an end at `00:00` is the day's.
pub fn hours(from: &str, until: &str) -> Option<AllowedHours> {
    let (from, until) = (minute(from)?, minute(until)?);
    let until = if until == 0 { DAYS_END } else { until };
    (from < until).then_some(AllowedHours { from, until })
}

/// One of two times is missing, or they do not begin before they end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoHours;

/// Hours of one's own: none where both are empty.
pub fn own_hours(from: &str, until: &str) -> Result<Option<AllowedHours>, NoHours> {
    if from.trim().is_empty() && until.trim().is_empty() {
        return Ok(None);
    }
    hours(from, until).map(Some).ok_or(NoHours)
}

/// A price in yuan as typed, `0.045`, in fen × 1,000; at most five decimals count.
pub fn price_millis(yuan: &str) -> Option<u64> {
    let (whole, part) = yuan.trim().split_once('.').unwrap_or((yuan.trim(), ""));
    if part.len() > 5 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let fraction: u64 = format!("{part:0<5}").parse().ok()?;
    whole.checked_mul(100_000)?.checked_add(fraction)
}

/// A price in fen × 1,000 as yuan, without needless zeros.
pub fn yuan(price_millis: u64) -> String {
    let text = format!("{}.{:05}", price_millis / 100_000, price_millis % 100_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Minutes east of UTC of `+08:00`, from -12:00 to +14:00; a sign may be left out before an hour in the east.
pub fn offset(text: &str) -> Option<i32> {
    let text = text.trim().replace('−', "-");
    let (sign, clock) = match text.strip_prefix('-') {
        Some(clock) => (-1, clock),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let offset = sign * i32::from(minute(clock)?);
    (-720..=840).contains(&offset).then_some(offset)
}

/// Minutes east of UTC as `+08:00`.
pub fn offset_text(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// What is left over for plain delivery, in permille; `None` if the shares exceed the whole.
pub fn delivered(sandbox: &Sandbox) -> Option<u16> {
    let taken = sandbox.refused + sandbox.failed + sandbox.silent + sandbox.dropped;
    1_000_u16.checked_sub(taken)
}

/// The rule of a firm's own day, as the form's fields say it; `None` if no year has it.
pub fn own_rule(calendar: &str, month: &str, day: &str) -> Option<Rule> {
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let rule = match calendar {
        "lunar" => Rule::Lunar { month, day },
        _ => Rule::Solar { month, day },
    };
    own_day_exists(rule).then_some(rule)
}

/// The next day that a rule places, today included.
pub fn next_on(rule: Rule, today: NaiveDate) -> Option<NaiveDate> {
    rule.next(today.pred_opt()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn prices_keep_their_digits() {
        for (text, millis) in [("0.045", 4_500), ("1", 100_000), ("0.00001", 1), ("12.5", 1_250_000)] {
            assert_eq!(price_millis(text), Some(millis), "{text}");
            assert_eq!(yuan(millis), text);
        }
        for text in ["", "x", "0.000001", "-1", "1.2.3"] {
            assert_eq!(price_millis(text), None, "{text}");
        }
    }

    #[test]
    fn hours_begin_before_they_end() {
        assert_eq!(hours("08:00", "20:00"), Some(AllowedHours::default()));
        for end in ["24:00", "00:00"] {
            assert_eq!(hours("00:00", end), Some(AllowedHours { from: 0, until: 1_440 }));
        }
        assert_eq!((end_clock(1_440), end_clock(1_200)), ("00:00".into(), "20:00".into()));
        for (from, until) in [
            ("20:00", "08:00"),
            ("08:00", "08:00"),
            ("8", "20:00"),
            ("08:61", "20:00"),
            ("08:00", "24:01"),
        ] {
            assert_eq!(hours(from, until), None, "{from}-{until}");
        }
        assert_eq!(date::clock(510), "08:30");
        let own = AllowedHours {
            from: 540,
            until: 1_140,
        };
        for (from, until, hours) in [
            ("", " ", Ok(None)),
            ("09:00", "19:00", Ok(Some(own))),
            ("09:00", "", Err(NoHours)),
            ("", "19:00", Err(NoHours)),
            ("19:00", "09:00", Err(NoHours)),
        ] {
            assert_eq!(own_hours(from, until), hours, "{from}-{until}");
        }
    }

    #[test]
    fn offsets_of_clocks() {
        for (text, minutes) in [("+08:00", 480), ("-03:30", -210), ("+00:00", 0), ("+14:00", 840)] {
            assert_eq!(offset(text), Some(minutes), "{text}");
            assert_eq!(offset_text(minutes), text);
        }
        assert_eq!(offset("8:00"), Some(480));
        for text in ["", "8", "+14:01", "-12:01", "+8:61", "east"] {
            assert_eq!(offset(text), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_stay_in_bounds() {
        assert_eq!(whole::<u16>(" 7 ", 1, 10), Some(7));
        assert_eq!(whole::<u16>("11", 1, 10), None);
        assert_eq!(whole::<u8>("300", 0, 1_000), None);
        assert_eq!(whole::<u16>("-1", 0, 10), None);
    }

    #[test]
    fn own_days_are_those_that_exist() {
        for (calendar, month, day, expected) in [
            ("solar", "2", "29", Some(Rule::Solar { month: 2, day: 29 })),
            ("solar", "2", "30", None),
            ("lunar", "2", "30", Some(Rule::Lunar { month: 2, day: 30 })),
            ("lunar", "2", "31", None),
            ("solar", "", "1", None),
        ] {
            assert_eq!(own_rule(calendar, month, day), expected, "{calendar} {month} {day}");
        }
        let today = NaiveDate::from_ymd_opt(2026, 5, 9).unwrap();
        assert_eq!(next_on(Rule::Solar { month: 5, day: 9 }, today), Some(today));
    }
}
