//! The opt-out line is the product's to add, in the words that it understands in replies.

use super::{LintRule, OptOut, Report, Severity, Subject};
use crate::plan::{OPT_OUT, OPT_OUT_EN};

pub(super) const RULE: LintRule = LintRule {
    ids: &["opt_out_missing", "opt_out_doubled", "opt_out_worded"],
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
    match &subject.opt_out {
        OptOut::Written(line) if !understood(line) => worded(None, None, report),
        OptOut::Added | OptOut::Written(_) => doubled(subject, report),
        OptOut::InText => missing(subject, report),
    }
    let mend = match subject.opt_out {
        OptOut::InText => OPT_OUT,
        _ => "",
    };
    let mut told = 0;
    for place in OTHERS.iter().flat_map(|line| subject.places_of(line)) {
        if place.start >= told {
            told = place.end;
            worded(Some(place), Some(mend), report);
        }
    }
}

fn understood(line: &str) -> bool {
    [OPT_OUT, OPT_OUT_EN].iter().any(|known| line.contains(known))
}

fn doubled(subject: &Subject<'_>, report: &mut Report) {
    for line in [OPT_OUT, OPT_OUT_EN] {
        for place in subject.places_of(line) {
            let words = (
                format!("“{line}”会自动加在末尾，不用再写。"),
                format!("“{line}” is added at the end by itself; leave it out here."),
            );
            report.add("opt_out_doubled", Severity::Warn, Some(place), words, Some(""));
        }
    }
}

/// The mend puts the line behind the last character.
fn missing(subject: &Subject<'_>, report: &mut Report) {
    let known = [OPT_OUT, OPT_OUT_EN].iter().chain(&OTHERS);
    if known.into_iter().any(|line| !subject.places_of(line).is_empty()) {
        return;
    }
    let place = subject.chars.len().checked_sub(1).map(|last| last..last + 1);
    let mend = subject.chars.last().map(|last| format!("{last}{OPT_OUT}"));
    let words = (
        format!("营销短信末尾要有退订说法“{OPT_OUT}”。"),
        format!("An offer must end with the opt-out line “{OPT_OUT}”."),
    );
    report.add("opt_out_missing", Severity::Block, place, words, mend.as_deref());
}

fn worded(place: Option<std::ops::Range<usize>>, mend: Option<&str>, report: &mut Report) {
    let words = (
        format!("退订说法请统一为“{OPT_OUT}”。"),
        format!("The opt-out line is “{OPT_OUT}”; replies to other wordings are not understood."),
    );
    report.add("opt_out_worded", Severity::Warn, place, words, mend);
}
