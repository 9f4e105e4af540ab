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
use super::dispatch::leave;
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
    under_way: HashMap<String, HandedOver>,
    /// Until when a carrier is left alone.
    after: HashMap<String, Millis>,
}

/// A batch that ends with the carrier's answers, and how many it has.
struct HandedOver {
    batch: JoinHandle<Vec<Answer>>,
    messages: u32,
}

impl Confirming {
    /// How many the carrier has.
    pub(super) fn on(&self, name: &str) -> u32 {
        self.under_way.get(name).map_or(0, |handed| handed.messages)
    }

    /// What the carrier answered to its last batch, once that has ended.
    async fn answered(&mut self, name: &str, now: Millis) -> Vec<Answer> {
        if !self
            .under_way
            .get(name)
            .is_some_and(|handed| handed.batch.is_finished())
        {
            return Vec::new();
        }
        let Some(handed) = self.under_way.remove(name) else {
            return Vec::new();
        };
        let answers = handed.batch.await;
        let later = |answers: &Vec<Answer>| answers.iter().any(|answer| matches!(answer, Answer::Deferred { .. }));
        if answers.as_ref().map_or(true, later) {
            self.after.insert(name.to_owned(), now + AGAIN);
        }
        answers.unwrap_or_default()
    }

    /// Whether the carrier can be handed a batch now.
    fn is_free(&self, name: &str, now: Millis) -> bool {
        // A clock that was set back leaves it alone for no longer.
        let left_alone = |&after: &Millis| (1..=AGAIN).contains(&(after - now));
        !self.under_way.contains_key(name) && !self.after.get(name).is_some_and(left_alone)
    }

    /// Waits for what is under way; what is not answered until then is in doubt, as after a crash.
    pub(super) async fn finish(&mut self, until: Instant) {
        for (_, handed) in self.under_way.drain() {
            let _ = timeout_at(until, handed.batch).await;
        }
    }
}

/// Begins to hand over what confirms opt-outs over this carrier, as far as it is up and takes anything.
pub(super) async fn confirm(
    engine: &mut Engine,
    moment: &Moment,
    name: &str,
    carrier: &Arc<dyn Carrier>,
) -> Result<()> {
    let answers = engine.confirming.answered(name, moment.now).await;
    engine.breakers.hear(name, moment.now, &answers);
    let limit = leave(engine, moment, name, &carrier.live()).min(BATCH);
    if limit == 0 || !engine.confirming.is_free(name, moment.now) {
        return Ok(());
    }
    let stamp = moment.stamp("replies");
    let due = engine
        .store
        .claim_confirmations(&stamp, moment.fence, name, moment.now - IN_TIME, limit)
        .await?;
    if due.is_empty() {
        return Ok(());
    }
    let messages = due.len() as u32;
    let batch = Batch {
        store: engine.store.clone(),
        carriers: engine.carriers.clone(),
        carrier: carrier.clone(),
        name: name.to_owned(),
        stamp,
        due,
    };
    let batch = tokio::spawn(batch.hand_over());
    let handed = HandedOver { batch, messages };
    engine.confirming.under_way.insert(name.to_owned(), handed);
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
    async fn hand_over(self) -> Vec<Answer> {
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
        said
    }
}
