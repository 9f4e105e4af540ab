//! Which entries stand where, as one number.
//!
//! The events of a run tell how many entries came to which outcome. Which ones these were, a sum tells without naming anybody: an
//! entry at an outcome has a value that only the key yields, a move takes away the old value and adds the new one, and so what all
//! events add up to is what all entries come to. Who has the database alone knows no value, and can't give one entry's outcome to another.
//!
//! This is the keyed multiset hash MSet-Add-Hash (Clarke, Devadas, van Dijk, Gassend, Suh: Incremental multiset hash functions, 2003)
//! over HMAC-SHA-256, modulo 2^128. Each event's sum is covered by a pad of its own, for a bare one would tell the values of an entry
//! that moves alone. What is kept of hand-overs and receipts is summed in the same way.

use audit::roll::Kind;
use audit::roll::events::{CLOSED, FROZEN};
use audit::{Event, Value};
use domain::id::RunId;
use hmac::{Hmac, Mac as _};
use serde::Serialize;
use sha2::Sha256;

use super::event_key::EventKey;
use super::keyed;
use super::runs::first_entry;
use crate::error::{Error, Result};

/// The detail of an event that says what its moves come to.
pub(super) const MOVED: &str = "sum";
/// The detail of an event that says what the attempts or receipts come to that were kept with it.
pub(super) const KEPT: &str = "sum_kept";

/// The detail of an event that says what the answers come to that were written with it; at the freeze, of none.
pub(super) const SAID: &str = "sum_said";

/// The event with which attempts are kept.
pub(super) const HANDED_OVER: &str = "run.handed_over";
/// The event with which receipts are kept.
pub(super) const RECEIPTS: &str = "run.receipts";

/// The events with which answers are written.
pub(super) const ANSWERED: &str = "run.answered";
pub(super) const UNANSWERED: &str = "run.unanswered";
pub(super) const LOOKED_UP: &str = "run.looked_up";

/// What the key is asked for: a value, or these.
const PAD: u8 = 128;
const NAME: u8 = 129;
const SEAL: u8 = 130;

/// What is summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Summed {
    /// Entries at their outcomes.
    Entries = 0,
    /// Attempts: entry, number, carrier and time.
    Attempts = 1,
    /// Receipts, with all that is kept of them.
    Receipts = 2,
    /// Attempts with their answers, and when these came.
    Answers = 3,
}

/// The key of the sums.
#[derive(Clone)]
pub struct RollKey(Hmac<Sha256>);

impl std::fmt::Debug for RollKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RollKey")
    }
}

impl RollKey {
    /// The key that goes with that of the log's events.
    pub fn derived(events: &EventKey) -> RollKey {
        RollKey(keyed::under(&events.derive(b"rollcall: where entries stand")))
    }

    fn number(&self, what: u8, parts: &[&[u8]]) -> u128 {
        let mac = parts
            .iter()
            .fold(self.0.clone().chain_update([what]), hmac::Mac::chain_update);
        let hash: [u8; 32] = mac.finalize().into_bytes().into();
        let (half, _) = hash
            .split_first_chunk()
            .unwrap_or_else(|| unreachable!("16 of 32 octets"));
        u128::from_be_bytes(*half)
    }

    /// Tells sums under different keys apart.
    fn name(&self) -> u32 {
        (self.number(NAME, &[]) >> 96) as u32
    }

    /// What an event tells of a row that holds this.
    pub(super) fn seal(&self, row: &str) -> String {
        format!("{:08x}:{:032x}", self.name(), self.number(SEAL, &[row.as_bytes()]))
    }

    /// Whether a seal is under this key.
    pub fn made(&self, seal: &str) -> bool {
        let name = seal.split(':').next();
        name.is_some_and(|name| u32::from_str_radix(name, 16) == Ok(self.name()))
    }

    fn pad(&self, run: RunId, nonce: u64) -> u128 {
        self.number(PAD, &[run.0.as_bytes(), &nonce.to_be_bytes()])
    }
}

/// What entries come to, or rows that are kept of them.
#[derive(Debug, Clone)]
pub struct RollSum {
    key: RollKey,
    total: u128,
}

impl RollSum {
    /// Of nothing.
    pub(super) const fn new(key: RollKey) -> RollSum {
        RollSum { key, total: 0 }
    }

    /// Under the same key, of nothing.
    pub(super) fn of_nothing(&self) -> RollSum {
        RollSum::new(self.key.clone())
    }

    /// The entry at `place` of the run with this number stands at an outcome, in the words of leaves.
    pub(super) fn stands(&mut self, run: i64, place: u32, outcome: &str) {
        let id = first_entry(run) + i64::from(place);
        self.add(id, (outcome, None));
    }

    /// The entry stands at this outcome, for this reason.
    pub(super) fn add(&mut self, entry: i64, outcome: (&str, Option<&str>)) {
        self.total = self.total.wrapping_add(self.value(entry, outcome));
    }

