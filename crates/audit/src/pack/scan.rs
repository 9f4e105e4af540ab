//! Reads a line of one fixed form, octet by octet: quicker than JSON at large, and only the canonical form passes.

use crate::base64;
use crate::hash::Hash;
use std::borrow::Cow;

/// What of a line is still to be read. Every method is `None` where the line is not in form.
pub(crate) struct Scan<'a>(pub &'a [u8]);

impl<'a> Scan<'a> {
    /// Goes past `text` if it comes next.
    pub fn has<const N: usize>(&mut self, text: &[u8; N]) -> bool {
        match self.0.split_first_chunk() {
            Some((first, rest)) if first == text => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Goes past `text`, which must come next.
    pub fn past<const N: usize>(&mut self, text: &[u8; N]) -> Option<()> {
        self.has(text).then_some(())
    }

    /// A number without leading zeroes.
    pub fn number(&mut self) -> Option<u64> {
        let length = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(length);
        if length == 0 || length > 1 && digits[0] == b'0' {
            return None;
        }
        self.0 = rest;
        digits.iter().try_fold(0_u64, |number, digit| {
            number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
        })
    }

    /// A text in quotes that needs no escapes: visible ASCII without quote and backslash.
    pub fn plain(&mut self) -> Option<&'a str> {
        self.past(b"\"")?;
        let length = self.0.iter().position(|b| *b == b'"')?;
        let (text, rest) = self.0.split_at(length);
        self.0 = &rest[1..];
        let plain = text.iter().all(|b| (b' '..=b'~').contains(b) && *b != b'\\');
        plain.then(|| std::str::from_utf8(text).ok())?
    }

    /// A hash in quotes, base 64.
    pub fn hash(&mut self) -> Option<Hash> {
        let [b'"', text @ .., b'"'] = self.chunk::<46>()? else {
            return None;
        };
        base64::decode_32(text).map(Hash::new)
    }

    /// A UUID in quotes, lower-case with hyphens.
    pub fn uuid(&mut self) -> Option<[u8; 16]> {
        let [b'"', text @ .., b'"'] = self.chunk::<38>()? else {
            return None;
        };
        parse_uuid(text)
    }

    /// The next octets.
    fn chunk<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(first)
    }

    /// Any text in quotes, escaped as JSON and no more than needed.
    pub fn text(&mut self) -> Option<Cow<'a, str>> {
        let inside = self.0.strip_prefix(b"\"")?;
        let stop = inside.iter().position(|b| matches!(b, b'"' | b'\\' | 0..b' '))?;
        if inside[stop] == b'"' {
            // Nothing in it needs an escape.
            let (text, rest) = inside.split_at(stop);
            self.0 = &rest[1..];
            return simdutf8::basic::from_utf8(text).ok().map(Cow::Borrowed);
        }
        let mut escaped = false;
        let length = self.0.iter().skip(1).position(|b| {
            let end = *b == b'"' && !escaped;
            escaped = *b == b'\\' && !escaped;
            end
        })? + 2;
        let (quoted, rest) = self.0.split_at(length);
        self.0 = rest;
        let text: Cow<'a, str> = Cow::Owned(serde_json::from_slice::<String>(quoted).ok()?);
        (serde_json::to_vec(&text).ok()? == quoted).then_some(text)
    }
}

/// The octets of a UUID as it is written.
pub(crate) fn parse_uuid(text: &[u8]) -> Option<[u8; 16]> {
    if text.len() != 36 {
        return None;
    }
    let mut octets = [0; 16];
    let mut at = 0;
    for octet in &mut octets {
        if matches!(at, 8 | 13 | 18 | 23) {
            (text[at] == b'-').then_some(())?;
            at += 1;
        }
        *octet = digit(text[at])? << 4 | digit(text[at + 1])?;
        at += 2;
    }
    Some(octets)
}

const fn digit(b: u8) -> Option<u8> {
    match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    }
}

/// Appends a UUID as it is written.
pub(crate) fn push_uuid(out: &mut Vec<u8>, octets: &[u8; 16]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (at, octet) in octets.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push(b'-');
        }
        out.push(DIGITS[usize::from(octet >> 4)]);
        out.push(DIGITS[usize::from(octet & 15)]);
    }
}
