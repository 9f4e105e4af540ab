//! The sequencer: takes new events into the log's tree, signs its size and root, and publishes what was signed only after it
//! is durable.
//!
//! The signed head is moved by comparing and swapping. Whatever fails, the tree in memory is dropped and taken up again from
//! what is stored, so that nothing is ever signed over a state that was not kept.

use std::path::Path;
use std::sync::{Arc, OnceLock, PoisonError};

use audit::signed::{Checkpoint, CheckpointError, VerifierKey};
use audit::tiles::{Growing, TileKind};
use audit::{Hash, leaf_hash};
use domain::time::{MINUTE, Millis};
use store::contract::{Sealing, SignedHead, TileRow};
use store::{EventCode, Store};
use tokio::sync::Mutex;

use super::authentic::Authentic;
use super::key::LogKeys;
use super::known_keys::contradicts;
use super::last_signed::LastSigned;
use super::stored::{ResumeFault, grown_to};

/// How many events a checkpoint has more than the one before, at most.
pub(super) const BATCH: u32 = 16_384;
/// For so long signing may fail before that is told.
const PATIENCE: Millis = MINUTE;

/// Signs the log. One for each gateway.
pub struct Sequencer {
    store: Arc<dyn Store>,
    keys: LogKeys,
    tree: Mutex<Option<Growing>>,
    halt: OnceLock<Halt>,
    last: OnceLock<LastSigned>,
    authentic: OnceLock<Authentic>,
    /// Since when nothing could be signed.
    failing: std::sync::Mutex<Option<Millis>>,
}

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SealFault {
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Another gateway moved the head, or somebody wrote past us: what is stored is read again.
    #[error("the signed head is not where it was")]
    Moved,
    /// The stored tiles are not those of the signed head.
    #[error("the stored tiles are not those of the signed log of {0} events")]
    Tiles(u64),
    /// An event's hash is not that of its leaf.
    #[error("the hash of event {0} does not belong to it")]
    Event(u64),
    /// The event adds a key that is none of ours, or retires one of ours: whoever wrote it does not hold one.
    #[error(
        "event {0} of the log adds a key that is not the gateway's, or retires one that is. Nothing is signed over it: take the database back from where it was saved, or ask how this came about"
    )]
    Key(u64),
    /// The event has not the code that it would have if the gateway had written it.
    #[error(
        "the gateway did not write event {0} of the log. Nothing is signed over it: take the database back from where it was saved, or ask how this came about. If it is the key in secrets.key that was lost, `rollcall opt-outs forget` gives up what hangs on it"
    )]
    Foreign(u64),
    /// What was signed is not kept beside the database.
    #[error("the last signed checkpoint can't be kept beside the database")]
    Kept(#[source] std::io::Error),
    /// The checkpoint has no form.
    #[error(transparent)]
    Note(#[from] CheckpointError),
    /// The log is not what was signed: nothing is signed over it.
    #[error("the log is not what was signed, and nothing more is signed")]
    Halted,
}

/// Why nothing is signed any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halt {
    /// The event that does not fit, where it is one.
    pub event: Option<u64>,
    /// When that was found.
    pub at: Millis,
}

impl From<ResumeFault> for SealFault {
    fn from(fault: ResumeFault) -> Self {
        match fault {
            ResumeFault::Tiles(error) => SealFault::Tiles(error.size),
            ResumeFault::Store(error) => SealFault::Store(error),
        }
    }
}

impl Sequencer {
    /// Signs the log of `store` with these keys.
    pub fn new(store: Arc<dyn Store>, keys: LogKeys) -> Sequencer {
        Sequencer {
            store,
            keys,
            tree: Mutex::default(),
            halt: OnceLock::new(),
            last: OnceLock::new(),
            authentic: OnceLock::new(),
            failing: std::sync::Mutex::default(),
        }
    }

    /// Notes that nothing could be signed at `now`, or that it could again.
    pub fn note(&self, failed: bool, now: Millis) {
        let mut failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        *failing = failed.then(|| failing.unwrap_or(now));
    }

    /// Since when nothing could be signed, where that is longer than a hindrance lasts that goes by itself.
    pub fn failing(&self, now: Millis) -> Option<Millis> {
        let failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        failing.filter(|since| now - since >= PATIENCE)
    }

    /// Keeps what is signed from now on in this data folder, too.
    pub fn keep_in(&self, folder: &Path) {
        self.last.get_or_init(|| LastSigned::in_folder(folder));
    }

