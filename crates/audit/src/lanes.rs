//! SHA-256 of four messages at once, in the vectors of WebAssembly: each of their four lanes is one message.
//!
//! Every browser that can show the app has these vectors (Chrome 91, Firefox 89, Safari 16.4). Only the program of the worker
//! is made with them; what the app itself hashes is a message at a time.

use crate::sha::{Block, LANES};
use core::arch::wasm32::{
    i8x16_shuffle, i32x4_shuffle, i64x2_shuffle, u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_splat,
    u64x2, v128, v128_and, v128_or, v128_xor,
};

/// The constants of the rounds.
#[rustfmt::skip]
const ROUNDS: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

macro_rules! rotated {
    ($word:expr, $bits:literal) => {
        v128_or(u32x4_shr($word, $bits), u32x4_shl($word, 32 - $bits))
    };
}

macro_rules! xor {
    ($a:expr, $b:expr, $c:expr) => {
        v128_xor(v128_xor($a, $b), $c)
    };
}

/// The states after messages of the same number of blocks, from the state `start`.
#[target_feature(enable = "simd128")]
pub(crate) fn digests(start: &[u32; 8], messages: [&[Block]; LANES]) -> [[u32; 8]; LANES] {
    let mut state = start.map(|word| u32x4_splat(word));
    let [a, b, c, d] = messages;
    for (((a, b), c), d) in a.iter().zip(b).zip(c).zip(d) {
        compress(&mut state, words([a, b, c, d]));
    }
    let mut states = [[0; 8]; LANES];
    for (at, word) in state.into_iter().enumerate() {
        states[0][at] = u32x4_extract_lane::<0>(word);
        states[1][at] = u32x4_extract_lane::<1>(word);
        states[2][at] = u32x4_extract_lane::<2>(word);
        states[3][at] = u32x4_extract_lane::<3>(word);
    }
    states
}

/// The sixteen words of each block; what stood one after another in a block stands one in a vector then.
#[target_feature(enable = "simd128")]
fn words(blocks: [&Block; LANES]) -> [v128; 16] {
    let mut words = [u32x4_splat(0); 16];
    for (at, four) in words.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let [a, b, c, d] = blocks.map(|block| four_words(block, at));
        let (ab, cd) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<0, 4, 1, 5>(c, d));
        four[0] = i64x2_shuffle::<0, 2>(ab, cd);
        four[1] = i64x2_shuffle::<1, 3>(ab, cd);
        let (ab, cd) = (i32x4_shuffle::<2, 6, 3, 7>(a, b), i32x4_shuffle::<2, 6, 3, 7>(c, d));
        four[2] = i64x2_shuffle::<0, 2>(ab, cd);
        four[3] = i64x2_shuffle::<1, 3>(ab, cd);
    }
    words
}

/// Four words of a block, which are big-endian there.
#[target_feature(enable = "simd128")]
fn four_words(block: &Block, at: usize) -> v128 {
    let halves = block.as_chunks::<8>().0;
    let octets = u64x2(
        u64::from_le_bytes(halves[2 * at]),
        u64::from_le_bytes(halves[2 * at + 1]),
    );
    i8x16_shuffle::<3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12>(octets, octets)
}

// The names of the standard.
#[allow(clippy::many_single_char_names)]
#[target_feature(enable = "simd128")]
fn compress(state: &mut [v128; 8], mut w: [v128; 16]) {
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    // Where the second and the third differ: of the round before, where the first and the second did.
    let mut differ = v128_xor(b, c);
    macro_rules! expand {
        ($i:literal) => {
            let (x, y) = (w[($i + 1) & 15], w[($i + 14) & 15]);
            let s0 = xor!(rotated!(x, 7), rotated!(x, 18), u32x4_shr(x, 3));
            let s1 = xor!(rotated!(y, 17), rotated!(y, 19), u32x4_shr(y, 10));
            w[$i] = u32x4_add(u32x4_add(w[$i], s0), u32x4_add(w[($i + 9) & 15], s1));
        };
    }
    macro_rules! round {
        ($from:expr, $i:literal) => {
            let s1 = xor!(rotated!(e, 6), rotated!(e, 11), rotated!(e, 25));
            let chosen = v128_xor(g, v128_and(e, v128_xor(f, g)));
            let known = u32x4_add(w[$i], u32x4_splat(ROUNDS[$from + $i]));
            let t1 = u32x4_add(u32x4_add(u32x4_add(h, known), chosen), s1);
            let s0 = xor!(rotated!(a, 2), rotated!(a, 13), rotated!(a, 22));
            let differs = v128_xor(a, b);
            let majority = v128_xor(b, v128_and(differs, differ));
            differ = differs;
            h = g;
            g = f;
            f = e;
            e = u32x4_add(d, t1);
            d = c;
            c = b;
            b = a;
            a = u32x4_add(t1, u32x4_add(s0, majority));
        };
    }
    // Written out sixteen by sixteen, so that the words and the state stay where they are.
    macro_rules! rounds {
        ($($i:literal)*) => {
            $(round!(0, $i);)*
            for from in [16, 32, 48] {
                $(
                    expand!($i);
                    round!(from, $i);
                )*
            }
        };
    }
    rounds!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
    for (word, more) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = u32x4_add(*word, more);
    }
}
