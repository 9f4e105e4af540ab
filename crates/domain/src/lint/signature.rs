//! The signature: Chinese carriers take no text without 【…】 of 2 to 18 characters in front.

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["signature_missing", "signature_brackets", "signature_length"],
    check,
};

fn check(subject: &Subject<'_>, report: &mut Report) {
    let signature = subject.content.signature.trim();
    let length = signature.chars().count();
    let (id, words) = if signature.is_empty() {
        (
            "signature_missing",
            (
                "缺少签名：通道不接受没有签名的短信。",
                "The signature is missing: carriers take no text without one.",
            ),
        )
    } else if signature.contains(['【', '】']) {
        (
            "signature_brackets",
            (
                "签名不用自己写【】，发送时会加上。",
                "Leave the 【】 out of the signature: they are added when it is sent.",
            ),
        )
    } else if !(2..=18).contains(&length) || signature.chars().any(char::is_control) {
        (
            "signature_length",
            ("签名为 2 到 18 个字。", "A signature has 2 to 18 characters."),
        )
    } else {
        return;
    };
    report.add(
        id,
        Severity::Block,
        None,
        (words.0.to_owned(), words.1.to_owned()),
        None,
    );
}
