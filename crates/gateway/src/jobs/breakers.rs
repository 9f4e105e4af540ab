//! The carriers' breakers, and what Today shows of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use carrier::Answer;
use domain::breaker::{Breaker, Leave, Trouble, Word};
use domain::roll::Failure;
use domain::time::Millis;

/// Carriers whose breaker is open; written by the engine, read by whoever shows it.
#[derive(Debug, Clone, Default)]
pub struct Troubles(Arc<Mutex<Shared>>);

#[derive(Debug, Default)]
struct Shared {
    open: BTreeMap<String, Trouble>,
    /// Carriers that a person wants tried again at once.
    again: BTreeSet<String>,
}

/// A breaker for each carrier.
#[derive(Debug, Default)]
pub(super) struct Breakers {
    breakers: HashMap<String, Breaker>,
    troubles: Troubles,
}

impl Troubles {
    /// What holds up this carrier.
    pub fn of(&self, carrier: &str) -> Option<Trouble> {
        self.lock().open.get(carrier).cloned()
    }

    /// Has the engine try this carrier again, whatever it refused before.
    pub fn try_again(&self, carrier: &str) {
        self.lock().again.insert(carrier.to_owned());
    }

    fn set(&self, carrier: &str, trouble: Option<&Trouble>) {
        let mut shared = self.lock();
        match trouble {
            Some(trouble) => drop(shared.open.insert(carrier.to_owned(), trouble.clone())),
            None => drop(shared.open.remove(carrier)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Breakers {
    pub fn new(troubles: Troubles) -> Breakers {
        Breakers {
            troubles,
            ..Breakers::default()
        }
    }

    /// How many messages may go to this carrier.
    pub fn leave(&self, carrier: &str, now: Millis, under_way: u32) -> Leave {
        let unknown = Breaker::default();
        self.breakers.get(carrier).unwrap_or(&unknown).leave(now, under_way)
    }

    /// Notes what a carrier answered.
    pub fn hear<'a>(&mut self, carrier: &str, now: Millis, answers: impl IntoIterator<Item = &'a Answer>) {
        let breaker = self.breakers.entry(carrier.to_owned()).or_default();
        let before = breaker.trouble().cloned();
        for answer in answers {
            breaker.hear(now, word(answer));
        }
        let after = breaker.trouble();
        if before.as_ref() == after {
            return;
        }
        match (&before, after) {
            (None, Some(trouble)) => {
                tracing::warn!(carrier, code = trouble.code, "the carrier takes nothing: it rests");
            }
            (Some(_), None) => tracing::info!(carrier, "the carrier takes messages again"),
            _ => {}
        }
        self.troubles.set(carrier, after);
    }

    /// Forgets what carriers refused that a person wants tried again.
    pub fn forget(&mut self) {
        let mut shared = self.troubles.lock();
        for carrier in std::mem::take(&mut shared.again) {
            shared.open.remove(&carrier);
            self.breakers.remove(&carrier);
        }
    }
}

fn word(answer: &Answer) -> Word<'_> {
    match answer {
        Answer::Taken { .. } => Word::Taken,
        Answer::Refused {
            failure: Failure::UnknownSubscriber,
            code,
        } => Word::BadNumber(code),
        Answer::Deferred { code, .. } | Answer::Refused { code, .. } => Word::NotTaken(code),
        Answer::NoAnswer(doubt) => Word::NotTaken(doubt.why.code()),
    }
}
