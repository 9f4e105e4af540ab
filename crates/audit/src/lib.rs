//! Canonical leaves of the audit log, their Merkle tree and its proofs.
//!
//! An [`Event`] has exactly one encoding ([`leaf`]); its leaf hash, the tree over the leaves and the proofs are those of
//! RFC 6962 §2.1 (RFC 9162 §2.1 for the checking algorithms). The entries of a roll go into trees of their own, as
//! salted commitments ([`commit`]), so that erasing a person means deleting a salt.
//!
//! Pure functions without clock, randomness or I/O; the browser checks with the same code as the gateway writes with.

pub mod commit;
pub mod hash;
pub mod leaf;
pub mod proof;
pub mod tree;

pub use commit::{Salt, commit};
pub use hash::{Hash, leaf_hash, node_hash};
pub use leaf::{Details, Event, LeafError, MAX_LEAF, Party, Value, details_from_json};
pub use proof::{ProofError, consistency, inclusion, verify_consistency, verify_inclusion};
pub use tree::{MemoryTree, Node, Tree};
