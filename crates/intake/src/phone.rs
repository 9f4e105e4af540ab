//! Phones as people write them, as E.164 by the rules of libphonenumber (its metadata, through `rlibphonenumber`).
//!
//! The library takes microseconds a number. A plain Chinese mobile is known by its first five digits, which a table in the
//! code decides; a differential test proves the table equal to the library over every prefix.

use std::fmt;

use rlibphonenumber::{PHONE_NUMBER_UTIL, ParseError, PhoneNumberType};
use serde::{Deserialize, Serialize};

pub use rlibphonenumber::Region;

use crate::Language;
use crate::text::{half_width, is_space};

/// A number in E.164: country code and national number, at most fifteen digits. Displays as `+8613812345678`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct E164(u64);

impl E164 {
    /// The digits without the plus as one number.
    pub fn digits(self) -> u64 {
        self.0
    }
}

/// Shows the middle hidden, so that no number reaches a log by accident.
impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let full = self.to_string();
        let (head, tail) = full.split_at(full.len().saturating_sub(4));
        write!(f, "E164({}****{tail})", &head[..head.len().saturating_sub(4)])
    }
}

impl From<E164> for domain::phone::Phone {
    fn from(number: E164) -> Self {
        // Every E164 comes from a valid number of the library: a plus and 7 to 15 digits.
        Self::parse(&number.to_string()).expect("a valid number has 7 to 15 digits")
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.0)
    }
}

/// What a phone cell came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneReading {
    /// A mobile, or a number of a region whose numbers don't tell: it can be written to.
    Mobile(E164),
    /// A landline.
    Landline(E164),
    /// No number that a person can be reached at.
    Invalid(PhoneFlaw),
    /// The cell is empty.
    Missing,
}

/// Why a phone can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneFlaw {
    /// Letters or no digits.
    NotANumber,
    /// Too few digits.
    TooShort,
    /// Too many digits.
    TooLong,
    /// The right length, but no such range is assigned.
    Unassigned,
    /// Two or more numbers in one cell.
    Several,
    /// A hotline, a premium or another number that is nobody's own.
    NotAPerson,
    /// A spreadsheet has rounded the number away (`1.38E+10`).
    Rounded,
}

impl PhoneFlaw {
    /// What is wrong, in the person's language.
    pub fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::NotANumber, Language::Zh) => "不是电话号码",
            (Self::NotANumber, Language::En) => "Not a phone number",
            (Self::TooShort, Language::Zh) => "号码位数不足",
            (Self::TooShort, Language::En) => "The number is too short",
            (Self::TooLong, Language::Zh) => "号码位数过多",
            (Self::TooLong, Language::En) => "The number is too long",
            (Self::Unassigned, Language::Zh) => "没有这个号段",
            (Self::Unassigned, Language::En) => "No such number range",
            (Self::Several, Language::Zh) => "一格里有多个号码，请只留一个",
            (Self::Several, Language::En) => "Several numbers in one cell; keep one",
            (Self::NotAPerson, Language::Zh) => "是服务号码，不是个人号码",
            (Self::NotAPerson, Language::En) => "A service number, not a person's",
            (Self::Rounded, Language::Zh) => "号码被表格软件四舍五入，请重新填写",
            (Self::Rounded, Language::En) => "A spreadsheet has rounded the number; write it anew",
        }
    }
}

/// Reads a phone cell. `region` is where a number without a country code belongs.
pub fn normalise(raw: &str, region: Region) -> PhoneReading {
    if region == Region::CN
        && let Some(phone) = plain_mobile(raw.as_bytes())
    {
        return PhoneReading::Mobile(phone);
    }
    let folded: String = raw
        .chars()
        .map(|c| match half_width(c) {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' | '_' => '-',
            c if is_space(c) || c.is_control() => ' ',
            c => c,
        })
        .collect();
    let folded = folded.trim_matches(|c: char| c == ' ' || c == '\'' || c == '"' || c == '`');
    if folded.is_empty()
        || matches!(
            folded,
            "-" | "--" | "/" | "无" | "暂无" | "没有" | "n/a" | "N/A" | "null" | "NULL"
        )
    {
        return PhoneReading::Missing;
    }
    match without_float(folded) {
        Ok(text) => folded_number(&text, region),
        Err(flaw) => PhoneReading::Invalid(flaw),
    }
}

