//! The two trees of a roll, and whether they fit.

use crate::hash::Hash;
use crate::roll::counts::Counts;
use crate::roll::entry::{close_leaf, close_message, freeze_hash, freeze_message};
use crate::roll::events::{Closed, Frozen};
use crate::roll::outcome::{Kind, Outcome};
use crate::sha::Messages;
use crate::tree::{Node, Tree};
use serde::{Deserialize, Serialize};

/// Both trees over the entries in the order of the roll; about 40 hashes of memory, however many entries.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Trees {
    frozen: Tree,
    closed: Tree,
    counts: Counts,
}

/// One of the two trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The tree at the freeze.
    Frozen,
    /// The tree at the close.
    Closed,
}

/// Why a roll may not close, or did not close as it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// An entry has no final outcome.
    #[error("the entry stands at {}, which is not final", .0.code())]
    NotTerminal(Kind),
    /// There are more or fewer entries than were frozen or closed.
    #[error("the log says {said} entries ({which:?}), and there are {found}")]
    Audience {
        /// By which event.
        which: Which,
        /// As the event says.
        said: u64,
        /// As counted.
        found: u64,
    },
    /// An outcome has another count.
    #[error("the log says {said} {}, and there are {found}", .kind.code())]
    Count {
        /// Of which outcome.
        kind: Kind,
        /// As the event says.
        said: u64,
        /// As counted.
        found: u64,
    },
    /// The entries are not those of the log, though they are as many.
    #[error("{}", match .0 {
        Which::Frozen => "the entries are not those that were frozen",
        Which::Closed => "the entries are those that were frozen, and an outcome or its reason is not that of the close",
    })]
    Root(Which),
}

impl Trees {
    /// Trees without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next entry, by its leaf at the freeze and its outcome at the close.
    ///
    /// # Errors
    /// [`FitError::NotTerminal`]; the entry is not added.
    pub fn push(&mut self, leaf: &Hash, outcome: &Outcome<'_>) -> Result<(), FitError> {
        self.push_with(leaf, outcome, |_, _, _| ())
    }

    /// Trees over the entries from the place `from` on, none yet.
    pub(crate) fn at(from: u64) -> Self {
        Self {
            frozen: Tree::at(from),
            closed: Tree::at(from),
            counts: Counts::default(),
        }
    }

