//! Leads every state that is not terminal on when its moment has come, and closes runs that add up.

use carrier::{Carrier, Key, Lookup};
use domain::roll::Outcome;
use domain::time::{MINUTE, Millis};
use store::Result;
use store::contract::runs::{Attempted, Reference, RunRow, RunState, Steering, Sweep};

use super::answers;
use super::engine::{Engine, Moment, Stepped};

/// Entries of one sweep.
const LIMIT: u32 = 50_000;
/// When a close that was refused is tried again.
const AGAIN: Millis = MINUTE;
/// Doubts that a carrier is asked about at a time.
const ASK: u32 = 500;

/// Does what is due for a run; `true` when the run is finished with for this step.
pub(super) async fn reconcile(
    engine: &mut Engine,
    moment: &Moment,
    run: &RunRow,
    stepped: &mut Stepped,
) -> Result<bool> {
    let stamp = moment.stamp("reconcile");
    let store = &engine.store;
    if run.frozen_at.is_none() {
        // Held as late, and nobody decided while it was valid: its roll is written and shows whom it missed.
        if run.state == RunState::Held && moment.now >= run.valid_until {
            let why = Steering::Cancel("nobody decided while it was valid".to_owned());
            store.steer(&stamp, run.id, why).await?;
            stepped.moved(run.no);
        }
        return Ok(true);
    }
    let mut moved = 0;
    let own = moment.carriers.get(&run.carrier);
    let open = own.is_some_and(|own| moment.hours_now(run.purpose, own).is_some());
    for sweep in due(moment.now, run, open, engine.heard_until(moment, run)) {
        moved += store.sweep(&stamp, run.no, sweep, LIMIT).await?;
    }
    moved += look_up(engine, moment, run).await?;
    if moved > 0 {
        stepped.moved(run.no);
        // The counts that we hold are old now; the next step goes on with new ones.
        return Ok(true);
    }
    // Somebody is to look at a run that has nobody, for as long as it is valid.
    let nobody = run.state == RunState::Held && run.audience == 0 && moment.now < run.valid_until;
    if run.tally.adds_up(run.audience) && !nobody {
        // One whose close is refused is Today's to tell; counting it over and over would keep the others waiting.
        let refused = engine.refused.get(&run.no);
        if refused.is_some_and(|&at| (0..AGAIN).contains(&(moment.now - at))) {
            return Ok(true);
        }
        if engine.store.close_run(&stamp, run.id).await? {
            stepped.moved(run.no);
        } else {
            engine.refused.insert(run.no, moment.now);
        }
        return Ok(true);
    }
    Ok(false)
}

/// The sweeps whose moment has come, in whatever state the run is; each asks only where the run has such entries. What waits for
/// the hours goes on as soon as they are `open`: they may have been widened since it was held. Receipts that were awaited until
/// `heard_until` are missing. Together the sweeps
/// lead every outcome on that is not terminal, but for a doubt: that waits for a receipt, for the carrier's word, or for a
/// person, who is told on the first page.
fn due(now: Millis, run: &RunRow, open: bool, heard_until: Option<Millis>) -> Vec<Sweep> {
    let of = |outcome| run.tally.of(outcome);
    let waiting = of(Outcome::Queued) + of(Outcome::Held);
    let mut due = Vec::new();
    if waiting > 0 && now >= run.valid_until {
        due.push(Sweep::Expire);
    } else if waiting > 0 && run.state == RunState::Cancelling {
        due.push(Sweep::Cancel);
    } else if of(Outcome::Held) > 0 {
        due.push(Sweep::Release(now));
        if open {
            due.push(Sweep::Open);
        }
    }
    if of(Outcome::HandedOver) > 0 {
        due.push(Sweep::Unanswered(now));
    }
    if of(Outcome::Accepted) > 0 {
        due.extend(heard_until.map(Sweep::WindowPassed));
    }
    due
}

/// Asks the carriers that can tell what became of the doubts; answers how many they told of.
async fn look_up(engine: &mut Engine, moment: &Moment, run: &RunRow) -> Result<u64> {
    if run.tally.of(Outcome::InDoubt) == 0 {
        return Ok(0);
    }
    let mut told = 0;
    for name in run.seconds.iter().chain([&run.carrier]) {
        let record = moment.carriers.get(name);
        let carrier = record.and_then(|record| engine.carriers.get(record));
        if let Some(carrier) = carrier.filter(|carrier| carrier.can_look_up()) {
            told += ask(engine, &*carrier, name, moment, run).await?;
        }
    }
    Ok(told)
}

