//! Which entries stand where, as one number.
//!
//! The events of a run tell how many entries came to which outcome. Which ones these were, a sum tells without naming anybody: an
//! entry at an outcome has a value that only the key yields, a move takes away the old value and adds the new one, and so what all
//! events add up to is what all entries come to. Who has the database alone knows no value, and can't give one entry's outcome to another.
//!
//! This is the keyed multiset hash MSet-Add-Hash (Clarke, Devadas, van Dijk, Gassend, Suh: Incremental multiset hash functions, 2003)
//! over HMAC-SHA-256, modulo 2^128. Each event's sum is covered by a pad of its own, for a bare one would tell the values of an entry
//! that moves alone.

use audit::roll::Kind;
use audit::roll::events::{CLOSED, FROZEN};
use audit::{Event, Value};
use domain::id::RunId;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::event_key::EventKey;
use super::keyed;
use super::runs::first_entry;

/// The detail of an event that says what its moves come to.
pub(super) const DETAIL: &str = "sum";

/// What the key is asked for.
const VALUE: u8 = 0;
const PAD: u8 = 1;
const NAME: u8 = 2;

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
        let mac = parts.iter().fold(self.0.clone().chain_update([what]), |mac, part| mac.chain_update(part));
        let hash: [u8; 32] = mac.finalize().into_bytes().into();
        let (half, _) = hash.split_first_chunk().unwrap_or_else(|| unreachable!("16 of 32 octets"));
        u128::from_be_bytes(*half)
    }

    /// Tells sums under different keys apart.
    fn name(&self) -> u32 {
        (self.number(NAME, &[]) >> 96) as u32
    }

    fn pad(&self, run: RunId, revision: u64) -> u128 {
        self.number(PAD, &[run.0.as_bytes(), &revision.to_be_bytes()])
    }
}

/// What entries come to.
#[derive(Debug, Clone)]
pub struct RollSum {
    key: RollKey,
    total: u128,
}

impl RollSum {
    /// Of no entries.
    pub const fn new(key: RollKey) -> RollSum {
        RollSum { key, total: 0 }
    }

    /// The entry at `place` of the run with this number stands at an outcome, in the words of leaves.
    pub fn stands(&mut self, run: i64, place: u32, outcome: &str) {
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

    fn value(&self, entry: i64, (outcome, reason): (&str, Option<&str>)) -> u128 {
        let id = entry.to_be_bytes();
        let outcome = outcome.as_bytes();
        // As leaves join the two.
        match reason {
            None => self.key.number(VALUE, &[&id, outcome]),
            Some(reason) => self.key.number(VALUE, &[&id, outcome, b":", reason.as_bytes()]),
        }
    }

    /// As the event with this revision of the run tells it.
    pub(super) fn told(&self, run: RunId, revision: u64) -> String {
        let covered = self.total.wrapping_add(self.key.pad(run, revision));
        format!("{:08x}:{covered:032x}", self.key.name())
    }

    /// What the event tells; `None`: nothing, or under another key.
    fn read(key: &RollKey, run: RunId, event: &Event) -> Option<u128> {
        let (name, covered) = text(event, DETAIL)?.split_once(':')?;
        if u32::from_str_radix(name, 16) != Ok(key.name()) {
            return None;
        }
        let covered = u128::from_str_radix(covered, 16).ok()?;
        Some(covered.wrapping_sub(key.pad(run, revision(event))))
    }
}

/// What the events of a run add up to.
#[derive(Debug)]
pub struct ToldSum {
    key: RollKey,
    run: RunId,
    total: Option<u128>,
}

impl ToldSum {
    /// Before any event of the run.
    pub const fn new(key: RollKey, run: RunId) -> ToldSum {
        ToldSum { key, run, total: None }
    }

