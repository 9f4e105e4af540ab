//! The GSM 7-bit default alphabet with its extension table, and UCS-2 (3GPP TS 23.038 §6.2.1).

use serde::{Deserialize, Serialize};

/// How a text travels over the radio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// GSM 7-bit default alphabet; a unit is a septet, and characters of the extension table take two.
    Gsm7,
    /// UCS-2, in truth UTF-16: a unit is 16 bits, and characters beyond the basic plane take two.
    Ucs2,
}

impl Encoding {
    /// The narrowest encoding that holds the whole text. An empty text is GSM-7.
    pub fn of(text: &str) -> Self {
        if text.chars().all(|ch| gsm7_units(ch).is_some()) {
            Self::Gsm7
        } else {
            Self::Ucs2
        }
    }

    /// Units that one radio message holds when it stands alone: 160 septets or 70 UTF-16 units.
    pub const fn alone(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }
}

/// The default alphabet: position is code. Position `0x1B` is the escape, which is no character of its own.
const BASIC: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å', 'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω',
    'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '\u{1b}', 'Æ', 'æ', 'ß', 'É', ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+',
    ',', '-', '.', '/', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?', '¡', 'A', 'B',
    'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y',
    'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§', '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p',
    'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à',
];

/// The extension table: character and the code that follows the escape.
const EXTENSION: [(char, u8); 10] = [
    ('\u{c}', 0x0A),
    ('^', 0x14),
    ('{', 0x28),
    ('}', 0x29),
    ('\\', 0x2F),
    ('[', 0x3C),
    ('~', 0x3D),
    (']', 0x3E),
    ('|', 0x40),
    ('€', 0x65),
];

/// The code that announces a character of the extension table.
pub const ESCAPE: u8 = 0x1B;

/// Marks a character below U+0100 that GSM-7 lacks.
const ABSENT: u8 = 0xFF;
/// Set in [`LATIN`] on codes that follow the escape.
const ESCAPED: u8 = 0x80;

/// The codes of U+0000–U+00FF, worked out at compile time, so that the common case is one look-up.
const LATIN: [u8; 256] = {
    let mut table = [ABSENT; 256];
    let mut i = 0;
    while i < BASIC.len() {
        let ch = BASIC[i] as usize;
        if ch < 256 && i != ESCAPE as usize {
            table[ch] = i as u8;
        }
        i += 1;
    }
    let mut i = 0;
    while i < EXTENSION.len() {
        let (ch, code) = EXTENSION[i];
        if (ch as usize) < 256 {
            table[ch as usize] = code | ESCAPED;
        }
        i += 1;
    }
    table
};

/// The code of a character, with [`ESCAPED`] set where the escape goes before it.
fn code(ch: char) -> Option<u8> {
    let found = match ch {
        '\0'..='\u{ff}' => LATIN[ch as usize],
        'Δ' => 0x10,
        'Φ' => 0x12,
        'Γ' => 0x13,
        'Λ' => 0x14,
        'Ω' => 0x15,
        'Π' => 0x16,
        'Ψ' => 0x17,
        'Σ' => 0x18,
        'Θ' => 0x19,
        'Ξ' => 0x1A,
        '€' => 0x65 | ESCAPED,
        _ => ABSENT,
    };
    (found != ABSENT).then_some(found)
}

/// Septets that a character takes in GSM-7: 1, 2 for the extension table, `None` where GSM-7 lacks it.
pub fn gsm7_units(ch: char) -> Option<usize> {
    code(ch).map(|code| 1 + usize::from(code >> 7))
}

/// The text as GSM-7 codes, one septet an octet, escapes included; `None` if a character is not in the alphabet.
pub fn to_gsm7(text: &str) -> Option<Vec<u8>> {
    let mut septets = Vec::with_capacity(text.len());
    for ch in text.chars() {
        let code = code(ch)?;
        if code & ESCAPED != 0 {
            septets.push(ESCAPE);
        }
        septets.push(code & !ESCAPED);
    }
    Some(septets)
}

/// Reads GSM-7 codes, one septet an octet. An escape before a code that the extension table lacks shows the basic
/// character, as TS 23.038 asks of receivers; a lone escape at the end is a space; the eighth bit is ignored.
pub fn from_gsm7(septets: &[u8]) -> String {
    let mut text = String::with_capacity(septets.len());
    let mut escaped = false;
    for &septet in septets {
        let septet = septet & 0x7F;
        if septet == ESCAPE {
            if escaped {
                text.push(' ');
            }
            escaped = !escaped;
            continue;
        }
        let extended = EXTENSION.iter().find(|(_, code)| *code == septet);
        text.push(match extended {
            Some((ch, _)) if escaped => *ch,
            _ => BASIC[usize::from(septet)],
        });
        escaped = false;
    }
    if escaped {
        text.push(' ');
    }
    text
}

