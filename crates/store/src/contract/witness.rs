//! Where checkpoints are sent to be kept, and what came of it.

use async_trait::async_trait;
use domain::time::Millis;

use crate::Result;
use crate::stamp::Stamp;

/// Where checkpoints go, and how often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witness {
    /// A folder on the gateway's machine, by its absolute path.
    pub folder: Option<String>,
    /// An address that takes them by POST.
    pub url: Option<String>,
    /// At most once in so many hours; 0: after each checkpoint.
    pub hours: u16,
}

/// One of the two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The folder.
    Folder,
    /// The address.
    Url,
}

impl Place {
    /// Both.
    pub const ALL: [Place; 2] = [Place::Folder, Place::Url];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Place::Folder => "folder",
            Place::Url => "url",
        }
    }
}

/// What came of sending to one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Events of the last checkpoint that arrived.
    pub size: Option<u64>,
    /// When it did.
    pub sent_at: Option<Millis>,
    /// When the last one failed.
    pub failed_at: Option<Millis>,
    /// Why, as a code.
    pub failure: Option<String>,
    /// How often in vain since the last that arrived where nothing was amiss.
    pub tries: u32,
}

/// Where checkpoints are sent to be kept.
#[async_trait]
pub trait Witnesses: Send + Sync {
    /// Where checkpoints go, with the version; version 0 before it was ever set.
    async fn witness(&self) -> Result<(i64, Witness)>;

    /// Replaces it, if it has this version; answers the next. What came of a place that is another now is forgotten.
    async fn set_witness(&self, stamp: &Stamp, version: i64, witness: &Witness) -> Result<i64>;

    /// What came of sending to a place.
    async fn sent(&self, place: Place) -> Result<Sent>;

    /// Notes that the checkpoint of this size arrived.
    async fn note_sent(&self, place: Place, size: u64, now: Millis) -> Result<()>;

    /// Notes that the checkpoint of this size arrived where something else is amiss: it stands as failed, for this reason.
    async fn note_amiss(&self, place: Place, size: u64, failure: &str, now: Millis) -> Result<()>;

    /// Notes that one did not arrive, and why.
    async fn note_unsent(&self, place: Place, failure: &str, now: Millis) -> Result<()>;
}
