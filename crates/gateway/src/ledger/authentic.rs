//! Whether the gateway wrote an event that is not signed yet. Who has the database alone can write one, but not its code: the key is
//! kept apart. What is signed needs no code any more.

use audit::leaf_hash;
use audit::signed::VerifierKey;
use domain::time::Millis;
use store::{Actor, EventCode, EventKey, Stamp, Store};

use super::check::{Broken, check};
use super::known_keys::{proved, signed};
use super::proofs::ProofFault;

/// The event from which on each has its code.
const ACTION: &str = "log.authenticated";
/// Events looked at together.
const BATCH: u32 = 8_192;

/// Why it is not known which events must have their codes.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticFault {
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The log does not prove what it says.
    #[error(transparent)]
    Proof(#[from] ProofFault),
    /// The log is not what was signed.
    #[error(transparent)]
    Broken(#[from] Broken),
}

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

    /// The same; where the log does not say so yet, it says so at `now`, and means what follows.
    ///
    /// # Errors
    /// Those of [`Authentic::in_log`], and [`Broken`]: once in a log's life the whole of it is checked, for somebody may have hidden
    /// where it says so.
    pub async fn begin(
        store: &dyn Store,
        own: &[VerifierKey],
        key: &EventKey,
        now: Millis,
    ) -> Result<Authentic, AuthenticFault> {
        if let Some(authentic) = Authentic::in_log(store, own, key).await? {
            return Ok(authentic);
        }
        if store.signed_head().await?.size > 0 {
            check(store, own).await?;
        }
        let stamp = Stamp {
            actor: Actor::System("sequencer"),
            at: now,
        };
        Ok(Authentic::from(store.authenticate_events(&stamp).await?, key.clone()))
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
