//! Asks carriers after messages that they took and of which no receipt has come.
//!
//! Shortly before the time for its receipt is over, each message is asked after once, beside the engine's steps. What a
//! carrier tells is taken in like a receipt; of what it cannot tell, the roll will say that no receipt came.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use carrier::Carrier;
use domain::roll::{Outcome, Receipt};
use domain::time::{MINUTE, Millis};
use store::Result;
use store::contract::runs::{Awaited, Heard, Reference, RunRow};
use tokio::task::JoinSet;

use super::engine::{Engine, Moment, Stepped};

/// How long before its time is over a receipt is asked for.
const EARLY: Millis = 10 * MINUTE;
/// How often it is looked whether there is somebody to ask after.
const EVERY: Millis = 1_000;
/// Messages that are asked after together.
const BATCH: u32 = 200;

/// What is being asked.
#[derive(Default)]
pub(super) struct Asking {
    /// When it was looked last whether there is somebody to ask after.
    looked_at: Millis,
    /// By run: the last that was asked after, by its time and its id.
    asked: HashMap<i64, (Millis, i64)>,
    /// One batch at most. Whoever drops it ends it.
    under_way: JoinSet<Vec<Told>>,
    /// What was told and is not written down yet.
    told: Vec<Told>,
}

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
    asking.asked.retain(|no, _| runs.iter().any(|run| run.no == *no));
    for run in runs.iter().filter(|run| run.tally.of(Outcome::Accepted) > 0) {
        let names = run.seconds.iter().chain([&run.carrier]);
        let able = names.filter_map(|name| {
            let carrier = engine.carriers.get(moment.carriers.get(name)?)?;
            carrier.can_query().then(|| (name.clone(), carrier))
        });
        let able: BTreeMap<String, Arc<dyn Carrier>> = able.collect();
        if able.is_empty() {
            continue;
        }
        let after = asking.asked.get(&run.no).copied().unwrap_or_default();
        let awaited = engine.store.awaited(run.no, after, moment.now + EARLY, BATCH).await?;
        if let Some(last) = awaited.last() {
            asking.asked.insert(run.no, (last.until, last.entry));
            asking.under_way.spawn(ask(able, awaited, moment.now));
            return Ok(());
        }
    }
    Ok(())
}

async fn take(engine: &mut Engine, moment: &Moment, stepped: &mut Stepped) -> Result<()> {
    let asking = &mut engine.asking;
    match asking.under_way.try_join_next() {
        Some(Ok(told)) => asking.told.extend(told),
        Some(Err(error)) => tracing::error!(%error, "carriers could not be asked after messages"),
        None => {}
    }
    let stamp = moment.stamp("receipts");
    while let Some(Told { carrier, heard }) = asking.told.last() {
        let runs = engine.store.heard(&stamp, carrier, heard, moment.receipts_until());
        stepped.runs.extend(runs.await?);
        stepped.busy = true;
        asking.told.pop();
    }
    Ok(())
}

/// Asks each carrier after what it took; what is under way there still is nothing new.
async fn ask(able: BTreeMap<String, Arc<dyn Carrier>>, awaited: Vec<Awaited>, now: Millis) -> Vec<Told> {
    let mut told = Vec::new();
    for (name, carrier) in able {
        let its = awaited.iter().filter(|one| one.carrier == name);
        let references: Vec<String> = its.flat_map(|one| &one.references).cloned().collect();
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