/// Reads a text of half-width characters.
fn folded_number(text: &str, region: Region) -> PhoneReading {
    let text = text
        .get(..4)
        .filter(|p| p.eq_ignore_ascii_case("tel:"))
        .map_or(text, |_| text[4..].trim());
    let text = without_extension(text);
    if is_several(text) {
        return PhoneReading::Invalid(PhoneFlaw::Several);
    }
    if text.chars().any(|c| !(c.is_ascii_digit() || " +-().".contains(c))) {
        return PhoneReading::Invalid(PhoneFlaw::NotANumber);
    }
    let mut digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plus = text.trim_start_matches(['(', ' ']).starts_with('+');
    if digits.is_empty() {
        return PhoneReading::Invalid(PhoneFlaw::NotANumber);
    }
    let national = if plus || region == Region::CN {
        national_mobile(&digits, plus)
    } else {
        None
    };
    if let Some(phone) = national.and_then(|n| plain_mobile(n.as_bytes())) {
        return PhoneReading::Mobile(phone);
    }
    if plus {
        digits.insert(0, '+');
    }
    by_library(&digits, region)
}

/// The eleven digits of what may be a Chinese mobile behind `+86`, `86` or `0086`.
fn national_mobile(digits: &str, plus: bool) -> Option<&str> {
    match (plus, digits.len()) {
        (false, 11) => Some(digits),
        (_, 13) => digits.strip_prefix("86"),
        (false, 15) => digits.strip_prefix("0086"),
        _ => None,
    }
}

/// What the library makes of digits with an optional plus.
fn by_library(digits: &str, region: Region) -> PhoneReading {
    let number = match PHONE_NUMBER_UTIL.parse(digits, Some(region)) {
        Ok(number) => number,
        Err(ParseError::TooLongNsn) => return PhoneReading::Invalid(PhoneFlaw::TooLong),
        Err(ParseError::TooShortNsn | ParseError::TooShortAfterIdd) => {
            return PhoneReading::Invalid(PhoneFlaw::TooShort);
        }
        Err(_) => {
            let flaw = if digits.len() < 5 {
                PhoneFlaw::TooShort
            } else {
                PhoneFlaw::NotANumber
            };
            return PhoneReading::Invalid(flaw);
        }
    };
    if !number.is_valid() {
        // The library allows for Chinese service numbers of other lengths; a mobile with a digit lost or doubled says so.
        if region == Region::CN && digits.starts_with('1') && digits.len() > 6 && digits.len() != 11 {
            let flaw = if digits.len() < 11 {
                PhoneFlaw::TooShort
            } else {
                PhoneFlaw::TooLong
            };
            return PhoneReading::Invalid(flaw);
        }
        return PhoneReading::Invalid(match number.is_possible_with_reason() {
            Err(rlibphonenumber::ValidationError::TooLong) => PhoneFlaw::TooLong,
            Ok(rlibphonenumber::NumberLengthType::IsPossibleLocalOnly)
            | Err(rlibphonenumber::ValidationError::TooShort) => PhoneFlaw::TooShort,
            Ok(rlibphonenumber::NumberLengthType::IsPossible) | Err(_) => PhoneFlaw::Unassigned,
        });
    }
    let e164 = number.to_string();
    let Some(e164) = e164.strip_prefix('+').and_then(|d| d.parse().ok()).map(E164) else {
        return PhoneReading::Invalid(PhoneFlaw::NotANumber);
    };
    match number.get_type() {
        PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile => PhoneReading::Mobile(e164),
        PhoneNumberType::FixedLine => PhoneReading::Landline(e164),
        _ => PhoneReading::Invalid(PhoneFlaw::NotAPerson),
    }
}

