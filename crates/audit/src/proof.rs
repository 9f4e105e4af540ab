//! Making inclusion and consistency proofs, as RFC 6962 §2.1.1 and §2.1.2 define them.
//!
//! Making a proof needs the hashes of complete subtrees, which the caller reads from where it keeps them; any tree of the
//! log's past can be proved from the same hashes, for complete subtrees never change.

use crate::hash::{Hash, node_hash};
use crate::tree::Node;

/// Why there is no proof, or a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf or the size lies beyond the tree.
    #[error("the tree is not that large")]
    Beyond,
    /// The proof has more or fewer hashes than trees of these sizes need.
    #[error("the proof has the wrong number of hashes")]
    Length,
    /// The hashes lead to another root: leaf, place, proof or root is not the true one.
    #[error("the proof leads to another root")]
    Root,
}

/// The root of the first `size` leaves; `read` answers for complete subtrees within them.
///
/// # Errors
/// Those of `read`.
pub fn root<E>(size: u64, mut read: impl FnMut(Node) -> Result<Hash, E>) -> Result<Hash, E> {
    if size == 0 {
        return Ok(Hash::EMPTY);
    }
    span(0, size, &mut read)
}

/// The proof that the leaf `index` is in the tree of `size` leaves, lowest hash first.
///
/// # Errors
/// [`ProofError::Beyond`] if there is no such leaf, and those of `read`.
pub fn inclusion<E: From<ProofError>>(
    index: u64,
    size: u64,
    mut read: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if index >= size {
        return Err(ProofError::Beyond.into());
    }
    let mut spans = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            spans.push((middle, end));
            end = middle;
        } else {
            spans.push((start, middle));
            start = middle;
        }
    }
    read_spans(spans, &mut read)
}

/// The proof that the tree of `new` leaves begins with the tree of `old` leaves. Empty where `old` is 0 or equals `new`.
///
/// # Errors
/// [`ProofError::Beyond`] if `old` is more than `new`, and those of `read`.
pub fn consistency<E: From<ProofError>>(
    old: u64,
    new: u64,
    mut read: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if old > new {
        return Err(ProofError::Beyond.into());
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let mut spans = Vec::new();
    let (mut start, mut end) = (0, new);
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            spans.push((middle, end));
            end = middle;
        } else {
            spans.push((start, middle));
            start = middle;
        }
    }
    // A subtree that is the whole old tree is known to the checker as the old root.
    if start != 0 {
        spans.push((start, end));
    }
    read_spans(spans, &mut read)
}

/// The largest power of two below `n`, which is at least 2.
pub(crate) const fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

fn read_spans<E>(spans: Vec<(u64, u64)>, read: &mut impl FnMut(Node) -> Result<Hash, E>) -> Result<Vec<Hash>, E> {
    spans
        .into_iter()
        .rev()
        .map(|(start, end)| span(start, end, read))
        .collect()
}

/// The hash over the leaves from `start` to before `end`, a span that the definition makes: its complete subtrees are
/// read, the rest is hashed together.
fn span<E>(start: u64, end: u64, read: &mut impl FnMut(Node) -> Result<Hash, E>) -> Result<Hash, E> {
    let count = end - start;
    if count.is_power_of_two() {
        let level = count.trailing_zeros();
        return read(Node {
            level,
            index: start >> level,
        });
    }
    let middle = start + split(count);
    let left = span(start, middle, read)?;
    let right = span(middle, end, read)?;
    Ok(node_hash(&left, &right))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::hash::leaf_hash;
    use crate::naive;
    use crate::tree::MemoryTree;
    use crate::verify::{verify_consistency, verify_inclusion};

    fn known() -> MemoryTree {
        naive::leaves().iter().map(|leaf| leaf_hash(leaf)).collect()
    }

    fn check(got: Vec<Hash>, want: &[&str]) {
        let want: Vec<Hash> = want.iter().map(|hash| hash.parse().unwrap()).collect();
        assert_eq!(got, want);
    }

    const A: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    const B: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    const C: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    const D: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    const E: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    const F: &str = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    const G: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

    #[test]
    fn the_known_inclusion_proofs() {
        let tree = known();
        check(tree.inclusion(0, 1).unwrap(), &[]);
        check(tree.inclusion(0, 8).unwrap(), &[A, B, C]);
        check(tree.inclusion(5, 8).unwrap(), &[D, E, F]);
    }

    #[test]
    fn the_known_consistency_proofs() {
        let tree = known();
        check(tree.consistency(1, 1).unwrap(), &[]);
        check(tree.consistency(1, 8).unwrap(), &[A, B, C]);
        check(tree.consistency(6, 8).unwrap(), &[G, E, F]);
        check(tree.consistency(2, 5).unwrap(), &[B, D]);
    }

    #[test]
    fn every_proof_of_small_trees_holds_and_is_the_defined_one() {
        let leaves = naive::numbered(33);
        let tree: MemoryTree = leaves.iter().copied().collect();
        for size in 0..=33 {
            let root = naive::root(&leaves[..size]);
            for m in 0..size {
                let proof = tree.inclusion(m as u64, size as u64).unwrap();
                assert_eq!(proof, naive::path(m, &leaves[..size]));
                verify_inclusion(&leaves[m], m as u64, size as u64, &proof, &root).unwrap();
            }
            for m in 0..=size {
                let proof = tree.consistency(m as u64, size as u64).unwrap();
                if m > 0 {
                    assert_eq!(proof, naive::subproof(m, &leaves[..size], true));
                }
                let old = naive::root(&leaves[..m]);
                verify_consistency(m as u64, size as u64, &old, &root, &proof).unwrap();
            }
        }
    }

    #[test]
    fn beyond_the_tree_there_is_no_proof() {
        let tree = known();
        assert_eq!(tree.inclusion(8, 8), Err(ProofError::Beyond));
        assert_eq!(tree.inclusion(0, 9), Err(ProofError::Beyond));
        assert_eq!(tree.consistency(3, 2), Err(ProofError::Beyond));
        assert_eq!(tree.consistency(3, 9), Err(ProofError::Beyond));
    }
}
