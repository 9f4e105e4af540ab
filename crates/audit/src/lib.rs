//! Canonical leaves of the audit log and their Merkle tree.
