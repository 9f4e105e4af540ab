//! What is not known: entries in doubt, and receipts for nobody.

use domain::id::{RunId, UserId};
use domain::roll::Receipt;
use domain::time::Millis;

use super::EntryRecord;

/// A run with entries in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Which run.
    pub run: RunId,
    /// Name of the campaign.
    pub name: String,
    /// Who wrote it.
    pub author: Option<UserId>,
    /// How many.
    pub entries: u64,
    /// The oldest.
    pub since: Millis,
}

/// Where an entry in doubt stands in the list of all: when it was handed over, and its id.
pub type DoubtPlace = (Millis, i64);

/// An entry in doubt, on whatever run it stands.
#[derive(Debug, Clone)]
pub struct Doubtful {
    /// Where the list goes on after it.
    pub place: DoubtPlace,
    /// Which run.
    pub run: RunId,
    /// Name of the campaign.
    pub name: String,
    /// The carrier that it was handed to last.
    pub carrier: String,
    /// How many of its parts that carrier took by name.
    pub taken: u16,
    /// The entry.
    pub entry: EntryRecord,
}

/// A receipt that belongs to no hand-over we know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// Counts up in the order in which they came.
    pub id: i64,
    /// Who told it.
    pub carrier: String,
    /// The carrier's name for the message.
    pub reference: String,
    /// What became of the message.
    pub status: Receipt,
    /// The carrier's own code.
    pub code: Option<String>,
    /// When, by the carrier's clock.
    pub at: Millis,
    /// When it came.
    pub received_at: Millis,
    /// The last four digits of each number that it names.
    pub tails: Vec<String>,
}
