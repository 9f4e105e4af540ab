//! Lines of a pack, one after another, in memory one at a time.

use serde::{Serialize, de::DeserializeOwned};
use std::io::{self, BufRead, Read as _, Write};

/// The longest line that is read.
const LONGEST: u64 = 1 << 20;

/// Why a file can't be read as a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The file can't be read at all.
    #[error("the file can't be read: {0}")]
    Io(String),
    /// The first line is no pack's.
    #[error("the file is not a proof pack")]
    NotAPack,
    /// A version that this verifier does not know.
    #[error("version {0} of the pack is not known")]
    Version(u32),
    /// A line that is not in the one form, or not what belongs there. Lines count from 1.
    #[error("line {0} is not in the form of the pack")]
    Line(u64),
    /// The file ends before its trailer.
    #[error("the file is cut off after line {0}")]
    Cut(u64),
    /// There is more after the trailer.
    #[error("the file goes on after its trailer, at line {0}")]
    Trailing(u64),
}

/// The last line: how many entries there were.
#[derive(Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trailer {
    pub end: u64,
}

/// Lines that were read ahead, without their ends. Their memory is used again.
#[derive(Default)]
pub(crate) struct Ahead {
    text: Vec<u8>,
    ends: Vec<usize>,
    /// The number of the first.
    first: u64,
}

impl Ahead {
    /// The lines with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut from = 0;
        let line = move |end: &usize| {
            let line = &self.text[from..*end];
            from = *end;
            line
        };
        (self.first..).zip(self.ends.iter().map(line))
    }

    /// Whether the last of them is a trailer.
    pub fn ended(&self) -> bool {
        self.lines().last().is_some_and(|(_, line)| is_trailer(line))
    }
}

/// Reads lines.
pub(crate) struct Lines<R> {
    reader: R,
    line: Vec<u8>,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    pub const fn new(reader: R) -> Self {
        Self::behind(reader, 0)
    }

    /// Reads on behind the line `number`.
    pub const fn behind(reader: R, number: u64) -> Self {
        Self {
            reader,
            line: Vec::new(),
            number,
        }
    }

    /// The number of the line read last, from 1.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The next line without its end; there must be one.
    pub fn next(&mut self) -> Result<&[u8], Unreadable> {
        self.line.clear();
        read(&mut self.reader, &mut self.line, self.number)?;
        self.number += 1;
        Ok(&self.line)
    }

    /// Reads up to `most` lines, the last of which is the trailer or the last that fits, in place of what `ahead` held.
    ///
    /// # Errors
    /// What hinders the line behind those in `ahead`, which are to be judged first.
    pub fn ahead(&mut self, ahead: &mut Ahead, most: usize) -> Result<(), Unreadable> {
        ahead.text.clear();
        ahead.ends.clear();
        ahead.first = self.number + 1;
        while ahead.ends.len() < most {
            let from = ahead.text.len();
            read(&mut self.reader, &mut ahead.text, self.number)?;
            self.number += 1;
            ahead.ends.push(ahead.text.len());
            if is_trailer(&ahead.text[from..]) {
                break;
            }
        }
        Ok(())
    }

    /// That nothing follows.
    pub fn end(&mut self) -> Result<(), Unreadable> {
        match self.reader.fill_buf() {
            Ok([]) => Ok(()),
            Ok(_) => Err(Unreadable::Trailing(self.number + 1)),
            Err(error) => Err(Unreadable::Io(error.to_string())),
        }
    }
}

/// Appends the line behind the line `number` to `text`, without its end.
fn read(reader: &mut impl BufRead, text: &mut Vec<u8>, number: u64) -> Result<(), Unreadable> {
    let octets = reader.take(LONGEST).read_until(b'\n', text);
    let octets = octets.map_err(|error| Unreadable::Io(error.to_string()))?;
    if octets > 0 && text.pop() == Some(b'\n') {
        return Ok(());
    }
    if octets as u64 == LONGEST {
        return Err(Unreadable::Line(number + 1));
    }
    Err(Unreadable::Cut(number))
}

/// Whether a line is a trailer, by how it begins.
pub(crate) fn is_trailer(line: &[u8]) -> bool {
    line.starts_with(b"{\"end\":")
}

/// Reads a line of JSON that is written in the one form: what would be written anew is what was read.
pub(crate) fn canonical<T: DeserializeOwned + Serialize>(line: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(line).ok()?;
    (serde_json::to_vec(&value).ok()? == line).then_some(value)
}

/// Writes a line.
pub(crate) fn write_line(writer: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *writer, value)?;
    writer.write_all(b"\n")
}
