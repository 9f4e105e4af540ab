//! Firing outside the allowed hours: nothing is lost, but it goes out later than it says.

use chrono::{NaiveDate, Timelike as _};

use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["outside_hours"],
    check,
};

fn check(subject: &Subject<'_>, report: &mut Report) {
    let Some(at) = subject.fires_at() else { return };
    if subject.hours.contain(NaiveDate::default().and_time(at)) {
        return;
    }
    let (hour, minute) = (subject.hours.from / 60, subject.hours.from % 60);
    let words = (
        format!(
            "{:02}:{:02} 不在允许的时段，会等到 {hour:02}:{minute:02} 再发。",
            at.hour(),
            at.minute()
        ),
        format!(
            "{:02}:{:02} is outside the allowed hours; it will wait until {hour:02}:{minute:02}.",
            at.hour(),
            at.minute()
        ),
    );
    report.add("outside_hours", Severity::Warn, None, words, None);
}
