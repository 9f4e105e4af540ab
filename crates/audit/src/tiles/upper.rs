//! The tiles above those of the leaves: what is kept of a tree whose leaves are kept anyway, so that one proof needs few of them.

use crate::hash::Hash;
use crate::tiles::{HEIGHT, WIDTH};
use crate::tree::Node;

/// The hashes of the levels 1 and up of a tree that is told its subtrees by [`crate::Tree::push_with`]: 32 octets for every 256 leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Upper(Vec<Vec<Hash>>);

impl Upper {
    /// No hashes.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Keeps the root of a subtree that became complete, if it is a hash of a tile above the leaves'.
    pub fn complete(&mut self, node: Node, hash: Hash) {
        if node.level == 0 || !node.level.is_multiple_of(HEIGHT) {
            return;
        }
        let at = (node.level / HEIGHT) as usize - 1;
        if self.0.len() <= at {
            self.0.resize_with(at + 1, Vec::new);
        }
        self.0[at].push(hash);
    }

    /// The tiles by level, from 1, and place.
    pub fn tiles(&self) -> impl Iterator<Item = (u8, u64, &[Hash])> {
        (1..).zip(&self.0).flat_map(|(level, hashes)| {
            let tiles = hashes.chunks(WIDTH as usize);
            (0..).zip(tiles).map(move |(index, tile)| (level, index, tile))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naive::numbered;
    use crate::tiles::{Growing, TileKind};
    use crate::tree::Tree;

    #[test]
    fn they_are_the_upper_tiles_of_the_log() {
        for size in [0, 1, 255, 256, 257, 65_535, 65_536, 66_000] {
            let (mut tree, mut upper, mut log) = (Tree::new(), Upper::new(), Growing::new());
            for leaf in numbered(size) {
                tree.push_with(leaf, |node, hash| upper.complete(node, hash));
                log.push(leaf);
            }
            let tiles = log.take_tiles().into_iter();
            let want: Vec<_> = tiles
                .filter_map(|(tile, hashes)| match tile.kind {
                    TileKind::Hashes(level) if level > 0 => Some((level, tile.index, hashes)),
                    _ => None,
                })
                .collect();
            let got: Vec<_> = upper
                .tiles()
                .map(|(level, at, tile)| (level, at, tile.to_vec()))
                .collect();
            assert_eq!(got, want, "{size}");
        }
    }
}
