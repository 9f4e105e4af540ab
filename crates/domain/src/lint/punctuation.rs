//! Punctuation repeated for emphasis, and half-width marks among Chinese characters.

use super::{LintRule, Report, Severity, Subject};
use crate::template::is_han;

pub(super) const RULE: LintRule = LintRule {
    ids: &["repeated_punctuation", "mixed_punctuation"],
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
    mixed(subject, report);
}

/// Half-width marks and what they are among Chinese characters.
const FULL: [(char, &str); 5] = [(',', "，"), ('!', "！"), ('?', "？"), (';', "；"), (':', "：")];

/// A half-width mark right behind a Chinese character, unless a digit or Latin word follows.
fn mixed(subject: &Subject<'_>, report: &mut Report) {
    for (n, pair) in subject.chars.windows(2).enumerate() {
        let Some((ch, full)) = FULL.iter().find(|(half, _)| *half == pair[1]) else {
            continue;
        };
        let next = subject.chars.get(n + 2);
        if !is_han(pair[0]) || next.is_some_and(|next| next.is_ascii_graphic() && *next != '{') {
            continue;
        }
        let words = (
            format!("中文里请用全角的“{full}”，不用“{ch}”。"),
            format!("Among Chinese characters write “{full}” for “{ch}”."),
        );
        report.add(
            "mixed_punctuation",
            Severity::Hint,
            Some(n + 1..n + 2),
            words,
            Some(full),
        );
    }
}
