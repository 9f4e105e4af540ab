//! Every checkpoint that was ever published, and the keys that signed, held against the events.

use std::collections::{BTreeMap, BTreeSet};

use audit::signed::{Checkpoint, CheckpointError, KeyChange, KnownKey, VerifierKey};
use audit::{Hash, Tree, leaf_hash};
use store::Store;
use store::contract::{KeptCheckpoint, KeptLeaf, Place};

use super::checked::Checked;
use super::recompute::Found;
use super::sequencer::BATCH;

/// What is known while the events pass by.
pub(super) struct Signed {
    tree: Tree,
    notes: BTreeMap<u64, KeptCheckpoint>,
    /// The roots at the sizes of the notes.
    roots: BTreeMap<u64, Hash>,
    /// The present keys, and those of the log's events. One that comes twice is retired if either is.
    keys: Vec<KnownKey>,
    /// The present ones.
    own: Vec<VerifierKey>,
    /// Keys of the log's events.
    told: BTreeSet<String>,
}

impl Signed {
    pub(super) async fn new(store: &dyn Store, keys: &[VerifierKey]) -> store::Result<Signed> {
        Ok(Signed {
            tree: Tree::new(),
            notes: store
                .checkpoints()
                .await?
                .into_iter()
                .map(|note| (note.size, note))
                .collect(),
            roots: BTreeMap::new(),
            keys: keys.iter().cloned().map(KnownKey::from).collect(),
            own: keys.to_vec(),
            told: BTreeSet::new(),
        })
    }

    pub(super) fn event(&mut self, kept: &KeptLeaf, found: &mut Found) {
        self.tree.push(leaf_hash(&kept.leaf));
        let size = self.tree.size();
        if self.notes.contains_key(&size) {
            self.roots.insert(size, self.tree.root());
        }
        match kept.event.as_ref().and_then(KeyChange::of) {
            Some(KeyChange::Added(key)) => {
                match key.parse::<VerifierKey>() {
                    Ok(parsed) => self.keys.push(parsed.into()),
                    Err(_) => found.differs.push(format!("event {}: its key is none", kept.seq)),
                }
                self.told.insert(key.to_owned());
            }
            Some(KeyChange::Retired(key)) => {
                for known in self.keys.iter_mut().filter(|known| known.key.to_string() == key) {
                    known.until = known.until.or(Some(kept.seq));
                }
            }
            None => {}
        }
    }

    /// Holds notes, head and keys against what the events made.
    pub(super) async fn ended(self, store: &dyn Store, found: &mut Found) -> store::Result<()> {
        let keys: Vec<VerifierKey> = self.keys.iter().map(|known| known.key.clone()).collect();
        let mut signing: BTreeSet<String> = self.own.iter().map(ToString::to_string).collect();
        for (size, kept) in &self.notes {
            let signed = Checkpoint::open(&kept.note, &keys).and_then(|signed| {
                signing.extend(signed.by.iter().map(ToString::to_string));
                signed.of_the_time(&self.keys)
            });
            let why = match signed.map(|signed| signed.checkpoint) {
                Err(retired @ CheckpointError::Retired { .. }) => format!("is {retired}"),
                Err(_) => "is not signed by a key of the log".to_owned(),
                Ok(signed) if signed.size() != *size => "speaks of another size".to_owned(),
                Ok(signed) if self.roots.get(size) != Some(signed.root()) => {
                    "is not that of the log's events".to_owned()
                }
                Ok(_) => continue,
            };
            found.differs.push(format!("the checkpoint at {size} events {why}"));
        }
        let (head, last) = (store.signed_head().await?.size, self.notes.keys().next_back());
        if last.copied().unwrap_or_default() != head {
            let last = last.copied().unwrap_or_default();
            found.differs.push(format!(
                "the log is said to be signed up to {head} events, and its last checkpoint is at {last}"
            ));
        }
        found.differs.extend(missed(self.notes.values()));
        for (from, to) in holes(self.notes.keys().copied()) {
            found.differs.push(format!(
                "a checkpoint between those at {from} and {to} events is gone: each covers at most {BATCH} events more than the one before"
            ));
        }
        for (size, what) in self.spoken_of(store).await? {
            if !self.notes.contains_key(&size) {
                found
                    .differs
                    .push(format!("the checkpoint at {size} events, which {what}, is gone"));
            }
        }
        for key in self.told.difference(&signing) {
            found.differs.push(format!(
                "the log's key {key} was added to the log, and has never signed"
            ));
        }
        let stored: BTreeSet<String> = store.log_keys().await?.into_iter().collect();
        for key in stored.symmetric_difference(&self.told) {
            found
                .differs
                .push(format!("the log's key {key} is not both in the log and among its keys"));
        }
        Ok(())
    }

