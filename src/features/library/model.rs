//! Groups of the library, what fits a search, and the year by months.

use chrono::{Datelike, NaiveDate};
use wire::library::{LibraryItem, OccasionKind, YearDay};

use crate::locale::{Msg, library as words};

/// A tab of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: Msg,
    kinds: &'static [OccasionKind],
}

/// The tabs, in order.
pub const GROUPS: [Group; 6] = {
    use OccasionKind::{Anniversary, Birthday, Festival, FollowUp, Question, Stage, Term, Weather};
    const fn group(id: &'static str, name: Msg, kinds: &'static [OccasionKind]) -> Group {
        Group { id, name, kinds }
    }
    [
        group("festivals", words::FESTIVALS, &[Festival]),
        group("terms", words::TERMS, &[Term]),
        group("birthdays", words::BIRTHDAYS, &[Birthday, Anniversary]),
        group("weather", words::WEATHER, &[Weather]),
        group("stages", words::STAGES, &[Stage]),
        group("follow-ups", words::FOLLOW_UPS, &[FollowUp, Question]),
    ]
};

impl Group {
    /// Its items; those that have a day, soonest first.
    pub fn of(self, items: &[LibraryItem]) -> Vec<LibraryItem> {
        let mut own: Vec<_> = items
            .iter()
            .filter(|item| self.kinds.contains(&item.kind))
            .cloned()
            .collect();
        own.sort_by_key(|item| item.next);
        own
    }
}

/// The items whose name or text holds `sought`, letter case aside, each with only the texts that do; all of its texts if
/// the name does.
pub fn found(items: &[LibraryItem], sought: &str) -> Vec<LibraryItem> {
    let sought = sought.trim().to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&sought);
    items
        .iter()
        .filter(|item| holds(&item.name) || item.texts.iter().any(|text| holds(text)))
        .cloned()
        .collect()
}

/// The days of the year by months, in order.
pub fn months(days: Vec<YearDay>) -> Vec<((i32, u8), Vec<YearDay>)> {
    let mut months: Vec<((i32, u8), Vec<YearDay>)> = Vec::new();
    for day in days {
        let month = (day.date.year(), day.date.month() as u8);
        match months.last_mut() {
            Some((last, its)) if *last == month => its.push(day),
            _ => months.push((month, vec![day])),
        }
    }
    months
}

/// Days from `today` to `date`.
pub fn days_to(today: NaiveDate, date: NaiveDate) -> i64 {
    (date - today).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::consent::Purpose;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn item(id: &str, kind: OccasionKind, next: Option<&str>, text: &str) -> LibraryItem {
        LibraryItem {
            id: id.to_owned(),
            kind,
            name: id.to_owned(),
            purpose: Purpose::Care,
            next: next.and_then(|date| date.parse().ok()),
            texts: vec![text.to_owned()],
        }
    }

    fn items() -> Vec<LibraryItem> {
        vec![
            item("春节", OccasionKind::Festival, Some("2027-02-06"), "新春快乐"),
            item("元旦", OccasionKind::Festival, Some("2027-01-01"), "Happy New Year"),
            item("暴雨", OccasionKind::Weather, None, "雨大，请慢行"),
        ]
    }

    fn names(items: &[LibraryItem]) -> Vec<&str> {
        items.iter().map(|item| item.id.as_str()).collect()
    }

    #[test]
    fn the_soonest_comes_first() {
        assert_eq!(names(&GROUPS[0].of(&items())), ["元旦", "春节"]);
        assert_eq!(names(&GROUPS[3].of(&items())), ["暴雨"]);
        assert!(GROUPS[1].of(&items()).is_empty());
    }

    #[test]
    fn names_and_texts_are_searched() {
        for (sought, expected) in [
            ("雨", vec!["暴雨"]),
            (" happy ", vec!["元旦"]),
            ("春", vec!["春节"]),
            ("海", vec![]),
        ] {
            assert_eq!(names(&found(&items(), sought)), expected, "{sought}");
        }
    }

    #[test]
    fn months_follow_each_other() {
        let day = |date: &str| YearDay {
            date: date.parse().unwrap_or_default(),
            lunar: String::new(),
            kind: OccasionKind::Term,
            name: date.to_owned(),
            item: None,
            solemn: false,
            campaigns: Vec::new(),
        };
        let days = ["2026-12-07", "2026-12-22", "2027-01-05"].map(day).to_vec();
        let lengths: Vec<_> = months(days)
            .into_iter()
            .map(|(month, days)| (month, days.len()))
            .collect();
        assert_eq!(lengths, [((2026, 12), 2), ((2027, 1), 1)]);
    }
}
