//! Asks carriers after messages that they took and of which no receipt has come, and after the parts that they took of messages
//! in doubt.
//!
//! Shortly before the time for its receipt is over, each message is asked after once, beside the engine's steps. What a
//! carrier tells is taken in like a receipt; of what it cannot tell, the roll will say that no receipt came. A doubt has no such
//! time: its parts are asked after again and again. One that failed settles it; those that arrived don't, for of the others nobody knows.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use carrier::Carrier;
use domain::roll::{Outcome, Receipt};
use domain::time::{MINUTE, Millis};
use store::contract::runs::{Awaited, Heard, Reference, RunRow};
use store::{Result, Store};
use tokio::task::JoinSet;

use super::engine::{Engine, Moment, Stepped};

/// How long before its time is over a receipt is asked for.
const EARLY: Millis = 10 * MINUTE;
/// How often it is looked whether there is somebody to ask after.
const EVERY: Millis = 1_000;
/// How often the parts of doubts are asked after.
const DOUBTS: Millis = 10 * MINUTE;
/// Messages that are asked after together.
const BATCH: u32 = 200;

/// What is being asked.
#[derive(Default)]
pub(super) struct Asking {
    /// When it was looked last whether there is somebody to ask after.
    looked_at: Millis,
    /// By run: the last that was asked after, by its time and its id.
    asked: HashMap<i64, (Millis, i64)>,
    /// By run: when parts of its doubts are asked after next, and behind which.
    doubts: HashMap<i64, (Millis, (i64, i64))>,
    /// One batch at most. Whoever drops it ends it.
    under_way: JoinSet<Vec<Told>>,
    /// What was told and is not written down yet.
    told: Vec<Told>,
}

/// What a carrier took: its name, and the carrier's for the message or the part.
type Taken = (String, String);

/// What a carrier told.
struct Told {
    carrier: String,
    heard: Vec<Heard>,
}

/// Takes in what was told, and asks after the next.
pub(super) async fn step(engine: &mut Engine, moment: &Moment, runs: &[RunRow], stepped: &mut Stepped) -> Result<()> {
    take(engine, moment, stepped).await?;
    let asking = &mut engine.asking;
    if !asking.under_way.is_empty() || (0..EVERY).contains(&(moment.now - asking.looked_at)) {
        return Ok(());
    }
    asking.looked_at = moment.now;
    let open = |no: &i64| runs.iter().any(|run| run.no == *no);
    asking.asked.retain(|no, _| open(no));
    asking.doubts.retain(|no, _| open(no));
    for run in runs {
        if run.tally.of(Outcome::Accepted) + run.tally.of(Outcome::InDoubt) == 0 {
            continue;
        }
        let names = run.seconds.iter().chain([&run.carrier]);
        let able = names.filter_map(|name| {
            let carrier = engine.carriers.get(moment.carriers.get(name)?)?;
            carrier.can_query().then(|| (name.clone(), carrier))
        });
        let able: BTreeMap<String, Arc<dyn Carrier>> = able.collect();
        if able.is_empty() {
            continue;
        }
        let mut taken = asking.awaited(&*engine.store, moment, run).await?;
        if taken.is_empty() {
            taken = asking.doubted(&*engine.store, moment, run).await?;
        }
        if !taken.is_empty() {
            asking.under_way.spawn(ask(able, taken, moment.now));
            return Ok(());
        }
    }
    Ok(())
}

impl Asking {
    /// The next of a run's messages whose time is nearly over.
    async fn awaited(&mut self, store: &dyn Store, moment: &Moment, run: &RunRow) -> Result<Vec<Taken>> {
        if run.tally.of(Outcome::Accepted) == 0 {
            return Ok(Vec::new());
        }
        let after = self.asked.get(&run.no).copied().unwrap_or_default();
        let awaited = store.awaited(run.no, after, moment.now + EARLY, BATCH).await?;
        if let Some(last) = awaited.last() {
            self.asked.insert(run.no, (last.until, last.entry));
        }
        let named = |one: Awaited| one.references.into_iter().map(move |name| (one.carrier.clone(), name));
        Ok(awaited.into_iter().flat_map(named).collect())
    }

    /// The next of the parts that were taken of a run's doubts.
    async fn doubted(&mut self, store: &dyn Store, moment: &Moment, run: &RunRow) -> Result<Vec<Taken>> {
        let (next, after) = self.doubts.get(&run.no).copied().unwrap_or_default();
        // A clock that was set back puts it off for no longer.
        if run.tally.of(Outcome::InDoubt) == 0 || (1..=DOUBTS).contains(&(next - moment.now)) {
            return Ok(Vec::new());
        }
        let parts = store.named_parts(run.no, after, BATCH).await?;
        let more = parts.last().filter(|_| parts.len() == BATCH as usize);
        let then = more.map_or((moment.now + DOUBTS, (0, 0)), |last| (moment.now, last.place));
        self.doubts.insert(run.no, then);
        Ok(parts.into_iter().map(|part| (part.carrier, part.reference)).collect())
    }
}

async fn take(engine: &mut Engine, moment: &Moment, stepped: &mut Stepped) -> Result<()> {
    let asking = &mut engine.asking;
    match asking.under_way.try_join_next() {
        Some(Ok(told)) => asking.told.extend(told),
        Some(Err(error)) => tracing::error!(%error, "carriers could not be asked after messages"),
        None => {}
    }
    let stamp = moment.stamp("receipts");
    while let Some(told) = asking.told.pop() {
        let Told { carrier, heard } = &told;
        match engine
            .store
            .heard(&stamp, carrier, heard, moment.receipts_until())
            .await
        {
            Ok(runs) => {
                stepped.runs.extend(runs);
                stepped.busy = true;
            }
            // One by one: of what its row can't take nothing is written, and nobody else waits for it.
            Err(error) if error.is_of_a_row() && heard.len() > 1 => {
                let one = |heard: &Heard| Told {
                    carrier: carrier.clone(),
                    heard: vec![heard.clone()],
                };
                asking.told.extend(heard.iter().map(one));
            }
            Err(error) if error.is_of_a_row() => stepped.note("what a carrier told can't be written down", Err(error)),
            Err(error) => {
                asking.told.push(told);
                return Err(error);
            }
        }
    }
    Ok(())
}

/// Asks each carrier after what it took; what is under way there still is nothing new.
async fn ask(able: BTreeMap<String, Arc<dyn Carrier>>, taken: Vec<Taken>, now: Millis) -> Vec<Told> {
    let mut told = Vec::new();
    for (name, carrier) in able {
        let its = taken.iter().filter(|(by, _)| *by == name);
        let references: Vec<String> = its.map(|(_, reference)| reference.clone()).collect();
        let answers = carrier.query(&references).await;
        let heard: Vec<Heard> = references
            .into_iter()
            .zip(answers)
            .filter_map(|(reference, status)| {
                let status = status.filter(|status| *status != Receipt::Enroute)?;
                Some(Heard {
                    reference: Reference::from(reference.as_str()),
                    key: None,
                    status,
                    code: None,
                    at: now,
                    numbers: Vec::new(),
                })
            })
            .collect();
        if !heard.is_empty() {
            told.push(Told { carrier: name, heard });
        }
    }
    told
}