    /// Sizes at which there was a checkpoint, by the word of something else.
    async fn spoken_of(&self, store: &dyn Store) -> store::Result<Vec<(u64, &'static str)>> {
        let mut spoken = Vec::new();
        for place in [Place::Folder, Place::Url] {
            let sent = store.sent(place).await?.size;
            spoken.extend(sent.map(|size| (size, "was sent out to be kept elsewhere")));
        }
        let checked = store.log_checked().await?;
        let checked = checked.and_then(|note| Checked::open(&note, &self.own));
        let checked = checked.map(|checked| checked.head.size).filter(|size| *size > 0);
        spoken.extend(checked.map(|size| (size, "the whole log was checked against")));
        Ok(spoken)
    }
}

/// Which checkpoints are gone by the word of those that followed on them, and which of these words are not the gateway's.
fn missed<'k>(notes: impl Iterator<Item = &'k KeptCheckpoint>) -> Vec<String> {
    let (mut last, mut said, mut differs) = (0, false, Vec::new());
    for KeptCheckpoint {
        size, before, vouched, ..
    } in notes
    {
        match *before {
            _ if !vouched => differs.push(format!(
                "the checkpoint at {size} events: on which it followed is not what the gateway wrote"
            )),
            Some(before) if before > last => differs.push(format!(
                "the checkpoint at {before} events is gone, on which that at {size} followed; the one before it that is left is at {last}"
            )),
            Some(before) if before < last => differs.push(format!(
                "the checkpoint at {last} events was put in: that at {size} followed on the one at {before}"
            )),
            None if said => differs.push(format!("the checkpoint at {size} events does not say on which it followed")),
            Some(_) | None => {}
        }
        said |= before.is_some();
        last = *size;
    }
    differs
}

/// Between which sizes there must have been another checkpoint. That behind the last one is the head's, which is looked at by itself.
fn holes(sizes: impl Iterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut before = 0;
    let pairs = sizes.map(|size| (std::mem::replace(&mut before, size), size));
    pairs.filter(|(from, to)| to - from > u64::from(BATCH)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_followed_on_a_checkpoint_misses_it() {
        let kept = |(size, before, vouched)| KeptCheckpoint {
            size,
            note: String::new(),
            before,
            vouched,
        };
        let check = |kept_as: &[(u64, Option<u64>, bool)], finds: &[&str]| {
            let found = missed(kept_as.iter().copied().map(kept).collect::<Vec<_>>().iter());
            let as_said = found.iter().zip(finds).all(|(found, says)| found.contains(says));
            assert!(found.len() == finds.len() && as_said, "{kept_as:?}: {found:?}");
        };
        let whole = [
            (3, None, true),
            (5, Some(3), true),
            (6, Some(5), true),
            (9, Some(6), true),
        ];
        check(&whole, &[]);
        check(&[(2, Some(0), true)], &[]);
        check(
            &whole[1..],
            &["at 3 events is gone, on which that at 5 followed; the one before it that is left is at 0"],
        );
        check(
            &[whole[0], whole[3]],
            &["at 6 events is gone, on which that at 9 followed; the one before it that is left is at 3"],
        );
        check(
            &[whole[0], whole[1], (9, Some(5), false)],
            &["at 9 events: on which it followed is not what the gateway wrote"],
        );
        check(
            &[whole[0], whole[1], (9, None, true)],
            &["at 9 events does not say on which it followed"],
        );
        check(&[whole[0], (4, Some(3), true), whole[1]], &["at 4 events was put in"]);
    }

    #[test]
    fn a_checkpoint_covers_no_more_than_is_signed_at_once() {
        let most = u64::from(BATCH);
        assert_eq!(holes([1, most, 2 * most, 2 * most + 7].into_iter()), []);
        assert_eq!(
            holes([most + 1, 2 * most + 2].into_iter()),
            [(0, most + 1), (most + 1, 2 * most + 2)]
        );
        assert_eq!(holes(std::iter::empty()), []);
    }
}
