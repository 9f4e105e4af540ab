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
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn messages(count: i64) -> Vec<Message> {
        (0..count)
            .map(|n| Message {
                key: Key { entry: n, attempt: 1 },
                phone: format!("+86138{n:08}"),
                text: "您好".into(),
                parts: 1,
                valid_until: Millis::MAX,
            })
            .collect()
    }

    fn shares() -> Shares {
        Shares {
            seed: 7,
            refused: 100,
            failed: 100,
            silent: 100,
            twice: 100,
            late: 100,
            throttled: 100,
            dropped: 100,
            receipt_ms: 1000,
            lookups: false,
        }
    }

    async fn drain(sandbox: &Sandbox, now: Millis) -> Vec<Receipt> {
        let receipts = sandbox.receipts(now, usize::MAX).await;
        sandbox.acknowledge(&receipts).await;
        receipts
    }

    #[tokio::test]
    async fn the_same_seed_gives_the_same_fates_and_each_share_is_kept() {
        let (one, two) = (Sandbox::in_memory(shares()), Sandbox::in_memory(shares()));
        let messages = messages(10_000);
        let answers = one.hand_over(0, &messages).await;
        assert_eq!(answers, two.hand_over(0, &messages).await);
        let share = |test: fn(&Answer) -> bool| answers.iter().filter(|answer| test(answer)).count();
        for (name, count) in [
            ("deferred", share(|a| matches!(a, Answer::Deferred { .. }))),
            ("refused", share(|a| matches!(a, Answer::Refused { .. }))),
            ("no answer", share(|a| matches!(a, Answer::NoAnswer(_)))),
        ] {
            assert!((850..1150).contains(&count), "{name}: {count}");
        }
        let receipts = drain(&one, Millis::MAX).await;
        assert_eq!(receipts, drain(&two, Millis::MAX).await);
        let failed = receipts
            .iter()
            .filter(|r| matches!(r.status, domain::roll::Receipt::Failed(_)))
            .count();
        assert!((850..1150).contains(&failed), "{failed}");
        assert!(receipts.len() > 6_500, "{}", receipts.len());
    }

    #[tokio::test]
    async fn it_remembers_across_restarts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sandbox.journal");
        let before = Sandbox::open(shares(), &path).unwrap();
        before.hand_over(5, &messages(500)).await;
        let early = before.receipts(Millis::MAX, 100).await;
        before.acknowledge(&early).await;
        let (due, handed) = (before.receipts(Millis::MAX, 1000).await, before.handed());
        drop(before);
        // Shares may change meanwhile: what was taken keeps its fate.
        let after = Sandbox::open(Shares::default(), &path).unwrap();
        assert_eq!(after.receipts(Millis::MAX, 1000).await, due);
        assert_eq!(after.handed(), handed);
        assert!(handed.values().all(|&times| times == 1));
        let more = after
            .hand_over(
                6,
                &[Message {
                    key: Key { entry: 900, attempt: 1 },
                    ..messages(1).remove(0)
                }],
            )
            .await;
        let Answer::Taken { references } = &more[0] else {
            panic!("{more:?}")
        };
        assert!(due.iter().all(|receipt| receipt.reference != references[0]));
    }

    #[tokio::test]
    async fn it_remembers_no_phone_and_forgets_those_of_an_older_journal() {
        let folder = tempfile::tempdir().unwrap();
        let (path, older) = (
            folder.path().join("sandbox.journal"),
            folder.path().join("older.journal"),
        );
        let messages = messages(500);
        let now = Sandbox::open(shares(), &path).unwrap();
        now.hand_over(5, &messages).await;
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.lines().count() > 300 && !text.contains("+86"), "{text}");
        // The same messages as they were written before: the numbers of those that were taken, in their order.
        let phone = |entry: usize| messages[entry].phone.as_str();
        let before = text.lines().map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["M", number, at, entry, attempt, ..] => {
                    format!("T {number} {at} {entry} {attempt} {}\n", phone(entry.parse().unwrap()))
                }
                _ => format!("{line}\n"),
            }
        });
        std::fs::write(&older, before.collect::<String>()).unwrap();
        let then = Sandbox::open(Shares::default(), &older).unwrap();
        let due = now.receipts(Millis::MAX, 1000).await;
        assert!(due.len() > 300);
        assert_eq!(then.receipts(Millis::MAX, 1000).await, due);
        assert!(!std::fs::read_to_string(&older).unwrap().contains("+86"));
        drop(then);
        let again = Sandbox::open(Shares::default(), &older).unwrap();
        assert_eq!(again.receipts(Millis::MAX, 1000).await, due);
        assert_eq!(again.handed(), now.handed());
    }

    #[tokio::test]
    async fn what_is_old_and_done_with_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sandbox.journal");
        let lookups = Shares {
            lookups: true,
            ..Shares::default()
        };
        let sandbox = Sandbox::open(lookups, &path).unwrap();
        sandbox.lock().remembered = 100;
        let messages = messages(2_000);
        for (turn, batch) in messages.chunks(50).enumerate() {
            sandbox.hand_over(turn as Millis, batch).await;
            // The receipts of the very first batch stay open.
            let receipts: Vec<Receipt> = sandbox.receipts(Millis::MAX, usize::MAX).await;
            let done: Vec<Receipt> = receipts
                .into_iter()
                .filter(|r| r.key.is_some_and(|key| key.entry >= 50))
                .collect();
            sandbox.acknowledge(&done).await;
        }
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines < 1_000, "{lines}");
        let last = messages[1_999].key;
        let check = async |sandbox: &Sandbox| {
            let open = sandbox.receipts(Millis::MAX, usize::MAX).await;
            assert_eq!(open.len(), 50, "an open receipt is never forgotten");
            let told = sandbox
                .look_up(&[
                    messages[700].key,
                    last,
                    Key {
                        entry: 9_999,
                        attempt: 1,
                    },
                ])
                .await;
            assert!(
                matches!(&told[..], [Lookup::Unknown, Lookup::Has { .. }, Lookup::Unknown]),
                "{told:?}"
            );
        };
        check(&sandbox).await;
        drop(sandbox);
        let again = Sandbox::open(lookups, &path).unwrap();
        check(&again).await;
        let answers = again.hand_over(9_000, &messages[..1]).await;
        let Answer::Taken { references } = &answers[0] else {
            panic!("{answers:?}")
        };
        assert!(references[0].ends_with(&format!("{:07X}", 2_000)), "{references:?}");
    }

    #[tokio::test]
    async fn a_lookup_knows_what_was_taken() {
        let sandbox = Sandbox::in_memory(Shares {
            lookups: true,
            dropped: 1000,
            ..Shares::default()
        });
        let messages = messages(90);
        let answers = sandbox.hand_over(0, &messages).await;
        assert!(answers.iter().all(|answer| *answer == broken()));
        let keys: Vec<Key> = messages.iter().map(|message| message.key).collect();
        let found = sandbox.look_up(&keys).await;
        let has = found
            .iter()
            .filter(|lookup| matches!(lookup, Lookup::Has { .. }))
            .count();
        assert_eq!(has, sandbox.handed().len());
        assert!(has > 30 && has < 85, "{has}");
        assert!(!found.contains(&Lookup::Unknown));
    }
}
