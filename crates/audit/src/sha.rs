//! SHA-256 (FIPS 180-4) over many short messages: all that is hashed here is.
//!
//! The compression function is the library's, which uses what the processor has. In the browser there is nothing but plain arithmetic;
//! there four messages of the same number of blocks go through at once, one in each lane of a vector.

use crate::hash::Hash;
#[cfg(target_arch = "wasm32")]
use crate::lanes;
use sha2::compress256;
use sha2::digest::generic_array::GenericArray;

/// Messages that go together.
pub(crate) const LANES: usize = 4;
/// Octets of a block.
const BLOCK: usize = 64;
/// Messages of more blocks are hashed alone: they are rare, and seldom of one length.
const LONGEST: usize = 8;
/// The state before the first block.
const START: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

pub(crate) type Block = [u8; BLOCK];

/// SHA-256 of the pieces one after another.
pub(crate) fn digest(pieces: &[&[u8]]) -> Hash {
    let mut room = [0; 4 * BLOCK];
    let length: usize = pieces.iter().map(|piece| piece.len()).sum();
    let blocks = blocks_of(length);
    let Some(padded) = room.get_mut(..blocks * BLOCK) else {
        let mut long = Vec::new();
        append(&mut long, pieces);
        return alone(&long);
    };
    let mut at = 0;
    for piece in pieces {
        padded[at..at + piece.len()].copy_from_slice(piece);
        at += piece.len();
    }
    finish(padded, length);
    alone(padded.as_chunks().0)
}

/// Messages to be hashed together. Their memory is used again.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    /// Each with its padding.
    padded: Vec<Block>,
    /// Behind the last block of each.
    ends: Vec<usize>,
}

impl Messages {
    /// Adds the message of these pieces one after another.
    pub fn push(&mut self, pieces: &[&[u8]]) {
        append(&mut self.padded, pieces);
        self.ends.push(self.padded.len());
    }

    /// Adds the message of an inner node: 0x01, left and right. Half of what is hashed is of this one length, and what is written at
    /// fixed places needs no copying about.
    pub fn push_node(&mut self, left: &[u8; 32], right: &[u8; 32]) {
        const LENGTH: usize = 1 + 2 * 32;
        let mut blocks = [[0; BLOCK]; 2];
        let padded = blocks.as_flattened_mut();
        padded[0] = 1;
        padded[1..33].copy_from_slice(left);
        padded[33..LENGTH].copy_from_slice(right);
        finish(padded, LENGTH);
        self.padded.extend_from_slice(&blocks);
        self.ends.push(self.padded.len());
    }

    /// The hashes of the messages in their order. The messages are gone then.
    pub fn digests(&mut self) -> Vec<Hash> {
        let blocks = &self.padded;
        let mut hashes = vec![Hash::EMPTY; self.ends.len()];
        // By the number of blocks: who waits for others of the same.
        let mut waiting: [Vec<(usize, &[Block])>; LONGEST] = Default::default();
        let mut from = 0;
        for (at, end) in self.ends.iter().enumerate() {
            let message = &blocks[from..*end];
            from = *end;
            let Some(alike) = waiting.get_mut(message.len() - 1) else {
                hashes[at] = alone(message);
                continue;
            };
            alike.push((at, message));
            if let [a, b, c, d] = alike[..] {
                let four = together([a.1, b.1, c.1, d.1]);
                for ((at, _), hash) in alike.drain(..).zip(four) {
                    hashes[at] = hash;
                }
            }
        }
        for (at, message) in waiting.into_iter().flatten() {
            hashes[at] = alone(message);
        }
        self.padded.clear();
        self.ends.clear();
        hashes
    }
}

/// The message, a one bit, zeroes, and its length in bits: at least nine octets more, and whole blocks.
const fn blocks_of(length: usize) -> usize {
    (length + 9).div_ceil(BLOCK)
}

fn append(padded: &mut Vec<Block>, pieces: &[&[u8]]) {
    let length: usize = pieces.iter().map(|piece| piece.len()).sum();
    let from = padded.len();
    padded.resize(from + blocks_of(length), [0; BLOCK]);
    let message = padded[from..].as_flattened_mut();
    let mut at = 0;
    for piece in pieces {
        message[at..at + piece.len()].copy_from_slice(piece);
        at += piece.len();
    }
    finish(message, length);
}

/// Writes what stands behind a message of `length` octets in its last block, which is zero there.
fn finish(padded: &mut [u8], length: usize) {
    padded[length] = 0x80;
    let bits = padded.len() - 8;
    padded[bits..].copy_from_slice(&(length as u64 * 8).to_be_bytes());
}

fn alone(message: &[Block]) -> Hash {
    let mut state = START;
    for block in message {
        compress(&mut state, block);
    }
    hash(state)
}

fn compress(state: &mut [u32; 8], block: &Block) {
    compress256(state, std::slice::from_ref(GenericArray::from_slice(block)));
}

#[cfg(not(target_arch = "wasm32"))]
fn together(messages: [&[Block]; LANES]) -> [Hash; LANES] {
    messages.map(alone)
}

#[cfg(target_arch = "wasm32")]
fn together(messages: [&[Block]; LANES]) -> [Hash; LANES] {
    lanes::digests(&START, messages).map(hash)
}

fn hash(state: [u32; 8]) -> Hash {
    let mut octets = [0; 32];
    for (four, word) in octets.as_chunks_mut().0.iter_mut().zip(state) {
        *four = word.to_be_bytes();
    }
    Hash::new(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    fn known(message: &[u8]) -> Hash {
        Hash::new(Sha256::digest(message).into())
    }

    #[test]
    fn every_length_is_hashed_as_the_library_does() {
        let octets: Vec<u8> = (0..700_u32).map(|n| (n * 31 % 251) as u8).collect();
        let mut together = Messages::default();
        for length in 0..octets.len() {
            let message = &octets[..length];
            let (first, second) = message.split_at(length / 3);
            assert_eq!(digest(&[first, &[], second]), known(message), "{length}");
            together.push(&[first, second]);
        }
        let hashes = together.digests();
        assert_eq!(hashes.len(), octets.len());
        for (length, hash) in hashes.into_iter().enumerate() {
            assert_eq!(hash, known(&octets[..length]), "{length}");
        }
        assert!(together.digests().is_empty());
    }

    proptest! {
        #[test]
        fn messages_of_any_lengths_keep_their_order(messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..600), 0..40)) {
            let mut together = Messages::default();
            for message in &messages {
                together.push(&[message]);
            }
            let want: Vec<Hash> = messages.iter().map(|message| known(message)).collect();
            prop_assert_eq!(together.digests(), want);
        }
    }
}
