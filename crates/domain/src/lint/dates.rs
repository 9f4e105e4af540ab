//! Dates that do not exist, and dates beside the wrong day of the week.

use chrono::{Datelike, NaiveDate};

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["weekday", "no_such_date"],
    check,
};

/// What stands before the name of a Chinese weekday.
const HEADS: [&str; 3] = ["星期", "礼拜", "周"];
const DAYS: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];

/// A date in a text.
struct Found {
    from: usize,
    to: usize,
    year: Option<i32>,
    month: u32,
    day: u32,
}

fn check(subject: &Subject<'_>, report: &mut Report) {
    let mut at = 0;
    while at < subject.chars.len() {
        let Some(found) = date_at(subject, at) else {
            at += digits(&subject.chars[at..]).max(1);
            continue;
        };
        at = found.to;
        // In a year that is not told, 29 February may exist.
        if NaiveDate::from_ymd_opt(found.year.unwrap_or(2024), found.month, found.day).is_none() {
            let words = (
                format!("没有 {} 月 {} 日这一天。", found.month, found.day),
                "There is no such day in the calendar.".to_owned(),
            );
            report.add("no_such_date", Severity::Warn, Some(found.from..found.to), words, None);
        } else if let Some(date) = meant(subject, &found) {
            weekday(subject, found.to, date, report);
        }
    }
}

/// The date itself; without a year the one that is nearest to the day of sending.
fn meant(subject: &Subject<'_>, found: &Found) -> Option<NaiveDate> {
    let of = |year| NaiveDate::from_ymd_opt(year, found.month, found.day);
    if let Some(year) = found.year {
        return of(year);
    }
    let sent = subject.day()?;
    (sent.year() - 1..=sent.year() + 1)
        .filter_map(of)
        .min_by_key(|date| (*date - sent).num_days().abs())
}

fn weekday(subject: &Subject<'_>, end: usize, date: NaiveDate, report: &mut Report) {
    let gap = |ch: &&char| matches!(ch, ' ' | '（' | '(' | '，' | ',' | '、');
    let from = end + subject.chars[end..].iter().take_while(gap).count().min(2);
    let Some((_, at)) = subject.says_any(from, &HEADS) else {
        return;
    };
    let said = match subject.chars.get(at) {
        Some('天') => 6,
        Some(ch) => match DAYS.iter().position(|day| day == ch) {
            Some(n) => n,
            None => return,
        },
        None => return,
    };
    let right = date.weekday().num_days_from_monday() as usize;
    if said == right {
        return;
    }
    let name = DAYS[right];
    let words = (
        format!("{} 月 {} 日是星期{name}。", date.month(), date.day()),
        format!("{date} is a {}.", date.format("%A")),
    );
    report.add(
        "weekday",
        Severity::Warn,
        Some(at..at + 1),
        words,
        Some(&name.to_string()),
    );
}

/// 2026年5月7日, 5月7日, 5月7号, 2026-05-07 or 2026/5/7, if one begins here.
fn date_at(subject: &Subject<'_>, from: usize) -> Option<Found> {
    let (first, mut at) = number(subject, from)?;
    let mut year = None;
    let mut month = first;
    let mut mark = *subject.chars.get(at)?;
    if at - from == 4 {
        year = i32::try_from(first).ok();
        (month, at) = number(subject, at + 1)?;
        let next = subject.chars.get(at).copied();
        match (mark, next) {
            ('年', Some('月')) => mark = '月',
            ('-' | '/', Some(same)) if same == mark => {}
            _ => return None,
        }
    } else if mark != '月' {
        return None;
    }
    let (day, mut to) = number(subject, at + 1)?;
    if mark == '月' {
        if !matches!(subject.chars.get(to), Some('日' | '号')) {
            return None;
        }
        to += 1;
    }
    Some(Found {
        from,
        to,
        year,
        month,
        day,
    })
}

/// A number of one to four digits, and where it ends.
fn number(subject: &Subject<'_>, at: usize) -> Option<(u32, usize)> {
    let length = digits(subject.chars.get(at..)?);
    if !(1..=4).contains(&length) {
        return None;
    }
    let value = subject.chars[at..at + length]
        .iter()
        .fold(0, |value, ch| value * 10 + ch.to_digit(10).unwrap_or(0));
    Some((value, at + length))
}

fn digits(chars: &[char]) -> usize {
    chars.iter().take_while(|ch| ch.is_ascii_digit()).count()
}