    /// The entry went from one outcome to another.
    pub(super) fn moved(&mut self, entry: i64, from: (&str, Option<&str>), to: (&str, Option<&str>)) {
        let by = self.value(entry, to).wrapping_sub(self.value(entry, from));
        self.total = self.total.wrapping_add(by);
    }

    /// A row is kept: an array of what stands in it.
    pub(super) fn keep(&mut self, of: Summed, row: &impl Serialize) -> Result<()> {
        let row = serde_json::to_vec(row).map_err(|_| Error::Unreadable("row"))?;
        self.total = self.total.wrapping_add(self.key.number(of as u8, &[&row]));
        Ok(())
    }

    /// A row that was kept is another now.
    pub(super) fn drop_kept(&mut self, of: Summed, row: &impl Serialize) -> Result<()> {
        let mut less = self.of_nothing();
        less.keep(of, row)?;
        self.total = self.total.wrapping_sub(less.total);
        Ok(())
    }

    fn value(&self, entry: i64, (outcome, reason): (&str, Option<&str>)) -> u128 {
        let id = entry.to_be_bytes();
        let outcome = outcome.as_bytes();
        // As leaves join the two.
        match reason {
            None => self.key.number(Summed::Entries as u8, &[&id, outcome]),
            Some(reason) => self
                .key
                .number(Summed::Entries as u8, &[&id, outcome, b":", reason.as_bytes()]),
        }
    }

    /// As an event of the run tells it.
    pub(super) fn told(&self, run: RunId) -> String {
        let nonce: u64 = rand::random();
        let covered = self.total.wrapping_add(self.key.pad(run, nonce));
        format!("{:08x}:{nonce:016x}:{covered:032x}", self.key.name())
    }

    /// What the detail of an event tells; `None`: nothing, or under another key.
    fn read(key: &RollKey, run: RunId, event: &Event, detail: &str) -> Option<u128> {
        let Some(Value::Text(text)) = event.details.get(detail) else {
            return None;
        };
        let mut parts = text.split(':');
        let mut next = || u128::from_str_radix(parts.next()?, 16).ok();
        let (name, nonce, covered) = (next()?, u64::try_from(next()?).ok()?, next()?);
        (name == u128::from(key.name())).then(|| covered.wrapping_sub(key.pad(run, nonce)))
    }
}

/// What the events of a run add up to.
#[derive(Debug)]
pub struct ToldSum {
    key: RollKey,
    run: RunId,
    totals: [Option<u128>; 4],
}

impl ToldSum {
    /// Before any event of the run.
    pub const fn new(key: RollKey, run: RunId) -> ToldSum {
        ToldSum {
            key,
            run,
            totals: [None; 4],
        }
    }

    /// Takes in the next event of the run.
    pub fn event(&mut self, event: &Event) {
        match event.action.as_str() {
            FROZEN => {
                let entries = self.read(event, MOVED);
                let none = entries.and(Some(0));
                self.totals = [entries, none, none, self.read(event, SAID)];
                return;
            }
            CLOSED => return,
            HANDED_OVER => self.more(Summed::Attempts, event, KEPT),
            RECEIPTS => self.more(Summed::Receipts, event, KEPT),
            ANSWERED | UNANSWERED | LOOKED_UP => self.more(Summed::Answers, event, SAID),
            _ => {}
        }
        if Kind::ALL.iter().any(|kind| event.details.contains_key(kind.left())) {
            self.more(Summed::Entries, event, MOVED);
        }
    }

    fn more(&mut self, of: Summed, event: &Event, detail: &str) {
        let by = self.read(event, detail);
        let total = &mut self.totals[of as usize];
        *total = total.zip(by).map(|(total, by)| total.wrapping_add(by));
    }

    fn read(&self, event: &Event, detail: &str) -> Option<u128> {
        RollSum::read(&self.key, self.run, event, detail)
    }

