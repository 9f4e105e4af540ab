//! A festival or solar term named on the wrong day.

use std::ops::RangeInclusive;

use almanac::{Festival, SolarTerm};
use chrono::{Days, NaiveDate};

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["festival_day", "festival_early", "festival_other", "term_day"],
    check,
};

/// How texts name festivals, a longer name before the shorter one that begins it.
pub(super) const NAMES: [(&str, Festival); 44] = [
    ("元旦", Festival::NewYear),
    ("腊八", Festival::Laba),
    ("小年", Festival::LittleNewYear),
    ("除夕", Festival::SpringFestivalEve),
    ("大年三十", Festival::SpringFestivalEve),
    ("春节", Festival::SpringFestival),
    ("大年初一", Festival::SpringFestival),
    ("元宵", Festival::Lantern),
    ("妇女节", Festival::WomensDay),
    ("女神节", Festival::WomensDay),
    ("清明", Festival::Qingming),
    ("劳动节", Festival::LabourDay),
    ("五一", Festival::LabourDay),
    ("母亲节", Festival::MothersDay),
    ("端午", Festival::DragonBoat),
    ("儿童节", Festival::ChildrensDay),
    ("父亲节", Festival::FathersDay),
    ("七夕", Festival::Qixi),
    ("中元", Festival::Zhongyuan),
    ("教师节", Festival::TeachersDay),
    ("中秋", Festival::MidAutumn),
    ("国庆", Festival::NationalDay),
    ("重阳", Festival::DoubleNinth),
    ("冬至", Festival::WinterSolstice),
    ("圣诞", Festival::Christmas),
    ("New Year's Day", Festival::NewYear),
    ("Laba Festival", Festival::Laba),
    ("Spring Festival Eve", Festival::SpringFestivalEve),
    ("Spring Festival", Festival::SpringFestival),
    ("Chinese New Year", Festival::SpringFestival),
    ("Lantern Festival", Festival::Lantern),
    ("Women's Day", Festival::WomensDay),
    ("Qingming", Festival::Qingming),
    ("Labour Day", Festival::LabourDay),
    ("Mother's Day", Festival::MothersDay),
    ("Dragon Boat", Festival::DragonBoat),
    ("Children's Day", Festival::ChildrensDay),
    ("Father's Day", Festival::FathersDay),
    ("Qixi", Festival::Qixi),
    ("Teachers' Day", Festival::TeachersDay),
    ("Mid-Autumn", Festival::MidAutumn),
    ("National Day", Festival::NationalDay),
    ("Double Ninth", Festival::DoubleNinth),
    ("Christmas", Festival::Christmas),
];

/// Words by which a text says that the festival is still to come, or gone: it then names no day.
const AHEAD: [&str; 17] = [
    "将至", "即将", "临近", "将近", "快到", "将到", "来临", "前", "期间", "假期", "放假", "后", "coming", "soon",
    "before", "ahead", "after",
];
/// Words right before a name that claim that it is today.
const TODAY: [&str; 6] = ["今天是", "今日是", "今天", "今日", "恰逢", "today is "];

fn check(subject: &Subject<'_>, report: &mut Report) {
    let mut told: Vec<std::ops::Range<usize>> = Vec::new();
    for (name, festival) in NAMES {
        for place in subject.places_of(name) {
            if told
                .iter()
                .any(|other| other.start <= place.start && place.end <= other.end)
            {
                continue;
            }
            told.push(place.clone());
            one(subject, festival, place, report);
        }
    }
    if let Some(day) = subject.day() {
        terms(subject, day, report);
    }
}

