//! The log as others follow it: leaves, tiles, signed checkpoints.

use async_trait::async_trait;
use audit::roll::Secret;
use audit::{Event, Hash, Salt};
use domain::id::{CustomerId, RunId};
use domain::time::Millis;

use super::runs::RunRow;
use crate::stamp::{Change, Stamp};
use crate::{EventCode, Result, RollKey, RollSum, Summed};

/// How far the log is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedHead {
    /// Events.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// An event as it is kept: what its columns say, and the leaf and the hash beside them. Nothing here was compared yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLeaf {
    /// Its number.
    pub seq: u64,
    /// What the columns say; `None` if they can't be read.
    pub event: Option<Event>,
    /// The leaf.
    pub leaf: Vec<u8>,
    /// What is kept as its hash.
    pub hash: Vec<u8>,
}

/// Words that a person typed about a change, as they are kept beside its event. Nothing here was compared yet.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptWords {
    /// The event's number.
    pub seq: u64,
    /// The detail whose digest stands in the leaf.
    pub key: String,
    /// What the digest is salted with.
    pub salt: Salt,
    /// The words.
    pub words: String,
}

/// Without the words, so that none reach a log by accident.
impl std::fmt::Debug for KeptWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptWords")
            .field("seq", &self.seq)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// A tile of hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileRow {
    /// Its level.
    pub level: u8,
    /// Its place within the level.
    pub index: u64,
    /// 1 to 256 hashes.
    pub hashes: Vec<Hash>,
}

/// What moves the signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealing {
    /// From where.
    pub from: SignedHead,
    /// To where.
    pub to: SignedHead,
    /// The signed note that says so.
    pub note: String,
    /// When.
    pub at: Millis,
    /// The tiles that changed.
    pub tiles: Vec<TileRow>,
}

/// Where a run stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The event's number.
    pub seq: u64,
    /// Its leaf.
    pub leaf: Vec<u8>,
}

/// An entry with what opens its leaf.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedEntry {
    /// Its place on the roll, from 0.
    pub place: u32,
    /// Which customer.
    pub customer: CustomerId,
    /// The leaf at the freeze.
    pub leaf: Hash,
    /// What opens it; `None` once the customer was erased.
    pub secret: Option<Secret>,
    /// Whether the customer was erased; asked only where there is no secret.
    pub erased: bool,
    /// The phone in E.164.
    pub phone: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Parts.
    pub parts: u16,
    /// Cost, in fen × 1,000.
    pub cost_millis: u64,
    /// The outcome at the freeze, as leaves write it.
    pub froze: String,
    /// The outcome now, as leaves write it.
    pub outcome: String,
}

/// Shows the place alone, so that no phone, no text and no secret reaches a log by accident.
impl std::fmt::Debug for SealedEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedEntry")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// What the entries of a run come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedOver {
    /// Parts that were handed over and not definitely refused.
    pub parts: u64,
    /// Their cost, in fen × 1,000.
    pub cost_millis: u64,
    /// Receipts that were kept.
    pub receipts: u64,
}

/// An entry whose outcome does not rest on what was written down of its hand-overs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfounded {
    /// It says other hand-overs than were written down.
    HandedOver {
        /// Its place on the roll, from 0.
        place: u32,
        /// The code of its outcome.
        outcome: &'static str,
        /// Hand-overs that it says.
        says: u64,
        /// Hand-overs that were written down.
        written: u64,
    },
    /// Its answers and receipts lead elsewhere.
    Contradicted {
        /// Its place on the roll, from 0.
        place: u32,
        /// Its outcome with its reason, as leaves write it.
        outcome: String,
        /// Where they lead; `None`: the carrier never had it.
        heard: Option<String>,
    },
}

impl std::fmt::Display for Unfounded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::HandedOver {
                place,
                outcome,
                says,
                written,
            } => write!(
                f,
                "entry {place} stands at {outcome} and says {says} hand-overs, and {written} were written down",
                place = u64::from(*place) + 1
            ),
            Self::Contradicted { place, outcome, heard } => write!(
                f,
                "entry {place} stands at {outcome}, and what the carrier said of it leads to {}",
                heard.as_deref().unwrap_or("no hand-over"),
                place = u64::from(*place) + 1
            ),
        }
    }
}

/// A checkpoint as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// The size that it is kept under.
    pub size: u64,
    /// The signed note.
    pub note: String,
    /// The size of the one on which it followed, 0 for the first; `None`: it is of before this was kept.
    pub before: Option<u64>,
    /// Whether the gateway says so itself, as far as the store has the key to know.
    pub vouched: bool,
}

