//! A log that grows tile by tile: what a sequencer holds, and what it keeps.
//!
//! In memory there are only the open tiles, one a level at most, and the edge of the tree. A batch of leaves is pushed, the
//! tiles that changed are taken and stored, in the transaction that stores the leaves; from stored tiles every root and proof
//! of the log's past follows ([`node_in`] with [`crate::inclusion`] and [`crate::consistency`]).

use crate::hash::Hash;
use crate::tiles::path::{Tile, TileKind};
use crate::tiles::{HEIGHT, WIDTH};
use crate::tree::{Node, Tree};
use std::collections::BTreeMap;

/// The open end of a tiled log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Growing {
    tree: Tree,
    /// The hashes of the open tile of each level, fewer than 256.
    open: Vec<Vec<Hash>>,
    /// Tiles that were filled or lengthened since they were last taken, by level and index.
    changed: BTreeMap<(u8, u64), Vec<Hash>>,
}

/// The open tiles are not those of a log of this size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the open tile of level {level} has {given} hashes, and {wanted} are needed for a log of {size}")]
pub struct ResumeError {
    /// Leaves of the log.
    pub size: u64,
    /// Level of the tile.
    pub level: u8,
    /// Hashes that it must have.
    pub wanted: u64,
    /// Hashes that were given.
    pub given: u64,
}

impl Growing {
    /// A log without leaves.
    pub const fn new() -> Self {
        Self {
            tree: Tree::new(),
            open: Vec::new(),
            changed: BTreeMap::new(),
        }
    }

    /// A log taken up again from its size and its partial tiles, which `open` reads by level and index.
    ///
    /// The caller compares [`Growing::root`] with the last checkpoint before it signs anything.
    ///
    /// # Errors
    /// [`ResumeError`] if a tile has not as many hashes as the size says, and those of `open`.
    pub fn resume<E: From<ResumeError>>(
        size: u64,
        mut open: impl FnMut(Tile) -> Result<Vec<Hash>, E>,
    ) -> Result<Self, E> {
        let mut levels = Vec::new();
        let mut count = size;
        for level in 0.. {
            if count == 0 {
                break;
            }
            let wanted = count % WIDTH;
            let tile = Tile {
                kind: TileKind::Hashes(level),
                index: count / WIDTH,
                width: wanted as u16,
            };
            let hashes = if wanted == 0 { Vec::new() } else { open(tile)? };
            let given = hashes.len() as u64;
            if given != wanted {
                return Err(ResumeError {
                    size,
                    level,
                    wanted,
                    given,
                }
                .into());
            }
            levels.push(hashes);
            count /= WIDTH;
        }
        // The edge from left to right: the peaks of the highest tile first.
        let edge = levels.iter().rev().flat_map(|hashes| peaks(hashes)).collect();
        // Level by level the peaks are as many as the set bits of its eight bits of the size.
        let tree = Tree::resume(size, edge).unwrap_or_default();
        Ok(Self {
            tree,
            open: levels,
            changed: BTreeMap::new(),
        })
    }

    /// Appends a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let Self { tree, open, changed } = self;
        tree.push_with(leaf, |node, hash| {
            if node.level % HEIGHT != 0 {
                return;
            }
            let level = (node.level / HEIGHT) as usize;
            if open.len() == level {
                open.push(Vec::new());
            }
            open[level].push(hash);
            if open[level].len() as u64 == WIDTH {
                changed.insert((level as u8, node.index / WIDTH), std::mem::take(&mut open[level]));
            }
        });
    }

    /// How many leaves it has.
    pub const fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        self.tree.root()
    }

    /// The tiles to store: those that were filled since the last call, and the open ones as they stand. A tile that was stored
    /// shorter is replaced.
    pub fn take_tiles(&mut self) -> Vec<(Tile, Vec<Hash>)> {
        let mut count = self.size();
        for (level, hashes) in self.open.iter().enumerate() {
            if !hashes.is_empty() {
                self.changed.insert((level as u8, count / WIDTH), hashes.clone());
            }
            count /= WIDTH;
        }
        let tile = |((level, index), hashes): ((u8, u64), Vec<Hash>)| {
            let tile = Tile {
                kind: TileKind::Hashes(level),
                index,
                width: hashes.len() as u16,
            };
            (tile, hashes)
        };
        std::mem::take(&mut self.changed).into_iter().map(tile).collect()
    }
}

/// The roots of the largest complete subtrees of up to 256 hashes, from left to right.
fn peaks(hashes: &[Hash]) -> Vec<Hash> {
    hashes.iter().copied().collect::<Tree>().edge().to_vec()
}

