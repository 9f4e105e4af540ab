//! Which encoding a text file has, and its bytes as UTF-8.

use std::io::{self, Read};

use encoding_rs::{Decoder, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use crate::FileError;

/// How the characters of a text file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// GB 18030 and its older subsets GBK and GB 2312.
    Gb18030,
}

impl Encoding {
    /// The name shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    fn decoder(self) -> Decoder {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
        }
        .new_decoder_with_bom_removal()
    }
}

const CHUNK: usize = 64 * 1024;

/// Finds the encoding by reading the whole stream once in constant memory.
///
/// A byte-order mark decides. Else UTF-8 if most of its multi-byte characters hold, for text of another encoding
/// breaks UTF-8 almost everywhere; else GB 18030 if that decodes. A few broken characters don't change the verdict: their
/// rows are refused later.
pub fn sniff(mut source: impl Read) -> Result<Encoding, FileError> {
    let mut chunk = vec![0; CHUNK];
    let mut start = fill(&mut source, &mut chunk)?;
    match &chunk[..start] {
        [0xEF, 0xBB, 0xBF, ..] => return Ok(Encoding::Utf8),
        [0xFF, 0xFE, ..] => return Ok(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => return Ok(Encoding::Utf16Be),
        head if head.contains(&0) => {
            if let Some(utf16) = unmarked_utf16(head)? {
                return Ok(utf16);
            }
        }
        _ => {}
    }
    let mut utf8 = Utf8Tally::default();
    let mut gb = GbTally::new();
    while start > 0 {
        utf8.feed(&chunk[..start]);
        gb.feed(&chunk[..start]);
        start = fill(&mut source, &mut chunk)?;
    }
    if utf8.bad == 0 || utf8.good > utf8.bad * 2 {
        Ok(Encoding::Utf8)
    } else if gb.good > gb.bad * 4 {
        Ok(Encoding::Gb18030)
    } else {
        Err(FileError::NotText)
    }
}

/// Reads until the buffer is full or the stream ends.
fn fill(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut len = 0;
    while len < buffer.len() {
        match source.read(&mut buffer[len..]) {
            Ok(0) => break,
            Ok(n) => len += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(len)
}

/// UTF-16 without a mark has its zero bytes in every other place: ASCII delimiters and digits make up enough of a table. `None`: a
/// few stray zeros in text of another encoding.
fn unmarked_utf16(head: &[u8]) -> Result<Option<Encoding>, FileError> {
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() / 20;
    if odd > most && even * 20 < odd {
        Ok(Some(Encoding::Utf16Le))
    } else if even > most && odd * 20 < even {
        Ok(Some(Encoding::Utf16Be))
    } else if even + odd <= head.len() / 100 {
        Ok(None)
    } else {
        Err(FileError::NotText)
    }
}

/// Counts whole and broken multi-byte characters of UTF-8.
#[derive(Default)]
struct Utf8Tally {
    good: u64,
    bad: u64,
    carry: Vec<u8>,
}

impl Utf8Tally {
    fn feed(&mut self, chunk: &[u8]) {
        let joined;
        let mut bytes = if self.carry.is_empty() {
            chunk
        } else {
            joined = [std::mem::take(&mut self.carry).as_slice(), chunk].concat();
            &joined
        };
        loop {
            let (valid, rest) = match std::str::from_utf8(bytes) {
                Ok(_) => (bytes, None),
                Err(e) => (&bytes[..e.valid_up_to()], Some((e.valid_up_to(), e.error_len()))),
            };
            self.good += valid.iter().filter(|b| **b >= 0xC0).count() as u64;
            match rest {
                None => return,
                Some((at, None)) => {
                    self.carry = bytes[at..].to_vec();
                    return;
                }
                Some((at, Some(len))) => {
                    self.bad += 1;
                    bytes = &bytes[at + len..];
                }
            }
        }
    }
}

/// Counts whole and broken multi-byte characters of GB 18030. It stops at the first break of UTF-8's tally only if
/// nothing is in doubt, so it sees the whole file too; pure ASCII runs cost next to nothing.
struct GbTally {
    good: u64,
    bad: u64,
    decoder: Decoder,
    out: Vec<u8>,
}

impl GbTally {
    fn new() -> Self {
        Self {
            good: 0,
            bad: 0,
            decoder: GB18030.new_decoder_without_bom_handling(),
            out: vec![0; CHUNK],
        }
    }

    fn feed(&mut self, mut chunk: &[u8]) {
        // A sample of a few thousand characters settles it.
        if self.good + self.bad > 200_000 {
            return;
        }
        while !chunk.is_empty() {
            let (result, read, written) = self
                .decoder
                .decode_to_utf8_without_replacement(chunk, &mut self.out, false);
            self.good += self.out[..written].iter().filter(|b| **b >= 0xC0).count() as u64;
            if let encoding_rs::DecoderResult::Malformed(_, _) = result {
                self.bad += 1;
            }
            chunk = &chunk[read..];
        }
    }
}

/// A stream decoded to UTF-8; what can't be decoded becomes U+FFFD.
pub struct Decoded<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    read: u64,
    done: bool,
}

impl<R: Read> Decoded<R> {
    pub fn new(source: R, encoding: Encoding) -> Self {
        Self {
            source,
            decoder: encoding.decoder(),
            raw: vec![0; CHUNK],
            read: 0,
            done: false,
        }
    }

    /// Bytes taken from the source so far.
    pub fn bytes_read(&self) -> u64 {
        self.read
    }

    /// Appends at least one more decoded byte to `out`, or returns false at the end.
    pub fn fill(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        let before = out.len();
        while !self.done && out.len() == before {
            let n = fill(&mut self.source, &mut self.raw)?;
            self.read += n as u64;
            self.done = n < self.raw.len();
            let room = self.decoder.max_utf8_buffer_length(n).unwrap_or(n * 3 + 16);
            out.resize(before + room, 0);
            let (_, _, written, _) = self
                .decoder
                .decode_to_utf8(&self.raw[..n], &mut out[before..], self.done);
            out.truncate(before + written);
        }
        Ok(out.len() > before)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sniffs() {
        let check = |bytes: &[u8], want: Option<Encoding>| {
            assert_eq!(sniff(bytes).ok(), want, "{bytes:?}");
        };
        let zh = "姓名,手机\n张三,13800001111\n李四,13900002222\n";
        check(zh.as_bytes(), Some(Encoding::Utf8));
        check(b"name,phone\n", Some(Encoding::Utf8));
        check(format!("\u{feff}{zh}").as_bytes(), Some(Encoding::Utf8));
        check(&GB18030.encode(zh).0, Some(Encoding::Gb18030));
        check(&GB18030.encode("㐀𠀀姓名,a\n").0, Some(Encoding::Gb18030));
        let le: Vec<u8> = zh.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = zh.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&le, Some(Encoding::Utf16Le));
        check(&be, Some(Encoding::Utf16Be));
        check(&[&[0xFF, 0xFE], le.as_slice()].concat(), Some(Encoding::Utf16Le));
        check(&[&[0xFE, 0xFF], be.as_slice()].concat(), Some(Encoding::Utf16Be));
        check(&[0u8; 64], None);
        let with_nul = zh.repeat(4) + "王\0五,13700003333\n";
        check(with_nul.as_bytes(), Some(Encoding::Utf8));
        check(&GB18030.encode(&with_nul).0, Some(Encoding::Gb18030));
        let mut one_bad = zh.repeat(4).into_bytes();
        one_bad.push(0xFF);
        check(&one_bad, Some(Encoding::Utf8));
    }

    #[test]
    fn a_character_cut_by_a_chunk_is_whole() {
        let text = format!("a{}", "好".repeat(CHUNK));
        let mut out = Vec::new();
        let mut decoded = Decoded::new(text.as_bytes(), Encoding::Utf8);
        while decoded.fill(&mut out).unwrap() {}
        assert_eq!(out, text.as_bytes());
        assert_eq!(sniff(text.as_bytes()).unwrap(), Encoding::Utf8);
    }
}
