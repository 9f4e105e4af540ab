//! Confirms opt-outs, once each, where the firm wants it. A confirmation answers the customer, so it waits for no allowed hours
//! and no rate, and it stands on no roll; but it is durably marked before it is handed over, and what the carrier may have
//! taken is never handed over again.

use std::collections::HashMap;
use std::sync::Arc;

use carrier::{Answer, Carrier, Message};
use domain::time::{HOUR, MINUTE, Millis};
use store::contract::inbox::{Confirmation, Confirmed};
use store::{Result, Stamp, Store};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use super::carriers::{Carriers, trial};
use super::engine::{Engine, Moment};

/// Confirmations of one batch.
const BATCH: u32 = 16;
/// An answer that comes later than this would only puzzle.
const IN_TIME: Millis = HOUR;
/// How long a carrier is left alone that takes none for now.
const AGAIN: Millis = MINUTE;

/// The batches under way, one a carrier at most: a carrier may take its time to answer, and the engine goes on.
#[derive(Default)]
pub(super) struct Confirming {
    under_way: HashMap<String, JoinHandle<bool>>,
    /// Until when a carrier is left alone.
    after: HashMap<String, Millis>,
}

impl Confirming {
    /// Whether the carrier can be handed a batch now.
    async fn is_free(&mut self, name: &str, now: Millis) -> bool {
        if self.under_way.get(name).is_some_and(|batch| !batch.is_finished()) {
            return false;
        }
        if let Some(batch) = self.under_way.remove(name)
            && batch.await.unwrap_or(true)
        {
            self.after.insert(name.to_owned(), now + AGAIN);
        }
        // A clock that was set back leaves it alone for no longer.
        let left_alone = |&after: &Millis| (1..=AGAIN).contains(&(after - now));
        !self.after.get(name).is_some_and(left_alone)
    }

    /// Waits for what is under way; what is not answered until then is in doubt, as after a crash.
    pub(super) async fn finish(&mut self, until: Instant) {
        for (_, batch) in self.under_way.drain() {
            let _ = timeout_at(until, batch).await;
        }
    }
}

/// Begins to hand over what confirms opt-outs over this carrier.
pub(super) async fn confirm(
    engine: &mut Engine,
    moment: &Moment,
    name: &str,
    carrier: &Arc<dyn Carrier>,
) -> Result<()> {
    if !engine.confirming.is_free(name, moment.now).await {
        return Ok(());
    }
    let stamp = moment.stamp("replies");
    let due = engine
        .store
        .claim_confirmations(&stamp, moment.fence, name, moment.now - IN_TIME, BATCH)
        .await?;
    if due.is_empty() {
        return Ok(());
    }
    let batch = Batch {
        store: engine.store.clone(),
        carriers: engine.carriers.clone(),
        carrier: carrier.clone(),
        name: name.to_owned(),
        stamp,
        due,
    };
    let under_way = tokio::spawn(batch.hand_over());
    engine.confirming.under_way.insert(name.to_owned(), under_way);
    Ok(())
}

struct Batch {
    store: Arc<dyn Store>,
    carriers: Arc<Carriers>,
    carrier: Arc<dyn Carrier>,
    name: String,
    stamp: Stamp,
    due: Vec<Confirmation>,
}

impl Batch {
    /// Whether the carrier is to be left alone for now.
    async fn hand_over(self) -> bool {
        let message = |one: &Confirmation| Message {
            key: trial::key(),
            phone: one.phone.clone(),
            text: one.text.clone(),
            parts: 1,
            valid_until: self.stamp.at + IN_TIME,
        };
        let messages: Vec<Message> = self.due.iter().map(message).collect();
        let trials = self.carriers.trials();
        let handing_over = trials.hand_over(&self.name);
        let said = self.carrier.hand_over(self.stamp.at, &messages).await;
        let mut answers = Vec::with_capacity(self.due.len());
        for (n, one) in self.due.iter().enumerate() {
            let confirmed = match said.get(n) {
                Some(Answer::Taken { references }) => {
                    trials.expect(&self.name, &*self.carrier, references, &one.phone, self.stamp.at);
                    Confirmed::Taken
                }
                Some(Answer::Refused { .. }) => Confirmed::Refused,
                Some(Answer::Deferred { .. }) => Confirmed::Later,
                Some(Answer::NoAnswer(_)) | None => Confirmed::InDoubt,
            };
            answers.push((one.id, confirmed));
        }
        drop(handing_over);
        if let Err(error) = self.store.answer_confirmations(&self.stamp, &self.name, &answers).await {
            tracing::error!(carrier = self.name, %error, "what became of confirmations could not be written down");
        }
        answers.iter().any(|(_, told)| *told == Confirmed::Later)
    }
}