/// Packs septets into octets as TS 23.038 §6.1.2.1 does, after `fill` zero bits (they align the text behind a header).
pub fn pack(septets: &[u8], fill: u8) -> Vec<u8> {
    let bits = usize::from(fill) + septets.len() * 7;
    let mut octets = vec![0u8; bits.div_ceil(8)];
    for (i, &septet) in septets.iter().enumerate() {
        let at = usize::from(fill) + i * 7;
        let wide = u16::from(septet & 0x7F) << (at % 8);
        octets[at / 8] |= wide as u8;
        if wide > 0xFF {
            octets[at / 8 + 1] |= (wide >> 8) as u8;
        }
    }
    octets
}

/// The text as UCS-2 (UTF-16) octets, high octet first.
pub fn to_ucs2(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// A character that GSM-7 lacks, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Forcing {
    /// The character.
    pub ch: char,
    /// Its byte offset in the text.
    pub at: usize,
    /// Its position in characters (Unicode scalars), from 0.
    pub nth: usize,
}

/// Every character that forces the text into UCS-2, in order; empty for a GSM-7 text.
pub fn forcing(text: &str) -> Vec<Forcing> {
    text.char_indices()
        .enumerate()
        .filter(|(_, (_, ch))| code(*ch).is_none())
        .map(|(nth, (at, ch))| Forcing { ch, at, nth })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_character_of_both_tables_goes_there_and_back() {
        for (i, ch) in BASIC.iter().enumerate() {
            if i == usize::from(ESCAPE) {
                assert_eq!(gsm7_units(*ch), None);
            } else {
                assert_eq!(to_gsm7(&ch.to_string()), Some(vec![i as u8]), "{ch:?}");
                assert_eq!(from_gsm7(&[i as u8]), ch.to_string());
            }
        }
        for (ch, code) in EXTENSION {
            assert_eq!(to_gsm7(&ch.to_string()), Some(vec![ESCAPE, code]), "{ch:?}");
            assert_eq!(from_gsm7(&[ESCAPE, code]), ch.to_string());
        }
        let known = (0..=0x10_FFFF).filter_map(char::from_u32);
        assert_eq!(known.filter(|ch| gsm7_units(*ch).is_some()).count(), 137);
    }

    #[test]
    fn lookalikes_are_not_in_the_alphabet() {
        for ch in "`ç’“”…–\t\u{a0}áíóú中【】，😀".chars() {
            assert_eq!(gsm7_units(ch), None, "{ch:?}");
        }
    }

    #[test]
    fn octets_of_known_texts() {
        let hello = to_gsm7("hellohello").unwrap();
        assert_eq!(pack(&hello, 0), [0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37]);
        assert_eq!(pack(&to_gsm7("a").unwrap(), 1), [0xC2]);
        assert_eq!(to_ucs2("中😀"), [0x4E, 0x2D, 0xD8, 0x3D, 0xDE, 0x00]);
    }

    #[test]
    fn stray_escapes_read_as_the_standard_says() {
        assert_eq!(from_gsm7(&[ESCAPE, 0x41]), "A");
        assert_eq!(from_gsm7(&[0x41, ESCAPE]), "A ");
    }

    #[test]
    fn forcing_says_where() {
        let found = forcing("It’s 5€, 好");
        assert_eq!(
            found,
            [
                Forcing {
                    ch: '’', at: 2, nth: 2
                },
                Forcing {
                    ch: '好',
                    at: 13,
                    nth: 9
                }
            ]
        );
    }

    proptest! {
        #[test]
        fn gsm7_goes_there_and_back(text in "[ -_a-z€{}\\[\\]~^|Δß\n]{0,400}") {
            prop_assert_eq!(from_gsm7(&to_gsm7(&text).unwrap()), text);
        }

        #[test]
        fn forcing_is_empty_exactly_for_gsm7(text in any::<String>()) {
            prop_assert_eq!(forcing(&text).is_empty(), Encoding::of(&text) == Encoding::Gsm7);
            for f in forcing(&text) {
                prop_assert!(text[f.at..].starts_with(f.ch));
                prop_assert_eq!(text.chars().nth(f.nth), Some(f.ch));
            }
        }
    }
}
