//! A carrier that is spoken to directly.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use domain::roll;
use domain::time::Millis;
use tokio::sync::{TryAcquireError, oneshot};
use tokio::time::{Instant, timeout, timeout_at};

use super::dialect::{Dialect, Leg, Verdict};
use super::link::Link;
use super::settings::{Clock, Connector, Pace};
use super::state::{State, Told, Wanted};
use super::sum::Sum;
use crate::contract::{Answer, Carrier, Deferral, Doubt, DoubtWhy, Key, Live, Lookup, Message, Policy, Receipt, Reply};

/// Late answers that are remembered.
const LATE: usize = 10_000;

/// A carrier of one dialect, with all its connections. They end when it is dropped.
pub struct Direct<D: Dialect> {
    dialect: Arc<D>,
    pace: Pace,
    state: Arc<State>,
    late: Arc<Mutex<HashMap<Key, Lookup>>>,
}

impl<D: Dialect> Direct<D> {
    /// Begins to connect; must be called within a runtime. `legs`: what each of the binds is for, such as
    /// `[Leg::Both]`, or `[Leg::Send, Leg::Hear]`.
    pub fn open(dialect: D, connector: Arc<dyn Connector>, pace: Pace, clock: Clock, legs: &[Leg]) -> Direct<D> {
        let (dialect, state) = (Arc::new(dialect), Arc::new(State::default()));
        let senders = legs.iter().filter(|leg| **leg != Leg::Hear).count() as u32;
        {
            let mut inner = state.lock();
            inner.live.down_since = Some(clock());
            inner.live.wanted = pace.binds * legs.len() as u16;
            inner.live.window = u32::from(pace.binds) * senders * u32::from(pace.window);
        }
        for nth in 0..u64::from(pace.binds) {
            for (which, &leg) in legs.iter().enumerate() {
                let mut pace = pace;
                pace.backoff.seed ^= nth << 8 | which as u64;
                let link = Link {
                    dialect: dialect.clone(),
                    connector: connector.clone(),
                    pace,
                    clock: clock.clone(),
                    state: state.clone(),
                    leg,
                };
                tokio::spawn(link.run());
            }
        }
        Direct {
            dialect,
            pace,
            state,
            late: Arc::default(),
        }
    }

    /// Returns once at least one connection sends, or the carrier has stopped, or `wait` is over; answers whether one sends.
    pub async fn ready(&self, wait: std::time::Duration) -> bool {
        let until = Instant::now() + wait;
        loop {
            let changed = self.state.changed.notified();
            {
                let inner = self.state.lock();
                if !inner.bound.is_empty() || inner.live.stopped.is_some() {
                    return !inner.bound.is_empty();
                }
            }
            if timeout_at(until, changed).await.is_err() {
                return false;
            }
        }
    }

    /// Puts a PDU under way; `Err`: certainly not sent.
    async fn put(
        &self,
        make: Box<dyn FnOnce(u32) -> Vec<u8> + Send>,
        until: Instant,
    ) -> Result<oneshot::Receiver<Told>, (Deferral, &'static str)> {
        let bound = {
            let mut inner = self.state.lock();
            let stopped = inner.live.stopped.is_some();
            inner.next_bound().ok_or(if stopped {
                (Deferral::Stopped, "stopped")
            } else {
                (Deferral::NotBound, "not_bound")
            })?
        };
        let place = match bound.window.clone().try_acquire_owned() {
            Ok(place) => place,
            Err(TryAcquireError::Closed) => return Err((Deferral::NotBound, "not_bound")),
            // Mostly there is a place, since no more is claimed than there are: the wait has its own room, and the many that
            // need not wait are small.
            Err(TryAcquireError::NoPermits) => Box::pin(timeout_at(until, bound.window.clone().acquire_owned()))
                .await
                .map_err(|_| (Deferral::QueueFull, "window_full"))?
                .map_err(|_| (Deferral::NotBound, "not_bound"))?,
        };
        let (told, heard) = oneshot::channel();
        bound
            .wants
            .send(Wanted { make, told, place })
            .map_err(|_| (Deferral::NotBound, "not_bound"))?;
        Ok(heard)
    }

    async fn one(&self, message: &Message, until: Instant) -> Answer {
        let reference = {
            let mut inner = self.state.lock();
            inner.reference = inner.reference.wrapping_add(1);
            inner.reference
        };
        let parts = match self.dialect.cut(message, reference) {
            Ok(parts) => parts,
            Err(why) => {
                return Answer::Refused {
                    failure: roll::Failure::Rejected,
                    code: why.0.into(),
                };
            }
        };
        let mut under_way = Vec::with_capacity(parts.len());
        let mut until = until;
        for part in parts {
            let dialect = self.dialect.clone();
            let put = self
                .put(Box::new(move |sequence| dialect.submit(&part, sequence)), until)
                .await;
            let stop = put.is_err();
            under_way.push(put);
            // Once a part is under way, the others should follow: they may wait as long again.
            if under_way.len() == 1 {
                until += self.pace.place;
            }
            // The first part that does not go keeps back those behind it.
            if stop {
                break;
            }
        }
        self.gather(message.key, under_way).await
    }

