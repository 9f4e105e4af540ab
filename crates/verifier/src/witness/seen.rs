//! A checkpoint that was believed, and whether another follows on it.

use super::{Why, said};
use audit::signed::{Checkpoint, CheckpointError, KeyChange, KnownKey, NoteError, VerifierKey};
use audit::{Event, Hash, leaf_hash, verify_consistency, verify_inclusion};
use serde::{Deserialize, Serialize};

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

impl Seen {
    pub(super) fn of(checkpoint: &Checkpoint, note: &str, keys: Vec<String>, since: i64, now: i64) -> Self {
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
                // A log's keys bear its name, and none of them speaks for a log of another.
                let other = said(note).is_some_and(|checkpoint| checkpoint.origin() != self.origin);
                return Step::Contradicts(if other { Why::OtherLog } else { Why::UnknownKey });
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Kept;
    use super::super::made::{begun, leaves, note, proof, signer, tree};
    use super::*;
    use audit::signed::rotation::{ADDED, RETIRED};
    use audit::signed::{KeyName, SignerKey};
    use audit::{Details, Form, Party, Value};
    use proptest::prelude::*;

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
        let named = SignerKey::from_seed(KeyName::parse("other/log").unwrap(), [2; 32]);
        for key in [signer(1), named] {
            let other = other.sign(&[&key]).unwrap().to_string();
            assert_eq!(seen.step(&other), Step::Contradicts(Why::OtherLog), "{other}");
        }
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
}