/// Eleven ASCII digits whose first five belong to a Chinese mobile range.
fn plain_mobile(digits: &[u8]) -> Option<E164> {
    if digits.len() != 11 || !is_mobile_prefix(digits) {
        return None;
    }
    let mut number = 0u64;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u64::from(digit - b'0');
    }
    Some(E164(8_600_000_000_000 + number))
}

/// The mobile ranges of China in libphonenumber's metadata.
fn is_mobile_prefix(digits: &[u8]) -> bool {
    matches!(
        digits,
        [b'1', b'3' | b'8', ..]
            | [b'1', b'4', b'5' | b'7', ..]
            | [b'1', b'5' | b'9', b'0'..=b'3' | b'5'..=b'9', ..]
            | [b'1', b'6', b'1', b'0', ..]
            | [b'1', b'6', b'2' | b'5'..=b'7', ..]
            | [b'1', b'7', b'0'..=b'3' | b'5'..=b'8', ..]
            | [b'1', b'7', b'4', b'0', b'0'..=b'5', ..]
    )
}

/// Undoes what spreadsheets and programs do to a number that they take for a float: `13812345678.0`, `1.3812345678E10`.
/// A number of which digits are lost is refused.
fn without_float(text: &str) -> Result<String, PhoneFlaw> {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        let whole = text.split_once('.').filter(|(whole, zeros)| {
            whole.len() >= 7
                && whole.bytes().all(|b| b.is_ascii_digit())
                && !zeros.is_empty()
                && zeros.bytes().all(|b| b == b'0')
        });
        return Ok(whole.map_or(text, |(whole, _)| whole).to_owned());
    };
    let (Some((one, fraction)), Ok(power)) = (mantissa.split_once('.'), exponent.parse::<usize>()) else {
        return Ok(text.to_owned());
    };
    let numeric = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if one.len() != 1 || !numeric(one) || !numeric(fraction) || power > 15 {
        return Ok(text.to_owned());
    }
    // A display form is padded with zeros or cut; a program's form only drops zeros at the end.
    if fraction.len() < power && (exponent.starts_with('+') || fraction.len() < 8) {
        return Err(PhoneFlaw::Rounded);
    }
    if fraction.len() > power && fraction.bytes().skip(power).any(|b| b != b'0') {
        return Err(PhoneFlaw::NotANumber);
    }
    Ok(format!("{one}{fraction:0<power$}")[..=power].to_owned())
}

/// Cuts an extension: `转801`, `分机 801`, `ext. 801`, `x801`, `#801`.
fn without_extension(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    ["转", "轉", "分机", "ext", "x", "#"]
        .iter()
        .filter_map(|mark| lower.find(mark))
        .filter(|at| lower[..*at].bytes().filter(u8::is_ascii_digit).count() >= 5)
        .min()
        .map_or(text, |at| text[..at].trim_end_matches([' ', '-', ',', '(']))
}

