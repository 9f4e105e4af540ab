//! The festivals that customers are greeted on.

use crate::rule::Rule;
use crate::term::SolarTerm;
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// A festival. Ids are the serialised names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "zh(), en() and rule() say what each is")]
pub enum Festival {
    NewYear,
    Laba,
    LittleNewYear,
    SpringFestivalEve,
    SpringFestival,
    Lantern,
    WomensDay,
    Qingming,
    LabourDay,
    MothersDay,
    DragonBoat,
    ChildrensDay,
    FathersDay,
    Qixi,
    Zhongyuan,
    TeachersDay,
    MidAutumn,
    NationalDay,
    DoubleNinth,
    WinterSolstice,
    Christmas,
}

struct Entry {
    id: &'static str,
    zh: &'static str,
    en: &'static str,
    rule: Rule,
}

const fn entry(id: &'static str, zh: &'static str, en: &'static str, rule: Rule) -> Entry {
    Entry { id, zh, en, rule }
}

const fn solar(month: u8, day: u8) -> Rule {
    Rule::Solar { month, day }
}

const fn lunar(month: u8, day: u8) -> Rule {
    Rule::Lunar { month, day }
}

const fn sunday(month: u8, nth: u8) -> Rule {
    Rule::Weekday {
        month,
        nth,
        weekday: Weekday::Sun,
    }
}

const fn term(term: SolarTerm) -> Rule {
    Rule::Term { term }
}

/// In the order of [`Festival`].
static ENTRIES: [Entry; 21] = [
    entry("new_year", "元旦", "New Year's Day", solar(1, 1)),
    entry("laba", "腊八节", "Laba Festival", lunar(12, 8)),
    // The north keeps it on the 23rd, much of the south a day later; the 23rd is the earlier and commoner one.
    entry("little_new_year", "小年", "Little New Year", lunar(12, 23)),
    entry("spring_festival_eve", "除夕", "Spring Festival Eve", Rule::LunarYearEnd),
    entry("spring_festival", "春节", "Spring Festival", lunar(1, 1)),
    entry("lantern", "元宵节", "Lantern Festival", lunar(1, 15)),
    entry("womens_day", "妇女节", "Women's Day", solar(3, 8)),
    entry("qingming", "清明节", "Qingming", term(SolarTerm::ClearAndBright)),
    entry("labour_day", "劳动节", "Labour Day", solar(5, 1)),
    entry("mothers_day", "母亲节", "Mother's Day", sunday(5, 2)),
    entry("dragon_boat", "端午节", "Dragon Boat Festival", lunar(5, 5)),
    entry("childrens_day", "儿童节", "Children's Day", solar(6, 1)),
    entry("fathers_day", "父亲节", "Father's Day", sunday(6, 3)),
    entry("qixi", "七夕", "Qixi", lunar(7, 7)),
    entry("zhongyuan", "中元节", "Zhongyuan", lunar(7, 15)),
    entry("teachers_day", "教师节", "Teachers' Day", solar(9, 10)),
    entry("mid_autumn", "中秋节", "Mid-Autumn Festival", lunar(8, 15)),
    entry("national_day", "国庆节", "National Day", solar(10, 1)),
    entry("double_ninth", "重阳节", "Double Ninth Festival", lunar(9, 9)),
    entry(
        "winter_solstice",
        "冬至",
        "Winter Solstice",
        term(SolarTerm::WinterSolstice),
    ),
    entry("christmas", "圣诞节", "Christmas", solar(12, 25)),
];

impl Festival {
    /// All of them, roughly in the order of the year.
    pub const ALL: [Self; 21] = [
        Self::NewYear,
        Self::Laba,
        Self::LittleNewYear,
        Self::SpringFestivalEve,
        Self::SpringFestival,
        Self::Lantern,
        Self::WomensDay,
        Self::Qingming,
        Self::LabourDay,
        Self::MothersDay,
        Self::DragonBoat,
        Self::ChildrensDay,
        Self::FathersDay,
        Self::Qixi,
        Self::Zhongyuan,
        Self::TeachersDay,
        Self::MidAutumn,
        Self::NationalDay,
        Self::DoubleNinth,
        Self::WinterSolstice,
        Self::Christmas,
    ];

    fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }

    /// Its id, such as `mid_autumn`.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// Its Chinese name, such as 中秋节.
    pub fn zh(self) -> &'static str {
        self.entry().zh
    }

    /// Its English name, such as Mid-Autumn Festival.
    pub fn en(self) -> &'static str {
        self.entry().en
    }

    /// What places it in the year.
    pub fn rule(self) -> Rule {
        self.entry().rule
    }

    /// The festival with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|festival| festival.id() == id)
    }

    /// Whether the dead are remembered on it: nobody is wished a happy one.
    pub const fn is_solemn(self) -> bool {
        matches!(self, Self::Qingming | Self::Zhongyuan)
    }
}

