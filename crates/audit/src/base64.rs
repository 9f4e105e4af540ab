//! Base 64 as RFC 4648 §4 has it: with padding, and one text only for the same octets.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The text of `octets`.
pub(crate) fn encode(octets: &[u8]) -> String {
    STANDARD.encode(octets)
}

/// The octets of `text`; `None` unless it is the one text of some octets.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// What each character stands for at each place among four, where it goes in their three octets; others have a bit above these.
static DIGITS: [[u32; 256]; 4] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut digits = [[NONE; 256]; 4];
    let mut at = 0;
    while at < alphabet.len() {
        let character = alphabet[at] as usize;
        let mut place = 0;
        while place < 4 {
            digits[place][character] = (at as u32) << (18 - 6 * place);
            place += 1;
        }
        at += 1;
    }
    digits
};
const NONE: u32 = 1 << 24;

/// The 32 octets of a text of 44 characters. A pack has four such texts an entry, and at one fixed length this is several times as fast as
/// the library, which takes any.
pub(crate) fn decode_32(text: &[u8]) -> Option<[u8; 32]> {
    let mut text: [u8; 44] = text.try_into().ok()?;
    // The last character fills up, and the two bits before it belong to no octet.
    if text[43] != b'=' || DIGITS[3][usize::from(text[42])] & 3 != 0 {
        return None;
    }
    text[43] = b'A';
    let mut octets = [0; 33];
    let mut all = 0;
    for (three, four) in octets.as_chunks_mut::<3>().0.iter_mut().zip(text.as_chunks::<4>().0) {
        let [a, b, c, d] = four.map(usize::from);
        let word = DIGITS[0][a] | DIGITS[1][b] | DIGITS[2][c] | DIGITS[3][d];
        all |= word;
        let [_, first, second, third] = word.to_be_bytes();
        *three = [first, second, third];
    }
    (all & NONE == 0).then(|| octets.first_chunk().copied())?
}

/// Appends the text of 32 octets: 44 characters.
pub(crate) fn push_32(out: &mut Vec<u8>, octets: &[u8; 32]) {
    let mut room = [0; 44];
    // 32 octets have 44 characters, so there is room.
    let written = STANDARD.encode_slice(octets, &mut room).unwrap_or_default();
    out.extend_from_slice(&room[..written]);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_text_for_the_same_octets() {
        let text = encode(&[0xFF; 32]);
        assert_eq!(decode_32(text.as_bytes()), Some([0xFF; 32]));
        let mut pushed = Vec::new();
        push_32(&mut pushed, &[0xFF; 32]);
        assert_eq!(pushed, text.as_bytes());
        // The last character before the padding carries two bits that must be zero.
        let loose = text.replace("8=", "9=");
        assert_ne!(loose, text);
        assert_eq!(decode_32(loose.as_bytes()), None);
        for bad in ["", "AAAA", text.trim_end_matches('='), &format!("{text}\n")] {
            assert_eq!(decode_32(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(decode_32(encode(&[0; 33]).as_bytes()), None);
    }

    proptest! {
        #[test]
        fn the_fixed_length_is_read_as_the_library_reads_it(octets in any::<[u8; 32]>(), at in 0..44_usize, other in any::<u8>()) {
            let mut text = encode(&octets).into_bytes();
            prop_assert_eq!(decode_32(&text), Some(octets));
            text[at] = other;
            let library = STANDARD.decode(&text).ok().and_then(|octets| octets.try_into().ok());
            prop_assert_eq!(decode_32(&text), library);
        }
    }
}
