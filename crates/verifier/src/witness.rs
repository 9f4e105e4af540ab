//! The browser as a witness: it keeps the last checkpoint that it believed, and believes another only if the log grew from it.
//!
//! What is kept is never replaced by what contradicts it. A contradiction is kept beside it as an [`Alarm`], which stands until
//! somebody who may settles it in words; then the browser begins anew, and keeps what was settled too.

use audit::signed::{Checkpoint, CheckpointError, KeyChange, KnownKey, NoteError, VerifierKey};
use audit::{Event, Hash, leaf_hash, verify_consistency, verify_inclusion};
use serde::{Deserialize, Serialize};

/// How long a signed log may go without a proof before that is an alarm, in milliseconds: a gateway that is out of order is
/// mended by then, and one that has something to hide is not let off for ever.
pub const PATIENCE: i64 = 60 * 60 * 1_000;

/// What a browser keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The last checkpoint that was believed; `None` before the first.
    pub seen: Option<Seen>,
    /// What contradicted it, if anything did.
    pub alarm: Option<Alarm>,
    /// Alarms that were settled, oldest first.
    pub settled: Vec<Settled>,
    /// Since when the gateway has not proved what it shows, UTC milliseconds; `None` while it does.
    #[serde(default)]
    pub unproved: Option<i64>,
}

/// A checkpoint that was believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The keys that are believed, as a key file has them, oldest first.
    pub keys: Vec<String>,
    /// The signed note.
    pub note: String,
    /// The log's name.
    pub origin: String,
    /// Events of the log.
    pub size: u64,
    /// The root over them, in hexadecimal.
    pub root: String,
    /// When the first checkpoint was kept from which this one grew, UTC milliseconds.
    pub since: i64,
    /// When the gateway's log was last found to have grown from it, UTC milliseconds.
    pub checked: i64,
}

/// A contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Of which kind.
    pub why: Why,
    /// When it was found, UTC milliseconds.
    pub at: i64,
    /// The checkpoint that was kept.
    pub kept: String,
    /// What the gateway showed instead; empty where it showed none.
    pub offered: String,
    /// Events of the kept checkpoint.
    pub kept_size: u64,
    /// Events of what was shown instead; `None` where it showed none that can be read.
    pub offered_size: Option<u64>,
    /// Whether what the gateway showed last fits what is kept again.
    pub fits_again: bool,
}

/// How a log contradicts what was seen of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Events that were there are gone.
    RolledBack,
    /// Events that were there are others now.
    Rewritten,
    /// None of the believed keys signed.
    UnknownKey,
    /// Only keys signed that its own log has retired before.
    RetiredKey,
    /// It is another log.
    OtherLog,
    /// There is no signed log any more.
    Gone,
    /// A file that a believed key signed tells another history: there are two logs of one name.
    Forked,
    /// There are more events, signed, and the gateway has not proved for a while that they follow on those that were there.
    Unproven,
}

/// An alarm that was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// What it was.
    pub alarm: Alarm,
    /// When it was settled, UTC milliseconds.
    pub at: i64,
    /// By whom.
    pub by: String,
    /// What was found, in their words.
    pub words: String,
}

/// What is to be done about a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is of the log that was seen, with as many events and the same root.
    Same,
    /// It has more events: whether they follow on the seen ones is to be proved.
    Grown,
    /// It contradicts what was seen.
    Contradicts(Why),
    /// It is no checkpoint at all, such as the page of a network that wants to be signed in to: nothing can be said.
    Unreadable,
}

impl Kept {
    /// Begins to witness with the first checkpoint; `None` if none of `keys` signed it.
    #[must_use]
    pub fn begin(mut self, note: &str, keys: &[String], now: i64) -> Option<Self> {
        let signed = Checkpoint::open_known(note, &parsed(keys)).ok()?;
        self.seen = Some(Seen::of(&signed.checkpoint, note, keys.to_vec(), now, now));
        Some(self)
    }

    /// Keeps a contradiction beside what was seen. The first that was found stands.
    #[must_use]
    pub fn alarmed(mut self, why: Why, offered: &str, now: i64) -> Self {
        let Some(seen) = &self.seen else { return self };
        self.unproved = None;
        let alarm = self.alarm.get_or_insert_with(|| Alarm {
            why,
            at: now,
            kept: seen.note.clone(),
            offered: offered.to_owned(),
            kept_size: seen.size,
            offered_size: size_of(offered),
            fits_again: false,
        });
        alarm.fits_again = false;
        self
    }

