//! 【】 in the body: carriers read them as a signature, and refuse a text with two. A signature written into the body
//! would stand there twice.

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["signature_doubled", "brackets"],
    check,
};

fn check(subject: &Subject<'_>, report: &mut Report) {
    let signature = subject.content.signature.trim();
    let doubled = if signature.is_empty() {
        Vec::new()
    } else {
        subject.places_of(&format!("【{signature}】"))
    };
    for place in &doubled {
        let words = (
            "签名会自动加在最前面，不用再写一遍。".to_owned(),
            "The signature is put in front by itself; leave it out here.".to_owned(),
        );
        report.add(
            "signature_doubled",
            Severity::Block,
            Some(place.clone()),
            words,
            Some(""),
        );
    }
    for (at, ch) in subject.chars.iter().enumerate() {
        let mend = match ch {
            '【' => "「",
            '】' => "」",
            _ => continue,
        };
        if doubled.iter().any(|place| place.contains(&at)) {
            continue;
        }
        let words = (
            "正文里不能有【】：通道会把它当成签名。".to_owned(),
            "The text must not hold 【】: carriers take them for a signature.".to_owned(),
        );
        report.add("brackets", Severity::Block, Some(at..at + 1), words, Some(mend));
    }
}
