//! Proofs of the signed log and of the trees beside it, from their tiles.

use std::collections::{BTreeSet, HashMap};

use audit::tiles::{HEIGHT, WIDTH, node_in};
use audit::{Hash, Node, ProofError};
use futures::future::try_join_all;
use store::Store;
use store::contract::SideTree;

/// Why there is no proof.
#[derive(Debug, thiserror::Error)]
pub enum ProofFault {
    /// Sizes or places beyond the signed log.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// That the event `index` is in the log of `size` events.
///
/// # Errors
/// [`ProofFault`].
pub async fn inclusion(store: &dyn Store, index: u64, size: u64) -> Result<Vec<Hash>, ProofFault> {
    prove(store, |read| audit::inclusion(index, size, read)).await
}

/// That the log of `new` events begins with that of `old` events.
///
/// # Errors
/// [`ProofFault`].
pub async fn consistency(store: &dyn Store, old: u64, new: u64) -> Result<Vec<Hash>, ProofFault> {
    prove(store, |read| audit::consistency(old, new, read)).await
}

/// The roots of the complete subtrees of the first `size` events, from left to right: one for each set bit.
///
/// # Errors
/// [`ProofFault`].
pub async fn edge(store: &dyn Store, size: u64) -> Result<Vec<Hash>, ProofFault> {
    prove(store, |read| {
        let mut start = 0;
        let levels = (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1);
        levels
            .map(|level| {
                let index = start >> level;
                start += 1 << level;
                read(Node { level, index })
            })
            .collect()
    })
    .await
}

/// That the leaf `index` is in a tree of `size` leaves beside the log. Reads the tiles that the proof needs, not the tree.
///
/// # Errors
/// [`ProofFault`].
pub async fn beside(store: &dyn Store, tree: SideTree, index: u64, size: u64) -> Result<Vec<Hash>, ProofFault> {
    Beside::new(tree).inclusion(store, index, size).await
}

/// Proofs of one tree beside the log, one after another: tiles that were read are kept for the next.
pub struct Beside {
    tree: SideTree,
    tiles: HashMap<(u8, u64), Vec<Hash>>,
}

impl Beside {
    /// Tiles that are kept at most: each holds 8 KiB.
    const KEPT: usize = 512;

    /// Of this tree.
    pub fn new(tree: SideTree) -> Beside {
        Beside {
            tree,
            tiles: HashMap::new(),
        }
    }

    /// Which tree.
    pub fn tree(&self) -> SideTree {
        self.tree
    }

    /// That the leaf `index` is in the tree of `size` leaves.
    ///
    /// # Errors
    /// [`ProofFault`].
    pub async fn inclusion(&mut self, store: &dyn Store, index: u64, size: u64) -> Result<Vec<Hash>, ProofFault> {
        let ask = |read: &mut dyn FnMut(Node) -> Result<Hash, ProofError>| audit::inclusion(index, size, read);
        if self.tiles.len() > Self::KEPT {
            self.tiles.clear();
        }
        let missing = wanted(&ask)?
            .into_iter()
            .filter(|place| !self.tiles.contains_key(place));
        let read = missing.map(|(level, index)| {
            let tile = store.side_tile(self.tree, level, index);
            async move { Ok::<_, store::Error>(((level, index), tile.await?)) }
        });
        self.tiles.extend(try_join_all(read.collect::<Vec<_>>()).await?);
        from_tiles(&self.tiles, &ask)
    }
}

/// Asks for the nodes that a proof is made of.
trait Ask: Fn(&mut dyn FnMut(Node) -> Result<Hash, ProofError>) -> Result<Vec<Hash>, ProofError> {}

impl<T> Ask for T where T: Fn(&mut dyn FnMut(Node) -> Result<Hash, ProofError>) -> Result<Vec<Hash>, ProofError> {}

/// Asks twice: first for which nodes are needed, then, with their tiles read, for the proof.
async fn prove(store: &dyn Store, ask: impl Ask) -> Result<Vec<Hash>, ProofFault> {
    let mut tiles = HashMap::new();
    for (level, index) in wanted(&ask)? {
        if let Some(hashes) = store.tile(level, index).await? {
            tiles.insert((level, index), hashes);
        }
    }
    from_tiles(&tiles, &ask)
}

/// The tiles of the nodes that a proof is made of.
fn wanted(ask: &impl Ask) -> Result<BTreeSet<(u8, u64)>, ProofFault> {
    let mut wanted = BTreeSet::new();
    ask(&mut |node: Node| {
        let first = node.index << (node.level % HEIGHT);
        wanted.insert(((node.level / HEIGHT) as u8, first / WIDTH));
        Ok(Hash::EMPTY)
    })?;
    Ok(wanted)
}

fn from_tiles(tiles: &HashMap<(u8, u64), Vec<Hash>>, ask: &impl Ask) -> Result<Vec<Hash>, ProofFault> {
    let tile = |level, index| tiles.get(&(level, index));
    Ok(ask(&mut |node| node_in(node, tile).ok_or(ProofError::Beyond))?)
}
