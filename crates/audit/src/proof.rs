//! Inclusion and consistency proofs: made as RFC 6962 §2.1.1 and §2.1.2 define them, checked by the algorithms of
//! RFC 9162 §2.1.3.2 and §2.1.4.2.
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

/// Checks that a leaf is in a tree.
///
/// # Errors
/// [`ProofError`] if it is not, or the proof does not show it.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Beyond);
    }
    let mut walk = Walk::new(index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        hash = if walk.step()? {
            node_hash(sibling, &hash)
        } else {
            node_hash(&hash, sibling)
        };
    }
    walk.end()?;
    same(&hash, root)
}

/// Checks that a tree begins with an older one: nothing in the old one was changed or removed.
///
/// # Errors
/// [`ProofError`] if it does not, or the proof does not show it.
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old_size > new_size {
        return Err(ProofError::Beyond);
    }
    if old_size == 0 || old_size == new_size {
        if !proof.is_empty() {
            return Err(ProofError::Length);
        }
        let want = if old_size == 0 { &Hash::EMPTY } else { new_root };
        return same(old_root, want);
    }
    let mut walk = Walk::new(old_size - 1, new_size - 1);
    walk.skip_right_edges();
    let (first, rest) = if old_size.is_power_of_two() {
        (old_root, proof)
    } else {
        proof.split_first().ok_or(ProofError::Length)?
    };
    let (mut old, mut new) = (*first, *first);
    for sibling in rest {
        if walk.step()? {
            old = node_hash(sibling, &old);
            new = node_hash(sibling, &new);
        } else {
            new = node_hash(&new, sibling);
        }
    }
    walk.end()?;
    same(&old, old_root)?;
    same(&new, new_root)
}

fn same(a: &Hash, b: &Hash) -> Result<(), ProofError> {
    if a == b { Ok(()) } else { Err(ProofError::Root) }
}

/// The walk from a node to the root, beside the last node of the same level: `fn` and `sn` of RFC 9162.
struct Walk {
    here: u64,
    last: u64,
}

impl Walk {
    const fn new(here: u64, last: u64) -> Self {
        Self { here, last }
    }

    fn up(&mut self) {
        self.here >>= 1;
        self.last >>= 1;
    }

    fn skip_right_edges(&mut self) {
        while self.here & 1 == 1 {
            self.up();
        }
    }

    /// Goes up by one hash of the proof; true if that hash stands to the left.
    fn step(&mut self) -> Result<bool, ProofError> {
        if self.last == 0 {
            return Err(ProofError::Length);
        }
        let left = self.here & 1 == 1 || self.here == self.last;
        if left {
            // On the right edge a node without sibling rises unchanged.
            while self.here & 1 == 0 && self.here != 0 {
                self.up();
            }
        }
        self.up();
        Ok(left)
    }

    fn end(&self) -> Result<(), ProofError> {
        if self.last == 0 {
            Ok(())
        } else {
            Err(ProofError::Length)
        }
    }
}

