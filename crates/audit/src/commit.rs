//! Salted commitments: to the entries of a roll, to words, to numbers that opted out.
//!
//! A commitment hides the entry as long as the salt is secret, and binds to it for ever: whoever holds entry and salt can
//! show that this very entry was on the roll. Deleting salt and entry (erasure) leaves a hash that nobody can connect to a
//! person, and every proof over the tree still holds.

use crate::hash::{Hash, digest};
use std::fmt;

/// Tells these hashes from any other use of SHA-256. Ends in a zero octet, and the salt has a fixed length, so no two
/// inputs run into each other.
const DOMAIN: &[u8] = b"rollcall/roll-entry/v1\0";

/// 32 octets from a secure random source, one salt an entry, never used twice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// From 32 random octets, which the caller draws.
    pub const fn new(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// Its octets, for storing.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(secret)")
    }
}

/// SHA-256(`"rollcall/roll-entry/v1\0"` ‖ salt ‖ entry). The 32 octets are the leaf of the entry in its run's tree.
pub fn commit(salt: &Salt, entry: &[u8]) -> Hash {
    digest(&message(salt, entry))
}

/// What [`commit`] hashes.
pub(crate) fn message<'a>(salt: &'a Salt, entry: &'a [u8]) -> [&'a [u8]; 3] {
    [DOMAIN, &salt.0, entry]
}

/// SHA-256(`"rollcall/words/v1\0"` ‖ salt ‖ words): what a leaf holds of words that a person typed. The words and their salt are kept
/// beside the log; once both are deleted, nobody can tell what was said, not even by guessing.
pub fn words(salt: &Salt, words: &str) -> Hash {
    digest(&[b"rollcall/words/v1\0", &salt.0, words.as_bytes()])
}

/// SHA-256(`"rollcall/opt-out/v1\0"` ‖ salt ‖ since ‖ number ‖ purpose): what the log holds of a number that opted out and belongs to
/// nobody. `number` is its keyed hash, `since` UTC milliseconds, `purpose` a code.
pub fn opt_out(salt: &Salt, number: &[u8; 32], purpose: &str, since: i64) -> Hash {
    let domain = b"rollcall/opt-out/v1\0";
    digest(&[domain, &salt.0, &since.to_be_bytes(), number, purpose.as_bytes()])
}

/// SHA-256(`"rollcall/erased-numbers/v1\0"` ‖ salt ‖ for each row, in order: u32 length ‖ number ‖ u32 length ‖ purpose): what the log
/// holds of the numbers of erased customers. Numbers are their keyed hashes; a row with a purpose, a code, says what a number withdrew.
pub fn erased_numbers(salt: &Salt, rows: &[(&[u8], &str)]) -> Hash {
    let mut whole = Vec::with_capacity(rows.len() * 48);
    for (number, purpose) in rows {
        for part in [number, purpose.as_bytes()] {
            // What is longer than that SQLite does not hold.
            whole.extend((part.len() as u32).to_be_bytes());
            whole.extend(part);
        }
    }
    digest(&[b"rollcall/erased-numbers/v1\0", &salt.0, &whole])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_layout_is_the_documented_one() {
        let mut whole = DOMAIN.to_vec();
        whole.extend([7; 32]);
        whole.extend(b"entry");
        let want: [u8; 32] = Sha256::digest(&whole).into();
        assert_eq!(commit(&Salt::new([7; 32]), b"entry"), Hash::new(want));
    }

    #[test]
    fn words_are_bound_by_their_salt() {
        let mut whole = b"rollcall/words/v1\0".to_vec();
        whole.extend([7; 32]);
        whole.extend("客户要求".as_bytes());
        let want: [u8; 32] = Sha256::digest(&whole).into();
        let salt = Salt::new([7; 32]);
        assert_eq!(words(&salt, "客户要求"), Hash::new(want));
        assert_ne!(words(&Salt::new([8; 32]), "客户要求"), words(&salt, "客户要求"));
        assert_ne!(words(&salt, "entry"), commit(&salt, b"entry"));
    }

    #[test]
    fn an_opt_out_is_bound_by_all_that_is_kept_of_it() {
        let mut whole = b"rollcall/opt-out/v1\0".to_vec();
        whole.extend([7; 32]);
        whole.extend(5_i64.to_be_bytes());
        whole.extend([9; 32]);
        whole.extend(b"care");
        let want: [u8; 32] = Sha256::digest(&whole).into();
        let (salt, number) = (Salt::new([7; 32]), [9; 32]);
        let kept = opt_out(&salt, &number, "care", 5);
        assert_eq!(kept, Hash::new(want));
        for other in [
            opt_out(&Salt::new([8; 32]), &number, "care", 5),
            opt_out(&salt, &[8; 32], "care", 5),
            opt_out(&salt, &number, "service", 5),
            opt_out(&salt, &number, "care", 6),
        ] {
            assert_ne!(other, kept);
        }
    }

    #[test]
    fn salt_and_entry_both_count_and_the_salt_is_not_shown() {
        let here = commit(&Salt::new([1; 32]), b"a");
        assert_ne!(here, commit(&Salt::new([2; 32]), b"a"));
        assert_ne!(here, commit(&Salt::new([1; 32]), b"b"));
        assert_ne!(here, leaf_hash(b"a"));
        assert_eq!(format!("{:?}", Salt::new([1; 32])), "Salt(secret)");
    }

    #[test]
    fn a_list_is_bound_row_by_row() {
        let salt = Salt::new([7; 32]);
        let rows: [(&[u8], &str); 2] = [(&[1; 32], ""), (&[1; 32], "care")];
        let mut whole = b"rollcall/erased-numbers/v1\0".to_vec();
        whole.extend([7; 32]);
        for purpose in ["", "care"] {
            whole.extend([0, 0, 0, 32]);
            whole.extend([1; 32]);
            whole.extend([0, 0, 0, purpose.len() as u8]);
            whole.extend(purpose.as_bytes());
        }
        let want: [u8; 32] = Sha256::digest(&whole).into();
        let kept = erased_numbers(&salt, &rows);
        assert_eq!(kept, Hash::new(want));
        for other in [
            erased_numbers(&Salt::new([8; 32]), &rows),
            erased_numbers(&salt, &rows[..1]),
            erased_numbers(&salt, &rows[1..]),
            erased_numbers(&salt, &[]),
            erased_numbers(&salt, &[(&[2; 32], ""), rows[1]]),
            erased_numbers(&salt, &[rows[0], (&[1; 32], "service")]),
        ] {
            assert_ne!(kept, other);
        }
    }
}
