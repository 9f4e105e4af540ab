//! Punctuation repeated for emphasis.

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["repeated_punctuation"],
    check,
};

fn check(subject: &Subject<'_>, report: &mut Report) {
    let chars = &subject.chars;
    let mut at = 0;
    while at < chars.len() {
        let ch = chars[at];
        let length = chars[at..].iter().take_while(|next| **next == ch).count();
        if length > 1 && "！？。，、；：!?,;".contains(ch) {
            let words = (format!("“{ch}”重复了。"), format!("“{ch}” is repeated."));
            let once = ch.to_string();
            report.add(
                "repeated_punctuation",
                Severity::Hint,
                Some(at..at + length),
                words,
                Some(&once),
            );
        }
        at += length;
    }
}
