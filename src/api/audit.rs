//! The gateway's endpoints of 日志 (Log), one function each.

use serde::Serialize;
use wire::Page;
use wire::audit::{LogEvent, LogState};

use super::transport::{get, url};
use super::{Answer, query};

/// What the log is filtered by.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LogQuery {
    /// Id of who acted.
    pub actor: Option<String>,
    /// What was done, or its beginning: `campaign.`.
    pub action: Option<String>,
    /// Id of what it was done to.
    pub subject: Option<String>,
    /// From this moment.
    pub from: Option<i64>,
    /// Until this moment.
    pub to: Option<i64>,
    /// Any of it.
    pub search: Option<String>,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// A page of the log, newest first.
pub fn list(filter: &LogQuery) -> Answer<Page<LogEvent>> {
    get(&query::with("/api/log", filter))
}

/// Size and root of the log.
pub fn state() -> Answer<LogState> {
    get("/api/log/state")
}

/// Where the filtered log is fetched as a CSV.
pub fn export(filter: &LogQuery) -> String {
    url(&query::with("/api/log/export.csv", filter))
}