    /// The gateway answered, and did not prove what it shows: where that lasts longer than [`PATIENCE`], it is an alarm.
    #[must_use]
    pub fn doubted(mut self, why: Why, offered: &str, now: i64) -> Self {
        let since = *self.unproved.get_or_insert(now);
        if now - since >= PATIENCE {
            return self.alarmed(why, offered, now);
        }
        self
    }

    /// Keeps what follows on what was seen. An alarm that stands stays.
    #[must_use]
    pub fn believing(mut self, seen: Seen) -> Self {
        self.seen = Some(seen);
        self.unproved = None;
        // A fork fits with either branch for ever.
        if let Some(alarm) = self.alarm.as_mut().filter(|alarm| alarm.why != Why::Forked) {
            alarm.fits_again = true;
        }
        self
    }

    /// Ends the alarm by somebody's word. Where the gateway's log does not fit what was seen, the browser begins anew.
    #[must_use]
    pub fn settle(mut self, by: &str, words: &str, now: i64) -> Self {
        if let Some(alarm) = self.alarm.take() {
            if !alarm.fits_again && alarm.why != Why::Forked {
                self.seen = None;
            }
            self.settled.push(Settled {
                alarm,
                at: now,
                by: by.to_owned(),
                words: words.to_owned(),
            });
        }
        self
    }
}

impl Seen {
    fn of(checkpoint: &Checkpoint, note: &str, keys: Vec<String>, since: i64, now: i64) -> Self {
        Self {
            keys,
            note: note.to_owned(),
            origin: checkpoint.origin().to_owned(),
            size: checkpoint.size(),
            root: checkpoint.root().to_string(),
            since,
            checked: now,
        }
    }

    /// What is to be done about what the gateway shows now.
    pub fn step(&self, note: &str) -> Step {
        let checkpoint = match Checkpoint::open_known(note, &parsed(&self.keys)) {
            Ok(signed) => signed.checkpoint,
            Err(CheckpointError::Note(NoteError::Unsigned | NoteError::Signature(_))) => {
                return Step::Contradicts(Why::UnknownKey);
            }
            Err(CheckpointError::Retired { .. }) => return Step::Contradicts(Why::RetiredKey),
            Err(CheckpointError::Note(NoteError::Malformed) | CheckpointError::Form) => return Step::Unreadable,
        };
        if checkpoint.origin() != self.origin {
            Step::Contradicts(Why::OtherLog)
        } else if checkpoint.size() < self.size {
            Step::Contradicts(Why::RolledBack)
        } else if checkpoint.size() > self.size {
            Step::Grown
        } else if checkpoint.root().to_string() == self.root {
            Step::Same
        } else {
            Step::Contradicts(Why::Rewritten)
        }
    }

    /// The note in the place of this one, if `proof` (hashes in hexadecimal) shows that its log grew from this one. For what is
    /// as large no proof is needed.
    ///
    /// # Errors
    /// How it contradicts.
    pub fn follow(&self, note: &str, proof: &[String], now: i64) -> Result<Self, Why> {
        if let Step::Contradicts(why) = self.step(note) {
            return Err(why);
        }
        let signed = Checkpoint::open_known(note, &parsed(&self.keys)).map_err(|_| Why::UnknownKey)?;
        let checkpoint = &signed.checkpoint;
        let proof: Option<Vec<Hash>> = proof.iter().map(|hash| hash.parse().ok()).collect();
        let root = self.root.parse().map_err(|_| Why::Rewritten)?;
        let grown = verify_consistency(
            self.size,
            checkpoint.size(),
            &root,
            checkpoint.root(),
            &proof.ok_or(Why::Rewritten)?,
        );
        grown.map_err(|_| Why::Rewritten)?;
        Ok(Self::of(checkpoint, note, self.keys.clone(), self.since, now))
    }

