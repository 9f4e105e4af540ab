//! Solar dates.

use chrono::{Datelike, Days, NaiveDate};
use domain::customer::SolarDay;

use crate::RefusalCode;
use crate::text::{half_width, is_space};

/// The numbers of a date text and how many digits each had, at most three; what follows (a time) is not looked at.
struct Parts {
    numbers: [u32; 3],
    digits: [usize; 3],
    count: usize,
    decimal: bool,
}

/// Splits `2026年5月7日 10:30` and its like; `None` if something in it belongs to no date.
fn parts(text: &str) -> Option<Parts> {
    let mut parts = Parts {
        numbers: [0; 3],
        digits: [0; 3],
        count: 0,
        decimal: false,
    };
    let mut open = false;
    for (at, raw) in text.char_indices() {
        let c = half_width(raw);
        if let Some(digit) = c.to_digit(10) {
            if !open {
                if parts.count == 3 {
                    return is_time(&text[at..]).then_some(parts);
                }
                open = true;
                parts.count += 1;
            }
            let at = parts.count - 1;
            parts.numbers[at] = parts.numbers[at].checked_mul(10)?.checked_add(digit)?;
            parts.digits[at] += 1;
            continue;
        }
        let time_may_follow = parts.count == 3 || (parts.count == 1 && parts.digits[0] == 8);
        if (c == 'T' || c == 't' || is_space(c)) && time_may_follow && is_time(&text[at + raw.len_utf8()..]) {
            return Some(parts);
        }
        match c {
            '-' | '/' | '.' | '年' | '月' | '日' | '号' | '\u{2010}'..='\u{2015}' => parts.decimal |= c == '.',
            c if is_space(c) => {}
            _ => return None,
        }
        open = false;
    }
    (parts.count > 0).then_some(parts)
}

/// Whether a text is nothing but a time of day, such as `10:30`, `0:00:00.000`, `02:30:00Z`, `上午10:30`, `10时30分`.
fn is_time(text: &str) -> bool {
    let mut digits = false;
    let plain = text.chars().map(half_width).all(|c| {
        digits |= c.is_ascii_digit();
        c.is_ascii_digit() || is_space(c) || ":.+-ZzAaPpMm上下午时分秒".contains(c)
    });
    plain && digits && text.contains([':', '：', '时'])
}

/// Reads `2026-05-07`, `2026/5/7`, `2026.5.7`, `20260507`, `2026年5月7日`, each perhaps with a time behind it, and a
/// spreadsheet's serial number (`46149`, `46149.5`).
pub fn date(text: &str) -> Result<NaiveDate, RefusalCode> {
    let text = crate::text::trim(text);
    if let Some([year, month, of_month]) = iso(text.as_bytes()) {
        return day(year, month, of_month);
    }
    let parts = parts(text).ok_or(RefusalCode::BadDate)?;
    let [a, b, c] = parts.numbers;
    match (parts.count, parts.digits) {
        (1, [8, ..]) => day(a / 10_000, a / 100 % 100, a % 100),
        (1, [5, ..]) => serial(a),
        (2, [5, ..]) if parts.decimal => serial(a),
        (3, [4, 1..=2, 1..=2]) => day(a, b, c),
        (3, [1..=2, 1..=2, 4]) => Err(RefusalCode::AmbiguousDate),
        (3, [1..=2, 1..=2, 1..=2]) | (1, [6, ..]) => Err(RefusalCode::TwoDigitYear),
        _ => Err(RefusalCode::BadDate),
    }
}

/// The numbers of `2026-05-07` exactly, which is how most dates come.
fn iso(text: &[u8]) -> Option<[u32; 3]> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0u32, |n, d| d.is_ascii_digit().then(|| n * 10 + u32::from(d - b'0')))
    };
    Some([number(&[y0, y1, y2, y3])?, number(&[m0, m1])?, number(&[d0, d1])?])
}

fn day(year: u32, month: u32, day: u32) -> Result<NaiveDate, RefusalCode> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return Err(RefusalCode::NoSuchDay);
    }
    if !(1900..=2100).contains(&year) {
        return Err(RefusalCode::DateOutOfRange);
    }
    NaiveDate::from_ymd_opt(year as i32, month, day).ok_or(RefusalCode::NoSuchDay)
}

