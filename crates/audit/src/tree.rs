//! The Merkle tree of RFC 6962 §2.1, as a growing log.

use crate::hash::{Hash, node_hash, node_hashes};
use crate::proof::{self, ProofError};
use crate::sha::Messages;
use serde::{Deserialize, Serialize};

/// The place of a complete subtree: `index` counts the subtrees of 2^`level` leaves from the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// 0 for leaves.
    pub level: u32,
    /// From 0.
    pub index: u64,
}

/// The right edge of a log: what is needed to append and to know the root, at most 64 hashes. Appending costs
/// O(log n) hashes at most, two on average.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tree {
    /// Where it begins: 0, but for a stretch of a tree that is to be joined to what comes before.
    from: u64,
    size: u64,
    /// The roots of the complete subtrees between the two from left to right, each as large as it can be.
    peaks: Vec<Hash>,
}

/// The hashes are not as many as a tree of that size has on its edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tree of {size} leaves has {} hashes on its edge, not {given}", .size.count_ones())]
pub struct EdgeError {
    /// Leaves of the tree.
    pub size: u64,
    /// Hashes that were given.
    pub given: usize,
}

impl Tree {
    /// A tree without leaves.
    pub const fn new() -> Self {
        Self::at(0)
    }

    /// The leaves from `from` on of a larger tree, none yet; it has no root of its own.
    pub(crate) const fn at(from: u64) -> Self {
        Self {
            from,
            size: from,
            peaks: Vec::new(),
        }
    }

    /// A tree taken up again from its size and edge, as [`Tree::edge`] gave it.
    ///
    /// # Errors
    /// [`EdgeError`] if they don't fit.
    pub fn resume(size: u64, edge: Vec<Hash>) -> Result<Self, EdgeError> {
        if edge.len() == size.count_ones() as usize {
            Ok(Self {
                from: 0,
                size,
                peaks: edge,
            })
        } else {
            Err(EdgeError {
                size,
                given: edge.len(),
            })
        }
    }

    /// How many leaves it has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the complete subtrees on its edge, from left to right.
    pub fn edge(&self) -> &[Hash] {
        &self.peaks
    }

    /// Appends a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        self.push_with(leaf, |_, _| ());
    }

    /// Appends a leaf and tells each subtree that became complete by it, the leaf itself first: what a store keeps.
    pub fn push_with(&mut self, leaf: Hash, complete: impl FnMut(Node, Hash)) {
        self.push_subtree(0, leaf, complete);
    }

    /// Whether `next` begins where this ends, and is whole.
    pub(crate) fn meets(&self, next: &Self) -> bool {
        next.from == self.size && levels(next.from, next.size).count() == next.peaks.len()
    }

    /// Appends the leaves of a stretch that [`Tree::meets`] this.
    pub(crate) fn join(&mut self, next: &Self) {
        for (level, peak) in levels(next.from, next.size).zip(&next.peaks) {
            self.push_subtree(level, *peak, |_, _| ());
        }
    }

    /// Appends leaves by their hashes. The inner nodes of a level are hashed together.
    pub(crate) fn push_all(&mut self, leaves: &[Hash], room: &mut Messages) {
        self.push_level(0, leaves, room);
    }

    /// Appends complete subtrees of 2^`level` leaves; the size is a multiple of that.
    fn push_level(&mut self, level: u32, subtrees: &[Hash], room: &mut Messages) {
        let mut left = subtrees;
        if (self.size >> level) & 1 == 1
            && let Some((first, rest)) = subtrees.split_first()
        {
            self.push_subtree(level, *first, |_, _| ());
            left = rest;
        }
        let (pairs, last) = left.as_chunks::<2>();
        if !pairs.is_empty() {
            let nodes = node_hashes(pairs, room);
            self.push_level(level + 1, &nodes, room);
        }
        for last in last {
            self.push_subtree(level, *last, |_, _| ());
        }
    }

    /// Appends a complete subtree of 2^`level` leaves, and tells it and each that became complete by it.
    fn push_subtree(&mut self, level: u32, subtree: Hash, mut complete: impl FnMut(Node, Hash)) {
        let mut hash = subtree;
        let mut node = Node {
            level,
            index: self.size >> level,
        };
        complete(node, hash);
        while node.index & 1 == 1 && (node.index - 1) << node.level >= self.from {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            node = Node {
                level: node.level + 1,
                index: node.index >> 1,
            };
            complete(node, hash);
        }
        self.peaks.push(hash);
        self.size += 1 << level;
    }

    /// The root over all leaves; [`Hash::EMPTY`] without any.
    pub fn root(&self) -> Hash {
        let mut edge = self.peaks.iter().rev();
        let Some(last) = edge.next() else {
            return Hash::EMPTY;
        };
        edge.fold(*last, |right, left| node_hash(left, &right))
    }
}

/// The levels of the complete subtrees from the leaf `from` up to `size`, from left to right, each as large as it can be.
fn levels(from: u64, size: u64) -> impl Iterator<Item = u32> {
    let mut at = from;
    std::iter::from_fn(move || {
        let most = size.checked_sub(at)?.checked_ilog2()?;
        let level = most.min(at.trailing_zeros());
        at += 1 << level;
        Some(level)
    })
}