    /// Adds the next entries by their leaves at the freeze and their outcomes, each of which was found [`terminal`]. They are
    /// hashed together.
    pub(crate) fn push_all(&mut self, entries: &[(Hash, Outcome<'_>)], room: &mut Messages) {
        for (leaf, _) in entries {
            room.push(&freeze_message(leaf));
        }
        let frozen = room.digests();
        for (leaf, outcome) in entries {
            room.push(&close_message(leaf, outcome));
            self.counts.add(outcome.kind(), 1);
        }
        let closed = room.digests();
        self.frozen.push_all(&frozen, room);
        self.closed.push_all(&closed, room);
    }

    /// Whether `next` begins where these end.
    pub(crate) fn meet(&self, next: &Self) -> bool {
        self.frozen.meets(&next.frozen) && self.closed.meets(&next.closed)
    }

    /// Adds the entries of a stretch that these [`Trees::meet`].
    pub(crate) fn join(&mut self, next: &Self) {
        self.frozen.join(&next.frozen);
        self.closed.join(&next.closed);
        self.counts.join(&next.counts);
    }

    /// Adds the next entry and tells each subtree that became complete by it, as [`Tree::push_with`] does.
    ///
    /// # Errors
    /// [`FitError::NotTerminal`]; the entry is not added.
    pub fn push_with(
        &mut self,
        leaf: &Hash,
        outcome: &Outcome<'_>,
        mut complete: impl FnMut(Which, Node, Hash),
    ) -> Result<(), FitError> {
        terminal(outcome)?;
        self.frozen
            .push_with(freeze_hash(leaf), |node, hash| complete(Which::Frozen, node, hash));
        self.closed.push_with(close_leaf(leaf, outcome), |node, hash| {
            complete(Which::Closed, node, hash);
        });
        self.counts.add(outcome.kind(), 1);
        Ok(())
    }

    /// What the event of the close says of these entries.
    pub fn closed(&self) -> Closed {
        Closed {
            freeze_root: self.frozen.root(),
            close_root: self.closed.root(),
            audience: self.counts.total(),
            counts: self.counts,
        }
    }

    /// Checks that these entries are the frozen ones, and their outcomes those of the close: equal in number, equal in counts,
    /// and by both roots the same.
    ///
    /// # Errors
    /// [`FitError`], the plainest first.
    pub fn fit(&self, frozen: &Frozen, closed: &Closed) -> Result<(), FitError> {
        let found = self.counts.total();
        for (which, said) in [(Which::Frozen, frozen.audience), (Which::Closed, closed.audience)] {
            if said != found {
                return Err(FitError::Audience { which, said, found });
            }
        }
        for kind in Kind::ALL {
            let (said, found) = (closed.counts.of(kind), self.counts.of(kind));
            if said != found {
                return Err(FitError::Count { kind, said, found });
            }
        }
        let root = self.frozen.root();
        if root != frozen.freeze_root || root != closed.freeze_root {
            return Err(FitError::Root(Which::Frozen));
        }
        if self.closed.root() != closed.close_root {
            return Err(FitError::Root(Which::Closed));
        }
        Ok(())
    }
}

/// That nothing further is awaited.
///
/// # Errors
/// [`FitError::NotTerminal`].
pub(crate) fn terminal(outcome: &Outcome<'_>) -> Result<(), FitError> {
    if outcome.kind().is_terminal() {
        Ok(())
    } else {
        Err(FitError::NotTerminal(outcome.kind()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::naive;

    fn roll(outcomes: &[&str]) -> Trees {
        let mut trees = Trees::new();
        for (leaf, outcome) in naive::numbered(outcomes.len()).iter().zip(outcomes) {
            trees.push(leaf, &Outcome::parse(outcome).unwrap()).unwrap();
        }
        trees
    }

    #[test]
    fn a_roll_fits_only_what_was_frozen_and_closed() {
        let good = [
            "delivered",
            "excluded:no_phone",
            "failed:blocked",
            "no_receipt",
            "delivered",
        ];
        let trees = roll(&good);
        let closed = trees.closed();
        let frozen = Frozen::new(closed.freeze_root, 5, 1);
        assert_eq!(trees.fit(&frozen, &closed), Ok(()));
        assert_eq!(closed.counts.present().count(), 4);

        let check =
            |outcomes: &[&str], want| assert_eq!(roll(outcomes).fit(&frozen, &closed), Err(want), "{outcomes:?}");
        let audience = |found| FitError::Audience {
            which: Which::Frozen,
            said: 5,
            found,
        };
        check(&good[..4], audience(4));
        check(&[&good[..], &["delivered"]].concat(), audience(6));
        let swapped = [
            "no_receipt",
            "excluded:no_phone",
            "failed:blocked",
            "delivered",
            "delivered",
        ];
        check(&swapped, FitError::Root(Which::Closed));
        let other = [
            "delivered",
            "excluded:no_phone",
            "failed:blocked",
            "expired",
            "delivered",
        ];
        let count = FitError::Count {
            kind: Kind::NoReceipt,
            said: 1,
            found: 0,
        };
        check(&other, count);
        let reason = [
            "delivered",
            "excluded:no_phone",
            "failed:rejected",
            "no_receipt",
            "delivered",
        ];
        check(&reason, FitError::Root(Which::Closed));

        let mut together = Trees::new();
        let outcomes = good.map(|outcome| Outcome::parse(outcome).unwrap());
        let entries: Vec<_> = naive::numbered(5).into_iter().zip(outcomes).collect();
        let mut room = Messages::default();
        together.push_all(&entries[..1], &mut room);
        for (from, entries) in [(1, &entries[1..3]), (3, &entries[3..])] {
            let mut next = Trees::at(from);
            next.push_all(entries, &mut room);
            assert!(together.meet(&next));
            together.join(&next);
            assert!(!together.meet(&next), "twice");
        }
        assert_eq!(together.closed(), closed);

        let mut late = closed;
        late.freeze_root = Hash::EMPTY;
        assert_eq!(trees.fit(&frozen, &late), Err(FitError::Root(Which::Frozen)));
    }

    #[test]
    fn who_is_not_settled_is_not_taken() {
        let mut trees = Trees::new();
        for text in ["queued", "held:hours", "handed_over", "in_doubt", "accepted"] {
            let outcome = Outcome::parse(text).unwrap();
            assert_eq!(
                trees.push(&Hash::EMPTY, &outcome),
                Err(FitError::NotTerminal(outcome.kind()))
            );
        }
        assert_eq!(trees.closed().audience, 0);
    }
}
