//! Canonical leaves of the audit log, their Merkle tree and its proofs; rolls, packs, and how they are checked.
//!
//! An [`Event`] has exactly one encoding ([`leaf`]); its leaf hash, the tree over the leaves and the proofs are those of
//! RFC 6962 §2.1 (RFC 9162 §2.1 for the checking algorithms). The entries of a roll go into trees of their own, as
//! salted commitments ([`commit`]), so that erasing a person means deleting a salt.
//!
//! Checkpoints are signed notes ([`signed`]), the log is laid out in tiles ([`tiles`]). A roll is proved by two trees over the same
//! leaves ([`roll`]); packs carry such proofs ([`pack`]), and anybody can check them ([`check`]). `docs/formats.md` describes all
//! of it for those who write a verifier of their own.
//!
//! Pure functions without clock or randomness, reading and writing only what they are given; the browser checks with the
//! same code as the gateway writes with.

mod base64;
pub mod check;
pub mod commit;
pub mod hash;
#[cfg(target_arch = "wasm32")]
mod lanes;
pub mod leaf;
#[cfg(test)]
mod naive;
pub mod pack;
pub mod proof;
pub mod roll;
mod sha;
pub mod signed;
pub mod tiles;
pub mod tree;
pub mod value;
pub mod verify;

pub use commit::{Salt, commit};
pub use hash::{Hash, HashError, leaf_hash, node_hash};
pub use leaf::{Event, Form, LeafError, MAX_LEAF, Party};
pub use proof::{ProofError, consistency, inclusion};
pub use tree::{EdgeError, MemoryTree, Node, Tree};
pub use value::{Details, Value, details_from_json};
pub use verify::{verify_consistency, verify_inclusion};