/// The log as others follow it.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// How far the log is signed; size 0 before the first checkpoint.
    async fn signed_head(&self) -> Result<SignedHead>;

    /// The signed note of the checkpoint of this size.
    async fn checkpoint(&self, size: u64) -> Result<Option<String>>;

    /// All signed notes that were published, by the size that they are kept under.
    async fn checkpoints(&self) -> Result<Vec<KeptCheckpoint>>;

    /// The signed word on the last check of the whole log, if there is one.
    async fn log_checked(&self) -> Result<Option<String>>;

    /// Replaces it; `None` takes it away.
    async fn set_log_checked(&self, note: Option<&str>) -> Result<()>;

    /// Events from the number `from` on, in order, with what their columns say.
    async fn kept_leaves(&self, from: u64, limit: u32) -> Result<Vec<KeptLeaf>>;

    /// Leaf and kept hash of events from the number `from` on, in order.
    async fn leaves(&self, from: u64, limit: u32) -> Result<Vec<(Vec<u8>, Hash)>>;

    /// The codes of events from the number `from` on, in order: [`crate::EventKey::code`], or none.
    async fn event_codes(&self, from: u64, limit: u32) -> Result<Vec<Option<EventCode>>>;

    /// The key by which it is known which entries the events of a run moved; `None`: the store has no key of events.
    fn roll_key(&self) -> Option<RollKey>;

    /// Says in the log that from here on each event has its code, and answers that event's number.
    async fn authenticate_events(&self, stamp: &Stamp) -> Result<u64>;

    /// A tile, as long as it is.
    async fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<Hash>>>;

    /// The size of a checkpoint beyond the signed head, where none can be: each is stored with the head that it signs.
    async fn checkpoint_beyond(&self) -> Result<Option<u64>>;

    /// Stores tiles and note, and moves the signed head, in one durable transaction. `false`, and nothing is stored: the head
    /// is not where it was thought to be. A note may be published only after this answered `true`.
    async fn seal(&self, sealing: &Sealing) -> Result<bool>;

    /// The public keys that have signed, oldest first.
    async fn log_keys(&self) -> Result<Vec<String>>;

    /// Notes that this key signs from now on, with an event; one that is known already changes nothing.
    async fn add_log_key(&self, stamp: &Stamp, key: &str) -> Result<()>;

    /// Notes that this key signs no longer, with an event; one that is not known or retired already changes nothing.
    async fn retire_log_key(&self, stamp: &Stamp, key: &str) -> Result<()>;

    /// The first event of a run with this action, if there is one.
    async fn run_event(&self, run: RunId, action: &str) -> Result<Option<Placed>>;

    /// Entries of the run with this number, in the order of its roll, with what opens their leaves.
    async fn sealed_entries(&self, run: i64, from: u32, limit: u32) -> Result<Vec<SealedEntry>>;

    /// Runs by their numbers, from below `before` on, the latest first; of one that can't be read, why.
    async fn runs_as_kept(&self, before: Option<i64>, limit: u32) -> Result<Vec<(i64, Result<RunRow>)>>;

    /// Entries of the run with this number that say more hand-overs than were written down, or fewer, or an outcome that only what
    /// was handed over can have, or another than their answers and receipts lead to.
    async fn unfounded(&self, run: i64) -> Result<Vec<Unfounded>>;

    /// What the entries of the run with this number come to.
    async fn handed_over(&self, run: i64) -> Result<HandedOver>;

    /// What the entries, attempts or receipts of the run with this number come to; `None`: the store has no key of events.
    async fn kept_sum(&self, run: i64, of: Summed) -> Result<Option<RollSum>>;

    /// Entries as [`Ledger::sealed_entries`] answers them, by their places; of one that can't be read, why.
    async fn entries_as_kept(&self, run: i64, from: u32, limit: u32) -> Result<Vec<(u32, Result<SealedEntry>)>>;

    /// Words beside the log, by event and key, from behind `after` on; of those that can't be read, why.
    async fn kept_words(
        &self,
        after: Option<(u64, String)>,
        limit: u32,
    ) -> Result<Vec<((u64, String), Result<KeptWords>)>>;

    /// Events whose digests of words have no words beside them, and why they have none is not known: nobody had them erased, and
    /// nobody was erased of whom they spoke. With the key; at most `limit`.
    async fn missing_words(&self, limit: u32) -> Result<Vec<(u64, String)>>;

    /// Deletes all words beside an event, with their salts, and logs that. `NotFound` where there are none.
    async fn erase_words(&self, stamp: &Stamp, event: u64) -> Result<()>;

    /// Logs what changes nothing else, such as an export: all of it, in this order, or nothing.
    async fn note(&self, stamp: &Stamp, changes: Vec<Change>) -> Result<()>;
}