impl Extend<Hash> for Tree {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        for leaf in leaves {
            self.push(leaf);
        }
    }
}

impl FromIterator<Hash> for Tree {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut tree = Self::new();
        tree.extend(leaves);
        tree
    }
}

/// A tree that keeps all its complete subtrees in memory (64 octets a leaf), and so can prove.
#[derive(Debug, Clone, Default)]
pub struct MemoryTree {
    edge: Tree,
    levels: Vec<Vec<Hash>>,
}

impl MemoryTree {
    /// A tree without leaves.
    pub const fn new() -> Self {
        Self {
            edge: Tree::new(),
            levels: Vec::new(),
        }
    }

    /// Appends a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let levels = &mut self.levels;
        self.edge.push_with(leaf, |node, hash| {
            let level = node.level as usize;
            if levels.len() == level {
                levels.push(Vec::new());
            }
            levels[level].push(hash);
        });
    }

    /// How many leaves it has.
    pub const fn size(&self) -> u64 {
        self.edge.size()
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        self.edge.root()
    }

    /// The root that the tree had when it had `size` leaves.
    ///
    /// # Errors
    /// [`ProofError::Beyond`] if it has fewer.
    pub fn root_at(&self, size: u64) -> Result<Hash, ProofError> {
        self.reach(size)?;
        proof::root(size, |node| Ok(self.node(node)))
    }

    /// The proof that the leaf `index` is in the tree of `size` leaves.
    ///
    /// # Errors
    /// [`ProofError::Beyond`] if there is no such leaf or size.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, ProofError> {
        self.reach(size)?;
        proof::inclusion(index, size, |node| Ok(self.node(node)))
    }

    /// The proof that the tree of `new` leaves begins with the tree of `old` leaves.
    ///
    /// # Errors
    /// [`ProofError::Beyond`] if `old` is more than `new` or `new` more than there are.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, ProofError> {
        self.reach(new)?;
        proof::consistency(old, new, |node| Ok(self.node(node)))
    }

    fn reach(&self, size: u64) -> Result<(), ProofError> {
        if size <= self.size() {
            Ok(())
        } else {
            Err(ProofError::Beyond)
        }
    }

    /// A complete subtree within the size, which [`MemoryTree::reach`] has checked: proofs ask for no other.
    fn node(&self, node: Node) -> Hash {
        self.levels[node.level as usize][node.index as usize]
    }
}

impl FromIterator<Hash> for MemoryTree {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut tree = Self::new();
        for leaf in leaves {
            tree.push(leaf);
        }
        tree
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::hash::leaf_hash;
    use crate::naive;
    use proptest::prelude::*;

    #[test]
    fn the_known_roots() {
        let mut tree = Tree::new();
        assert_eq!(tree.root(), Hash::EMPTY);
        let roots = naive::ROOTS.map(|root| root.parse::<Hash>().unwrap());
        for (leaf, root) in naive::leaves().into_iter().zip(roots) {
            tree.push(leaf_hash(&leaf));
            assert_eq!(tree.root(), root);
        }
        assert_eq!(tree.size(), 8);
        assert_eq!(tree.edge().len(), 1);
    }

    #[test]
    fn an_edge_that_does_not_fit_is_refused() {
        for (size, given) in [(0, 1), (1, 0), (7, 2), (8, 3)] {
            let got = Tree::resume(size, vec![Hash::EMPTY; given]);
            assert_eq!(got, Err(EdgeError { size, given }));
        }
        assert_eq!(
            Tree::resume(7, vec![]).unwrap_err().to_string(),
            "a tree of 7 leaves has 3 hashes on its edge, not 0"
        );
    }

    proptest! {
        #[test]
        fn the_recursive_definition_agrees(count in 0usize..200, cut in 0usize..200) {
            let leaves = naive::numbered(count);
            let tree: Tree = leaves.iter().copied().collect();
            prop_assert_eq!(tree.root(), naive::root(&leaves));
            prop_assert_eq!(tree.edge().len(), tree.size().count_ones() as usize);

            let cut = cut.min(count);
            let first: Tree = leaves[..cut].iter().copied().collect();
            let mut again = Tree::resume(first.size(), first.edge().to_vec()).unwrap();
            again.extend(leaves[cut..].iter().copied());
            prop_assert_eq!(&again, &tree);

            let (mut batched, mut room) = (Tree::new(), Messages::default());
            for batch in [&leaves[..cut / 2], &leaves[cut / 2..cut], &leaves[cut..]] {
                batched.push_all(batch, &mut room);
            }
            prop_assert_eq!(&batched, &tree);

            let mut stretch = Tree::at(first.size());
            stretch.push_all(&leaves[cut..], &mut room);
            let mut joined = first.clone();
            prop_assert!(joined.meets(&stretch));
            joined.join(&stretch);
            prop_assert_eq!(&joined, &tree);
            prop_assert!(count == cut || !joined.meets(&stretch));

            let memory: MemoryTree = leaves.iter().copied().collect();
            prop_assert_eq!(memory.root_at(cut as u64), Ok(naive::root(&leaves[..cut])));
            prop_assert_eq!(memory.root_at(count as u64 + 1), Err(ProofError::Beyond));
        }
    }
}