    /// Takes in the next event of the run.
    pub fn event(&mut self, event: &Event) {
        match event.action.as_str() {
            FROZEN => self.total = RollSum::read(&self.key, self.run, event),
            CLOSED => {}
            _ if Kind::ALL.iter().any(|kind| event.details.contains_key(kind.left())) => {
                let by = RollSum::read(&self.key, self.run, event);
                self.total = self.total.zip(by).map(|(total, by)| total.wrapping_add(by));
            }
            _ => {}
        }
    }

    /// Whether the entries come to that. Of a run that froze before there were sums, or whose key is lost, nothing is known.
    pub fn fits(&self, entries: &RollSum) -> bool {
        self.total.is_none_or(|total| total == entries.total)
    }
}

/// Which revision of the run an event made: what it froze as needs none.
fn revision(event: &Event) -> u64 {
    text(event, "revision").and_then(|text| text.parse().ok()).unwrap_or_default()
}

fn text<'e>(event: &'e Event, key: &str) -> Option<&'e str> {
    match event.details.get(key) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use audit::{Form, Party};
    use uuid::Uuid;

    use super::*;

    const RUN: RunId = RunId(Uuid::from_u128(7));

    fn key(octet: u8) -> RollKey {
        RollKey::derived(&EventKey::derived(&[octet; 32]))
    }

    fn event(action: &str, details: &[(&str, &str)]) -> Event {
        let details = details.iter().map(|(key, text)| ((*key).to_owned(), Value::Text((*text).to_owned())));
        Event {
            form: Form::Worded,
            at: 1,
            actor: Party::new("system", "engine"),
            action: action.into(),
            subject: Party::new("run", &RUN.to_string()),
            details: details.collect::<BTreeMap<_, _>>(),
        }
    }

    fn froze(key: &RollKey) -> Event {
        let mut sum = RollSum::new(key.clone());
        (0..3).for_each(|place| sum.stands(1, place, "queued"));
        event(FROZEN, &[(DETAIL, &sum.told(RUN, 0))])
    }

    fn moved(key: &RollKey, revision: &str) -> Event {
        let mut sum = RollSum::new(key.clone());
        sum.moved(first_entry(1) + 1, ("queued", None), ("failed", Some("blocked")));
        let told = sum.told(RUN, revision.parse().unwrap_or_default());
        event("run.answered", &[("from_queued", "1"), ("revision", revision), (DETAIL, &told)])
    }

    fn fits(events: &[Event], outcomes: [&str; 3]) -> bool {
        let (mut told, mut entries) = (ToldSum::new(key(1), RUN), RollSum::new(key(1)));
        events.iter().for_each(|event| told.event(event));
        (0..).zip(outcomes).for_each(|(place, outcome)| entries.stands(1, place, outcome));
        told.fits(&entries)
    }

    #[test]
    fn entries_come_to_what_events_add_up_to() {
        let key = key(1);
        let told = [froze(&key), moved(&key, "4")];
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
        let twice = [froze(&key), moved(&key, "4"), moved(&key, "5")];
        assert!(!fits(&twice, ["queued", "failed:blocked", "queued"]));
        let repeats = [froze(&key), moved(&key, "4"), event(CLOSED, &[("failed", "1")])];
        assert!(fits(&repeats, ["queued", "failed:blocked", "queued"]));
    }

    #[test]
    fn what_was_told_without_the_key_says_nothing() {
        let (ours, other) = (key(1), key(2));
        let silent = event("run.answered", &[("from_queued", "1"), ("revision", "4")]);
        for told in [
            vec![event(FROZEN, &[]), moved(&ours, "4")],
            vec![froze(&other), moved(&ours, "4")],
            vec![froze(&ours), moved(&other, "4")],
            vec![froze(&ours), silent],
        ] {
            assert!(fits(&told, ["queued"; 3]));
        }
    }

    #[test]
    fn the_same_move_is_told_otherwise_each_time() {
        let key = key(1);
        let told = |revision| moved(&key, revision).details.remove(DETAIL);
        assert_ne!(told("4"), told("5"));
    }
}
