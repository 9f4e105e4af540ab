//! Secrets of sessions, tokens and links: 32 random bytes in hexadecimal, of which only the SHA-256 is kept.

use sha2::{Digest, Sha256};
use store::contract::SecretHash;

/// What the secret of an API token begins with, so that scanners of leaked secrets can tell it.
pub const TOKEN_PREFIX: &str = "rc_";

/// A new secret.
pub fn fresh() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

/// What is kept of a secret.
pub fn hash(secret: &str) -> SecretHash {
    Sha256::digest(secret.as_bytes()).into()
}
