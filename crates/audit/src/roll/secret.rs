//! The one secret of an entry, and the salts that come from it.
//!
//! ```text
//! salt(use) = SHA-256("rollcall/salt/v1\0" ‖ use ‖ secret)      use = 1 entry · 2 phone · 3 mask · 4 text · 5 consent
//! ```
//!
//! Showing one salt opens one commitment and says nothing about the others, for the hash does not run backwards. Deleting
//! the secret closes all that were not shown, for ever: that is how an entry is erased.

use crate::commit::Salt;
use crate::hash::digest;
use std::fmt;

const DOMAIN: &[u8] = b"rollcall/salt/v1\0";

/// 32 octets from a secure random source, one an entry, never used twice. Deleted with the customer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// From 32 random octets, which the caller draws.
    pub const fn new(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// Its octets, for storing.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Hides the entry's leaf.
    pub fn entry_salt(&self) -> Salt {
        self.salt(1)
    }

    /// Hides the phone in full.
    pub fn phone_salt(&self) -> Salt {
        self.salt(2)
    }

    /// Hides the masked phone.
    pub fn mask_salt(&self) -> Salt {
        self.salt(3)
    }

    /// Hides the text.
    pub fn text_salt(&self) -> Salt {
        self.salt(4)
    }

    /// Hides a consent; such a secret belongs to a consent and not to an entry.
    pub fn consent_salt(&self) -> Salt {
        self.salt(5)
    }

    fn salt(&self, what: u8) -> Salt {
        Salt::new(*digest(&[DOMAIN, &[what], &self.0]).as_bytes())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_use_has_a_salt_of_its_own() {
        let secret = Secret::new([7; 32]);
        let salts = [
            secret.entry_salt(),
            secret.phone_salt(),
            secret.mask_salt(),
            secret.text_salt(),
            secret.consent_salt(),
        ];
        for (at, salt) in salts.iter().enumerate() {
            assert!(!salts[at + 1..].contains(salt));
        }
        let want = digest(&[b"rollcall/salt/v1\0\x01", &[7; 32]]);
        assert_eq!(salts[0].as_bytes(), want.as_bytes());
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
