//! The opt-out line is the product's to add, in the words that it understands in replies.

use super::{LintRule, Report, Severity, Subject};
use crate::plan::{OPT_OUT, OPT_OUT_EN};

pub(super) const RULE: LintRule = LintRule {
    ids: &["opt_out_doubled", "opt_out_worded"],
    check,
};

/// Other ways to say it; replies to these would not be understood, or the line would stand there twice.
const OTHERS: [&str; 14] = [
    "拒收回复R",
    "拒收回R",
    "拒收请回R",
    "回复TD退订",
    "回TD退订",
    "退订回TD",
    "退订回复TD",
    "回T退订",
    "回复T退订",
    "退订回T",
    "退订请回复T",
    "退订回N",
    "回N退订",
    "Reply STOP",
];

fn check(subject: &Subject<'_>, report: &mut Report) {
    if !subject.content.purpose.needs_opt_out() {
        return;
    }
    for line in [OPT_OUT, OPT_OUT_EN] {
        for place in subject.places_of(line) {
            let words = (
                format!("“{line}”会自动加在末尾，不用再写。"),
                format!("“{line}” is added at the end by itself; leave it out here."),
            );
            report.add("opt_out_doubled", Severity::Warn, Some(place), words, Some(""));
        }
    }
    let mut told = 0;
    for place in OTHERS.iter().flat_map(|line| subject.places_of(line)) {
        if place.start < told {
            continue;
        }
        told = place.end;
        let words = (
            format!("退订说法请统一为“{OPT_OUT}”，它会自动加在末尾。"),
            format!("The opt-out line is “{OPT_OUT}”, added at the end by itself; leave other wordings out."),
        );
        report.add("opt_out_worded", Severity::Warn, Some(place), words, Some(""));
    }
}