fn one(subject: &Subject<'_>, festival: Festival, place: std::ops::Range<usize>, report: &mut Report) {
    let claimed = TODAY.iter().any(|word| subject.said_before(place.start, word));
    if !claimed && looks_ahead(subject, &place) {
        return;
    }
    let Some(day) = subject.day() else {
        other(subject, festival, place, report);
        return;
    };
    if claimed && festival.rule().falls_on(day) || !claimed && kept(festival, day) {
        return;
    }
    let nearest = nearest(festival, day);
    let early = nearest.map_or(0, |date| (date - day).num_days());
    let date = nearest.map_or_else(String::new, |date| date.to_string());
    let (id, severity) = if !claimed && (1..=3).contains(&early) {
        ("festival_early", Severity::Hint)
    } else {
        ("festival_day", Severity::Warn)
    };
    let words = (
        format!("{day} 不是{}，{}是 {date}。", festival.zh(), festival.zh()),
        format!("{day} is not {}, which is on {date}.", festival.en()),
    );
    report.add(id, severity, Some(place), words, None);
}

/// Without a day of sending, the festival that the text is for still tells.
fn other(subject: &Subject<'_>, festival: Festival, place: std::ops::Range<usize>, report: &mut Report) {
    let Some(wanted) = subject.festival.filter(|wanted| *wanted != festival) else {
        return;
    };
    let new_year = [Festival::SpringFestival, Festival::SpringFestivalEve];
    if new_year.contains(&wanted) && new_year.contains(&festival) {
        return;
    }
    let words = (
        format!("这条短信是为{}写的，这里却说{}。", wanted.zh(), festival.zh()),
        format!("The text is for {} and speaks of {}.", wanted.en(), festival.en()),
    );
    report.add("festival_other", Severity::Warn, Some(place), words, None);
}

/// The days, counted from the festival, on which its greeting is still said.
const fn span(festival: Festival) -> RangeInclusive<i64> {
    match festival {
        Festival::SpringFestival => -1..=14,
        Festival::NationalDay => 0..=6,
        Festival::NewYear | Festival::LabourDay => 0..=2,
        Festival::Christmas => -1..=0,
        _ => 0..=0,
    }
}

fn kept(festival: Festival, day: NaiveDate) -> bool {
    nearest(festival, day).is_some_and(|date| span(festival).contains(&(day - date).num_days()))
}

/// The festival's day that is nearest to a day.
fn nearest(festival: Festival, day: NaiveDate) -> Option<NaiveDate> {
    let before = day.checked_sub_days(Days::new(220))?;
    let first = almanac::next(festival, before)?;
    let second = almanac::next(festival, first);
    let distance = |date: &NaiveDate| (*date - day).num_days().abs();
    std::iter::once(first).chain(second).min_by_key(distance)
}

/// Whether the same sentence says that the festival is not today.
fn looks_ahead(subject: &Subject<'_>, place: &std::ops::Range<usize>) -> bool {
    let ends = |ch: &char| matches!(ch, '。' | '！' | '？' | '；' | '\n' | '!' | '?');
    let from = subject.chars[..place.start]
        .iter()
        .rposition(ends)
        .map_or(0, |at| at + 1);
    let to = subject.chars[place.end..]
        .iter()
        .position(ends)
        .map_or(subject.chars.len(), |at| place.end + at);
    AHEAD
        .iter()
        .any(|word| word.chars().all(|ch| subject.holds(ch)) && (from..to).any(|at| subject.says(at, word).is_some()))
}

/// Terms are also common words (大雪, 雨水), so only what claims the day is looked at.
fn terms(subject: &Subject<'_>, day: NaiveDate, report: &mut Report) {
    for term in SolarTerm::ALL {
        for place in subject.places_of(term.zh()) {
            let today = TODAY.iter().any(|word| subject.said_before(place.start, word));
            let festival = matches!(term, SolarTerm::ClearAndBright | SolarTerm::WinterSolstice);
            if !today || festival || almanac::term_on(day) == Some(term) {
                continue;
            }
            let words = (
                format!("{day} 不是{}。", term.zh()),
                format!("{day} is not {}.", term.en()),
            );
            report.add("term_day", Severity::Warn, Some(place), words, None);
        }
    }
}