/// Asks one carrier about the next of those that it may have; about the first again once all were asked about.
async fn ask(engine: &mut Engine, carrier: &dyn Carrier, name: &str, moment: &Moment, run: &RunRow) -> Result<u64> {
    let after = engine.looked_up.entry((run.no, name.to_owned())).or_default();
    let limit = ASK.min(engine.batch);
    let doubts = engine.store.doubtful(run.no, name, *after, limit).await?;
    let last = doubts.last().filter(|_| doubts.len() == limit as usize);
    *after = last.map_or(0, |last| last.entry);
    let keys: Vec<Key> = doubts.iter().copied().map(key).collect();
    let told = carrier.look_up(&keys).await;
    let found: Vec<(Attempted, Option<Vec<Reference>>)> = doubts
        .into_iter()
        .zip(told)
        .filter_map(|(doubt, told)| match told {
            Lookup::Has { references } if references.is_empty() => None,
            Lookup::Has { references } => Some((doubt, Some(answers::named(carrier, references)))),
            Lookup::HasNot => Some((doubt, None)),
            Lookup::Unknown => None,
        })
        .collect();
    if found.is_empty() {
        return Ok(0);
    }
    let stamp = moment.stamp("reconcile");
    let until = moment.receipts_until();
    engine.store.looked_up(&stamp, run.no, name, &found, until).await?;
    let keys: Vec<Key> = found.iter().map(|(doubt, _)| key(*doubt)).collect();
    carrier.looked_up(&keys).await;
    Ok(found.len() as u64)
}

const fn key(Attempted { entry, attempt }: Attempted) -> Key {
    Key { entry, attempt }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::consent::Purpose;
    use domain::id::{CampaignId, RunId};
    use domain::roll::Tally;
    use uuid::Uuid;

    const VALID_UNTIL: Millis = 1_000;

    fn run(state: RunState, entries: &[(Outcome, u64)]) -> RunRow {
        let mut tally = Tally::default();
        for &(outcome, count) in entries {
            tally.add(outcome, count);
        }
        RunRow {
            no: 1,
            id: RunId(Uuid::nil()),
            campaign: CampaignId(Uuid::nil()),
            name: String::new(),
            purpose: Purpose::Care,
            carrier: String::new(),
            author: None,
            state,
            held_why: None,
            doomed: false,
            due_at: 0,
            opened_at: 0,
            frozen_at: Some(0),
            closed_at: None,
            valid_until: VALID_UNTIL,
            audience: tally.total(),
            tally,
            parts: 0,
            cost_millis: 0,
            revision: 0,
            rate: None,
            seconds: Vec::new(),
            committed: true,
        }
    }

    /// The sweep that leads an outcome on once every moment has passed.
    fn way_on(outcome: Outcome) -> Option<Sweep> {
        match outcome {
            Outcome::Queued | Outcome::Held => Some(Sweep::Expire),
            Outcome::HandedOver => Some(Sweep::Unanswered(VALID_UNTIL)),
            Outcome::Accepted => Some(Sweep::WindowPassed(VALID_UNTIL)),
            // Of a doubt a person is told: there is no other way on that could be trusted. The others are at their end.
            Outcome::InDoubt
            | Outcome::Excluded
            | Outcome::NoReceipt
            | Outcome::Delivered
            | Outcome::Failed
            | Outcome::Expired
            | Outcome::Cancelled => None,
        }
    }

    #[test]
    fn every_state_times_every_outcome_has_its_sweep() {
        let states = [
            RunState::Held,
            RunState::Running,
            RunState::Paused,
            RunState::Awaiting,
            RunState::Cancelling,
        ];
        for state in states {
            for outcome in Outcome::ALL {
                let counts = [(outcome, 1), (Outcome::Delivered, 9)];
                let found = due(VALID_UNTIL, &run(state, &counts), true, Some(VALID_UNTIL));
                assert_eq!(found, Vec::from_iter(way_on(outcome)), "{state:?} {outcome:?}");
                let waits = !outcome.is_terminal() && outcome != Outcome::InDoubt;
                assert_eq!(waits, way_on(outcome).is_some(), "{outcome:?}");
            }
            // Where there is none of a kind, nothing is asked for, and everything else is.
            assert_eq!(due(VALID_UNTIL, &run(state, &[]), true, Some(VALID_UNTIL)), []);
            let all: Vec<(Outcome, u64)> = Outcome::ALL.map(|outcome| (outcome, 1)).to_vec();
            let found = |heard_until| due(VALID_UNTIL, &run(state, &all), true, heard_until).len();
            assert_eq!((found(Some(VALID_UNTIL)), found(None)), (3, 2), "{state:?}");
        }
    }

    #[test]
    fn before_its_validity_ends_what_is_held_is_asked_for_its_moment() {
        let held = [(Outcome::Held, 1)];
        let running = run(RunState::Running, &held);
        assert_eq!(due(999, &running, false, None), [Sweep::Release(999)]);
        assert_eq!(due(999, &running, true, None), [Sweep::Release(999), Sweep::Open]);
        assert_eq!(due(999, &run(RunState::Cancelling, &held), true, None), [Sweep::Cancel]);
        assert_eq!(
            due(999, &run(RunState::Running, &[(Outcome::Queued, 1)]), true, None),
            []
        );
    }
}
