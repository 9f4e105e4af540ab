//! Checking inclusion and consistency proofs, by the algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2.

use crate::hash::{Hash, node_hash};
use crate::proof::ProofError;

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::hash::leaf_hash;
    use crate::naive;
    use crate::tree::MemoryTree;
    use proptest::prelude::*;

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        let root = leaf_hash(b"");
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
