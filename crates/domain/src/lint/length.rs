//! Length, of the longest rendering where it is known, else of the text as it stands with signature and opt-out line.

use super::{LintRule, Report, Severity, Subject};
use crate::plan::OPT_OUT;
use crate::template::{Piece, tokens};

pub(super) const RULE: LintRule = LintRule {
    ids: &["too_long", "many_parts"],
    check,
};

/// More parts than this are dear, and some phones show them apart.
const FEW: u16 = 2;

fn check(subject: &Subject<'_>, report: &mut Report) {
    let line = if subject.content.purpose.needs_opt_out() {
        OPT_OUT.chars().count()
    } else {
        0
    };
    let plain = fixed(subject) + subject.content.signature.chars().count() + 2 + line;
    let (characters, parts) = subject.longest.unwrap_or((plain, least_parts(plain)));
    let most = sms::CN_LIMIT;
    if characters > most {
        let words = (
            format!("全文最长 {characters} 字，通道最多接受 {most} 字，请缩短。"),
            format!("Up to {characters} characters; carriers take {most}. Make it shorter."),
        );
        report.add("too_long", Severity::Block, None, words, None);
    } else if parts > FEW {
        let words = (
            format!("最长的一条要分 {parts} 条计费。"),
            format!("The longest message takes {parts} parts, each of which is charged."),
        );
        report.add("many_parts", Severity::Warn, None, words, None);
    }
}

/// Parts of so many characters, by the way in which the carriers bill ([`sms::Rule::ChineseBilling`]).
fn least_parts(characters: usize) -> u16 {
    if characters <= 70 {
        1
    } else {
        characters.div_ceil(67).min(usize::from(u16::MAX)) as u16
    }
}

/// Characters that are there for everybody: the text without its variables.
fn fixed(subject: &Subject<'_>) -> usize {
    tokens(subject.text)
        .iter()
        .map(|token| match &token.piece {
            Ok(Piece::Text(text)) => text.chars().count(),
            Ok(Piece::Variable { .. }) => 0,
            Err(_) => token.to - token.from,
        })
        .sum()
}
