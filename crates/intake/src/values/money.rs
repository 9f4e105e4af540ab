//! Amounts of money.

use crate::RefusalCode;
use crate::text;

/// The most that one amount may be: a hundred billion yuan, in fen.
const MOST: i64 = 10_000_000_000_000;

/// Reads an amount as fen (hundredths): `¥1,234.50`, `1234.5元`, `1.2万`, `RMB 300`, `1.2E+4`. Fractions of a fen are rounded
/// half up; a negative amount is out of range.
pub fn money(raw: &str) -> Result<i64, RefusalCode> {
    if let Some(fen) = plain(raw) {
        return Ok(fen);
    }
    let folded = text::fold(raw);
    let mut rest = folded.as_str();
    for mark in ["rmb", "cny", "人民币", "¥", "￥", "$", "+"] {
        rest = rest.strip_prefix(mark).unwrap_or(rest);
    }
    for mark in ["rmb", "cny", "整", "圆", "元", "块"] {
        rest = rest.strip_suffix(mark).unwrap_or(rest);
    }
    let (rest, unit) = match rest.strip_suffix(['万', 'w', '千', 'k', '亿']) {
        Some(number) if rest.ends_with(['万', 'w']) => (number, 4),
        Some(number) if rest.ends_with('亿') => (number, 8),
        Some(number) => (number, 3),
        None => (rest, 0),
    };
    if rest.starts_with(['-', '(', '−']) && rest.bytes().any(|b| b.is_ascii_digit()) {
        return Err(RefusalCode::MoneyOutOfRange);
    }
    let (mantissa, power) = match rest.split_once('e') {
        Some((mantissa, power)) => (mantissa, power.parse::<i32>().map_err(|_| RefusalCode::BadMoney)?),
        None => (rest, 0),
    };
    scaled(mantissa, power.saturating_add(unit + 2))
}

/// `1234`, `1234.5` and `1234.50`, which is how most amounts come.
fn plain(raw: &str) -> Option<i64> {
    let (whole, fraction) = raw.split_once('.').unwrap_or((raw, "00"));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !(1..=10).contains(&whole.len()) || !(1..=2).contains(&fraction.len()) || !digits(whole) || !digits(fraction) {
        return None;
    }
    let cents: i64 = fraction.parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + if fraction.len() == 1 { cents * 10 } else { cents })
}

/// The decimal number times ten to the power.
fn scaled(text: &str, power: i32) -> Result<i64, RefusalCode> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = grouped(whole).ok_or(RefusalCode::BadMoney)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(RefusalCode::BadMoney);
    }
    if !(-20..=20).contains(&power) || whole.len() + fraction.len() > 40 {
        return Err(RefusalCode::MoneyOutOfRange);
    }
    let mut fen = 0i64;
    let point = whole.len() as i32 + power;
    let digits = whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat(b'0'));
    for (at, digit) in digits.take(point.max(-1) as usize + 1).enumerate() {
        let digit = i64::from(digit - b'0');
        if (at as i32) < point {
            fen = fen
                .checked_mul(10)
                .and_then(|f| f.checked_add(digit))
                .ok_or(RefusalCode::MoneyOutOfRange)?;
        } else if digit >= 5 {
            fen += 1;
        }
    }
    if fen > MOST {
        Err(RefusalCode::MoneyOutOfRange)
    } else {
        Ok(fen)
    }
}

/// The digits without the commas between groups; commas must part groups of three (or four, as in 12,3456).
fn grouped(whole: &str) -> Option<String> {
    let mut groups = whole.split([',', '\'']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let even = rest.iter().all(|g| g.len() == 3) || rest.iter().all(|g| g.len() == 4);
    let digits = whole.bytes().filter(u8::is_ascii_digit).count();
    let clean = first.len() + rest.iter().map(|g| g.len()).sum::<usize>() == digits;
    (clean && even && (rest.is_empty() || !first.is_empty())).then(|| [first, &rest.concat()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        let check = |text: &str, want: Result<i64, RefusalCode>| assert_eq!(money(text), want, "{text:?}");
        check("¥1,234.50", Ok(123_450));
        check("￥１，２３４．５", Ok(123_450));
        check("1.2万", Ok(1_200_000));
        check("1.2万元", Ok(1_200_000));
        check("3k", Ok(300_000));
        check("1亿", Ok(10_000_000_000));
        check("300元", Ok(30_000));
        check("RMB 300", Ok(30_000));
        check("0", Ok(0));
        check(".5", Ok(50));
        check("5.", Ok(500));
        check("0.005", Ok(1));
        check("0.004", Ok(0));
        check("0.1", Ok(10));
        check("19.99", Ok(1999));
        check("1.2E+4", Ok(1_200_000));
        check("1234567.89", Ok(123_456_789));
        check("1,234,567", Ok(123_456_700));
        check("12,3456", Ok(12_345_600));
        check("99999999999", Ok(9_999_999_999_900));
        check("-5", Err(RefusalCode::MoneyOutOfRange));
        check("(5.00)", Err(RefusalCode::MoneyOutOfRange));
        check("99999999999999", Err(RefusalCode::MoneyOutOfRange));
        check("1e99", Err(RefusalCode::MoneyOutOfRange));
        for text in [
            "",
            "很多",
            "1,2",
            "1.2.3",
            ".",
            "万",
            "12a",
            ",123",
            "e",
            "1e",
            "1,23,4567",
        ] {
            check(text, Err(RefusalCode::BadMoney));
        }
    }
}
