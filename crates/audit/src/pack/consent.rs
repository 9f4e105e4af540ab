//! The consent pack: consents and withdrawals with their evidence, and when they were recorded.
//!
//! An event that records consents holds the root of a tree of their own (detail `consent_root`) and their number (`consents`):
//! one leaf for a consent noted by hand, many for an import. The leaf is the salted commitment to the record as JSON.

use crate::commit::Salt;
use crate::hash::{Hash, digest, leaf_hash};
use crate::leaf::Event;
use crate::pack::VERSION;
use crate::pack::encoding::{hash, hashes, optional};
use crate::pack::header::{EventProof, Signing};
use crate::pack::lines::{Trailer, write_line};
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// What stands in the first line as `pack`.
pub(crate) const KIND: &str = "rollcall/consent";

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentHeader {
    pub pack: String,
    pub version: u32,
    pub signing: Signing,
}

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentRecord {
    /// The customer's UUID.
    pub customer: String,
    /// `service`, `care` or `marketing`.
    pub purpose: String,
    /// `given` or `withdrawn`.
    pub is: String,
    /// Where it came from.
    pub source: String,
    /// What shows that it was given; absent if nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// When the customer gave or withdrew it, as was stated: UTC milliseconds.
    pub given_at: i64,
    /// When it was recorded, as the gateway's database said when it was committed: UTC milliseconds. Absent where that is the time of
    /// the event, which is so for all but those that were recorded before consents were committed to the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<i64>,
}

/// A line for each record. Where it is sealed, for the customer was erased, salt and record are absent together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentLine {
    /// Its place in the pack, from 0.
    pub n: u64,
    /// The leaf: [`ConsentRecord::leaf`].
    #[serde(with = "hash")]
    pub leaf: Hash,
    /// The consent salt.
    #[serde(with = "optional", default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Hash>,
    /// What was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<ConsentRecord>,
    /// Its place in the tree of its event.
    pub place: u64,
    /// The inclusion proof in that tree.
    #[serde(with = "hashes")]
    pub proof: Vec<Hash>,
    /// The event that recorded it; its time is when it was recorded. Absent where it is that of the line before: an import records many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventProof>,
}

/// The details of an event that recorded consents: their number, and the root over their leaves.
pub fn details(count: u64, root: &Hash) -> [(&'static str, String); 2] {
    [("consents", count.to_string()), ("consent_root", root.to_string())]
}

/// The number of consents that an event recorded and the root over their leaves; `None` for another event.
pub fn recorded(event: &Event) -> Option<(u64, Hash)> {
    let detail = |key: &str| match event.details.get(key) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    Some((detail("consents")?.parse().ok()?, detail("consent_root")?.parse().ok()?))
}

impl ConsentRecord {
    /// SHA-256(`"rollcall/consent/v1\0"` ‖ salt ‖ record as JSON, fields in this order, without spaces).
    pub fn leaf(&self, salt: &Salt) -> Hash {
        // A record of texts and a number always has a form in JSON.
        let json = serde_json::to_vec(self).unwrap_or_default();
        digest(&[b"rollcall/consent/v1\0", salt.as_bytes(), &json])
    }

    /// The RFC 6962 hash of that leaf.
    pub fn hash(&self, salt: &Salt) -> Hash {
        consent_hash(&self.leaf(salt))
    }
}

/// The RFC 6962 hash of a consent's leaf.
pub fn consent_hash(leaf: &Hash) -> Hash {
    leaf_hash(leaf.as_bytes())
}

/// Writes a consent pack, line by line.
pub struct ConsentPack<W> {
    writer: W,
    count: u64,
}

impl<W: Write> ConsentPack<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn begin(mut writer: W, signing: Signing) -> io::Result<Self> {
        let header = ConsentHeader {
            pack: KIND.to_owned(),
            version: VERSION,
            signing,
        };
        write_line(&mut writer, &header)?;
        Ok(Self { writer, count: 0 })
    }

    /// How many lines were written: the `n` of the next.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Writes the next line.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn line(&mut self, line: &ConsentLine) -> io::Result<()> {
        self.count += 1;
        write_line(&mut self.writer, line)
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

/// Writes a consent pack.
///
/// # Errors
/// Those of the writer.
pub fn write_consents<'a>(
    writer: &mut impl Write,
    signing: Signing,
    lines: impl IntoIterator<Item = &'a ConsentLine>,
) -> io::Result<()> {
    let mut pack = ConsentPack::begin(writer, signing)?;
    for line in lines {
        pack.line(line)?;
    }
    pack.finish()?;
    Ok(())
}
