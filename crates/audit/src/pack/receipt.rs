//! The receipt: proves one customer's entry and outcome. Three lines, a few kilobytes; it fits on a printed page.

use crate::hash::Hash;
use crate::pack::VERSION;
use crate::pack::encoding::hashes;
use crate::pack::entry::EntryLine;
use crate::pack::header::{EventProof, Signing};
use crate::pack::lines::{Trailer, write_line};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// What stands in the first line as `pack`.
pub(crate) const KIND: &str = "rollcall/receipt";

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptHeader {
    pack: String,
    version: u32,
    /// The checkpoint.
    pub signing: Signing,
    /// The event `run.frozen`.
    pub frozen: EventProof,
    /// The event `run.closed`.
    pub closed: EventProof,
    /// The inclusion proof of the entry in the tree at the freeze.
    #[serde(with = "hashes")]
    pub freeze_proof: Vec<Hash>,
    /// The same at the close.
    #[serde(with = "hashes")]
    pub close_proof: Vec<Hash>,
}

impl ReceiptHeader {
    /// A header of this version.
    pub fn new(
        signing: Signing,
        frozen: EventProof,
        closed: EventProof,
        freeze_proof: Vec<Hash>,
        close_proof: Vec<Hash>,
    ) -> Self {
        Self {
            pack: KIND.to_owned(),
            version: VERSION,
            signing,
            frozen,
            closed,
            freeze_proof,
            close_proof,
        }
    }
}

/// Writes a receipt.
///
/// # Errors
/// Those of the writer.
pub fn write_receipt(writer: &mut impl Write, header: &ReceiptHeader, entry: &EntryLine<'_>) -> io::Result<()> {
    write_line(writer, header)?;
    let mut line = Vec::new();
    entry.write(&mut line);
    writer.write_all(&line)?;
    write_line(writer, &Trailer { end: 1 })
}
