//! Whether the gateway wrote an event that is not signed yet. Who has the database alone can write one, but not its code: the key is
//! kept apart. What is signed needs no code any more.

use audit::leaf_hash;
use audit::signed::VerifierKey;
use store::{EventCode, EventKey, Store};

use super::known_keys::{proved, signed};
use super::proofs::ProofFault;

/// The event from which on each has its code.
const ACTION: &str = "log.authenticated";
/// Events looked at together.
const BATCH: u32 = 8_192;

/// From which event on each must have its code, and under which key.
#[derive(Debug)]
pub struct Authentic {
    from: u64,
    key: EventKey,
}

impl Authentic {
    /// From the event `from` on.
    pub fn from(from: u64, key: EventKey) -> Authentic {
        Authentic { from, key }
    }

    /// As the log says that one of `own` has signed; `None`: it does not say so yet.
    ///
    /// # Errors
    /// Those of the store, and of proofs from tiles that are not there.
    pub async fn in_log(
        store: &dyn Store,
        own: &[VerifierKey],
        key: &EventKey,
    ) -> Result<Option<Authentic>, ProofFault> {
        let Some(signed) = signed(store, own).await? else {
            return Ok(None);
        };
        let told = proved(store, &signed, ACTION).await?;
        let first = told.first().map(|(from, _)| *from);
        Ok(first.map(|from| Authentic::from(from, key.clone())))
    }

    /// Whether this event has the code that it must have, if any.
    pub(super) fn allows(&self, seq: u64, leaf: &audit::Hash, code: Option<EventCode>) -> bool {
        seq < self.from || code == Some(self.key.code(seq, leaf))
    }

    /// The unsigned events that somebody else wrote.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn foreign(&self, store: &dyn Store) -> store::Result<Vec<u64>> {
        let (mut at, mut foreign) = (store.signed_head().await?.size, Vec::new());
        loop {
            let leaves = store.leaves(at, BATCH).await?;
            if leaves.is_empty() {
                return Ok(foreign);
            }
            let codes = store.event_codes(at, leaves.len() as u32).await?;
            for (seq, ((leaf, _), code)) in (at..).zip(leaves.iter().zip(codes)) {
                if !self.allows(seq, &leaf_hash(leaf), code) {
                    foreign.push(seq);
                }
            }
            at += leaves.len() as u64;
        }
    }
}
