//! What lunar dates and years are called, in Chinese and English.

use crate::lunar::LunarDate;
use serde::{Deserialize, Serialize};

const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];
const MONTHS: [&str; 12] = [
    "正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月",
];
const DIGITS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

const SOLAR_MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English name of a month of the solar calendar, 1 being January; empty where there is no such month.
pub fn solar_month_en(month: u8) -> &'static str {
    let at = usize::from(month).wrapping_sub(1);
    SOLAR_MONTHS_EN.get(at).copied().unwrap_or_default()
}

/// The animal of a lunar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the twelve animals are their own description")]
pub enum Zodiac {
    Rat,
    Ox,
    Tiger,
    Rabbit,
    Dragon,
    Snake,
    Horse,
    Goat,
    Monkey,
    Rooster,
    Dog,
    Pig,
}

impl Zodiac {
    /// All twelve, from the rat.
    pub const ALL: [Self; 12] = [
        Self::Rat,
        Self::Ox,
        Self::Tiger,
        Self::Rabbit,
        Self::Dragon,
        Self::Snake,
        Self::Horse,
        Self::Goat,
        Self::Monkey,
        Self::Rooster,
        Self::Dog,
        Self::Pig,
    ];

    /// The animal of the lunar year that begins in a Gregorian year.
    pub fn of_year(year: i32) -> Self {
        Self::ALL[(i64::from(year) - 4).rem_euclid(12) as usize]
    }

    /// Its Chinese name, such as 马.
    pub const fn zh(self) -> &'static str {
        ["鼠", "牛", "虎", "兔", "龙", "蛇", "马", "羊", "猴", "鸡", "狗", "猪"][self as usize]
    }

    /// Its English name, such as Horse.
    pub const fn en(self) -> &'static str {
        [
            "Rat", "Ox", "Tiger", "Rabbit", "Dragon", "Snake", "Horse", "Goat", "Monkey", "Rooster", "Dog", "Pig",
        ][self as usize]
    }
}

/// The name of a lunar year in the cycle of sixty, such as 丙午 for 2026.
pub fn ganzhi(year: i32) -> String {
    let at = i64::from(year) - 4;
    [STEMS[at.rem_euclid(10) as usize], BRANCHES[at.rem_euclid(12) as usize]]
        .iter()
        .collect()
}

impl LunarDate {
    /// Month and day in Chinese: 正月初五, 闰二月十五, 腊月廿三. Numbers that no calendar has are written as digits.
    pub fn zh(self) -> String {
        month_day_zh(self.month, self.day, self.leap)
    }

    /// With the year before it: 丙午年正月初五.
    pub fn zh_long(self) -> String {
        format!("{}年{}", ganzhi(self.year), self.zh())
    }

    /// Month and day in English: "5th day of the 1st lunar month".
    pub fn en(self) -> String {
        month_day_en(self.month, self.day, self.leap)
    }

    /// The animal of its year.
    pub fn zodiac(self) -> Zodiac {
        Zodiac::of_year(self.year)
    }
}

/// A lunar month and day in Chinese, as [`LunarDate::zh`] writes them.
pub fn month_day_zh(month: u8, day: u8, leap: bool) -> String {
    let leap = if leap { "闰" } else { "" };
    let month = match usize::from(month).checked_sub(1).and_then(|i| MONTHS.get(i)) {
        Some(name) => (*name).to_owned(),
        None => format!("{month}月"),
    };
    format!("{leap}{month}{}", day_zh(day))
}

/// A lunar month and day in English, as [`LunarDate::en`] writes them.
pub fn month_day_en(month: u8, day: u8, leap: bool) -> String {
    let leap = if leap { "leap " } else { "" };
    format!("{} day of the {leap}{} lunar month", nth(day), nth(month))
}

fn day_zh(day: u8) -> String {
    let digit = |n: u8| DIGITS[usize::from(n) - 1];
    match day {
        1..=10 => format!("初{}", digit(day)),
        11..=19 => format!("十{}", digit(day - 10)),
        20 => "二十".to_owned(),
        21..=29 => format!("廿{}", digit(day - 20)),
        30 => "三十".to_owned(),
        _ => format!("{day}日"),
    }
}

fn nth(n: u8) -> String {
    let suffix = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{suffix}")
}

