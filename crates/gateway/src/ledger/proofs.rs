//! Proofs of the signed log, from its tiles.

use std::collections::{BTreeSet, HashMap};

use audit::tiles::{HEIGHT, WIDTH, node_in};
use audit::{Hash, Node, ProofError};
use store::Store;

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

/// Asks twice: first for which nodes are needed, then, with their tiles read, for the proof.
async fn prove(
    store: &dyn Store,
    ask: impl Fn(&mut dyn FnMut(Node) -> Result<Hash, ProofError>) -> Result<Vec<Hash>, ProofError>,
) -> Result<Vec<Hash>, ProofFault> {
    let mut wanted = BTreeSet::new();
    ask(&mut |node: Node| {
        let first = node.index << (node.level % HEIGHT);
        wanted.insert(((node.level / HEIGHT) as u8, first / WIDTH));
        Ok(Hash::EMPTY)
    })?;
    let mut tiles = HashMap::new();
    for (level, index) in wanted {
        if let Some(hashes) = store.tile(level, index).await? {
            tiles.insert((level, index), hashes);
        }
    }
    let proof =
        ask(&mut |node| node_in(node, |level, index| tiles.get(&(level, index)).cloned()).ok_or(ProofError::Beyond))?;
    Ok(proof)
}