    /// Signs from now on only what has its code.
    pub fn authenticate(&self, authentic: Authentic) {
        self.authentic.get_or_init(|| authentic);
    }

    /// The public halves of the keys that sign.
    pub fn verifiers(&self) -> Vec<VerifierKey> {
        self.keys.verifiers()
    }

    /// The keys.
    pub fn keys(&self) -> &LogKeys {
        &self.keys
    }

    /// Ends the signing until the gateway is started anew. What was found first stands.
    pub fn halt(&self, halt: Halt) {
        self.halt.get_or_init(|| halt);
    }

    /// Why nothing is signed any more, if so.
    pub fn halted(&self) -> Option<&Halt> {
        self.halt.get()
    }

    /// Signs everything that was logged before this call, and answers how far the log is signed.
    ///
    /// # Errors
    /// [`SealFault`]; what was signed before stays.
    pub async fn catch_up(&self, now: Millis) -> Result<SignedHead, SealFault> {
        // Taken out, and put back only after everything went well: an error, or a request that is dropped, leaves none.
        let mut kept = self.tree.lock().await;
        if self.halt.get().is_some() {
            return Err(SealFault::Halted);
        }
        let mut tree = match kept.take() {
            Some(tree) => tree,
            None => self.resume().await?,
        };
        loop {
            let events = self.store.leaves(tree.size(), BATCH).await?;
            if events.is_empty() {
                break;
            }
            let (from, own) = (head(&tree), self.verifiers());
            let codes = self.codes(tree.size(), &events).await?;
            for ((leaf, hash), code) in events.iter().zip(codes) {
                let seq = tree.size();
                if leaf_hash(leaf) != *hash {
                    return Err(SealFault::Event(seq));
                }
                let halted = if contradicts(leaf, &own) {
                    Some(SealFault::Key(seq))
                } else {
                    let foreign = |authentic: &Authentic| !authentic.allows(seq, hash, code);
                    let foreign = self.authentic.get().is_some_and(foreign);
                    foreign.then_some(SealFault::Foreign(seq))
                };
                if let Some(fault) = halted {
                    let event = Some(seq);
                    self.halt(Halt { event, at: now });
                    return Err(fault);
                }
                tree.push(*hash);
            }
            self.seal(from, &mut tree, now).await?;
            if events.len() < BATCH as usize {
                break;
            }
        }
        let head = head(&tree);
        *kept = Some(tree);
        Ok(head)
    }

    /// The codes of these events, as far as codes are asked for.
    async fn codes(&self, from: u64, events: &[(Vec<u8>, Hash)]) -> store::Result<Vec<Option<EventCode>>> {
        match self.authentic.get() {
            Some(_) => self.store.event_codes(from, events.len() as u32).await,
            None => Ok(vec![None; events.len()]),
        }
    }

    async fn seal(&self, from: SignedHead, tree: &mut Growing, now: Millis) -> Result<(), SealFault> {
        let to = head(tree);
        let checkpoint = Checkpoint::new(self.keys.origin(), to.size, to.root)?;
        let note = checkpoint.sign(&self.keys.signers())?.to_string();
        let tiles = rows(tree);
        let sealing = Sealing {
            from,
            to,
            note,
            at: now,
            tiles,
        };
        if !self.store.seal(&sealing).await? {
            return Err(SealFault::Moved);
        }
        match self.last.get() {
            Some(last) => last.keep(&sealing.note).map_err(SealFault::Kept),
            None => Ok(()),
        }
    }

    /// The tree as it is stored, which must be that of the signed head.
    async fn resume(&self) -> Result<Growing, SealFault> {
        let head = self.store.signed_head().await?;
        let tree = grown_to(&*self.store, head.size).await?;
        if tree.root() == head.root {
            Ok(tree)
        } else {
            Err(SealFault::Tiles(head.size))
        }
    }
}

fn head(tree: &Growing) -> SignedHead {
    SignedHead {
        size: tree.size(),
        root: tree.root(),
    }
}

/// The tiles that changed.
pub(super) fn rows(tree: &mut Growing) -> Vec<TileRow> {
    let row = |(tile, hashes): (audit::tiles::Tile, Vec<Hash>)| {
        let TileKind::Hashes(level) = tile.kind else {
            return None;
        };
        let index = tile.index;
        Some(TileRow { level, index, hashes })
    };
    tree.take_tiles().into_iter().filter_map(row).collect()
}
