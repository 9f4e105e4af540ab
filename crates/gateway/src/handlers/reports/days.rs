//! Days of the organisation's calendar, and what was sent on each.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use domain::roll::{Outcome, Tally};
use domain::time::{self, Millis};
use store::contract::overview::RunCount;
use wire::today::DayCount;

use crate::app::App;
use crate::firing;

/// The first moment of a day, in the organisation's zone.
pub(crate) fn begin(app: &App, day: NaiveDate) -> Millis {
    firing::moment(app.zone(), day.and_time(NaiveTime::MIN))
}

/// The day of a moment, in the organisation's zone.
pub(crate) fn day(app: &App, at: Millis) -> NaiveDate {
    time::civil_date(at, app.offset_minutes(at))
}

/// Every day from `from` to `to`, both included, with the entries of the runs of that day.
pub(crate) fn by_day(app: &App, from: NaiveDate, to: NaiveDate, runs: &[RunCount]) -> Vec<DayCount> {
    let mut days: BTreeMap<NaiveDate, Tally> = BTreeMap::new();
    for run in runs {
        let sum = days.entry(day(app, run.at)).or_default();
        add(sum, &run.tally);
    }
    let count = |date| {
        let sum = days.get(&date).copied().unwrap_or_default();
        DayCount {
            date,
            delivered: sum.of(Outcome::Delivered),
            no_receipt: sum.of(Outcome::NoReceipt),
            failed: sum.of(Outcome::Failed) + sum.of(Outcome::Expired),
            left_out: sum.of(Outcome::Excluded) + sum.of(Outcome::Cancelled),
        }
    };
    from.iter_days().take_while(|date| *date <= to).map(count).collect()
}

/// Adds one tally to another.
pub(crate) fn add(sum: &mut Tally, more: &Tally) {
    for (outcome, entries) in more.present() {
        sum.add(outcome, entries);
    }
}
