//! Holding the log against what was signed: events are encoded and hashed anew and held against their leaves, their hashes, the
//! stored tiles and the last checkpoint. What does not fit stops the gateway, for signing over it would make it true.
//!
//! A start looks at what was logged since the whole was checked last ([`at_start`]); the whole is checked beside the work then,
//! slice by slice ([`Check`]).

use std::path::PathBuf;

use audit::signed::{Checkpoint, VerifierKey};
use audit::tiles::{Growing, WIDTH};
use audit::{Hash, Tree, leaf_hash};
use store::Store;
use store::contract::{KeptLeaf, SignedHead, TileRow};

use super::checked::Checked;
use super::known_keys::contradicts;
use super::sequencer::rows;
use super::stored::{ResumeFault, grown_to};

/// Events read at a time.
const BATCH: u32 = 8_192;
/// A log of no more events than these is checked as a whole at each start.
pub const SMALL: u64 = 100_000;

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
    /// A checkpoint of more events than were signed.
    #[error(
        "there is a checkpoint of {0} events of the log, and fewer were signed: it was not the gateway that wrote it. {stops}", stops = STOPS)]
    Beyond(u64),
    /// None of our keys signed the last checkpoint.
    #[error(
        "the checkpoint of the log of {0} events was not signed by the log's key. If the key was replaced, keep the old one \
         in the same file for a time, a line each. {stops}", stops = STOPS)]
    Signature(u64),
    /// An event that was not signed yet adds a key that is none of ours, or retires one of ours.
    #[error("event {0} of the log adds a key that is not the gateway's, or retires one that is. {stops}", stops = STOPS)]
    Key(u64),
    /// The note that is kept beside the database can't be read, or none of our keys signed it.
    #[error("{} does not hold a checkpoint that the log's key signed. {stops}", .0.display(), stops = STOPS)]
    Kept(PathBuf),
    /// Fewer events are signed than once were.
    #[error(
        "{size} events of the log were signed, and the database says {found}: it was taken back. Put the newest copy of it in its \
         place. If there is no newer one, remove {} yourself: the log then goes on from {found} events, what may have been \
         sent since is held for a person to decide, and whoever saw more of the log will be told that it was rolled back", .file.display())]
    TakenBack {
        /// So many were signed.
        size: u64,
        /// So many are said to be.
        found: u64,
        /// The file that says so.
        file: PathBuf,
    },
    /// The log is as long as the one that was signed, or longer, and does not begin with it.
    #[error("the first {0} events of the log are not those that were signed when there were so many. {stops}", stops = STOPS)]
    Another(u64),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

const STOPS: &str =
    "Nothing is signed over it: take the database back from where it was saved, or ask how this came about";

impl Broken {
    /// The event that does not fit, or the first of those among which one does not.
    pub const fn event(&self) -> Option<u64> {
        match self {
            Broken::Event { seq, .. } | Broken::Tile { seq, .. } | Broken::Gone(seq) | Broken::Key(seq) => Some(*seq),
            Broken::Root(_)
            | Broken::Checkpoint(_)
            | Broken::Beyond(_)
            | Broken::Signature(_)
            | Broken::Kept(_)
            | Broken::TakenBack { .. }
            | Broken::Another(_)
            | Broken::Store(_) => None,
        }
    }
}

/// What a start found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// How many events there are.
    pub events: u64,
    /// How far the log was checked from its first event on; `None` where only those since the last such check were looked at.
    pub whole: Option<SignedHead>,
}

/// Checks the log before anything is signed: as a whole where it has no more than `small` events, or nobody vouches for an
/// earlier check of it; else head, checkpoint, the tiles above the lowest, and each event since that check.
///
/// # Errors
/// [`Broken`], the first that does not fit.
pub async fn at_start(store: &dyn Store, keys: &[VerifierKey], small: u64) -> Result<Start, Broken> {
    let note = store.log_checked().await?;
    let checked = note.and_then(|note| Checked::open(&note, keys));
    if let Some(Checked { head: from, .. }) = checked
        && store.signed_head().await?.size > small
    {
        match since(store, keys, from).await {
            Ok(Some(events)) => return Ok(Start { events, whole: None }),
            Err(Broken::Store(error)) => return Err(error.into()),
            // Something does not fit: the check of the whole says what.
            Ok(None) | Err(_) => {}
        }
    }
    let (head, events) = all(store, keys).await?;
    let whole = Some(head);
    Ok(Start { events, whole })
}

/// Checks the whole log against its last checkpoint, which one of `keys` must have signed, while nobody writes. Answers how many
/// events there are.
///
/// # Errors
/// [`Broken`], the first that does not fit.
pub async fn check(store: &dyn Store, keys: &[VerifierKey]) -> Result<u64, Broken> {
    Ok(all(store, keys).await?.1)
}

async fn all(store: &dyn Store, keys: &[VerifierKey]) -> Result<(SignedHead, u64), Broken> {
    let mut check = Check::begin(store).await?;
    while check.slice(store).await? {}
    let head = check.end(store, keys).await?;
    Ok((head, unsigned(store, head.size, keys).await?))
}

