//! The gateway's endpoints of 报表 (Reports), one function each.

use chrono::NaiveDate;
use wire::reports::Report;

use super::transport::get;
use super::{Answer, query};

/// What was sent between two dates, both included.
pub fn report(from: NaiveDate, to: NaiveDate) -> Answer<Report> {
    get(&query::with("/api/reports", &[("from", from), ("to", to)]))
}