/// The festivals on a date, in the order of [`Festival::ALL`].
pub fn festivals_on(date: NaiveDate) -> Vec<Festival> {
    let lunar = crate::cn(date).ok();
    Festival::ALL
        .into_iter()
        .filter(|festival| festival.rule().falls(date, lunar))
        .collect()
}

/// The festivals from `from` to `to`, both included, by date. At most what the almanac knows: days outside have only
/// the festivals of the civil calendar.
pub fn festivals_between(from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, Festival)> {
    crate::days(from, to)
        .flat_map(|day| festivals_on(day).into_iter().map(move |festival| (day, festival)))
        .collect()
}

/// The first day strictly later than `after` on which a festival is kept; none beyond what the almanac knows.
pub fn next(festival: Festival, after: NaiveDate) -> Option<NaiveDate> {
    festival.rule().next(after)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ids_are_the_serialised_names_and_the_table_is_in_order() {
        for (i, festival) in Festival::ALL.into_iter().enumerate() {
            assert_eq!(festival as usize, i);
            let json = serde_json::to_string(&festival).unwrap();
            assert_eq!(json, format!("\"{}\"", festival.id()));
            assert_eq!(Festival::from_id(festival.id()), Some(festival));
        }
        assert_eq!(Festival::from_id("easter"), None);
    }

    #[test]
    fn a_known_year() {
        let got = festivals_between(date("2026-01-01"), date("2026-12-31"));
        let got: Vec<_> = got
            .iter()
            .map(|(day, festival)| (day.format("%m-%d").to_string(), festival.zh()))
            .collect();
        let want = [
            ("01-01", "元旦"),
            ("01-26", "腊八节"),
            ("02-10", "小年"),
            ("02-16", "除夕"),
            ("02-17", "春节"),
            ("03-03", "元宵节"),
            ("03-08", "妇女节"),
            ("04-05", "清明节"),
            ("05-01", "劳动节"),
            ("05-10", "母亲节"),
            ("06-01", "儿童节"),
            ("06-19", "端午节"),
            ("06-21", "父亲节"),
            ("08-19", "七夕"),
            ("08-27", "中元节"),
            ("09-10", "教师节"),
            ("09-25", "中秋节"),
            ("10-01", "国庆节"),
            ("10-18", "重阳节"),
            ("12-22", "冬至"),
            ("12-25", "圣诞节"),
        ]
        .map(|(day, zh)| (day.to_owned(), zh));
        assert_eq!(got, want);
    }

    #[test]
    fn the_eve_is_right_in_months_of_29_and_30_days() {
        for (eve, day) in [
            ("2022-01-31", 29),
            ("2023-01-21", 30),
            ("2024-02-09", 30),
            ("2025-01-28", 29),
            ("2026-02-16", 29),
            ("2027-02-05", 29),
            ("2034-02-18", 30),
        ] {
            let eve = date(eve);
            assert_eq!(festivals_on(eve), [Festival::SpringFestivalEve]);
            assert_eq!(crate::cn(eve).unwrap().day, day, "{eve}");
            assert_eq!(next(Festival::SpringFestival, eve), eve.succ_opt());
        }
    }

    #[test]
    fn every_eve_is_the_day_before_spring_festival() {
        let all = festivals_between(date("1901-01-01"), date("2100-12-31"));
        let of = |festival| {
            let mut days = Vec::new();
            days.extend(all.iter().filter(|(_, f)| *f == festival).map(|(d, _)| *d));
            days
        };
        let eves = of(Festival::SpringFestivalEve);
        let firsts = of(Festival::SpringFestival);
        assert_eq!((eves.len(), firsts.len()), (200, 200));
        for (eve, first) in eves.iter().zip(&firsts) {
            assert_eq!(eve.succ_opt(), Some(*first));
        }
        for festival in Festival::ALL {
            assert_eq!(of(festival).len(), 200, "{festival:?}");
        }
    }

    #[test]
    fn two_festivals_may_share_a_day() {
        // Mid-Autumn of 2020 was National Day.
        assert_eq!(
            festivals_on(date("2020-10-01")),
            [Festival::MidAutumn, Festival::NationalDay]
        );
    }

    #[test]
    fn next_five_dates() {
        let mut day = date("2026-06-19");
        let mut got = Vec::new();
        for _ in 0..5 {
            day = next(Festival::DragonBoat, day).unwrap();
            got.push(day.to_string());
        }
        assert_eq!(
            got,
            ["2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05", "2031-06-24"]
        );
        assert_eq!(next(Festival::SpringFestival, date("2100-02-09")), None);
        // A range of all time would be walked day by day; outside the almanac there is still New Year.
        assert_eq!(festivals_on(date("2200-01-01")), [Festival::NewYear]);
    }
}
