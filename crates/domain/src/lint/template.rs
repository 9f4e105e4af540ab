//! What is no template: variables that do not exist, braces that do not close.

use super::{LintRule, Report, Severity, Subject};
use crate::lang::Lang;
use crate::template::{Template, TemplateErrorKind};

pub(super) const RULE: LintRule = LintRule {
    ids: &["variable_unknown", "template"],
    check,
};

fn check(subject: &Subject<'_>, report: &mut Report) {
    let Err(errors) = Template::parse_all(subject.text) else {
        return;
    };
    for error in errors {
        let id = match error.kind {
            TemplateErrorKind::Unknown(_) => "variable_unknown",
            _ => "template",
        };
        let words = (error.words(Lang::ZhCn), error.words(Lang::En));
        let mend = error.mend();
        report.add(id, Severity::Block, Some(error.place), words, mend.as_deref());
    }
}
