//! Hashes under a key that is kept apart from the database.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// HMAC-SHA-256 under the key, before anything is hashed.
pub(super) fn under(key: &[u8; 32]) -> Hmac<Sha256> {
    // A key of any length will do.
    Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes every key"))
}

/// HMAC-SHA-256 of the parts one after another.
pub(super) fn hash(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mac = parts.iter().fold(under(key), hmac::Mac::chain_update);
    mac.finalize().into_bytes().into()
}
