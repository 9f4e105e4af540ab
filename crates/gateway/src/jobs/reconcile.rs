//! Leads every state that is not terminal on when its moment has come, and closes runs that add up.

use carrier::{Key, Lookup};
use domain::roll::Outcome;
use store::contract::runs::{Attempted, Reference, RunRow, RunState, Steering, Sweep};
use store::{Result, Store};

use super::answers;
use super::carriers::Carriers;
use super::engine::{Engine, Moment, Stepped};

/// Entries of one sweep.
const LIMIT: u32 = 50_000;
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
    for sweep in due(moment, run) {
        moved += store.sweep(&stamp, run.no, sweep, LIMIT).await?;
    }
    moved += look_up(&**store, &engine.carriers, moment, run).await?;
    if moved > 0 {
        stepped.moved(run.no);
        // The counts that we hold are old now; the next step goes on with new ones.
        return Ok(true);
    }
    let nobody = run.state == RunState::Held && run.audience == 0;
    if run.tally.adds_up(run.audience) && !nobody {
        if engine.store.close_run(&stamp, run.id).await? {
            stepped.moved(run.no);
        } else {
            tracing::error!(run = %run.id, "the roll does not add up to the audience: the run stays open");
        }
        return Ok(true);
    }
    Ok(false)
}

/// The sweeps whose moment has come; each asks only where the run has such entries.
fn due(moment: &Moment, run: &RunRow) -> Vec<Sweep> {
    let of = |outcome| run.tally.of(outcome);
    let waiting = of(Outcome::Queued) + of(Outcome::Held);
    let mut due = Vec::new();
    if waiting > 0 && moment.now >= run.valid_until {
        due.push(Sweep::Expire);
    } else if waiting > 0 && run.state == RunState::Cancelling {
        due.push(Sweep::Cancel);
    } else if of(Outcome::Held) > 0 {
        due.push(Sweep::Release(moment.now));
    }
    if of(Outcome::HandedOver) > 0 {
        due.push(Sweep::Unanswered(moment.now));
    }
    if of(Outcome::Accepted) > 0 {
        due.push(Sweep::WindowPassed(moment.now));
    }
    due
}

/// Asks a carrier that can tell what became of the doubts; answers how many it told of.
async fn look_up(store: &dyn Store, carriers: &Carriers, moment: &Moment, run: &RunRow) -> Result<u64> {
    if run.tally.of(Outcome::InDoubt) == 0 {
        return Ok(0);
    }
    let carrier = moment
        .carriers
        .get(&run.carrier)
        .and_then(|record| carriers.get(record));
    let Some(carrier) = carrier.filter(|carrier| carrier.can_look_up()) else {
        return Ok(0);
    };
    let doubts = store.doubtful(run.no, ASK).await?;
    let keys: Vec<Key> = doubts
        .iter()
        .map(|&Attempted { entry, attempt }| Key { entry, attempt })
        .collect();
    let told = carrier.look_up(&keys).await;
    let found: Vec<(Attempted, Option<Vec<Reference>>)> = doubts
        .into_iter()
        .zip(told)
        .filter_map(|(doubt, told)| match told {
            Lookup::Has { references } if references.is_empty() => None,
            Lookup::Has { references } => Some((doubt, Some(answers::named(&*carrier, references)))),
            Lookup::HasNot => Some((doubt, None)),
            Lookup::Unknown => None,
        })
        .collect();
    if found.is_empty() {
        return Ok(0);
    }
    let stamp = moment.stamp("reconcile");
    store.looked_up(&stamp, run.no, &found, moment.receipts_until()).await?;
    Ok(found.len() as u64)
}
