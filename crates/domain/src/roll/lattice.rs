//! How an entry moves.
//!
//! What a carrier says after the hand-over only ever moves an entry up: in doubt, accepted, no receipt, expired,
//! failed, delivered. A join, not a sequence: receipts in any order, repeated or late, give the same outcome.

use serde::{Deserialize, Serialize};

use super::outcome::{EntryState, Failure, HoldReason};
use crate::time::Millis;

/// Something that happened to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The intent was written: from here on the carrier may have it.
    Intent,
    /// The carrier took it.
    Taken,
    /// The carrier refused it for now, and certainly does not have it.
    Deferred {
        /// When to try again.
        until: Millis,
    },
    /// The carrier refused it for good.
    Refused(Failure),
    /// No answer came, or the connection broke: we do not know.
    NoAnswer,
    /// A receipt.
    Receipt(Receipt),
    /// The receipt window passed.
    WindowPassed,
    /// It must wait.
    Hold {
        /// When it goes on; `None`: when a person says so.
        until: Option<Millis>,
        /// Why it waits.
        why: HoldReason,
    },
    /// What it waited for has come.
    Release,
    /// Its validity ended before it was handed over.
    ValidityPassed,
    /// At the hand-over the customer may no longer be written to.
    Withdrawn(super::Exclusion),
    /// The run was cancelled.
    Cancel,
    /// A person settled a doubt.
    Settled(Settlement),
}

/// A carrier's later word about an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    /// The carrier has it; nothing final.
    Enroute,
    /// It reached the handset.
    Delivered,
    /// It did not, and will not.
    Failed(Failure),
    /// Its validity ended at the carrier.
    Expired,
}

/// How a person settles a doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// It was taken: counts as accepted without a receipt.
    Sent,
    /// It was not taken: counts as failed. It is not sent again in this run.
    NotSent,
}

/// What a piece of evidence does to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The entry moves.
    Moved(EntryState),
    /// The entry stays: we knew as much already.
    Unchanged,
    /// The evidence does not fit the entry: it is kept and shown, and changes nothing.
    Contradiction,
}

/// How high an outcome stands among those that follow a hand-over; `None` for the others.
const fn height(state: EntryState) -> Option<u8> {
    match state {
        EntryState::HandedOver => Some(0),
        EntryState::InDoubt => Some(1),
        EntryState::Accepted => Some(2),
        EntryState::NoReceipt => Some(3),
        EntryState::Expired => Some(4),
        EntryState::Failed(_) => Some(5),
        EntryState::Delivered => Some(6),
        _ => None,
    }
}

/// Joins what we know with what we hear: the higher of the two. Of two failures the one first in [`Failure`]'s order stays.
fn join(state: EntryState, heard: EntryState) -> Step {
    let (Some(now), Some(then)) = (height(state), height(heard)) else {
        return Step::Contradiction;
    };
    match (state, heard) {
        (EntryState::Failed(known), EntryState::Failed(told)) if told < known => Step::Moved(heard),
        _ if then > now => Step::Moved(heard),
        _ => Step::Unchanged,
    }
}

