//! A New Year's greeting with a year or an animal that is not the coming one.

use almanac::{Zodiac, ganzhi};
use chrono::{Datelike, NaiveDate};

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["zodiac", "year"],
    check,
};

/// Words behind a year that make it a greeting's.
const WISHES: [&str; 9] = ["新年", "元旦", "新春", "春节", "快乐", "大吉", "吉祥", "如意", "happy"];

fn check(subject: &Subject<'_>, report: &mut Report) {
    let Some(day) = subject.day() else { return };
    animals(subject, day, report);
    numbers(subject, day, report);
}

/// The lunar year that a greeting means: from December on the one that comes next, afterwards the one that has come.
fn coming_lunar(day: NaiveDate) -> i32 {
    if day.month() == 12 { day.year() + 1 } else { day.year() }
}

/// The civil year that a greeting means.
fn coming(day: NaiveDate) -> i32 {
    if day.month() >= 11 { day.year() + 1 } else { day.year() }
}

/// Animals named as 马年, and years named as 丙午年. Where the right one is named as well, the year before may take its leave.
fn animals(subject: &Subject<'_>, day: NaiveDate, report: &mut Report) {
    let right = coming_lunar(day);
    let named: Vec<(usize, usize, i32)> = subject
        .places_of("年")
        .into_iter()
        .filter_map(|place| year_before(subject, place.start, right))
        .collect();
    let greeted = named.iter().any(|(.., year)| *year == right);
    for (from, to, year) in named {
        if year == right || (greeted && year == right - 1) {
            continue;
        }
        let animal = Zodiac::of_year(right);
        let mend = if to - from == 2 {
            ganzhi(right)
        } else {
            animal.zh().to_owned()
        };
        let words = (
            format!("这时该说{}年（{}年）。", animal.zh(), ganzhi(right)),
            format!("The year to greet is that of the {} ({right}).", animal.en()),
        );
        report.add("zodiac", Severity::Warn, Some(from..to), words, Some(&mend));
    }
}

/// The animal or the name that stands before 年: its place, and a year of that name within six of `right`.
fn year_before(subject: &Subject<'_>, at: usize, right: i32) -> Option<(usize, usize, i32)> {
    let near = || right - 6..=right + 5;
    let last = subject.chars.get(at.checked_sub(1)?)?;
    let animal = |year: &i32| Zodiac::of_year(*year).zh().starts_with(*last);
    if let Some(year) = near().find(animal) {
        return Some((at - 1, at, year));
    }
    let from = at.checked_sub(2)?;
    (right - 30..right + 30)
        .find(|year| subject.says(from, &ganzhi(*year)) == Some(at))
        .map(|year| (from, at, year))
}

/// Numbers such as 2026 in 2026年新年快乐, 2026新春 or Happy New Year 2026.
fn numbers(subject: &Subject<'_>, day: NaiveDate, report: &mut Report) {
    let right = coming(day);
    let chars = &subject.chars;
    let digit = |at: usize| chars.get(at).and_then(|ch| ch.to_digit(10));
    for from in 0..chars.len().saturating_sub(3) {
        if digit(from) != Some(2) || from.checked_sub(1).and_then(digit).is_some() || digit(from + 4).is_some() {
            continue;
        }
        let Some(year) = (from..from + 4).try_fold(0, |value, at| Some(value * 10 + digit(at)? as i32)) else {
            continue;
        };
        let behind = from + 4 + usize::from(chars.get(from + 4) == Some(&'年'));
        let greets = subject.says_any(behind, &WISHES).is_some() || subject.said_before(from, "happy new year ");
        if !greets || year == right {
            continue;
        }
        let words = (
            format!("要祝贺的是 {right} 年。"),
            format!("The year to greet is {right}."),
        );
        report.add(
            "year",
            Severity::Warn,
            Some(from..from + 4),
            words,
            Some(&right.to_string()),
        );
    }
}