/// The largest power of two below `n`, which is at least 2.
const fn split(n: u64) -> u64 {
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

/// The definitions of RFC 6962 word for word, and the vectors of its reference implementation.
#[cfg(test)]
pub(crate) mod naive {
    #![allow(clippy::unwrap_used)]
    use super::split;
    use crate::hash::{Hash, leaf_hash, node_hash};

    pub fn leaves() -> Vec<Vec<u8>> {
        let leaves = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        leaves.iter().map(|leaf| hex::decode(leaf).unwrap()).collect()
    }

    pub const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    pub fn numbered(count: usize) -> Vec<Hash> {
        (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    pub fn root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::EMPTY,
            [one] => *one,
            many => {
                let (left, right) = many.split_at(split(many.len() as u64) as usize);
                node_hash(&root(left), &root(right))
            }
        }
    }

    pub fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
        if leaves.len() == 1 {
            return Vec::new();
        }
        let k = split(leaves.len() as u64) as usize;
        let (left, right) = leaves.split_at(k);
        let (mut path, other) = if m < k {
            (path(m, left), root(right))
        } else {
            (path(m - k, right), root(left))
        };
        path.push(other);
        path
    }

    pub fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
        if m == leaves.len() {
            return if whole { Vec::new() } else { vec![root(leaves)] };
        }
        let k = split(leaves.len() as u64) as usize;
        let (left, right) = leaves.split_at(k);
        let (mut proof, other) = if m <= k {
            (subproof(m, left, whole), root(right))
        } else {
            (subproof(m - k, right, false), root(left))
        };
        proof.push(other);
        proof
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::hash::leaf_hash;
    use crate::tree::MemoryTree;
    use proptest::prelude::*;

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
        let root = tree.root();
        assert_eq!(verify_inclusion(&root, 0, 0, &[], &root), Err(ProofError::Beyond));
        assert_eq!(verify_consistency(9, 8, &root, &root, &[]), Err(ProofError::Beyond));
        assert_eq!(verify_consistency(0, 8, &root, &root, &[]), Err(ProofError::Root));
        // Sizes near the top of their type neither overflow nor loop.
        assert_eq!(
            verify_inclusion(&root, u64::MAX - 1, u64::MAX, &[root; 3], &root),
            Err(ProofError::Length)
        );
    }

    /// Every way of spoiling a proof by one hash, one bit or one place.
    fn spoilt(proof: &[Hash], at: usize) -> Vec<Vec<Hash>> {
        let mut all = vec![[proof, &[Hash::EMPTY]].concat()];
        if !proof.is_empty() {
            let at = at % proof.len();
            let mut flipped = proof.to_vec();
            let mut octets = *flipped[at].as_bytes();
            octets[at % 32] ^= 1;
            flipped[at] = Hash::new(octets);
            let mut dropped = proof.to_vec();
            dropped.remove(at);
            let mut doubled = proof.to_vec();
            doubled.insert(at, proof[at]);
            all.extend([flipped, dropped, doubled]);
        }
        if proof.len() > 1 {
            let mut swapped = proof.to_vec();
            swapped.swap(0, proof.len() - 1);
            all.push(swapped);
        }
        all
    }

    proptest! {
        #[test]
        fn a_spoilt_proof_does_not_hold(count in 1u64..300, m in any::<u64>(), n in any::<u64>(), at in any::<usize>()) {
            let leaves = naive::numbered(count as usize);
            let tree: MemoryTree = leaves.iter().copied().collect();
            let size = n % count + 1;
            let index = m % size;
            let root = tree.root_at(size).unwrap();
            let leaf = leaves[index as usize];
            let proof = tree.inclusion(index, size).unwrap();
            prop_assert_eq!(verify_inclusion(&leaf, index, size, &proof, &root), Ok(()));
            for bad in spoilt(&proof, at) {
                prop_assert!(verify_inclusion(&leaf, index, size, &bad, &root).is_err());
            }
            prop_assert!(verify_inclusion(&leaf_hash(b"other"), index, size, &proof, &root).is_err());
            for other in 0..size {
                if other != index {
                    prop_assert!(verify_inclusion(&leaf, other, size, &proof, &root).is_err());
                }
            }

            let old = index + 1;
            let old_root = tree.root_at(old).unwrap();
            let proof = tree.consistency(old, size).unwrap();
            prop_assert_eq!(verify_consistency(old, size, &old_root, &root, &proof), Ok(()));
            for bad in spoilt(&proof, at) {
                prop_assert!(verify_consistency(old, size, &old_root, &root, &bad).is_err());
            }
            // A log whose past was rewritten has no proof that fits.
            let mut forged = leaves.clone();
            forged[(at % old as usize).min(index as usize)] = leaf_hash(b"forged");
            let forged: MemoryTree = forged.into_iter().collect();
            let proof = forged.consistency(old, size).unwrap();
            let root = forged.root_at(size).unwrap();
            prop_assert!(verify_consistency(old, size, &old_root, &root, &proof).is_err());
        }
    }
}