    async fn gather(&self, key: Key, parts: Vec<Result<oneshot::Receiver<Told>, (Deferral, &'static str)>>) -> Answer {
        let until = Instant::now() + self.pace.answer;
        let mut sum = Sum::default();
        let mut waiting = Vec::new();
        for part in parts {
            match part {
                Err((why, code)) => sum.deferred.push((why, code.to_owned())),
                Ok(mut heard) => match timeout_at(until, &mut heard).await {
                    Ok(told) => sum.add(told.unwrap_or(Told::Broken)),
                    Err(_) => waiting.push(heard),
                },
            }
        }
        sum.written += waiting.len() as u16;
        if waiting.is_empty() {
            return sum.answer();
        }
        let doubt = Doubt {
            why: DoubtWhy::Silent,
            written: sum.written,
            taken: sum.taken.clone(),
        };
        tokio::spawn(remember(self.late.clone(), key, sum, waiting));
        Answer::NoAnswer(doubt)
    }
}

/// Waits on for answers that are late, so that a look-up can tell them.
async fn remember(
    late: Arc<Mutex<HashMap<Key, Lookup>>>,
    key: Key,
    mut sum: Sum,
    waiting: Vec<oneshot::Receiver<Told>>,
) {
    for heard in waiting {
        sum.written -= 1;
        sum.add(heard.await.unwrap_or(Told::Broken));
    }
    let lookup = match sum.answer() {
        Answer::Taken { references } => Lookup::Has { references },
        Answer::Deferred { .. } | Answer::Refused { .. } => Lookup::HasNot,
        Answer::NoAnswer(_) => return,
    };
    let mut late = late.lock().unwrap_or_else(PoisonError::into_inner);
    if late.len() < LATE {
        late.insert(key, lookup);
    }
}

impl<D: Dialect> Drop for Direct<D> {
    fn drop(&mut self) {
        self.state.stop();
    }
}

#[async_trait]
impl<D: Dialect> Carrier for Direct<D> {
    fn policy(&self) -> Policy {
        Policy {
            free_text: true,
            max_parts: 0,
            blocked: Vec::new(),
        }
    }

    async fn hand_over(&self, _now: Millis, messages: &[Message]) -> Vec<Answer> {
        let until = Instant::now() + self.pace.place;
        if let [message] = messages {
            return vec![self.one(message, until).await];
        }
        futures::future::join_all(messages.iter().map(|message| self.one(message, until))).await
    }

    async fn receipts(&self, _now: Millis, limit: usize) -> Vec<Receipt> {
        self.state.lock().inbox.receipts(limit)
    }

    async fn acknowledge(&self, receipts: &[Receipt]) {
        let mut inner = self.state.lock();
        for receipt in receipts {
            inner.inbox.acknowledge_receipt(receipt.token);
        }
    }

    /// It can tell what was answered late.
    fn can_look_up(&self) -> bool {
        true
    }

    async fn look_up(&self, keys: &[Key]) -> Vec<Lookup> {
        let late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        keys.iter()
            .map(|key| late.get(key).cloned().unwrap_or(Lookup::Unknown))
            .collect()
    }

    async fn replies(&self, limit: usize) -> Vec<Reply> {
        self.state.lock().inbox.replies(limit)
    }

    async fn acknowledge_replies(&self, tokens: &[u64]) {
        let mut inner = self.state.lock();
        for &token in tokens {
            inner.inbox.acknowledge_reply(token);
        }
    }

    async fn query(&self, references: &[String]) -> Vec<Option<roll::Receipt>> {
        let mut told = Vec::with_capacity(references.len());
        for reference in references {
            let (dialect, name) = (self.dialect.clone(), reference.clone());
            if dialect.query(&name, 1).is_none() {
                told.push(None);
                continue;
            }
            let make = Box::new(move |sequence| dialect.query(&name, sequence).unwrap_or_default());
            told.push(match self.put(make, Instant::now() + self.pace.place).await {
                Ok(heard) => match timeout(self.pace.answer, heard).await {
                    Ok(Ok(Told::Answer(Verdict::Told(receipt)))) => receipt,
                    _ => None,
                },
                Err(_) => None,
            });
        }
        told
    }

    fn spellings(&self, reference: &str) -> Vec<String> {
        self.dialect.spellings(reference)
    }

    fn take_leave(&self) {
        self.state.stop();
    }

    fn live(&self) -> Live {
        let inner = self.state.lock();
        let free: usize = inner.bound.iter().map(|bound| bound.window.available_permits()).sum();
        let all = inner.bound.len() * usize::from(self.pace.window);
        Live {
            sending: inner.bound.len() as u16,
            in_window: all.saturating_sub(free) as u32,
            ..inner.live.clone()
        }
    }
}
