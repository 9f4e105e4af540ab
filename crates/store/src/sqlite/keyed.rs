//! Hashes under a key that is kept apart from the database.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// HMAC-SHA-256 of the parts one after another.
pub(super) fn hash(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key of any length will do.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes every key")
    };
    let mac = parts.iter().fold(mac, hmac::Mac::chain_update);
    mac.finalize().into_bytes().into()
}
