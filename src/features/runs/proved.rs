//! Which runs this browser has checked, and what came of it; kept in the browser, the latest only.

use domain::roll::Outcome;
use serde::{Deserialize, Serialize};
use verifier::asked::{self, Asked};
use verifier::held::Held;
use verifier::report::Report;
use wire::runs::Run;

use crate::api::json;
use crate::state::storage;

const KEY: &str = "rollcall.proved";
/// How many are kept.
const MOST: usize = 40;

/// What came of checking a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proved {
    /// What was to be proved.
    pub asked: Asked,
    /// When, UTC milliseconds.
    pub at: i64,
    /// What came of it.
    pub report: Report,
    /// How its log stands to the one that this browser has followed.
    pub held: Option<Held>,
}

impl Proved {
    /// Whether the seal stands on it.
    pub fn sealed(&self) -> bool {
        asked::sealed(&self.report, self.held.as_ref())
    }
}

/// What the page of a run asks to be proved: that run, and the counts that it shows.
pub fn asked(run: &Run) -> Asked {
    let counts = Outcome::ALL.map(|outcome| (outcome.code(), run.tally.of(outcome)));
    Asked::run(run.id.to_string(), counts)
}

/// What came of checking this, if this browser did.
pub fn of(asked: &Asked) -> Option<Proved> {
    rows().into_iter().find(|row| row.asked == *asked)
}

/// Keeps what came of checking a run.
pub fn keep(row: &Proved) {
    if let Ok(text) = serde_json::to_string(&with(rows(), row.clone())) {
        storage::set(KEY, &text);
    }
}

fn rows() -> Vec<Proved> {
    let rows = storage::get(KEY).and_then(|text| json::parse(&text).and_then(json::read).ok());
    rows.unwrap_or_default()
}

/// The rows with this one first, in the place of an older one that asked the same.
fn with(mut rows: Vec<Proved>, row: Proved) -> Vec<Proved> {
    rows.retain(|other| other.asked != row.asked);
    rows.insert(0, row);
    rows.truncate(MOST);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{CampaignId, RunId};
    use domain::roll::Tally;
    use uuid::Uuid;
    use verifier::report::Standing;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use wire::runs::RunState;

    fn row(run: u64, at: i64) -> Proved {
        Proved {
            asked: Asked::run(run.to_string(), []),
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
            held: Some(Held::Followed { since: 1 }),
        }
    }

    fn run() -> Run {
        Run {
            id: RunId(Uuid::from_u128(1)),
            campaign: CampaignId(Uuid::from_u128(2)),
            name: String::new(),
            state: RunState::Closed,
            held_why: None,
            due_at: 0,
            frozen_at: Some(1),
            closed_at: Some(2),
            valid_until: 3,
            audience: 0,
            tally: Tally::default(),
            parts: 0,
            cost_millis: 0,
            rate: None,
            revision: 1,
            provable: true,
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
        assert_eq!(rows.iter().filter(|one| one.asked == rows[0].asked).count(), 1);
    }

    #[test]
    fn what_is_kept_is_read_again_and_what_did_not_say_what_it_proved_is_not() {
        let text = serde_json::to_string(&[row(1, 2)]).unwrap_or_default();
        let read = |text: &str| json::parse(text).and_then(json::read::<Vec<Proved>>);
        assert_eq!(read(&text), Ok(vec![row(1, 2)]));
        let older = text.replace("\"asked\"", "\"run\"");
        assert!(read(&older).is_err());
    }

    #[test]
    fn the_seal_stands_where_the_log_is_the_one_that_was_followed() {
        assert!(row(1, 2).sealed());
        for held in [None, Some(Held::Longer), Some(Held::Unknown)] {
            assert!(!Proved { held, ..row(1, 2) }.sealed());
        }
    }

    #[test]
    fn a_page_asks_for_its_own_run_and_the_counts_that_it_shows() {
        let mut run = run();
        let before = asked(&run);
        assert_eq!(asked(&run), before);
        run.tally.add(Outcome::Delivered, 1);
        assert_ne!(asked(&run), before);
        let Asked::Run { run: id, counts } = asked(&run) else {
            unreachable!("a run is asked for")
        };
        assert_eq!(id, run.id.to_string());
        assert_eq!(counts.values().sum::<u64>(), run.tally.total());
    }
}