/// What `evidence` does to an entry in `state`.
pub fn advance(state: EntryState, evidence: Evidence) -> Step {
    use EntryState as S;
    use Evidence as E;
    let waiting = matches!(state, S::Queued | S::Held { .. });
    match evidence {
        E::Intent if matches!(state, S::Queued) => Step::Moved(S::HandedOver),
        E::Hold { until, why } if matches!(state, S::Queued) => Step::Moved(S::Held { until, why }),
        E::Release if matches!(state, S::Held { .. }) => Step::Moved(S::Queued),
        E::ValidityPassed if waiting => Step::Moved(S::Expired),
        E::Withdrawn(why) if waiting => Step::Moved(S::Excluded(why)),
        E::Cancel if waiting => Step::Moved(S::Cancelled),
        E::Cancel => Step::Unchanged,
        // A refusal counts only while nothing else was heard: a receipt that overtook it knows better.
        E::Deferred { until } if matches!(state, S::HandedOver) => Step::Moved(S::Held {
            until: Some(until),
            why: HoldReason::Backoff,
        }),
        E::Deferred { .. } | E::NoAnswer if matches!(height(state), Some(1..)) => Step::Unchanged,
        E::NoAnswer => join(state, S::InDoubt),
        E::Taken | E::Receipt(Receipt::Enroute) => join(state, S::Accepted),
        E::Refused(why) | E::Receipt(Receipt::Failed(why)) => join(state, S::Failed(why)),
        E::Receipt(Receipt::Delivered) => join(state, S::Delivered),
        E::Receipt(Receipt::Expired) => join(state, S::Expired),
        E::WindowPassed if matches!(state, S::Accepted) => Step::Moved(S::NoReceipt),
        E::WindowPassed if height(state).is_some_and(|height| height > 2) => Step::Unchanged,
        E::Settled(how) if matches!(state, S::InDoubt) => Step::Moved(match how {
            Settlement::Sent => S::NoReceipt,
            Settlement::NotSent => S::Failed(Failure::SettledNotSent),
        }),
        _ => Step::Contradiction,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::roll::{Exclusion, Outcome};

    fn heard() -> impl Strategy<Value = Evidence> {
        prop_oneof![
            Just(Evidence::Taken),
            Just(Evidence::NoAnswer),
            Just(Evidence::Receipt(Receipt::Enroute)),
            Just(Evidence::Receipt(Receipt::Delivered)),
            Just(Evidence::Receipt(Receipt::Expired)),
            proptest::sample::select(Failure::ALL).prop_map(|why| Evidence::Receipt(Receipt::Failed(why))),
        ]
    }

    fn anything() -> impl Strategy<Value = Evidence> {
        prop_oneof![
            heard(),
            Just(Evidence::Intent),
            Just(Evidence::Release),
            Just(Evidence::Cancel),
            Just(Evidence::WindowPassed),
            Just(Evidence::ValidityPassed),
            Just(Evidence::Deferred { until: 1 }),
            Just(Evidence::Hold {
                until: None,
                why: HoldReason::Late
            }),
            Just(Evidence::Withdrawn(Exclusion::OptedOut)),
            Just(Evidence::Settled(Settlement::Sent)),
            Just(Evidence::Settled(Settlement::NotSent)),
        ]
    }

    fn fold(state: EntryState, evidence: &[Evidence]) -> EntryState {
        evidence.iter().fold(state, |state, &next| match advance(state, next) {
            Step::Moved(moved) => moved,
            Step::Unchanged | Step::Contradiction => state,
        })
    }

    proptest! {
        #[test]
        fn order_and_repetition_do_not_matter(
            (evidence, shuffled) in prop::collection::vec(heard(), 0..6).prop_flat_map(|evidence| {
                let twice = [evidence.clone(), evidence.clone()].concat();
                (Just(evidence), Just(twice).prop_shuffle())
            })
        ) {
            prop_assert_eq!(fold(EntryState::HandedOver, &shuffled), fold(EntryState::HandedOver, &evidence));
        }

        #[test]
        fn what_the_carrier_may_have_is_never_queued_again(evidence in prop::collection::vec(anything(), 0..12)) {
            // Only a definite refusal, while nothing else was heard, brings an entry back.
            let mut state = EntryState::Queued;
            for next in evidence {
                if let Step::Moved(moved) = advance(state, next) {
                    let waits = matches!(moved.outcome(), Outcome::Queued | Outcome::Held);
                    if waits && !matches!(state.outcome(), Outcome::Queued | Outcome::Held) {
                        prop_assert_eq!(state, EntryState::HandedOver);
                        let deferred = matches!(next, Evidence::Deferred { .. });
                        prop_assert!(deferred);
                    }
                    state = moved;
                }
            }
        }

        #[test]
        fn terminal_outcomes_stay_terminal(evidence in prop::collection::vec(anything(), 0..12)) {
            let mut state = EntryState::Queued;
            for next in evidence {
                let was_terminal = state.outcome().is_terminal();
                if let Step::Moved(moved) = advance(state, next) {
                    prop_assert!(!was_terminal || moved.outcome().is_terminal());
                    state = moved;
                }
            }
        }
    }

    #[test]
    fn single_steps() {
        use EntryState as S;
        let cases = [
            (S::Queued, Evidence::Intent, Step::Moved(S::HandedOver)),
            (S::HandedOver, Evidence::Intent, Step::Contradiction),
            (S::InDoubt, Evidence::Intent, Step::Contradiction),
            (S::Excluded(Exclusion::NoPhone), Evidence::Intent, Step::Contradiction),
            (S::HandedOver, Evidence::NoAnswer, Step::Moved(S::InDoubt)),
            (S::Delivered, Evidence::NoAnswer, Step::Unchanged),
            (
                S::InDoubt,
                Evidence::Receipt(Receipt::Delivered),
                Step::Moved(S::Delivered),
            ),
            (S::Delivered, Evidence::Deferred { until: 5 }, Step::Unchanged),
            (S::InDoubt, Evidence::Deferred { until: 5 }, Step::Unchanged),
            (S::Cancelled, Evidence::Receipt(Receipt::Delivered), Step::Contradiction),
            (S::HandedOver, Evidence::Cancel, Step::Unchanged),
            (S::Accepted, Evidence::WindowPassed, Step::Moved(S::NoReceipt)),
            (
                S::NoReceipt,
                Evidence::Receipt(Receipt::Delivered),
                Step::Moved(S::Delivered),
            ),
        ];
        for (state, evidence, step) in cases {
            assert_eq!(advance(state, evidence), step, "{state:?} {evidence:?}");
        }
    }
}
