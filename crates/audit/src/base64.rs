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

/// The 32 octets of a text of 44 characters.
pub(crate) fn decode_32(text: &[u8]) -> Option<[u8; 32]> {
    // The decoder asks for room by the length of the text, padding included.
    let mut room = [0; 33];
    match STANDARD.decode_slice(text, &mut room) {
        Ok(32) => room[..32].try_into().ok(),
        _ => None,
    }
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
}