/// Checks what follows on `from`, which was checked. Answers how many events there are; `None` if the stored tiles don't lead
/// through `from`.
async fn since(store: &dyn Store, keys: &[VerifierKey], from: SignedHead) -> Result<Option<u64>, Broken> {
    let tree = match grown_to(store, from.size).await {
        Ok(tree) => tree,
        Err(ResumeFault::Tiles(_)) => return Ok(None),
        Err(ResumeFault::Store(error)) => return Err(error.into()),
    };
    let head = store.signed_head().await?;
    if tree.root() != from.root || from.size > head.size || !upper_tiles_fit(store, head.size).await? {
        return Ok(None);
    }
    let mut check = Check { head, tree };
    while check.slice(store).await? {}
    check.end(store, keys).await?;
    Ok(Some(unsigned(store, head.size, keys).await?))
}

/// Whether each full tile above the lowest level leads to its hash in the tile above it: few, however long the log is.
async fn upper_tiles_fit(store: &dyn Store, size: u64) -> store::Result<bool> {
    let (mut level, mut full) = (1_u8, size / WIDTH / WIDTH);
    while full > 0 {
        let mut above = (0, Vec::new());
        for index in 0..full {
            if index.is_multiple_of(WIDTH) {
                above = (index, store.tile(level + 1, index / WIDTH).await?.unwrap_or_default());
            }
            let tile = store.tile(level, index).await?.unwrap_or_default();
            let root = tile.iter().copied().collect::<Tree>().root();
            if tile.len() as u64 != WIDTH || above.1.get((index - above.0) as usize) != Some(&root) {
                return Ok(false);
            }
        }
        (level, full) = (level + 1, full / WIDTH);
    }
    Ok(true)
}

/// Looks at the events behind the signed ones, which no tile holds yet. Answers how many events there are.
async fn unsigned(store: &dyn Store, signed: u64, keys: &[VerifierKey]) -> Result<u64, Broken> {
    let mut size = signed;
    loop {
        let events = store.kept_leaves(size, BATCH).await?;
        for event in &events {
            sound(event, size)?;
            if contradicts(&event.leaf, keys) {
                return Err(Broken::Key(size));
            }
            size += 1;
        }
        if events.len() < BATCH as usize {
            return Ok(size);
        }
    }
}

/// A check of the log up to where its head was when the check began. The log may grow meanwhile.
pub struct Check {
    head: SignedHead,
    tree: Growing,
}

impl Check {
    /// Begins at the first event.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn begin(store: &dyn Store) -> store::Result<Check> {
        let head = store.signed_head().await?;
        let tree = Growing::new();
        Ok(Check { head, tree })
    }

    /// Looks at the next few thousand events. Whether there are more.
    ///
    /// # Errors
    /// [`Broken`], the first that does not fit.
    pub async fn slice(&mut self, store: &dyn Store) -> Result<bool, Broken> {
        let limit = u64::from(BATCH).min(self.head.size - self.tree.size());
        let events = store.kept_leaves(self.tree.size(), limit as u32).await?;
        for event in &events {
            self.tree.push(sound(event, self.tree.size())?);
        }
        if (events.len() as u64) < limit {
            return Err(Broken::Gone(self.tree.size()));
        }
        if self.tree.size() == self.head.size {
            return Ok(false);
        }
        // Open tiles are compared at the end; here only those that were filled.
        let full = |tile: &TileRow| tile.hashes.len() as u64 == WIDTH;
        tiles(
            store,
            rows(&mut self.tree).into_iter().filter(full).collect(),
            self.head,
        )
        .await?;
        Ok(true)
    }

    /// Holds the last tiles, the root and the checkpoint against what the events made. Answers how far it was checked.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn end(mut self, store: &dyn Store, keys: &[VerifierKey]) -> Result<SignedHead, Broken> {
        tiles(store, rows(&mut self.tree), self.head).await?;
        if self.tree.root() != self.head.root {
            return Err(Broken::Root(self.head.size));
        }
        note(store, &self.head, keys).await?;
        match store.checkpoint_beyond().await? {
            Some(size) => Err(Broken::Beyond(size)),
            None => Ok(self.head),
        }
    }
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
async fn tiles(store: &dyn Store, made: Vec<TileRow>, head: SignedHead) -> Result<(), Broken> {
    for tile in made {
        let mut stored = store.tile(tile.level, tile.index).await?.unwrap_or_default();
        if stored.len() > tile.hashes.len() && store.signed_head().await? != head {
            // The log has grown meanwhile, and its open tiles with it.
            stored.truncate(tile.hashes.len());
        }
        if stored == tile.hashes {
            continue;
        }
        let same = tile
            .hashes
            .iter()
            .zip(&stored)
            .take_while(|(made, stored)| made == stored);
        let place = tile.index * audit::tiles::WIDTH + same.count() as u64;
        if tile.level == 0 && place < head.size && stored.len() == tile.hashes.len() {
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