/// Reads a lunar month and day as people write them: 正月初五, 农历闰二月十五, 腊月廿三, 十一月三十日, 阴历八月15. Answers
/// (month, day, leap), or `None`.
pub fn parse_month_day(text: &str) -> Option<(u8, u8, bool)> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = ["农历", "阴历", "旧历", "農曆", "陰曆"]
        .iter()
        .find_map(|calendar| text.strip_prefix(calendar))
        .unwrap_or(&text);
    let (leap, text) = match text.strip_prefix('闰').or_else(|| text.strip_prefix('閏')) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (month, day) = text.split_once('月')?;
    let month = match month {
        "正" => 1,
        "冬" => 11,
        "腊" | "臘" => 12,
        other => numeral(other)?,
    };
    let day = day.trim_end_matches(['日', '号']);
    let day = numeral(day.strip_prefix('初').unwrap_or(day))?;
    ((1..=12).contains(&month) && (1..=30).contains(&day)).then_some((month, day, leap))
}

/// A number from 1 to 39 in digits or Chinese numerals, 廿 and 卅 included.
fn numeral(text: &str) -> Option<u8> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c: char| (1u8..).zip(&DIGITS[..9]).find(|(_, d)| **d == c).map(|(n, _)| n);
    let chars: Vec<char> = text.chars().collect();
    match chars[..] {
        ['十'] => Some(10),
        ['廿'] | ['廿', '十'] => Some(20),
        ['卅'] => Some(30),
        [one] => digit(one),
        ['十', one] => digit(one).map(|n| 10 + n),
        ['廿', one] => digit(one).map(|n| 20 + n),
        ['卅', one] => digit(one).map(|n| 30 + n),
        [tens, '十'] => digit(tens).filter(|n| *n <= 3).map(|n| n * 10),
        [tens, '十', one] => Some(digit(tens).filter(|n| *n <= 3)? * 10 + digit(one)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn days_read_as_people_say_them() {
        for (month, day, leap, zh, en) in [
            (1, 5, false, "正月初五", "5th day of the 1st lunar month"),
            (2, 15, true, "闰二月十五", "15th day of the leap 2nd lunar month"),
            (10, 10, false, "十月初十", "10th day of the 10th lunar month"),
            (11, 20, false, "冬月二十", "20th day of the 11th lunar month"),
            (12, 23, false, "腊月廿三", "23rd day of the 12th lunar month"),
            (3, 30, false, "三月三十", "30th day of the 3rd lunar month"),
            (8, 11, false, "八月十一", "11th day of the 8th lunar month"),
        ] {
            assert_eq!(month_day_zh(month, day, leap), zh);
            assert_eq!(month_day_en(month, day, leap), en);
        }
    }

    #[test]
    fn years_have_their_names_and_animals() {
        for (year, name, animal) in [
            (1901, "辛丑", "牛"),
            (1984, "甲子", "鼠"),
            (2024, "甲辰", "龙"),
            (2025, "乙巳", "蛇"),
            (2026, "丙午", "马"),
            (2027, "丁未", "羊"),
            (2031, "辛亥", "猪"),
        ] {
            assert_eq!(ganzhi(year), name);
            assert_eq!(Zodiac::of_year(year).zh(), animal);
        }
        assert_eq!(ganzhi(i32::MIN).chars().count(), 2);
        let eve: chrono::NaiveDate = "2026-02-16".parse().unwrap();
        let eve = crate::cn(eve).unwrap();
        assert_eq!(eve.zh_long(), "乙巳年腊月廿九");
        assert_eq!((eve.zodiac().en(), eve.zodiac().zh()), ("Snake", "蛇"));
    }

    #[test]
    fn what_is_written_can_be_read() {
        for month in 1..=12 {
            for day in 1..=30 {
                for leap in [false, true] {
                    let text = month_day_zh(month, day, leap);
                    assert_eq!(parse_month_day(&text), Some((month, day, leap)), "{text}");
                }
            }
        }
    }

    #[test]
    fn other_ways_of_writing() {
        for (text, want) in [
            ("农历 八月十五日", Some((8, 15, false))),
            ("阴历十一月三十", Some((11, 30, false))),
            ("十二月二十九", Some((12, 29, false))),
            ("腊月廿九", Some((12, 29, false))),
            ("閏4月08", Some((4, 8, true))),
            ("5月5号", Some((5, 5, false))),
            ("二月卅", Some((2, 30, false))),
            ("十三月初一", None),
            ("五月三十一", None),
            ("五月", None),
            ("月初五", None),
            ("初五", None),
            ("", None),
            ("99999999999月1", None),
        ] {
            assert_eq!(parse_month_day(text), want, "{text}");
        }
    }
}
