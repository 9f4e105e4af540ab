//! Replacements that would save a part: surplus white space and marks, and, in texts that need no Chinese characters, those that
//! keep a text out of the GSM alphabet.

use sms::{Encoding, Gain, Rule, Suggestion, forcing, suggestions};

use super::{LintRule, Report, Severity, Subject};
use crate::template::{Piece, is_han, tokens};

pub(super) const RULE: LintRule = LintRule {
    ids: &["saves_part", "forces_ucs2"],
    check,
};

/// Stands for every character whose place must keep and that must not be touched: variables, and what is added to the text.
const HELD: char = 'x';

fn check(subject: &Subject<'_>, report: &mut Report) {
    // A signature brings 【】, which the GSM alphabet lacks.
    let in_latin = subject.content.signature.is_empty() && !subject.chars.iter().copied().any(is_han);
    let several = subject.longest.is_some_and(|(_, parts)| parts > 1);
    if !several && !in_latin {
        return;
    }
    let shape = Shape::of(subject);
    let fewer = |one: &Suggestion| one.after.parts < one.before.parts;
    // A carrier may count otherwise: of its parts this would tell nothing true.
    let as_counted = |one: &Suggestion| {
        subject
            .longest
            .is_none_or(|(_, parts)| usize::from(parts) == one.before.parts)
    };
    let billed = suggestions(&shape.text, Rule::ChineseBilling).into_iter();
    if let Some(one) = billed.filter(as_counted).find(fewer) {
        let words = (
            format!(
                "去掉多余的空白和重复的标点，可从 {} 条减到 {} 条。",
                one.before.parts, one.after.parts
            ),
            format!(
                "Without surplus spaces and repeated marks it takes {} parts instead of {}.",
                one.after.parts, one.before.parts
            ),
        );
        shape.offer("saves_part", words, &one, report);
    }
    if !in_latin {
        return;
    }
    let to_gsm = |one: &Suggestion| one.gain == Gain::Gsm7 && one.before.encoding == Encoding::Ucs2 && fewer(one);
    if let Some(one) = suggestions(&shape.text, Rule::Radio).into_iter().find(to_gsm) {
        let mut which: Vec<char> = forcing(&shape.text).iter().map(|one| one.ch).collect();
        which.sort_unstable();
        which.dedup();
        let which: String = which.into_iter().collect();
        let words = (
            format!(
                "“{which}”不在 GSM 字符集里，按无线规则要 {} 条；换掉只要 {} 条。",
                one.before.parts, one.after.parts
            ),
            format!(
                "“{which}” are not in the GSM alphabet: {} parts on the air, and {} without them.",
                one.before.parts, one.after.parts
            ),
        );
        shape.offer("forces_ucs2", words, &one, report);
    }
}

/// The text with held characters for its variables, and before it as many more as the longest message has.
struct Shape<'a> {
    text: String,
    /// How many stand before it, in characters, each of one byte.
    before: usize,
    chars: &'a [char],
}

impl<'a> Shape<'a> {
    fn of(subject: &'a Subject<'_>) -> Self {
        let longest = subject.longest.map_or(0, |(characters, _)| characters);
        let before = longest.saturating_sub(subject.chars.len());
        let mut text: Vec<char> = vec![HELD; before];
        text.extend(&subject.chars);
        for token in tokens(subject.text) {
            if !matches!(token.piece, Ok(Piece::Text(_))) {
                text[before + token.from..before + token.to].fill(HELD);
            }
        }
        Self {
            text: text.into_iter().collect(),
            before,
            chars: &subject.chars,
        }
    }

    /// Adds a finding over the whole text, whose mend makes the changes.
    fn offer(&self, rule: &'static str, words: (String, String), suggestion: &Suggestion, report: &mut Report) {
        let mut mended = String::new();
        let mut done = 0;
        for change in &suggestion.changes {
            let at = self.text[..change.at].chars().count() - self.before;
            mended.extend(&self.chars[done..at]);
            mended.push_str(&change.to);
            done = at + change.from.chars().count();
        }
        mended.extend(&self.chars[done..]);
        report.add(rule, Severity::Hint, Some(0..self.chars.len()), words, Some(&mended));
    }
}
