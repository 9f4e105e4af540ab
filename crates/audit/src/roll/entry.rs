//! The leaves of an entry.
//!
//! ```text
//! entry   = 0x01 run:16 place:u32 customer:16 phone:32 text:32 parts:u16 cost:u64 length:u8 octets(outcome at the freeze)
//! phone   = SHA-256("rollcall/mask/v1\0"  ‖ mask salt  ‖ full ‖ masked phone)
//! full    = SHA-256("rollcall/phone/v1\0" ‖ phone salt ‖ phone)
//! text    = SHA-256("rollcall/text/v1\0"  ‖ text salt  ‖ text as sent)
//!
//! leaf at the freeze = SHA-256("rollcall/roll-entry/v1\0" ‖ entry salt ‖ entry)           32 octets
//! leaf at the close  = leaf at the freeze ‖ octets(outcome at the close)
//! ```
//!
//! Numbers are big-endian, salts have 32 octets, texts are UTF-8; a phone is in E.164, and empty where there is none, as is a
//! text that was not written. The phone is committed to in two steps so that a pack can show it in full, masked, or not at
//! all, and the leaf stays the same.

use crate::commit::{Salt, commit};
use crate::hash::{Hash, digest};
use crate::roll::VERSION;
use crate::roll::outcome::Outcome;

/// An entry as it is frozen; what is personal in it stands behind commitments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The run's UUID.
    pub run: [u8; 16],
    /// Its place on the roll, from 0.
    pub place: u32,
    /// The customer's UUID.
    pub customer: [u8; 16],
    /// [`mask_commitment`].
    pub phone: Hash,
    /// [`text_commitment`].
    pub text: Hash,
    /// Parts of the message, 0 without one.
    pub parts: u16,
    /// Cost in thousandths of a fen, 0 without a message.
    pub cost_millis: u64,
    /// `queued`, or `excluded` with its reason.
    pub froze: Outcome<'a>,
}

impl Entry<'_> {
    /// Appends the one encoding.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.push(VERSION);
        out.extend_from_slice(&self.run);
        out.extend_from_slice(&self.place.to_be_bytes());
        out.extend_from_slice(&self.customer);
        out.extend_from_slice(self.phone.as_bytes());
        out.extend_from_slice(self.text.as_bytes());
        out.extend_from_slice(&self.parts.to_be_bytes());
        out.extend_from_slice(&self.cost_millis.to_be_bytes());
        let froze = self.froze.text().as_bytes();
        // An outcome has 41 octets at most.
        out.push(froze.len() as u8);
        out.extend_from_slice(froze);
    }

    /// The leaf at the freeze. `room` is only there to be used again.
    pub fn leaf(&self, salt: &Salt, room: &mut Vec<u8>) -> Hash {
        room.clear();
        self.encode(room);
        commit(salt, room)
    }
}

/// Commits to a phone in full.
pub fn phone_commitment(salt: &Salt, phone: &str) -> Hash {
    digest(&phone_message(salt, phone))
}

/// What [`phone_commitment`] hashes.
pub(crate) fn phone_message<'a>(salt: &'a Salt, phone: &'a str) -> [&'a [u8]; 3] {
    [b"rollcall/phone/v1\0", salt.as_bytes(), phone.as_bytes()]
}

/// Commits to a masked phone, and to the commitment to the full one.
pub fn mask_commitment(salt: &Salt, full: &Hash, masked: &str) -> Hash {
    digest(&mask_message(salt, full, masked))
}

/// What [`mask_commitment`] hashes.
pub(crate) fn mask_message<'a>(salt: &'a Salt, full: &'a Hash, masked: &'a str) -> [&'a [u8]; 4] {
    [
        b"rollcall/mask/v1\0",
        salt.as_bytes(),
        full.as_bytes(),
        masked.as_bytes(),
    ]
}

/// Commits to the text.
pub fn text_commitment(salt: &Salt, text: &str) -> Hash {
    digest(&text_message(salt, text))
}

/// What [`text_commitment`] hashes.
pub(crate) fn text_message<'a>(salt: &'a Salt, text: &'a str) -> [&'a [u8]; 3] {
    [b"rollcall/text/v1\0", salt.as_bytes(), text.as_bytes()]
}

/// The RFC 6962 hash of the leaf at the freeze.
pub fn freeze_hash(leaf: &Hash) -> Hash {
    digest(&freeze_message(leaf))
}

/// What [`freeze_hash`] hashes.
pub(crate) fn freeze_message(leaf: &Hash) -> [&[u8]; 2] {
    [&[0], leaf.as_bytes()]
}

/// The RFC 6962 hash of the leaf at the close.
pub fn close_leaf(leaf: &Hash, outcome: &Outcome<'_>) -> Hash {
    digest(&close_message(leaf, outcome))
}

/// What [`close_leaf`] hashes.
pub(crate) fn close_message<'a>(leaf: &'a Hash, outcome: &Outcome<'a>) -> [&'a [u8]; 3] {
    [&[0], leaf.as_bytes(), outcome.text().as_bytes()]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::hash::leaf_hash;

    #[test]
    fn the_layout_is_the_documented_one() {
        let entry = Entry {
            run: [1; 16],
            place: 2,
            customer: [3; 16],
            phone: Hash::new([4; 32]),
            text: Hash::new([5; 32]),
            parts: 6,
            cost_millis: 7,
            froze: Outcome::parse("queued").unwrap(),
        };
        let mut room = Vec::new();
        entry.encode(&mut room);
        let want = [
            "01",
            &"01".repeat(16),
            "00000002",
            &"03".repeat(16),
            &"04".repeat(32),
            &"05".repeat(32),
            "0006",
            "0000000000000007",
            "06",
            "717565756564",
        ];
        assert_eq!(hex::encode(&room), want.concat());
        let leaf = entry.leaf(&Salt::new([9; 32]), &mut room);
        assert_eq!(leaf, commit(&Salt::new([9; 32]), &room));
        let delivered = Outcome::parse("delivered").unwrap();
        let close = [&leaf.as_bytes()[..], b"delivered"].concat();
        assert_eq!(close_leaf(&leaf, &delivered), leaf_hash(&close));
        assert_eq!(freeze_hash(&leaf), leaf_hash(leaf.as_bytes()));
        assert_ne!(close_leaf(&leaf, &delivered), freeze_hash(&leaf));
    }
}
