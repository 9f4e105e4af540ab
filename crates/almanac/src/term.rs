//! The 24 solar terms, 1901–2100, as civil dates in China.

use crate::AlmanacError;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A solar term. The ids (serialised names) are the column names of `data/solar_terms_1901_2100.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "names() says what each is called")]
pub enum SolarTerm {
    MinorCold,
    MajorCold,
    StartOfSpring,
    RainWater,
    AwakeningOfInsects,
    SpringEquinox,
    ClearAndBright,
    GrainRain,
    StartOfSummer,
    GrainBuds,
    GrainInEar,
    SummerSolstice,
    MinorHeat,
    MajorHeat,
    StartOfAutumn,
    EndOfHeat,
    WhiteDew,
    AutumnEquinox,
    ColdDew,
    FrostDescent,
    StartOfWinter,
    MinorSnow,
    MajorSnow,
    WinterSolstice,
}

/// Id, Chinese and English name of each term, in the order of the year.
const NAMES: [(&str, &str, &str); 24] = [
    ("minor_cold", "小寒", "Minor Cold"),
    ("major_cold", "大寒", "Major Cold"),
    ("start_of_spring", "立春", "Start of Spring"),
    ("rain_water", "雨水", "Rain Water"),
    ("awakening_of_insects", "惊蛰", "Awakening of Insects"),
    ("spring_equinox", "春分", "Spring Equinox"),
    ("clear_and_bright", "清明", "Clear and Bright"),
    ("grain_rain", "谷雨", "Grain Rain"),
    ("start_of_summer", "立夏", "Start of Summer"),
    ("grain_buds", "小满", "Grain Buds"),
    ("grain_in_ear", "芒种", "Grain in Ear"),
    ("summer_solstice", "夏至", "Summer Solstice"),
    ("minor_heat", "小暑", "Minor Heat"),
    ("major_heat", "大暑", "Major Heat"),
    ("start_of_autumn", "立秋", "Start of Autumn"),
    ("end_of_heat", "处暑", "End of Heat"),
    ("white_dew", "白露", "White Dew"),
    ("autumn_equinox", "秋分", "Autumn Equinox"),
    ("cold_dew", "寒露", "Cold Dew"),
    ("frost_descent", "霜降", "Frost Descent"),
    ("start_of_winter", "立冬", "Start of Winter"),
    ("minor_snow", "小雪", "Minor Snow"),
    ("major_snow", "大雪", "Major Snow"),
    ("winter_solstice", "冬至", "Winter Solstice"),
];

impl SolarTerm {
    /// All 24 in the order of the civil year.
    pub const ALL: [Self; 24] = [
        Self::MinorCold,
        Self::MajorCold,
        Self::StartOfSpring,
        Self::RainWater,
        Self::AwakeningOfInsects,
        Self::SpringEquinox,
        Self::ClearAndBright,
        Self::GrainRain,
        Self::StartOfSummer,
        Self::GrainBuds,
        Self::GrainInEar,
        Self::SummerSolstice,
        Self::MinorHeat,
        Self::MajorHeat,
        Self::StartOfAutumn,
        Self::EndOfHeat,
        Self::WhiteDew,
        Self::AutumnEquinox,
        Self::ColdDew,
        Self::FrostDescent,
        Self::StartOfWinter,
        Self::MinorSnow,
        Self::MajorSnow,
        Self::WinterSolstice,
    ];

    /// Its id, such as `start_of_spring`.
    pub const fn id(self) -> &'static str {
        NAMES[self as usize].0
    }

    /// Its Chinese name, such as 立春.
    pub const fn zh(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// Its English name, such as Start of Spring.
    pub const fn en(self) -> &'static str {
        NAMES[self as usize].2
    }

    /// The term with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.id() == id)
    }

    /// The day on which it begins in a civil year.
    ///
    /// # Errors
    /// [`AlmanacError::OutOfRange`] for years before 1901 or after 2100.
    pub fn in_year(self, year: i32) -> Result<NaiveDate, AlmanacError> {
        let index = self as usize;
        day_of_month(year, index)
            .and_then(|day| NaiveDate::from_ymd_opt(year, index as u32 / 2 + 1, day))
            .ok_or(AlmanacError::OutOfRange)
    }
}

/// The term that begins on a date, if one does; none outside 1901–2100.
pub fn term_on(date: NaiveDate) -> Option<SolarTerm> {
    let first = date.month0() as usize * 2;
    [first, first + 1]
        .into_iter()
        .find(|index| day_of_month(date.year(), *index) == Some(date.day()))
        .map(|index| SolarTerm::ALL[index])
}

/// The terms that begin from `from` to `to`, both included, in order.
pub fn terms_between(from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, SolarTerm)> {
    let years = from.year().max(FIRST_YEAR)..=to.year().min(LAST_YEAR);
    years
        .flat_map(|year| SolarTerm::ALL.map(|term| (term.in_year(year), term)))
        .filter_map(|(day, term)| Some((day.ok()?, term)))
        .filter(|(day, _)| (from..=to).contains(day))
        .collect()
}

const FIRST_YEAR: i32 = 1901;
const LAST_YEAR: i32 = 2100;
const YEARS: usize = 200;

/// Read at compile time only; the program carries the 1.2 kB of [`PACKED`].
const CSV: &[u8] = include_bytes!("../data/solar_terms_1901_2100.csv");

/// The earliest day of the month on which each term begins.
const EARLIEST: [u8; 24] = earliest();
/// For each year, 24 times two bits: days later than [`EARLIEST`].
static PACKED: [[u8; 6]; YEARS] = packed();

fn day_of_month(year: i32, term: usize) -> Option<u32> {
    let row = PACKED.get(usize::try_from(year.checked_sub(FIRST_YEAR)?).ok()?)?;
    let later = row[term / 4] >> (term % 4 * 2) & 0b11;
    Some(u32::from(EARLIEST[term] + later))
}

/// The day of the month in the table, having checked that the line and the month are the expected ones.
const fn table_day(year: usize, term: usize) -> u8 {
    /// `YYYY` and 24 times `,MM-DD`.
    const LINE: usize = 4 + 24 * 6 + 1;
    let mut at = CSV.len() - YEARS * LINE;
    assert!(CSV[at - 1] == b'\n', "the header is one line");
    at += year * LINE;
    let named = two(at) as usize * 100 + two(at + 2) as usize;
    assert!(named == FIRST_YEAR as usize + year, "years follow each other");
    at += 4 + term * 6;
    assert!(CSV[at] == b',' && CSV[at + 3] == b'-', "dates are ,MM-DD");
    assert!(two(at + 1) as usize == term / 2 + 1, "two terms in each month");
    two(at + 4)
}

const fn two(at: usize) -> u8 {
    (CSV[at] - b'0') * 10 + CSV[at + 1] - b'0'
}

const fn earliest() -> [u8; 24] {
    let mut least = [31; 24];
    let mut year = 0;
    while year < YEARS {
        let mut term = 0;
        while term < 24 {
            let day = table_day(year, term);
            if day < least[term] {
                least[term] = day;
            }
            term += 1;
        }
        year += 1;
    }
    least
}

const fn packed() -> [[u8; 6]; YEARS] {
    let mut rows = [[0; 6]; YEARS];
    let mut year = 0;
    while year < YEARS {
        let mut term = 0;
        while term < 24 {
            let later = table_day(year, term) - EARLIEST[term];
            assert!(later < 4, "a term wanders by less than four days");
            rows[year][term / 4] |= later << (term % 4 * 2);
            term += 1;
        }
        year += 1;
    }
    rows
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_whole_table_comes_back() {
        let text = std::str::from_utf8(CSV).unwrap();
        let mut lines = text.lines();
        let ids: Vec<_> = lines.next().unwrap().split(',').skip(1).collect();
        let mut seen = 0;
        for line in lines {
            let (year, days) = line.split_once(',').unwrap();
            for (id, day) in ids.iter().zip(days.split(',')) {
                let term = SolarTerm::from_id(id).unwrap();
                let want = date(&format!("{year}-{day}"));
                assert_eq!(term.in_year(want.year()), Ok(want));
                assert_eq!(term_on(want), Some(term));
                seen += 1;
            }
        }
        assert_eq!(seen, 4_800);
    }

    #[test]
    fn days_known_from_elsewhere() {
        for (day, zh) in [
            ("2024-02-04", "立春"),
            ("2025-02-03", "立春"),
            ("2026-04-05", "清明"),
            ("2024-04-04", "清明"),
            ("2025-12-21", "冬至"),
            ("2026-12-22", "冬至"),
        ] {
            assert_eq!(term_on(date(day)).map(SolarTerm::zh), Some(zh), "{day}");
        }
        assert_eq!(term_on(date("2026-04-06")), None);
    }

    #[test]
    fn ids_are_the_serialised_names() {
        for term in SolarTerm::ALL {
            let json = serde_json::to_string(&term).unwrap();
            assert_eq!(json, format!("\"{}\"", term.id()));
        }
    }

    #[test]
    fn between_takes_both_ends_and_stops_at_the_range() {
        let got = terms_between(date("2026-02-04"), date("2026-03-05"));
        let names: Vec<_> = got.iter().map(|(_, term)| term.zh()).collect();
        assert_eq!(names, ["立春", "雨水", "惊蛰"]);
        assert_eq!(terms_between(NaiveDate::MIN, NaiveDate::MAX).len(), 4_800);
        assert!(terms_between(date("2026-02-05"), date("2026-02-04")).is_empty());
        assert_eq!(term_on(date("1900-02-04")), None);
        assert!(SolarTerm::MinorCold.in_year(2101).is_err());
        assert!(SolarTerm::MinorCold.in_year(i32::MIN).is_err());
    }
}