/// Whether a cell holds more than one number: groups of at least seven digits, parted by a slash, comma or the like.
fn is_several(text: &str) -> bool {
    let long = |part: &&str| part.bytes().filter(u8::is_ascii_digit).count() >= 7;
    let parted = text
        .split(['/', ',', ';', '|', '\\', '&', '和', '或', '与'])
        .filter(long)
        .count();
    parted > 1 || text.split(' ').filter(long).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, want: &str) {
        let got = match normalise(raw, Region::CN) {
            PhoneReading::Mobile(e164) => format!("mobile {e164}"),
            PhoneReading::Landline(e164) => format!("landline {e164}"),
            PhoneReading::Invalid(flaw) => format!("{flaw:?}"),
            PhoneReading::Missing => "missing".into(),
        };
        assert_eq!(got, want, "{raw:?}");
    }

    #[test]
    fn mobiles() {
        for raw in [
            "13812345678",
            " 138 1234 5678 ",
            "138-1234-5678",
            "１３８１２３４５６７８",
            "+8613812345678",
            "+86 138-1234-5678",
            "008613812345678",
            "8613812345678",
            "86-13812345678",
            "(+86)13812345678",
            "＋８６１３８１２３４５６７８",
            "tel:13812345678",
            "TEL: +86 13812345678",
            "\u{202a}13812345678\u{202c}",
            "138\u{200b}12345678",
            "13812345678.0",
            "1.3812345678E+10",
            "1.3812345678E10",
            "'13812345678",
            "'+8613812345678",
            "013812345678",
            "138—1234—5678",
            "138\u{a0}1234\u{3000}5678",
        ] {
            check(raw, "mobile +8613812345678");
        }
        check("1.381234567E10", "mobile +8613812345670");
        check("+1 650-253-0000", "mobile +16502530000");
        check("+852 6123 4567", "mobile +85261234567");
    }

    #[test]
    fn others() {
        check("010-62345678", "landline +861062345678");
        check("(0755) 8234 5678 转 801", "landline +8675582345678");
        check("0755-82345678 ext.801", "landline +8675582345678");
        check("+852 2345 6789", "landline +85223456789");
        check("", "missing");
        check(" \u{3000}\u{200b}", "missing");
        check("无", "missing");
        check("400-800-1234", "NotAPerson");
        check("1.38E+10", "Rounded");
        check("1.38E10", "Rounded");
        check("13812345678/13912345678", "Several");
        check("13812345678、13912345678", "Several");
        check("13812345678 13912345678", "Several");
        check("张三", "NotANumber");
        check("138123456７x", "TooShort");
        check("1381234567", "TooShort");
        check("138123456789", "TooLong");
        check("12312345678", "Unassigned");
        check("12", "TooShort");
        check("+999 12345678", "NotANumber");
    }

    #[test]
    fn other_regions() {
        let check = |raw: &str, region, want: &str| {
            let PhoneReading::Mobile(got) = normalise(raw, region) else {
                panic!("{raw}")
            };
            assert_eq!(got.to_string(), want);
        };
        check("6123 4567", Region::HK, "+85261234567");
        check("+8613812345678", Region::HK, "+8613812345678");
        check("07400 123456", Region::GB, "+447400123456");
    }

    /// The table against the library: every one of the 100,000 five-digit heads, each with the tails that end a range, and
    /// with each way of writing the country code.
    #[test]
    fn the_table_is_the_library() {
        for head in 0..100_000u32 {
            // Only what begins with 1 can come to the table as a mobile; of the rest a sample is enough.
            if head / 10_000 != 1 && head % 97 != 0 {
                continue;
            }
            for tail in ["000000", "999999"] {
                let digits = format!("{head:05}{tail}");
                let fast = plain_mobile(digits.as_bytes()).map(PhoneReading::Mobile);
                let slow = Some(by_library(&digits, Region::CN)).filter(|r| matches!(r, PhoneReading::Mobile(_)));
                assert_eq!(fast, slow, "{digits}");
                if let Some(fast) = fast {
                    assert_eq!(fast, by_library(&format!("+86{digits}"), Region::CN));
                    assert_eq!(fast, by_library(&format!("86{digits}"), Region::CN));
                    assert_eq!(fast, by_library(&format!("0086{digits}"), Region::CN));
                }
            }
        }
    }

    /// The same over all million seven-digit heads that begin with 1 (a minute in release): `cargo test --release -- --ignored`.
    #[test]
    #[ignore = "takes a minute in release"]
    fn the_table_is_the_library_for_every_seven_digits() {
        for head in 1_000_000..2_000_000u32 {
            let digits = format!("{head}{:04}", head % 9973);
            let fast = plain_mobile(digits.as_bytes()).map(PhoneReading::Mobile);
            let slow = Some(by_library(&digits, Region::CN)).filter(|r| matches!(r, PhoneReading::Mobile(_)));
            assert_eq!(fast, slow, "{digits}");
        }
    }
}
