//! Days of the Chinese lunar year as people write them.

use domain::customer::LunarDay;

use crate::RefusalCode;
use crate::text;

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Reads `正月初五`, `农历八月十五`, `闰四月初一`, `1990年腊月廿三`, `冬月三十`, `08-15`, `1990-08-15`, `19900815`. The year is
/// not kept: a lunar birthday comes back every lunar year.
pub fn lunar_day(raw: &str) -> Result<LunarDay, RefusalCode> {
    let folded = text::fold(raw);
    let mut rest = folded.as_str();
    for mark in ["农历", "阴历", "旧历", "lunar", ":"] {
        rest = rest.strip_prefix(mark).unwrap_or(rest);
    }
    rest = rest.strip_suffix("(农历)").unwrap_or(rest);
    if let Some((_, after)) = rest.split_once('年') {
        rest = after;
    }
    let (leap, rest) = match rest.strip_prefix('闰') {
        Some(after) => (true, after),
        None => (false, rest),
    };
    let (month, day) = match rest.split_once('月') {
        Some((month, day)) => (month_number(month), day_number(day)),
        None => numeric(rest),
    };
    match (month, day) {
        (Some(month @ 1..=12), Some(day @ 1..=30)) => Ok(LunarDay { month, day, leap }),
        (Some(_), Some(_)) => Err(RefusalCode::NoSuchDay),
        _ => Err(RefusalCode::BadLunarDate),
    }
}

/// Whether a text can only be a lunar day, so that it is one even in a column of solar birthdays.
pub fn is_lunar(raw: &str) -> bool {
    if raw.is_ascii() && !raw.contains(['l', 'L']) {
        return false;
    }
    let folded = text::fold(raw);
    [
        "农历", "阴历", "旧历", "lunar", "正月", "冬月", "腊月", "初", "廿", "闰",
    ]
    .iter()
    .any(|word| folded.contains(word))
}

fn month_number(text: &str) -> Option<u8> {
    match text {
        "正" | "元" => Some(1),
        "冬" => Some(11),
        "腊" | "臘" => Some(12),
        _ => chinese_number(text).or_else(|| text.parse().ok()),
    }
}

fn day_number(text: &str) -> Option<u8> {
    let text = text.strip_suffix(['日', '号']).unwrap_or(text);
    let text = text.strip_prefix('初').unwrap_or(text);
    match text.strip_prefix('廿') {
        Some("") => Some(20),
        Some(ones) => chinese_number(ones).filter(|n| *n < 10).map(|n| 20 + n),
        None if text == "卅" => Some(30),
        None => chinese_number(text).or_else(|| text.parse().ok()),
    }
}

/// A Chinese number from 1 to 39.
fn chinese_number(text: &str) -> Option<u8> {
    let digit = |s: &str| {
        let mut chars = s.chars();
        let found = chars.next().and_then(|c| DIGITS.iter().position(|d| *d == c));
        found.filter(|_| chars.next().is_none()).map(|n| n as u8)
    };
    match text.split_once('十') {
        None => digit(text).filter(|n| *n > 0),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { Some(1) } else { digit(tens) };
            let ones = if ones.is_empty() { Some(0) } else { digit(ones) };
            Some(tens.filter(|t| *t <= 3)? * 10 + ones?)
        }
    }
}

/// `08-15`, `1990-08-15`, `19900815`, `0815`; a time behind a date (all spaces are gone by now) is not looked at.
fn numeric(text: &str) -> (Option<u8>, Option<u8>) {
    let numbers: Vec<&str> = text.split(['-', '/', '.']).collect();
    let short = |s: &str| s.get(..s.len().min(2)).and_then(|s| s.parse().ok());
    match numbers.as_slice() {
        [month, day] => (month.parse().ok(), day.parse().ok()),
        [year, month, day] if year.len() == 4 && (day.len() <= 2 || day.contains(':')) => {
            (month.parse().ok(), short(day))
        }
        [all] if all.bytes().all(|b| b.is_ascii_digit()) && matches!(all.len(), 4 | 8) => {
            let tail = &all[all.len() - 4..];
            (tail[..2].parse().ok(), tail[2..].parse().ok())
        }
        _ => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lunar_days() {
        let check = |text: &str, want: Result<(u8, u8, bool), RefusalCode>| {
            assert_eq!(lunar_day(text).map(|d| (d.month, d.day, d.leap)), want, "{text:?}");
        };
        check("正月初五", Ok((1, 5, false)));
        check("农历八月十五", Ok((8, 15, false)));
        check("闰四月初一", Ok((4, 1, true)));
        check("农历闰四月初一", Ok((4, 1, true)));
        check("1990年八月初三", Ok((8, 3, false)));
        check("一九九〇年 腊月廿三", Ok((12, 23, false)));
        check("庚午年八月初三", Ok((8, 3, false)));
        check("冬月三十", Ok((11, 30, false)));
        check("十一月初十", Ok((11, 10, false)));
        check("十二月二十", Ok((12, 20, false)));
        check("二月廿", Ok((2, 20, false)));
        check("八月二十一日", Ok((8, 21, false)));
        check("8月15日", Ok((8, 15, false)));
        check("08-15", Ok((8, 15, false)));
        check("８／１５", Ok((8, 15, false)));
        check("1990-08-03", Ok((8, 3, false)));
        check("1990-08-03 00:00:00", Ok((8, 3, false)));
        check("19900803", Ok((8, 3, false)));
        check("0815", Ok((8, 15, false)));
        check("八月十五(农历)", Ok((8, 15, false)));
        check("02-30", Ok((2, 30, false)));
        check("八月三十一", Err(RefusalCode::NoSuchDay));
        check("13-01", Err(RefusalCode::NoSuchDay));
        for text in ["", "中秋", "八月", "月", "十", "abc", "90-8-3", "八月初", "日月"] {
            check(text, Err(RefusalCode::BadLunarDate));
        }
    }

    #[test]
    fn tells_lunar_from_solar() {
        let check = |text: &str, want: bool| assert_eq!(is_lunar(text), want, "{text}");
        check("正月初五", true);
        check("农历8月15", true);
        check("Lunar 08-15", true);
        check("1990-08-03", false);
        check("8月3日", false);
    }
}
