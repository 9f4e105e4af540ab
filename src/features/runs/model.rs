//! What a run's page derives from what the gateway says.

use domain::roll::{Outcome, Tally};
use wire::runs::{Run, RunState};

use super::look;
use crate::api::runs::Act;
use crate::ui::{Slice, Term, Tone};

/// The order in which outcomes are read: what is done first, then what is on its way, then what needs a person.
const ORDER: [Outcome; 11] = [
    Outcome::Delivered,
    Outcome::NoReceipt,
    Outcome::Accepted,
    Outcome::HandedOver,
    Outcome::Queued,
    Outcome::Held,
    Outcome::InDoubt,
    Outcome::Failed,
    Outcome::Expired,
    Outcome::Excluded,
    Outcome::Cancelled,
];

/// The outcomes that occur, in reading order.
pub fn present(tally: &Tally) -> impl Iterator<Item = (Outcome, u64)> + '_ {
    ORDER
        .into_iter()
        .map(|outcome| (outcome, tally.of(outcome)))
        .filter(|&(_, count)| count > 0)
}

/// The terms of the sum.
pub fn terms(tally: &Tally) -> Vec<Term> {
    let term = |(outcome, count): (Outcome, u64)| Term {
        key: outcome.code().to_owned(),
        tone: look::tone(outcome),
        icon: Some(look::icon(outcome)),
        label: look::name(outcome).get().to_owned(),
        count,
    };
    present(tally).map(term).collect()
}

/// The roll in miniature.
pub fn slices(tally: &Tally) -> Vec<Slice> {
    let slice = |(outcome, count)| Slice {
        tone: look::tone(outcome),
        label: look::name(outcome).get().to_owned(),
        count,
    };
    present(tally).map(slice).collect()
}

/// The outcome with this code.
pub fn outcome_of(code: &str) -> Option<Outcome> {
    Outcome::ALL.into_iter().find(|outcome| outcome.code() == code)
}

/// Counts the cells themselves: what this browser has seen, not what it was told.
pub fn count(cells: &[u8]) -> Tally {
    let mut counts = [0_u64; 256];
    for &cell in cells {
        counts[usize::from(cell)] += 1;
    }
    let mut tally = Tally::default();
    for outcome in Outcome::ALL {
        tally.add(outcome, counts[outcome as usize]);
    }
    tally
}

/// The later of what was fetched and what was streamed.
pub fn later(fetched: Run, streamed: Option<Run>) -> Run {
    match streamed {
        Some(streamed) if streamed.id == fetched.id && streamed.revision > fetched.revision => streamed,
        _ => fetched,
    }
}

/// What may be done to a run where it stands. One of which nothing waits can still be stopped while something is handed over
/// and not answered: the carrier may refuse it for now.
pub fn acts(run: &Run) -> &'static [Act] {
    match run.state {
        RunState::Freezing | RunState::Closed | RunState::Cancelling => &[],
        RunState::Held => &[Act::Release, Act::Cancel],
        RunState::Awaiting if run.tally.of(Outcome::HandedOver) == 0 => &[],
        RunState::Running | RunState::Awaiting => &[Act::Pause, Act::Cancel],
        RunState::Paused => &[Act::Resume, Act::Cancel],
    }
}

/// The tone of a run's state.
pub const fn state_tone(state: RunState) -> Tone {
    match state {
        RunState::Freezing | RunState::Running | RunState::Awaiting => Tone::Indigo,
        RunState::Held => Tone::Amber,
        RunState::Paused => Tone::Lavender,
        RunState::Closed => Tone::Jade,
        RunState::Cancelling => Tone::Outlined,
    }
}

/// The share of the roll that is accounted for, from 0 to 1.
pub fn share(run: &Run) -> Option<f64> {
    (run.audience > 0).then(|| run.tally.settled() as f64 / run.audience as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{CampaignId, RunId};
    use uuid::Uuid;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn counting_cells_gives_the_tally() {
        let cells = [7, 7, 8, 0, 4, 7];
        let tally = count(&cells);
        assert_eq!(tally.total(), 6);
        assert_eq!(tally.of(Outcome::Delivered), 3);
        assert_eq!(tally.of(Outcome::InDoubt), 1);
        assert!(!tally.adds_up(6));
    }

    #[test]
    fn reading_order_leaves_no_outcome_out() {
        for outcome in Outcome::ALL {
            assert!(ORDER.contains(&outcome), "{outcome:?}");
        }
    }

    #[test]
    fn what_is_over_cannot_be_steered() {
        for (state, handed_over, want) in [
            (RunState::Closed, 0, &[][..]),
            (RunState::Running, 0, &[Act::Pause, Act::Cancel]),
            (RunState::Awaiting, 0, &[]),
            (RunState::Awaiting, 1, &[Act::Pause, Act::Cancel]),
        ] {
            let mut tally = Tally::default();
            tally.add(Outcome::HandedOver, handed_over);
            let run = Run {
                id: RunId(Uuid::nil()),
                campaign: CampaignId(Uuid::nil()),
                name: String::new(),
                state,
                held_why: None,
                due_at: 0,
                frozen_at: Some(1),
                closed_at: None,
                valid_until: 3,
                audience: handed_over,
                tally,
                parts: 0,
                cost_millis: 0,
                rate: None,
                revision: 1,
                provable: false,
            };
            assert_eq!(acts(&run), want, "{state:?}, {handed_over}");
        }
    }
}
