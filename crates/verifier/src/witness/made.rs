//! Logs and checkpoints that the tests make.
#![allow(clippy::unwrap_used)]

use super::{Kept, Seen};
use audit::signed::{Checkpoint, KeyName, SignerKey};
use audit::{Hash, MemoryTree, leaf_hash};

pub fn signer(seed: u8) -> SignerKey {
    SignerKey::from_seed(KeyName::parse("firm/log").unwrap(), [seed; 32])
}

pub fn leaves(count: u64, tag: u8) -> Vec<Hash> {
    (0..count)
        .map(|n| leaf_hash(&[&n.to_be_bytes()[..], &[tag]].concat()))
        .collect()
}

pub fn tree(leaves: &[Hash]) -> MemoryTree {
    leaves.iter().copied().collect()
}

pub fn note(tree: &MemoryTree, size: u64, keys: &[&SignerKey]) -> String {
    let checkpoint = Checkpoint::new("firm/log", size, tree.root_at(size).unwrap()).unwrap();
    checkpoint.sign(keys).unwrap().to_string()
}

pub fn proof(tree: &MemoryTree, from: u64, to: u64) -> Vec<String> {
    tree.consistency(from, to)
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect()
}

pub fn begun(tree: &MemoryTree, size: u64) -> Seen {
    let key = signer(1);
    let kept = Kept::default().begin(&note(tree, size, &[&key]), &[key.verifier().to_string()], 10);
    kept.unwrap().seen.unwrap()
}
