//! Brackets and quotation marks that do not match. Braces are the template's, 【】 are not allowed at all.

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["unbalanced"],
    check,
};

const PAIRS: [(char, char); 8] = [
    ('（', '）'),
    ('(', ')'),
    ('《', '》'),
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('[', ']'),
    ('〈', '〉'),
];

fn check(subject: &Subject<'_>, report: &mut Report) {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut wrong = Vec::new();
    for (at, ch) in subject.chars.iter().enumerate() {
        if PAIRS.iter().any(|(opens, _)| opens == ch) {
            open.push((at, *ch));
        } else if let Some((opens, _)) = PAIRS.iter().find(|(_, closes)| closes == ch) {
            match open.last() {
                Some((_, last)) if last == opens => {
                    open.pop();
                }
                _ => wrong.push(at),
            }
        }
    }
    wrong.extend(open.into_iter().map(|(at, _)| at));
    for at in wrong {
        let ch = subject.chars[at];
        let words = (format!("“{ch}”没有配对。"), format!("This “{ch}” has no partner."));
        report.add("unbalanced", Severity::Warn, Some(at..at + 1), words, None);
    }
}
