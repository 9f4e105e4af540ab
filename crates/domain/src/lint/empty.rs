//! A text that says nothing.

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule { ids: &["empty"], check };

fn check(subject: &Subject<'_>, report: &mut Report) {
    if subject.text.trim().is_empty() {
        let words = ("还没有写内容。".to_owned(), "There is no text yet.".to_owned());
        report.add("empty", Severity::Block, None, words, None);
    }
}
