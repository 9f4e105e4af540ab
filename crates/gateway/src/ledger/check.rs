//! The check at the start: every event is encoded and hashed anew and held against its leaf, its hash, the stored tiles and the
//! last checkpoint. What does not fit stops the gateway, for signing over it would make it true.

use audit::signed::{Checkpoint, VerifierKey};
use audit::tiles::Growing;
use audit::{Hash, leaf_hash};
use store::Store;
use store::contract::{KeptLeaf, SignedHead, TileRow};

use super::sequencer::rows;

/// Events read at a time.
const BATCH: u32 = 8_192;

/// What does not fit.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// An event was changed.
    #[error(
        "event {seq} of the log is not what was logged: its {what} was changed. {stops}", stops = STOPS)]
    Event {
        /// Its number.
        seq: u64,
        /// What of it differs.
        what: &'static str,
    },
    /// An event is not there.
    #[error("event {0} of the log is gone. {stops}", stops = STOPS)]
    Gone(u64),
    /// The events are in order by themselves, and not those that were signed.
    #[error("the first {0} events of the log are not those that its last checkpoint signed. {stops}", stops = STOPS)]
    Root(u64),
    /// A stored tile is not that of the events.
    #[error("tile {level}/{index} of the log, which begins at event {seq}, is not that of its events. {stops}", stops = STOPS)]
    Tile {
        /// Its level.
        level: u8,
        /// Its place.
        index: u64,
        /// The first event below it.
        seq: u64,
    },
    /// The last checkpoint is gone, or says something else than the head.
    #[error("the checkpoint of the log of {0} events is gone or says something else. {stops}", stops = STOPS)]
    Checkpoint(u64),
    /// None of our keys signed the last checkpoint.
    #[error(
        "the checkpoint of the log of {0} events was not signed by the log's key. If the key was replaced, keep the old one \
         in the same file for a time, a line each. {stops}", stops = STOPS)]
    Signature(u64),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

const STOPS: &str = "The gateway stops, and signs nothing over it: take the database back from where it was saved, or ask how this came about";

/// Checks the whole log against its last checkpoint, which one of `keys` must have signed. Answers how many events there are.
///
/// # Errors
/// [`Broken`], the first that does not fit.
pub async fn check(store: &dyn Store, keys: &[VerifierKey]) -> Result<u64, Broken> {
    let head = store.signed_head().await?;
    let mut tree = Growing::new();
    let mut signed_root = (head.size == 0).then(|| tree.root());
    loop {
        let events = store.kept_leaves(tree.size(), BATCH).await?;
        for event in &events {
            let hash = sound(event, tree.size())?;
            tree.push(hash);
            if tree.size() == head.size {
                signed_root = Some(tree.root());
                tiles(store, rows(&mut tree.clone()), head.size).await?;
            }
        }
        if (events.len() as u32) < BATCH {
            break;
        }
        if tree.size() < head.size {
            // Open tiles are compared when the signed size is reached; here only those that were filled.
            let full = |tile: &TileRow| tile.hashes.len() as u64 == audit::tiles::WIDTH;
            tiles(store, rows(&mut tree).into_iter().filter(full).collect(), head.size).await?;
        }
    }
    if tree.size() < head.size {
        return Err(Broken::Gone(tree.size()));
    }
    if signed_root != Some(head.root) {
        return Err(Broken::Root(head.size));
    }
    note(store, &head, keys).await?;
    Ok(tree.size())
}

/// The leaf's hash, if the row is what it was.
pub(super) fn sound(kept: &KeptLeaf, seq: u64) -> Result<Hash, Broken> {
    if kept.seq != seq {
        return Err(Broken::Gone(seq));
    }
    let leaf = kept.event.as_ref().and_then(|event| event.encode().ok());
    if leaf.as_deref() != Some(&kept.leaf) {
        let what = "content or its leaf";
        return Err(Broken::Event { seq, what });
    }
    let hash = leaf_hash(&kept.leaf);
    if hash.as_bytes().as_slice() != kept.hash {
        let what = "hash";
        return Err(Broken::Event { seq, what });
    }
    Ok(hash)
}

/// Holds tiles that were made anew against the stored ones. A tile of leaves names the event.
async fn tiles(store: &dyn Store, made: Vec<TileRow>, size: u64) -> Result<(), Broken> {
    for tile in made {
        let stored = store.tile(tile.level, tile.index).await?.unwrap_or_default();
        if stored == tile.hashes {
            continue;
        }
        let same = tile
            .hashes
            .iter()
            .zip(&stored)
            .take_while(|(made, stored)| made == stored);
        let place = tile.index * audit::tiles::WIDTH + same.count() as u64;
        if tile.level == 0 && place < size && stored.len() == tile.hashes.len() {
            let (seq, what) = (place, "content, together with its leaf and its hash,");
            return Err(Broken::Event { seq, what });
        }
        let (level, index) = (tile.level, tile.index);
        let seq = place << (8 * u32::from(level));
        return Err(Broken::Tile { level, index, seq });
    }
    Ok(())
}

async fn note(store: &dyn Store, head: &SignedHead, keys: &[VerifierKey]) -> Result<(), Broken> {
    if head.size == 0 {
        return Ok(());
    }
    let note = store.checkpoint(head.size).await?;
    let note = note.ok_or(Broken::Checkpoint(head.size))?;
    let signed = Checkpoint::open(&note, keys).map_err(|_| Broken::Signature(head.size))?;
    let says = (signed.checkpoint.size(), *signed.checkpoint.root());
    if says == (head.size, head.root) {
        Ok(())
    } else {
        Err(Broken::Checkpoint(head.size))
    }
}
