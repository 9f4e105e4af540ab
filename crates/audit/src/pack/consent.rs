//! The consent pack: consents and withdrawals with their evidence, and when they were recorded.
//!
//! An event that records consents holds the root of a tree of their own (detail `consent_root`) and their number (`consents`):
//! one leaf for a consent noted by hand, many for an import. The leaf is the salted commitment to the record as JSON.

use crate::commit::Salt;
use crate::hash::{Hash, digest, leaf_hash};
use crate::pack::VERSION;
use crate::pack::encoding::{hash, hashes};
use crate::pack::header::{EventProof, Signing};
use crate::pack::lines::{Trailer, write_line};
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
}

/// A line for each record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentLine {
    /// Its place in the pack, from 0.
    pub n: u64,
    /// The leaf: [`ConsentRecord::leaf`].
    #[serde(with = "hash")]
    pub leaf: Hash,
    /// The consent salt.
    #[serde(with = "hash")]
    pub salt: Hash,
    /// What was recorded.
    pub record: ConsentRecord,
    /// Its place in the tree of its event.
    pub place: u64,
    /// The inclusion proof in that tree.
    #[serde(with = "hashes")]
    pub proof: Vec<Hash>,
    /// The event that recorded it; its time is when it was recorded.
    pub event: EventProof,
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
        leaf_hash(self.leaf(salt).as_bytes())
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
    let header = ConsentHeader {
        pack: KIND.to_owned(),
        version: VERSION,
        signing,
    };
    write_line(writer, &header)?;
    let mut end = 0;
    for line in lines {
        write_line(writer, line)?;
        end += 1;
    }
    write_line(writer, &Trailer { end })
}
