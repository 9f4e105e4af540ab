//! Who signed, and what stands in their log.

use crate::check::Options;
use crate::check::reason::{At, Fault, Reason};
use crate::check::verdict::NotShown;
use crate::hash::leaf_hash;
use crate::leaf::Event;
use crate::pack::header::{EventProof, Signing};
use crate::signed::{Checkpoint, CheckpointError, VerifierKey};
use crate::verify::verify_inclusion;

/// A checkpoint that was checked.
pub(super) struct Log {
    pub checkpoint: Checkpoint,
    pub keys: Vec<VerifierKey>,
    pub key: String,
    pub not_shown: Vec<NotShown>,
}

impl Log {
    /// Checks the signature: by a trusted key, or without any by the one that the pack names.
    pub fn open(signing: &Signing, options: &Options) -> Result<Self, Fault> {
        let own: VerifierKey = signing.key.parse().map_err(|_| Reason::Signature.at(At::Header))?;
        let trusted = &options.trusted;
        let mut not_shown = vec![NotShown::Fork];
        if trusted.is_empty() {
            not_shown.insert(0, NotShown::Key);
        }
        // The key that the pack names is nearly always a trusted one: then one look at the signatures does for both.
        let known = trusted.iter().any(|known| known.key == own);
        let keys = if known {
            trusted.iter().map(|known| known.key.clone()).collect()
        } else {
            vec![own.clone()]
        };
        let named = Checkpoint::open(&signing.checkpoint, &keys).ok();
        let named = named.filter(|signed| signed.by.contains(&own));
        let named = named.ok_or_else(|| Reason::Signature.at(At::Header))?;
        let signed = if trusted.is_empty() || known {
            named.of_the_time(trusted)
        } else {
            Checkpoint::open_known(&signing.checkpoint, trusted)
        };
        let signed = signed.map_err(|error| {
            let reason = match error {
                CheckpointError::Retired { key, event } => Reason::Retired { key, event },
                CheckpointError::Form | CheckpointError::Note(_) => Reason::Untrusted,
            };
            reason.at(At::Header)
        })?;
        Ok(Self {
            key: signed.by.first().map(ToString::to_string).unwrap_or_default(),
            checkpoint: signed.checkpoint,
            keys: signed.by,
            not_shown,
        })
    }

    /// Checks that an event stands in the log, and reads it.
    pub fn event(&self, proof: &EventProof, at: At) -> Result<Event, Fault> {
        let (size, root) = (self.checkpoint.size(), self.checkpoint.root());
        let hash = leaf_hash(&proof.leaf);
        verify_inclusion(&hash, proof.index, size, &proof.proof, root).map_err(|_| Reason::EventProof.at(at))?;
        Event::decode(&proof.leaf).map_err(|_| Reason::Event.at(at))
    }
}
