//! Moments as both protocols spell them.

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};
use domain::time::{DAY, Millis, civil, moment};

/// An absolute time, `YYMMDDhhmmsstnn+` (SMPP 3.4 section 7.1.1): in local time, with tenths and the quarters of an hour east of UTC.
/// Empty, which leaves it to the carrier, where the moment is more than 60 days after `now`, which no carrier keeps.
pub(crate) fn validity(until: Millis, now: Millis, offset_minutes: i32) -> String {
    if until.saturating_sub(now) > 60 * DAY {
        return String::new();
    }
    let (quarters, sign) = (offset_minutes.abs() / 15, if offset_minutes < 0 { '-' } else { '+' });
    let at = civil(until, offset_minutes);
    let (year, month, day) = (at.year().rem_euclid(100), at.month(), at.day());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{year:02}{month:02}{day:02}{hour:02}{minute:02}{second:02}0{quarters:02}{sign}")
}

/// When a receipt says that it was done: `YYMMDDhhmm`, perhaps with seconds, in the carrier's local time.
pub(crate) fn done(text: &str, offset_minutes: i32) -> Option<Millis> {
    let text = text.get(..12).or(text.get(..10))?;
    // Seconds are added, so that one format reads both.
    let whole = format!("20{text:0<12}");
    let local = NaiveDateTime::parse_from_str(&whole, "%Y%m%d%H%M%S").ok()?;
    Some(moment(local, offset_minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_go_there_and_back() {
        let at = done("2511270534", 480).expect("a moment");
        assert_eq!(validity(at, at, 480), "251127053400032+");
        assert_eq!(validity(at, at, -300), "251126163400020-");
        assert_eq!(validity(Millis::MAX, at, 480), "");
        assert_eq!(done("251127053401", 480), Some(at + 1_000));
        for garbage in ["", "25112705", "2513270534", "aaaaaaaaaa", "25年11月27日"] {
            assert_eq!(done(garbage, 480), None, "{garbage}");
        }
    }
}
