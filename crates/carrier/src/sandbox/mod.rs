//! The built-in carrier: takes every message, sends none, and answers as real carriers do, faults included.
//!
//! What becomes of a message is decided by the seed, the phone and the entry alone, so a run can be played again. Like any
//! carrier it remembers what it took, whatever becomes of the gateway: in a journal of its own. It forgets what is old, as
//! carriers do: of what is done with, it remembers the last [`REMEMBERED`] messages at least.

mod fate;
mod journal;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use domain::time::Millis;

use crate::contract::{Answer, Carrier, Deferral, Doubt, DoubtWhy, Key, Lookup, Message, Policy, Receipt};
pub use fate::Shares;
pub(crate) use fate::mix;
use fate::{Fate, Way};
use journal::Journal;

/// So many messages are remembered after all their receipts were acknowledged.
pub const REMEMBERED: u64 = 200_000;
/// The journal is written anew when it has so many lines for each message that is to be remembered: rarely.
const SLACK: u64 = 5;
/// Receipts are told by the bunch, so often and in the order of their messages, as carriers tell them that are asked for them.
const BUNCH: Millis = 250;

/// The built-in carrier.
#[derive(Debug)]
pub struct Sandbox {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    shares: Shares,
    journal: Journal,
    /// Messages taken so far; numbers the next reference.
    taken: u64,
    /// Receipts not yet acknowledged, by moment and token.
    pending: BTreeMap<(Millis, u64), Receipt>,
    /// What was taken under which key; kept only where lookups are allowed.
    by_key: HashMap<Key, (u64, String)>,
    /// Messages before this number may be forgotten: whether they were taken can no longer be told.
    known_from: u64,
    remembered: u64,
}

impl Sandbox {
    /// A sandbox that remembers in memory.
    pub fn in_memory(shares: Shares) -> Sandbox {
        Sandbox::with(shares, Journal::memory())
    }

    /// A sandbox that remembers in the file at `path`, and goes on where it stood.
    pub fn open(shares: Shares, path: &Path) -> io::Result<Sandbox> {
        let sandbox = Sandbox::with(shares, Journal::open(path)?);
        sandbox.lock().without_phones()?;
        Ok(sandbox)
    }

    fn with(shares: Shares, mut journal: Journal) -> Sandbox {
        let mut inner = Inner {
            shares,
            taken: 0,
            pending: BTreeMap::new(),
            by_key: HashMap::new(),
            known_from: 0,
            remembered: REMEMBERED,
            journal: Journal::memory(),
        };
        let mut acknowledged = Vec::new();
        journal.replay(|line| match line {
            journal::Line::Taken {
                number,
                at,
                key,
                fate,
                shares,
            } => {
                inner.remember(number, at, key, &fate, &shares);
            }
            journal::Line::Acknowledged(at, token) => acknowledged.push((at, token)),
            journal::Line::Forgotten(from) => inner.known_from = from,
        });
        for receipt in acknowledged {
            inner.pending.remove(&receipt);
        }
        inner.journal = journal;
        Sandbox {
            inner: Mutex::new(inner),
        }
    }

    /// Behaves otherwise from now on. What was taken before keeps its fate.
    pub fn configure(&self, shares: Shares) {
        self.lock().shares = shares;
    }

    /// How often it took a message for each entry, since its journal began.
    pub fn handed(&self) -> HashMap<i64, u32> {
        let mut handed = HashMap::new();
        self.lock().journal.replay(|line| {
            if let journal::Line::Taken { key, .. } = line {
                *handed.entry(key.entry).or_default() += 1;
            }
        });
        handed
    }

    /// A thread that panicked while holding the lock left nothing half-done that later calls rely on.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Notes a message as taken and schedules its receipts; answers its reference.
    fn remember(&mut self, number: u64, at: Millis, key: Key, fate: &Fate, shares: &Shares) -> String {
        self.taken = self.taken.max(number + 1);
        // The moment is in it, so that a sandbox whose memory was lost never repeats a reference.
        let reference = format!("SB{at:011X}{number:07X}");
        for (copy, (delay, status, code)) in fate.receipts(shares).into_iter().enumerate() {
            let receipt = Receipt {
                reference: reference.clone(),
                key: Some(key),
                status,
                code: code.map(str::to_owned),
                at: bunch(at + delay),
                numbers: Vec::new(),
                token: number * 2 + copy as u64,
            };
            self.pending.insert((receipt.at, receipt.token), receipt);
        }
        if shares.lookups {
            self.by_key.insert(key, (number, reference.clone()));
        }
        reference
    }