/// The tile that holds what is below `node`, and the hash of the node once its hashes were read.
///
/// The tile's width is 256; a reader that has only the partial tile passes what it has.
/// `None` if the tile is too short for the node.
pub fn node_in<T: AsRef<[Hash]>>(node: Node, read: impl FnOnce(u8, u64) -> Option<T>) -> Option<Hash> {
    let level = (node.level / HEIGHT) as u8;
    let inside = node.level % HEIGHT;
    // The first hash below the node, at the level of the tile's hashes.
    let first = node.index << inside;
    let hashes = read(level, first / WIDTH)?;
    let at = (first % WIDTH) as usize;
    let below = hashes.as_ref().get(at..at + (1 << inside))?;
    Some(below.iter().copied().collect::<Tree>().root())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::naive;
    use crate::proof::{self, ProofError};
    use crate::tiles::tiles_of;
    use crate::tree::MemoryTree;
    use proptest::prelude::*;

    /// What a store would hold.
    #[derive(Default)]
    struct Shelf(BTreeMap<(u8, u64), Vec<Hash>>);

    impl Shelf {
        fn put(&mut self, tiles: Vec<(Tile, Vec<Hash>)>) {
            for (tile, hashes) in tiles {
                let TileKind::Hashes(level) = tile.kind else {
                    panic!("{tile}")
                };
                assert_eq!(usize::from(tile.width), hashes.len());
                self.0.insert((level, tile.index), hashes);
            }
        }

        fn node(&self, node: Node) -> Result<Hash, ProofError> {
            node_in(node, |level, index| self.0.get(&(level, index)).cloned()).ok_or(ProofError::Beyond)
        }

        fn resume(&self, size: u64) -> Growing {
            Growing::resume::<ResumeError>(size, |tile| {
                let TileKind::Hashes(level) = tile.kind else {
                    panic!("{tile}")
                };
                Ok(self.0[&(level, tile.index)].clone())
            })
            .unwrap()
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn stored_tiles_prove_what_a_tree_in_memory_does(batches in prop::collection::vec(0usize..700, 1..6), at in any::<prop::sample::Index>()) {
            let total: usize = batches.iter().sum();
            let leaves = naive::numbered(total);
            let memory: MemoryTree = leaves.iter().copied().collect();
            let (mut log, mut shelf, mut done) = (Growing::new(), Shelf::default(), 0);
            for batch in batches {
                let old = log.size();
                for leaf in &leaves[done..done + batch] {
                    log.push(*leaf);
                }
                done += batch;
                let tiles = log.take_tiles();
                let gained: Vec<Tile> = tiles_of(old, log.size());
                let written: Vec<Tile> = tiles.iter().map(|(tile, _)| *tile).collect();
                prop_assert!(gained.iter().all(|tile| written.contains(tile)));
                shelf.put(tiles);
                log = shelf.resume(log.size());
                prop_assert_eq!(log.root(), memory.root_at(done as u64).unwrap());
            }
            if total > 0 {
                let (size, old) = (total as u64, at.index(total) as u64);
                let node = |node| shelf.node(node);
                prop_assert_eq!(proof::root::<ProofError>(old, node), memory.root_at(old));
                prop_assert_eq!(proof::inclusion(old, size, node), memory.inclusion(old, size));
                prop_assert_eq!(proof::consistency(old, size, node), memory.consistency(old, size));
            }
        }
    }

    #[test]
    fn large_logs_have_tiles_of_higher_levels() {
        let (mut log, mut shelf) = (Growing::new(), Shelf::default());
        let leaves = naive::numbered(66_000);
        for leaf in &leaves {
            log.push(*leaf);
        }
        shelf.put(log.take_tiles());
        assert_eq!(shelf.0.len(), tiles_of(0, 66_000).len());
        assert_eq!(shelf.0[&(2, 0)].len(), 1);
        assert_eq!(shelf.resume(66_000), log);
        let memory: MemoryTree = leaves.iter().copied().collect();
        let node = |node| shelf.node(node);
        assert_eq!(proof::inclusion(65_999, 66_000, node), memory.inclusion(65_999, 66_000));
        assert_eq!(proof::consistency(300, 66_000, node), memory.consistency(300, 66_000));
    }

    #[test]
    fn open_tiles_that_do_not_fit_are_refused() {
        let got = Growing::resume::<ResumeError>(3, |_| Ok(vec![Hash::EMPTY; 2]));
        assert_eq!(
            got.unwrap_err().to_string(),
            "the open tile of level 0 has 2 hashes, and 3 are needed for a log of 3"
        );
        assert_eq!(node_in(Node { level: 1, index: 0 }, |_, _| Some([Hash::EMPTY])), None);
    }
}