    /// Learns of the log's keys what the log that was seen says: `leaf` is the event that added or retired one, at `index`.
    /// Whether it is.
    pub fn learn(&mut self, index: u64, leaf: &[u8], proof: &[Hash]) -> bool {
        let (Ok(root), Ok(event)) = (self.root.parse(), Event::decode(leaf)) else {
            return false;
        };
        if verify_inclusion(&leaf_hash(leaf), index, self.size, proof, &root).is_err() {
            return false;
        }
        let (key, until) = match KeyChange::of(&event) {
            Some(KeyChange::Added(key)) => (key, None),
            Some(KeyChange::Retired(key)) => (key, Some(index)),
            None => return false,
        };
        let Some(key) = key
            .parse::<VerifierKey>()
            .ok()
            .filter(|key| key.name().as_str() == self.origin)
        else {
            return false;
        };
        let mut keys = parsed(&self.keys);
        match (keys.iter_mut().find(|known| known.key == key), until) {
            (None, _) => keys.push(KnownKey { key, until }),
            // A key is retired once: what is logged of it later brings nothing back.
            (Some(known), Some(at)) => known.until = Some(known.until.map_or(at, |until| until.min(at))),
            (Some(_), None) => {}
        }
        self.keys = keys.iter().map(ToString::to_string).collect();
        true
    }
}

pub(crate) fn parsed(keys: &[String]) -> Vec<KnownKey> {
    keys.iter().filter_map(|key| key.parse().ok()).collect()
}

