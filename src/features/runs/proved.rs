//! Which runs this browser has checked, and what came of it; kept in the browser, the latest only.

use domain::id::RunId;
use serde::{Deserialize, Serialize};
use verifier::report::Report;

use crate::api::json;
use crate::state::storage;

const KEY: &str = "rollcall.proved";
/// How many are kept.
const MOST: usize = 40;

/// What came of checking a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Proved {
    /// When, UTC milliseconds.
    pub at: i64,
    /// What came of it.
    pub report: Report,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    run: RunId,
    at: i64,
    report: Report,
}

/// What came of checking this run, if this browser did.
pub fn of(run: RunId) -> Option<Proved> {
    let row = rows().into_iter().find(|row| row.run == run)?;
    Some(Proved {
        at: row.at,
        report: row.report,
    })
}

/// Keeps what came of checking a run.
pub fn keep(run: RunId, at: i64, report: &Report) {
    let row = Row {
        run,
        at,
        report: report.clone(),
    };
    if let Ok(text) = serde_json::to_string(&with(rows(), row)) {
        storage::set(KEY, &text);
    }
}

fn rows() -> Vec<Row> {
    let rows = storage::get(KEY).and_then(|text| json::parse(&text).and_then(json::read).ok());
    rows.unwrap_or_default()
}

/// The rows with this one first, in the place of an older one of the same run.
fn with(mut rows: Vec<Row>, row: Row) -> Vec<Row> {
    rows.retain(|other| other.run != row.run);
    rows.insert(0, row);
    rows.truncate(MOST);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;
    use verifier::report::Standing;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn row(run: u128, at: i64) -> Row {
        Row {
            run: RunId(Uuid::from_u128(run)),
            at,
            report: Report {
                standing: Standing::Proved,
                zh: Vec::new(),
                en: Vec::new(),
                entry: None,
                trusted: true,
                key: None,
                size: None,
            },
        }
    }

    #[test]
    fn the_latest_check_of_each_run_is_kept_and_no_more_than_fit() {
        let mut rows = Vec::new();
        for at in 0..60 {
            rows = with(rows, row(at, at as i64));
        }
        assert_eq!((rows.len(), rows[0].at), (MOST, 59));
        let rows = with(rows, row(40, 99));
        assert_eq!((rows.len(), rows[0].at), (MOST, 99));
        assert_eq!(rows.iter().filter(|one| one.run == rows[0].run).count(), 1);
    }
}
