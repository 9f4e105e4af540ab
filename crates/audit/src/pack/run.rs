//! The run pack: proves for one run that everyone in the audience has one final outcome.

use crate::pack::VERSION;
use crate::pack::entry::EntryLine;
use crate::pack::header::{EventProof, Signing};
use crate::pack::lines::{Trailer, write_line};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// What stands in the first line as `pack`.
pub(crate) const KIND: &str = "rollcall/run";

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunHeader {
    pack: String,
    version: u32,
    /// The checkpoint.
    pub signing: Signing,
    /// The event `run.frozen`.
    pub frozen: EventProof,
    /// The event `run.closed`.
    pub closed: EventProof,
}

impl RunHeader {
    /// A header of this version.
    pub fn new(signing: Signing, frozen: EventProof, closed: EventProof) -> Self {
        Self {
            pack: KIND.to_owned(),
            version: VERSION,
            signing,
            frozen,
            closed,
        }
    }
}

/// Writes a run pack, entry by entry in the order of the roll.
pub struct RunPack<W> {
    writer: W,
    line: Vec<u8>,
    entries: u64,
}

impl<W: Write> RunPack<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn begin(mut writer: W, header: &RunHeader) -> io::Result<Self> {
        write_line(&mut writer, header)?;
        Ok(Self {
            writer,
            line: Vec::new(),
            entries: 0,
        })
    }

    /// Writes the next entry.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn entry(&mut self, entry: &EntryLine<'_>) -> io::Result<()> {
        self.line.clear();
        entry.write(&mut self.line);
        self.entries += 1;
        self.writer.write_all(&self.line)
    }

    /// Writes the trailer, and gives the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(mut self) -> io::Result<W> {
        write_line(&mut self.writer, &Trailer { end: self.entries })?;
        Ok(self.writer)
    }
}
