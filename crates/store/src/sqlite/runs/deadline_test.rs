//! No entry is left waiting for a carrier without a moment at which it is looked for.
#![allow(clippy::unwrap_used)]

use domain::consent::Purpose;
use domain::id::{CampaignId, RunId};
use domain::roll::{EntryState, Evidence, Outcome, Tally};
use domain::time::Millis;
use uuid::Uuid;

use super::moves::{Beside, Moves};
use crate::contract::runs::{RunRow, RunState};
use crate::error::Error;
use crate::sqlite::Sqlite;

fn run() -> RunRow {
    let mut tally = Tally::default();
    tally.add(Outcome::Queued, 1);
    RunRow {
        no: 1,
        id: RunId(Uuid::nil()),
        campaign: CampaignId(Uuid::nil()),
        name: String::new(),
        purpose: Purpose::Care,
        carrier: String::new(),
        author: None,
        state: RunState::Running,
        held_why: None,
        doomed: false,
        due_at: 0,
        opened_at: 0,
        frozen_at: Some(0),
        closed_at: None,
        valid_until: 1_000,
        audience: 1,
        tally,
        parts: 0,
        cost_millis: 0,
        revision: 0,
        rate: None,
        seconds: Vec::new(),
        committed: true,
    }
}

#[tokio::test]
async fn what_waits_for_a_carrier_is_not_written_without_a_deadline() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
    let wait: [(EntryState, Evidence, Option<Millis>, bool); 6] = [
        (EntryState::Queued, Evidence::Intent, None, false),
        (EntryState::Queued, Evidence::Intent, Some(9), true),
        (EntryState::HandedOver, Evidence::Taken, None, false),
        (EntryState::HandedOver, Evidence::Taken, Some(9), true),
        // These wait for no carrier: a person sees to the one, the run's validity ends the other.
        (EntryState::HandedOver, Evidence::NoAnswer, None, true),
        (EntryState::HandedOver, Evidence::Deferred { until: 9 }, None, true),
    ];
    for (from, evidence, deadline_at, is_written) in wait {
        let mut moves = Moves::new(&store);
        let beside = Beside {
            deadline_at,
            ..Beside::default()
        };
        moves.ask((1, from), evidence, beside);
        let mut tx = store.begin().await.unwrap();
        let refused = moves.write(&mut tx, &run(), 1).await.unwrap_err();
        // There is no such entry, which the statement says that would move it.
        let tried = matches!(refused, Error::Unreadable("entry"));
        let without = matches!(
            refused,
            Error::WrongState("an entry that waits for a carrier has a deadline")
        );
        assert_eq!(
            (tried, without),
            (is_written, !is_written),
            "{from:?} {evidence:?}: {refused:?}"
        );
    }
}