/// Events of a note, whoever signed it.
fn size_of(note: &str) -> Option<u64> {
    let (text, _) = note.split_once("\n\n")?;
    let checkpoint: Checkpoint = format!("{text}\n").parse().ok()?;
    Some(checkpoint.size())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use audit::signed::rotation::{ADDED, RETIRED};
    use audit::signed::{KeyName, SignerKey};
    use audit::{Details, Form, MemoryTree, Party, Value};
    use proptest::prelude::*;

    fn signer(seed: u8) -> SignerKey {
        SignerKey::from_seed(KeyName::parse("firm/log").unwrap(), [seed; 32])
    }

    fn leaves(count: u64, tag: u8) -> Vec<Hash> {
        (0..count)
            .map(|n| leaf_hash(&[&n.to_be_bytes()[..], &[tag]].concat()))
            .collect()
    }

    fn tree(leaves: &[Hash]) -> MemoryTree {
        leaves.iter().copied().collect()
    }

    fn note(tree: &MemoryTree, size: u64, keys: &[&SignerKey]) -> String {
        let checkpoint = Checkpoint::new("firm/log", size, tree.root_at(size).unwrap()).unwrap();
        checkpoint.sign(keys).unwrap().to_string()
    }

    fn proof(tree: &MemoryTree, from: u64, to: u64) -> Vec<String> {
        tree.consistency(from, to)
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    fn begun(tree: &MemoryTree, size: u64) -> Seen {
        let key = signer(1);
        let kept = Kept::default().begin(&note(tree, size, &[&key]), &[key.verifier().to_string()], 10);
        kept.unwrap().seen.unwrap()
    }

    #[test]
    fn a_first_checkpoint_is_kept_only_if_a_listed_key_signed_it() {
        let log = tree(&leaves(5, 0));
        let (one, two) = (signer(1), signer(2));
        let keys = [two.verifier().to_string()];
        assert_eq!(Kept::default().begin(&note(&log, 5, &[&one]), &keys, 0), None);
        let kept = Kept::default().begin(&note(&log, 5, &[&one, &two]), &keys, 7).unwrap();
        let seen = kept.seen.unwrap();
        assert_eq!((seen.size, seen.since, seen.checked), (5, 7, 7));
    }

    proptest! {
        #[test]
        fn a_log_that_grew_is_followed_and_any_other_is_not(old in 1u64..80, more in 0u64..80, at in any::<u64>()) {
            let (size, key) = (old + more, signer(1));
            let honest = leaves(size, 0);
            let log = tree(&honest);
            let seen = begun(&log, old);
            let now = note(&log, size, &[&key]);
            let next = seen.follow(&now, &proof(&log, old, size), 99).unwrap();
            prop_assert_eq!((next.size, next.since, next.checked), (size, 10, 99));

            // One event of what was seen is another: no proof that the forger can make leads from one to the other.
            let mut forged = honest.clone();
            forged[(at % old) as usize] = leaf_hash(b"forged");
            let forged = tree(&forged);
            let shown = note(&forged, size, &[&key]);
            prop_assert_eq!(seen.follow(&shown, &proof(&forged, old, size), 99), Err(Why::Rewritten));
            prop_assert_eq!(seen.follow(&shown, &proof(&log, old, size), 99), Err(Why::Rewritten));
            prop_assert_eq!(next.follow(&note(&log, old, &[&key]), &[], 99).err(), (more > 0).then_some(Why::RolledBack));
        }
    }

    #[test]
    fn what_another_signed_and_what_was_changed_contradicts() {
        let log = tree(&leaves(9, 0));
        let seen = begun(&log, 4);
        let changed = note(&log, 9, &[&signer(1)]).replacen("\n9\n", "\n8\n", 1);
        for (shown, why) in [
            (note(&log, 9, &[&signer(2)]), Why::UnknownKey),
            (changed, Why::UnknownKey),
        ] {
            assert_eq!(seen.step(&shown), Step::Contradicts(why), "{shown}");
        }
        let other = Checkpoint::new("other/log", 9, log.root()).unwrap();
        let other = other.sign(&[&signer(1)]).unwrap().to_string();
        assert_eq!(seen.step(&other), Step::Contradicts(Why::OtherLog));
        let portal = "<!doctype html>\n";
        assert_eq!(seen.step(portal), Step::Unreadable);
        assert!(seen.follow(portal, &[], 1).is_err());
    }

    fn says(action: &str, key: &str) -> Vec<u8> {
        let event = Event {
            form: Form::Worded,
            at: 1,
            actor: Party::new("system", "sequencer"),
            action: action.into(),
            subject: Party::new("log", ""),
            details: Details::from([("key".to_owned(), Value::Text(key.to_owned()))]),
        };
        event.encode().unwrap()
    }

    #[test]
    fn a_key_is_believed_when_the_log_that_was_seen_adds_it() {
        let (old, new) = (signer(1), signer(2));
        let text = new.verifier().to_string();
        let leaf = says(ADDED, &text);
        let mut all = leaves(6, 0);
        all[3] = leaf_hash(&leaf);
        let log = tree(&all);
        let mut seen = begun(&log, 6);
        let proof = log.inclusion(3, 6).unwrap();
        let later = note(&log, 6, &[&new]);
        assert_eq!(seen.step(&later), Step::Contradicts(Why::UnknownKey));

        // The event of another key, another place, another kind, or another name does not do.
        let named = SignerKey::from_seed(KeyName::parse("else/log").unwrap(), [2; 32]);
        let (third, named) = (signer(3).verifier().to_string(), named.verifier().to_string());
        assert!(!seen.learn(3, &says(ADDED, &third), &proof));
        assert!(!seen.learn(4, &leaf, &proof));
        for leaf in [says("log.signed", &text), says(ADDED, &named)] {
            let log = tree(&[leaf_hash(&leaf)]);
            assert!(!begun(&log, 1).learn(0, &leaf, &log.inclusion(0, 1).unwrap()));
        }
        assert!(seen.learn(3, &leaf, &proof));
        assert_eq!(seen.step(&later), Step::Same);
        assert_eq!(seen.keys, [old.verifier().to_string(), text]);
    }

    #[test]
    fn a_key_that_the_log_retired_vouches_alone_for_nothing_that_follows() {
        let (old, new) = (signer(1), signer(2));
        let [o, n] = [&old, &new].map(|key| key.verifier().to_string());
        let changes = [says(ADDED, &n), says(RETIRED, &o), says(ADDED, &o), says(RETIRED, &o)];
        let mut all = leaves(9, 0);
        for (at, leaf) in changes.iter().enumerate() {
            all[at + 2] = leaf_hash(leaf);
        }
        let log = tree(&all);
        let mut seen = begun(&log, 9);
        // Neither the key added once more nor a second retirement changes what the first one says.
        for at in [2, 5, 3, 4] {
            assert!(seen.learn(at, &changes[at as usize - 2], &log.inclusion(at, 9).unwrap()));
        }
        assert_eq!(seen.keys, [format!("{o} until 3"), n]);
        let retired = Step::Contradicts(Why::RetiredKey);
        assert_eq!(seen.step(&note(&log, 9, &[&old])), retired);
        assert_eq!(seen.step(&note(&log, 4, &[&old])), retired, "it covers the event");
        assert_eq!(seen.step(&note(&log, 3, &[&old])), Step::Contradicts(Why::RolledBack));
        for keys in [&[&new][..], &[&old, &new]] {
            assert_eq!(seen.step(&note(&log, 9, keys)), Step::Same);
        }
        let keys = seen.keys.clone();
        assert_eq!(Kept::default().begin(&note(&log, 9, &[&old]), &keys, 1), None);
        assert!(Kept::default().begin(&note(&log, 3, &[&old]), &keys, 1).is_some());
    }

    #[test]
    fn a_fork_is_not_mended_by_the_branch_that_was_seen() {
        let (log, key) = (tree(&leaves(9, 0)), signer(1));
        let keys = [key.verifier().to_string()];
        let kept = Kept::default().begin(&note(&log, 9, &[&key]), &keys, 1).unwrap();
        let seen = kept.seen.clone().unwrap();
        let kept = kept.alarmed(Why::Forked, &note(&tree(&leaves(9, 1)), 9, &[&key]), 5);
        let kept = kept.believing(seen.clone());
        assert!(!kept.alarm.as_ref().unwrap().fits_again);
        assert_eq!(kept.settle("admin", "found", 6).seen, Some(seen), "what was seen stays");
    }

    #[test]
    fn an_alarm_stands_until_it_is_settled() {
        let (log, key) = (tree(&leaves(9, 0)), signer(1));
        let kept = Kept::default()
            .begin(&note(&log, 9, &[&key]), &[key.verifier().to_string()], 1)
            .unwrap();
        let before = kept.seen.clone();
        let back = note(&log, 4, &[&key]);
        let kept = kept.alarmed(Why::RolledBack, &back, 5).alarmed(Why::Rewritten, "", 6);
        let alarm = kept.alarm.clone().unwrap();
        assert_eq!(
            (alarm.why, alarm.at, alarm.kept_size, alarm.offered_size),
            (Why::RolledBack, 5, 9, Some(4))
        );
        assert_eq!(
            kept.seen, before,
            "what was seen is not replaced by what contradicts it"
        );

        let seen = kept.seen.clone().unwrap();
        let mended = kept.clone().believing(seen);
        assert!(mended.alarm.as_ref().is_some_and(|alarm| alarm.fits_again));
        assert_eq!(mended.settle("王", "数据库已换回", 8).seen, before, "what fits is kept");

        let settled = kept.settle("王", "误恢复了旧备份", 8);
        assert_eq!((settled.seen, settled.alarm), (None, None));
        assert_eq!(
            (settled.settled.len(), settled.settled[0].words.as_str()),
            (1, "误恢复了旧备份")
        );
    }

    #[test]
    fn what_is_not_proved_is_an_alarm_once_it_lasts() {
        let (log, key) = (tree(&leaves(9, 0)), signer(1));
        let first = note(&log, 4, &[&key]);
        let kept = Kept::default().begin(&first, &[key.verifier().to_string()], 1).unwrap();
        let larger = note(&log, 9, &[&key]);
        let kept = kept.doubted(Why::Unproven, &larger, 10);
        // A reload in between does not begin the time anew.
        let kept: Kept = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        let kept = kept.doubted(Why::Unproven, &larger, 10 + PATIENCE - 1);
        assert_eq!((kept.unproved, &kept.alarm), (Some(10), &None));

        let proved = kept.clone().believing(kept.seen.clone().unwrap());
        assert_eq!(
            proved.doubted(Why::Unproven, &larger, 10 + PATIENCE).alarm,
            None,
            "proved since"
        );

        let alarm = kept.doubted(Why::Unproven, &larger, 10 + PATIENCE).alarm.unwrap();
        assert_eq!((alarm.why, alarm.offered_size), (Why::Unproven, Some(9)));
        let old = r#"{"seen":null,"alarm":null,"settled":[]}"#;
        assert_eq!(
            serde_json::from_str::<Kept>(old).unwrap(),
            Kept::default(),
            "kept by an older app"
        );
    }

    #[test]
    fn without_anything_seen_there_is_no_alarm() {
        assert_eq!(Kept::default().alarmed(Why::Gone, "", 1), Kept::default());
    }
}
