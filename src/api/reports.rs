//! The gateway's endpoints of 报表 (Reports), one function each.

use chrono::NaiveDate;
use wire::reports::Report;

use super::transport::get;
use super::{Result, query};

/// What was sent between two dates, both included.
pub async fn report(from: NaiveDate, to: NaiveDate) -> Result<Report> {
    get(&query::with("/api/reports", &[("from", from), ("to", to)])).await
}
