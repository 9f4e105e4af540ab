//! The log pack: a range of events, shown to be the log's at their places, and to follow on an older checkpoint.

use crate::hash::{Hash, leaf_hash};
use crate::pack::VERSION;
use crate::pack::encoding::{hash, hashes, octets};
use crate::pack::header::Signing;
use crate::pack::lines::{Trailer, write_line};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// What stands in the first line as `pack`.
pub(crate) const KIND: &str = "rollcall/log";

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogHeader {
    pack: String,
    version: u32,
    /// The checkpoint.
    pub signing: Signing,
    /// The number of the first event.
    pub first: u64,
    /// How many events there are.
    pub count: u64,
    /// The edge of the log when it had `first` events: [`crate::Tree::edge`].
    #[serde(with = "hashes")]
    pub edge: Vec<Hash>,
    /// The consistency proof from `first + count` events to the checkpoint.
    #[serde(with = "hashes")]
    pub proof: Vec<Hash>,
    /// An older checkpoint of `first` events, signed by the same key; absent if none is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// A line for each event.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventLine {
    pub n: u64,
    #[serde(with = "hash")]
    pub hash: Hash,
    #[serde(with = "octets")]
    pub leaf: Vec<u8>,
}

impl LogHeader {
    /// A header of this version, without an older checkpoint.
    pub fn new(signing: Signing, first: u64, count: u64, edge: Vec<Hash>, proof: Vec<Hash>) -> Self {
        Self {
            pack: KIND.to_owned(),
            version: VERSION,
            signing,
            first,
            count,
            edge,
            proof,
            since: None,
        }
    }
}

/// Writes a log pack, event by event.
pub struct LogPack<W> {
    writer: W,
    next: u64,
    count: u64,
}

impl<W: Write> LogPack<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn begin(mut writer: W, header: &LogHeader) -> io::Result<Self> {
        write_line(&mut writer, header)?;
        Ok(Self {
            writer,
            next: header.first,
            count: 0,
        })
    }

    /// Writes the next event, by its leaf.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn event(&mut self, leaf: &[u8]) -> io::Result<()> {
        let line = EventLine {
            n: self.next,
            hash: leaf_hash(leaf),
            leaf: leaf.to_vec(),
        };
        self.next += 1;
        self.count += 1;
        write_line(&mut self.writer, &line)
    }

    /// Writes the trailer, and gives the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(mut self) -> io::Result<W> {
        write_line(&mut self.writer, &Trailer { end: self.count })?;
        Ok(self.writer)
    }
}
