//! What the headers of packs share: who signed, and which events are meant.

use crate::hash::Hash;
use crate::pack::encoding::{hashes, octets};
use serde::{Deserialize, Serialize};

/// The signed checkpoint under which a pack proves, and the key that the exporter says has signed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// The key, as [`crate::signed::VerifierKey`] is written. Who checks compares it with the one that the firm published.
    pub key: String,
    /// The signed note.
    pub checkpoint: String,
}

impl Signing {
    /// The text of the QR code on a printed receipt: the signed note, octet by octet, which any reader of notes checks.
    pub fn qr_text(&self) -> &str {
        &self.checkpoint
    }
}

/// An event with the proof that it is in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventProof {
    /// Its number in the log, from 0.
    pub index: u64,
    /// Its leaf, as [`crate::leaf`] encodes it.
    #[serde(with = "octets")]
    pub leaf: Vec<u8>,
    /// The inclusion proof, lowest hash first.
    #[serde(with = "hashes")]
    pub proof: Vec<Hash>,
}

/// How every header begins.
#[derive(Deserialize)]
pub(crate) struct Beginning {
    pub pack: String,
    pub version: u32,
}