/// The day of a serial number in the 1900 system, from 1927 (10000) to 2100 (73415). A workbook with dates in the 1904
/// system is converted where the workbook is read.
fn serial(number: u32) -> Result<NaiveDate, RefusalCode> {
    if !(10_000..=73_415).contains(&number) {
        return Err(RefusalCode::BadDate);
    }
    NaiveDate::from_ymd_opt(1899, 12, 30)
        .and_then(|epoch| epoch.checked_add_days(Days::new(u64::from(number))))
        .ok_or(RefusalCode::BadDate)
}

/// Reads a birthday: a date, or only month and day (`05-07`, `5月7日`, `5/7`, `0507`). The year is not kept.
pub fn birthday(text: &str, today: NaiveDate) -> Result<SolarDay, RefusalCode> {
    let text = crate::text::trim(text);
    let found = if iso(text.as_bytes()).is_some() {
        None
    } else {
        Some(parts(text).ok_or(RefusalCode::BadDate)?)
    };
    let (month, day) = match found.map(|f| (f.count, f.digits, f.numbers)) {
        Some((2, [1..=2, 1..=2, _], [month, day, _])) => (month, day),
        Some((1, [4, ..], [both, ..])) => (both / 100, both % 100),
        _ => {
            let date = date(text)?;
            if date > today {
                return Err(RefusalCode::FutureDate);
            }
            return Ok(SolarDay {
                month: date.month() as u8,
                day: date.day() as u8,
            });
        }
    };
    // A leap year, so that 29 February is a day.
    NaiveDate::from_ymd_opt(2000, month, day).ok_or(RefusalCode::NoSuchDay)?;
    Ok(SolarDay {
        month: month as u8,
        day: day as u8,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn dates() {
        let check = |text: &str, want: Result<&str, RefusalCode>| {
            assert_eq!(date(text).map(|d| d.to_string()), want.map(str::to_owned), "{text:?}");
        };
        for text in [
            "2026-05-07",
            "2026/5/7",
            "2026.5.7",
            "20260507",
            "2026年5月7日",
            "2026年05月07号",
            "２０２６－０５－０７",
            " 2026-5-7\u{3000}",
            "2026-05-07 10:30:00",
            "2026-05-07T10:30:00Z",
            "2026/5/7 0:00",
            "2026 年 5 月 7 日",
            "20260507 10:30",
            "46149",
            "46149.5",
            "2026年5月7日10:30",
            "2026-05-07　上午10:30",
        ] {
            check(text, Ok("2026-05-07"));
        }
        check("2024-02-29", Ok("2024-02-29"));
        check("2026-02-29", Err(RefusalCode::NoSuchDay));
        check("2026-13-01", Err(RefusalCode::NoSuchDay));
        check("20261301", Err(RefusalCode::NoSuchDay));
        check("26-5-7", Err(RefusalCode::TwoDigitYear));
        check("26年5月7日", Err(RefusalCode::TwoDigitYear));
        check("5/7/2026", Err(RefusalCode::AmbiguousDate));
        check("1899-12-31", Err(RefusalCode::DateOutOfRange));
        check("9999-12-31", Err(RefusalCode::DateOutOfRange));
        for text in [
            "",
            "去年",
            "2026-05",
            "2026",
            "1",
            "99999",
            "2026-05-07-08",
            "2026-05-07 大约",
            "13812345678",
            "99999999999999999999",
        ] {
            check(text, Err(RefusalCode::BadDate));
        }
    }

    #[test]
    fn birthdays() {
        let today = NaiveDate::from_ymd_opt(2026, 5, 7).unwrap();
        let check = |text: &str, want: Result<(u8, u8), RefusalCode>| {
            assert_eq!(birthday(text, today).map(|d| (d.month, d.day)), want, "{text:?}");
        };
        check("1990-08-03", Ok((8, 3)));
        check("08-03", Ok((8, 3)));
        check("8月3日", Ok((8, 3)));
        check("8/3", Ok((8, 3)));
        check("0803", Ok((8, 3)));
        check("02-29", Ok((2, 29)));
        check("02-30", Err(RefusalCode::NoSuchDay));
        check("2026-05-08", Err(RefusalCode::FutureDate));
        check("90-8-3", Err(RefusalCode::TwoDigitYear));
        check("狮子座", Err(RefusalCode::BadDate));
    }
}
