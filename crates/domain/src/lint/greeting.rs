//! A greeting that does not fit the hour of sending.

use chrono::Timelike as _;

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["greeting"],
    check,
};

/// A greeting, and the hours of the day in which it is said: from, until (not included).
const GREETINGS: [(&str, u32, u32); 11] = [
    ("早上好", 5, 10),
    ("早安", 5, 10),
    ("上午好", 7, 12),
    ("中午好", 11, 14),
    ("午安", 11, 15),
    ("下午好", 12, 18),
    ("晚上好", 17, 24),
    ("晚安", 19, 24),
    ("good morning", 5, 12),
    ("good afternoon", 12, 18),
    ("good evening", 17, 24),
];

fn check(subject: &Subject<'_>, report: &mut Report) {
    let Some(at) = subject.fires_at() else { return };
    for (greeting, from, until) in GREETINGS {
        if (from..until).contains(&at.hour()) {
            continue;
        }
        for place in subject.places_of(greeting) {
            let (hour, minute) = (at.hour(), at.minute());
            let words = (
                format!("{hour:02}:{minute:02} 发送，“{greeting}”不合时间。"),
                format!("It goes out at {hour:02}:{minute:02}; “{greeting}” does not fit the hour."),
            );
            report.add("greeting", Severity::Warn, Some(place), words, None);
        }
    }
}
