//! Reading the log of every change of state. It is written with the changes themselves.

use async_trait::async_trait;
use domain::time::Millis;

use super::KeptWords;
use crate::Result;

/// Which events to list. All that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Id of who acted, or the name of the part of the product that did.
    pub actor: Option<String>,
    /// The action, or a beginning of it that ends in a dot: `campaign.`.
    pub action: Option<String>,
    /// Id or kind of what it was done to.
    pub subject: Option<String>,
    /// Not before this moment.
    pub from: Option<Millis>,
    /// Before this moment.
    pub to: Option<Millis>,
    /// Part of the action, the subject, the details, the words, the name of who acted, or of the member of staff, the token, the
    /// segment, the template, the campaign or the run that it was done to.
    pub search: Option<String>,
}

/// An event, as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRecord {
    /// Its number, from 0, without gaps.
    pub seq: u64,
    /// When.
    pub at: Millis,
    /// `user`, `token` or `system`.
    pub actor_kind: String,
    /// Who: an id, or the name of a part of the product.
    pub actor: String,
    /// Name of who acted, today.
    pub actor_name: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which.
    pub subject: String,
    /// Its name today, where it has one.
    pub subject_name: Option<String>,
    /// Key and value, sorted by key.
    pub details: Vec<(String, String)>,
    /// Words that a person typed about it, by their key, as far as they were not erased.
    pub words: Vec<KeptWords>,
    /// Hash of the event's leaf.
    pub leaf_hash: [u8; 32],
}

/// The log as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// How many events.
    pub size: u64,
    /// Root of the tree over their leaves.
    pub root: [u8; 32],
    /// When the last was written.
    pub at: Option<Millis>,
}

/// Reading the log.
#[async_trait]
pub trait Log: Send + Sync {
    /// The newest events before the number `before`, newest first, at most `limit`.
    async fn events(&self, filter: &LogFilter, before: Option<u64>, limit: u32) -> Result<Vec<EventRecord>>;

    /// How many events there are, their root, and when the last was written.
    async fn log_head(&self) -> Result<LogHead>;
}