    /// Whether what is kept comes to that. Of a run that froze before there were sums, or whose key is lost, nothing is known.
    pub fn fits(&self, of: Summed, kept: &RollSum) -> bool {
        self.totals[of as usize].is_none_or(|total| total == kept.total)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use audit::{Form, Party};
    use uuid::Uuid;

    use super::*;

    const RUN: RunId = RunId(Uuid::from_u128(7));

    fn key(octet: u8) -> RollKey {
        RollKey::derived(&EventKey::derived(&[octet; 32]))
    }

    fn event(action: &str, details: &[(&str, &str)]) -> Event {
        let details = details
            .iter()
            .map(|(key, text)| ((*key).to_owned(), Value::Text((*text).to_owned())));
        Event {
            form: Form::Worded,
            at: 1,
            actor: Party::new("system", "engine"),
            action: action.into(),
            subject: Party::new("run", RUN.to_string()),
            details: details.collect::<BTreeMap<_, _>>(),
        }
    }

    fn froze(key: &RollKey) -> Event {
        let mut sum = RollSum::new(key.clone());
        (0..3).for_each(|place| sum.stands(1, place, "queued"));
        event(FROZEN, &[(MOVED, &sum.told(RUN))])
    }

    fn moved(key: &RollKey) -> Event {
        let mut sum = RollSum::new(key.clone());
        sum.moved(first_entry(1) + 1, ("queued", None), ("failed", Some("blocked")));
        event("run.answered", &[("from_queued", "1"), (MOVED, &sum.told(RUN))])
    }

    fn fits(events: &[Event], outcomes: [&str; 3]) -> bool {
        let (mut told, mut entries) = (ToldSum::new(key(1), RUN), RollSum::new(key(1)));
        for event in events {
            told.event(event);
        }
        (0..)
            .zip(outcomes)
            .for_each(|(place, outcome)| entries.stands(1, place, outcome));
        told.fits(Summed::Entries, &entries)
    }

    #[test]
    fn entries_come_to_what_events_add_up_to() {
        let key = key(1);
        let told = [froze(&key), moved(&key)];
        assert!(fits(&told[..1], ["queued"; 3]));
        assert!(fits(&told, ["queued", "failed:blocked", "queued"]));
        for other in [
            ["failed:blocked", "queued", "queued"],
            ["queued", "failed", "queued"],
            ["queued", "failed:rejected", "queued"],
            ["queued"; 3],
        ] {
            assert!(!fits(&told, other), "{other:?}");
        }
        let twice = [froze(&key), moved(&key), moved(&key)];
        assert!(!fits(&twice, ["queued", "failed:blocked", "queued"]));
        let repeats = [froze(&key), moved(&key), event(CLOSED, &[("failed", "1")])];
        assert!(fits(&repeats, ["queued", "failed:blocked", "queued"]));
    }

    #[test]
    fn what_was_told_without_the_key_says_nothing() {
        let (ours, other) = (key(1), key(2));
        let silent = event("run.answered", &[("from_queued", "1")]);
        for told in [
            vec![event(FROZEN, &[]), moved(&ours)],
            vec![froze(&other), moved(&ours)],
            vec![froze(&ours), moved(&other)],
            vec![froze(&ours), silent],
        ] {
            assert!(fits(&told, ["queued"; 3]));
        }
    }

    #[test]
    fn rows_are_those_that_were_kept_with_events() {
        let key = key(1);
        let kept = |action, of, rows: &[(i64, &str)]| {
            let mut sum = RollSum::new(key.clone());
            for row in rows {
                sum.keep(of, row).unwrap();
            }
            (event(action, &[(KEPT, &sum.told(RUN))]), sum)
        };
        let mut told = ToldSum::new(key.clone(), RUN);
        told.event(&froze(&key));
        told.event(&kept(HANDED_OVER, Summed::Attempts, &[(1, "a"), (2, "a")]).0);
        told.event(&kept(RECEIPTS, Summed::Receipts, &[(2, "x")]).0);
        told.event(&kept(RECEIPTS, Summed::Receipts, &[(1, "x")]).0);
        let fits = |of, rows| told.fits(of, &kept("", of, rows).1);
        assert!(fits(Summed::Attempts, &[(2, "a"), (1, "a")]));
        assert!(fits(Summed::Receipts, &[(1, "x"), (2, "x")]));
        assert!(!fits(Summed::Attempts, &[(1, "x"), (2, "x")]));
        assert!(!fits(Summed::Receipts, &[(1, "x"), (2, "y")]));
        assert!(!fits(Summed::Receipts, &[(1, "x")]));
    }

    #[test]
    fn answers_are_the_last_of_each_attempt() {
        let key = key(1);
        let none = RollSum::new(key.clone());
        let mut frozen = froze(&key);
        frozen.details.insert(SAID.to_owned(), Value::Text(none.told(RUN)));
        let mut first = none.of_nothing();
        first.keep(Summed::Answers, &(1, "no_answer")).unwrap();
        let mut again = none.of_nothing();
        again.drop_kept(Summed::Answers, &(1, "no_answer")).unwrap();
        again.keep(Summed::Answers, &(1, "accepted")).unwrap();
        let mut told = ToldSum::new(key.clone(), RUN);
        told.event(&frozen);
        told.event(&event(UNANSWERED, &[(SAID, &first.told(RUN))]));
        assert!(told.fits(Summed::Answers, &first));
        told.event(&event(ANSWERED, &[(SAID, &again.told(RUN))]));
        let mut kept = none.of_nothing();
        kept.keep(Summed::Answers, &(1, "accepted")).unwrap();
        assert!(told.fits(Summed::Answers, &kept));
        assert!(!told.fits(Summed::Answers, &first));
        // Runs that froze before answers were summed tell nothing of them.
        let mut older = ToldSum::new(key.clone(), RUN);
        older.event(&froze(&key));
        older.event(&event(ANSWERED, &[(SAID, &again.told(RUN))]));
        assert!(older.fits(Summed::Answers, &none));
    }

    #[test]
    fn the_same_move_is_told_otherwise_each_time() {
        let key = key(1);
        let told = || moved(&key).details.remove(MOVED);
        assert_ne!(told(), told());
    }
}
