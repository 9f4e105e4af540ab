//! A carrier that is spoken to directly.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use domain::roll;
use domain::time::Millis;
use futures::stream::{self, StreamExt as _};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

use super::batch::Batch;
use super::dialect::{Dialect, Leg, Verdict};
use super::late::Late;
use super::link::Link;
use super::settings::{Clock, Connector, Pace};
use super::state::{Spot, State, Teller, Told, Wanted};
use crate::contract::{Answer, Carrier, Doubt, Key, Live, Lookup, Message, Policy, Receipt, Reply};

/// Messages that are asked about at a time. They take no place in a window: it is for those that are to be sent. A carrier that
/// never answers is asked no more for as long as these are unanswered.
const ASKED: usize = 4;

/// A carrier of one dialect, with all its connections. They end when it is dropped.
pub struct Direct<D: Dialect> {
    dialect: Arc<D>,
    pace: Pace,
    state: Arc<State>,
    late: Late,
    asks: Arc<Semaphore>,
    links: Vec<JoinHandle<()>>,
}

impl<D: Dialect> Direct<D> {
    /// Begins to connect; must be called within a runtime. `legs`: what each of the binds is for, such as
    /// `[Leg::Both]`, or `[Leg::Send, Leg::Hear]`.
    pub fn open(dialect: D, connector: Arc<dyn Connector>, pace: Pace, clock: Clock, legs: &[Leg]) -> Direct<D> {
        let (dialect, state) = (Arc::new(dialect), Arc::new(State::default()));
        {
            let (mut inner, now) = (state.lock(), Some(clock()));
            // By chance, as the waits are: opened anew, it must not tie the parts of another run by the numbers of the one before.
            inner.reference = pace.backoff.seed as u16;
            (inner.live.down_since, inner.live.deaf_since) = (now, now);
            inner.live.wanted = pace.binds * legs.len() as u16;
        }
        let mut links = Vec::with_capacity(usize::from(pace.binds) * legs.len());
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
                links.push(tokio::spawn(link.run()));
            }
        }
        Direct {
            dialect,
            pace,
            state,
            late: Late::default(),
            asks: Arc::new(Semaphore::new(ASKED)),
            links,
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

    /// What the carrier says of one PDU that asks; `None`: it said nothing, or it was not asked.
    async fn ask(&self, make: Box<dyn FnOnce(u32) -> Vec<u8> + Send>) -> Option<Verdict> {
        let place = self.asks.clone().try_acquire_owned().ok()?;
        let free = self.state.lock().beside(place)?;
        let (words, mut heard) = mpsc::unbounded_channel();
        let told = Teller::new(Spot { message: 0, part: 0 }, words);
        free.put(Wanted { make, told }).ok()?;
        match timeout(self.pace.answer, heard.recv()).await {
            Ok(Some((_, Told::Answer(verdict)))) => Some(verdict),
            _ => None,
        }
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

    async fn hand_over(&self, now: Millis, messages: &[Message]) -> Vec<Answer> {
        let answers = Mutex::new(vec![Answer::NoAnswer(Doubt::UNKNOWN); messages.len()]);
        let keep = |told: Vec<(usize, Answer)>| {
            let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
            for (place, answer) in told {
                answers[place] = answer;
            }
        };
        self.hand_over_each(now, messages, &keep).await;
        answers.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    async fn hand_over_each(
        &self,
        _now: Millis,
        messages: &[Message],
        tell: &(dyn Fn(Vec<(usize, Answer)>) + Send + Sync),
    ) {
        let beside = (self.state.clone(), self.late.clone());
        Batch::hand_over(self.dialect.clone(), beside, self.pace, messages, tell).await;
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
        keys.iter().map(|key| self.late.of(key)).collect()
    }

    async fn looked_up(&self, keys: &[Key]) {
        self.late.forget(keys);
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

    fn can_query(&self) -> bool {
        D::QUERIES
    }

    async fn query(&self, references: &[String]) -> Vec<Option<roll::Receipt>> {
        let ask = |name: &String| {
            let (dialect, name) = (self.dialect.clone(), name.clone());
            async move {
                dialect.query(&name, 1)?;
                let make = Box::new(move |sequence| dialect.query(&name, sequence).unwrap_or_default());
                match self.ask(make).await {
                    Some(Verdict::Told(receipt)) => receipt,
                    _ => None,
                }
            }
        };
        stream::iter(references.iter().map(ask)).buffered(ASKED).collect().await
    }

    fn spellings(&self, reference: &str) -> Vec<String> {
        self.dialect.spellings(reference)
    }

    fn take_leave(&self) {
        self.state.stop();
    }

    fn has_left(&self) -> bool {
        self.links.iter().all(JoinHandle::is_finished)
    }

    fn live(&self) -> Live {
        let inner = self.state.lock();
        let free: usize = inner.bound.iter().map(|bound| bound.window.available_permits()).sum();
        let all = inner.bound.len() * usize::from(self.pace.window);
        // One that takes leave begins no message.
        let sending = if self.state.stopped() { 0 } else { inner.bound.len() };
        Live {
            sending: sending as u16,
            rate: inner.rate(Instant::now()),
            in_window: all.saturating_sub(free) as u32,
            window: all as u32,
            ..inner.live.clone()
        }
    }
}