    /// Writes the journal through, and forgets what is old once it has grown long.
    fn keep(&mut self) -> io::Result<()> {
        self.journal.flush()?;
        if self.journal.lines() <= SLACK * self.remembered {
            return Ok(());
        }
        let from = self.taken.saturating_sub(self.remembered);
        let open: HashSet<u64> = self.pending.values().map(|receipt| receipt.token / 2).collect();
        self.journal.forget(from, |number| open.contains(&number))?;
        self.by_key.retain(|_, (number, _)| *number >= from);
        self.known_from = from;
        Ok(())
    }

    /// Writes a journal of before anew, which named the phones.
    fn without_phones(&mut self) -> io::Result<()> {
        if self.journal.names_phones() {
            self.journal.forget(self.known_from, |_| true)?;
        }
        Ok(())
    }

    fn take(&mut self, now: Millis, message: &Message, fate: &Fate) -> String {
        let (number, shares) = (self.taken, self.shares);
        self.journal.taken(number, now, message.key, fate, &shares);
        self.remember(number, now, message.key, fate, &shares)
    }
}

/// When a receipt is told that is there at this moment.
const fn bunch(at: Millis) -> Millis {
    at - at.rem_euclid(BUNCH) + BUNCH
}

/// The connection broke after the message was written.
fn broken() -> Answer {
    Answer::NoAnswer(Doubt {
        why: DoubtWhy::Broken,
        written: 1,
        of: 1,
        taken: Vec::new(),
    })
}

#[async_trait]
impl Carrier for Sandbox {
    fn policy(&self) -> Policy {
        Policy {
            free_text: true,
            max_parts: 0,
            blocked: Vec::new(),
        }
    }

    async fn hand_over(&self, now: Millis, messages: &[Message]) -> Vec<Answer> {
        let mut inner = self.lock();
        let answers = messages
            .iter()
            .map(|message| {
                let fate = Fate::of(&inner.shares, &message.phone, message.key);
                match fate.way {
                    Way::Throttled { retry_after } => Answer::Deferred {
                        why: Deferral::Throttled,
                        retry_after,
                        code: "SB-THROTTLED".into(),
                    },
                    Way::Refused => Answer::Refused {
                        failure: domain::roll::Failure::Rejected,
                        code: "SB-REFUSED".into(),
                    },
                    Way::Lost => broken(),
                    Way::TakenUnheard { .. } => {
                        inner.take(now, message, &fate);
                        broken()
                    }
                    Way::Taken => Answer::Taken {
                        references: vec![inner.take(now, message, &fate)],
                    },
                }
            })
            .collect();
        match inner.keep() {
            Ok(()) => answers,
            // What could not be remembered may not be called taken; whether it was written is not known.
            Err(error) => {
                tracing::error!(%error, "the sandbox could not write its journal");
                vec![Answer::NoAnswer(Doubt::UNKNOWN); messages.len()]
            }
        }
    }

    async fn receipts(&self, now: Millis, limit: usize) -> Vec<Receipt> {
        let inner = self.lock();
        inner
            .pending
            .range(..=(now, u64::MAX))
            .take(limit)
            .map(|(_, receipt)| receipt.clone())
            .collect()
    }

    async fn acknowledge(&self, receipts: &[Receipt]) {
        let mut inner = self.lock();
        for receipt in receipts {
            inner.pending.remove(&(receipt.at, receipt.token));
            inner.journal.acknowledged(receipt.at, receipt.token);
        }
        if let Err(error) = inner.keep() {
            // They will be given again after a restart, which a receipt may be.
            tracing::warn!(%error, "the sandbox could not write its journal");
        }
    }

    fn next_receipt_at(&self) -> Option<Millis> {
        self.lock().pending.keys().next().map(|&(at, _)| at)
    }

    fn can_look_up(&self) -> bool {
        self.lock().shares.lookups
    }

    async fn look_up(&self, keys: &[Key]) -> Vec<Lookup> {
        let inner = self.lock();
        keys.iter()
            .map(|key| match inner.by_key.get(key) {
                Some((_, reference)) => Lookup::Has {
                    references: vec![reference.clone()],
                },
                // It may be among those that are forgotten.
                None if inner.known_from > 0 => Lookup::Unknown,
                None if inner.shares.lookups => Lookup::HasNot,
                None => Lookup::Unknown,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
