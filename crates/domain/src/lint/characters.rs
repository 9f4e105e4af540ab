//! Characters that some phones or carriers do not show: emoji, characters beyond the basic plane, invisible ones.

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["emoji", "rare_character", "invisible"],
    check,
};

fn check(subject: &Subject<'_>, report: &mut Report) {
    for (at, ch) in subject.chars.iter().enumerate() {
        let place = Some(at..at + 1);
        if is_invisible(*ch) {
            let words = (
                format!("这里有看不见的字符（U+{:04X}），请删去。", u32::from(*ch)),
                format!(
                    "There is an invisible character here (U+{:04X}); take it out.",
                    u32::from(*ch)
                ),
            );
            let severity = if breaks_off(*ch) {
                Severity::Block
            } else {
                Severity::Warn
            };
            report.add("invisible", severity, place, words, Some(""));
        } else if is_rare(*ch) {
            let words = (
                format!("“{ch}”在一些手机上显示不出来。"),
                format!("Some phones cannot show “{ch}”."),
            );
            if crate::template::is_han(*ch) {
                report.add("rare_character", Severity::Warn, place, words, None);
            } else {
                report.add("emoji", Severity::Warn, place, words, Some(""));
            }
        }
    }
}

fn is_invisible(ch: char) -> bool {
    (ch.is_control() && ch != '\n')
        || matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe0f}')
}

/// Whether a phone or a carrier may take it for the end, or for a command; what merely ends lines and cells comes with pasted text.
fn breaks_off(ch: char) -> bool {
    ch.is_control() && !matches!(ch, '\r' | '\t')
}

fn is_rare(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{4dbf}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{e000}'..='\u{f8ff}' | '\u{10000}'..)
}
