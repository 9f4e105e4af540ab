//! Links and phone numbers: carriers hold such texts back for a check, or block them.

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["link", "phone_number"],
    check,
};

const ENDINGS: [&str; 10] = [
    ".com", ".cn", ".net", ".org", ".top", ".vip", ".cc", ".link", ".shop", ".me",
];

fn check(subject: &Subject<'_>, report: &mut Report) {
    let chars = &subject.chars;
    let mut at = 0;
    while at < chars.len() {
        let length = run(&chars[at..], |ch| ch.is_ascii_graphic() && !"{}|".contains(ch));
        let word: String = chars[at..at + length].iter().collect::<String>().to_ascii_lowercase();
        if is_link(&word) {
            let words = (
                "带链接的短信常被通道拦截，请先确认已报备。".to_owned(),
                "Carriers often block texts with links; make sure that it is registered with them.".to_owned(),
            );
            report.add("link", Severity::Warn, Some(at..at + length), words, None);
        } else {
            numbers(chars, at, at + length, report);
        }
        at += length.max(1);
    }
}

/// How many links a text holds.
pub(crate) fn links(text: &str) -> usize {
    // Every link has one or the other.
    if !text.contains('.') && !text.contains("://") {
        return 0;
    }
    let words = text.split(|ch: char| !ch.is_ascii_graphic() || "{}|".contains(ch));
    words.filter(|word| is_link(&word.to_ascii_lowercase())).count()
}

fn is_link(word: &str) -> bool {
    let ends = |ending: &&str| {
        word.find(*ending).is_some_and(|found| {
            found > 0 && !word[found + ending.len()..].starts_with(|ch: char| ch.is_ascii_alphanumeric())
        })
    };
    word.contains("://") || word.starts_with("www.") || ENDINGS.iter().any(ends)
}

/// Runs of 7 digits or more, dashes between them aside.
fn numbers(chars: &[char], from: usize, to: usize, report: &mut Report) {
    let mut at = from;
    while at < to {
        let length = run(&chars[at..to], |ch| ch.is_ascii_digit() || ch == '-');
        let digits = chars[at..at + length].iter().filter(|ch| ch.is_ascii_digit()).count();
        if digits >= 7 && !is_date(&chars[at..at + length]) {
            let words = (
                "带电话号码的短信可能被通道拦截，请先确认已报备。".to_owned(),
                "Carriers may block texts with phone numbers; make sure that it is registered with them.".to_owned(),
            );
            report.add("phone_number", Severity::Warn, Some(at..at + length), words, None);
        }
        at += length.max(1);
    }
}

/// 2026-05-07 is no phone number.
fn is_date(run: &[char]) -> bool {
    run.len() == 10 && run[4] == '-' && run[7] == '-'
}

fn run(chars: &[char], holds: impl Fn(char) -> bool) -> usize {
    chars.iter().take_while(|ch| holds(**ch)).count()
}
