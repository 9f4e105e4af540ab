//! What proofs of rolls and consents are made of.

use async_trait::async_trait;
use audit::pack::ConsentRecord;
use audit::{Hash, Salt};
use domain::consent::Purpose;
use domain::id::CustomerId;
use domain::time::Millis;
use uuid::Uuid;

use super::TileRow;
use crate::Result;
use crate::stamp::Stamp;

/// A tree beside the log, whose root an event holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SideTree {
    /// The roll of the run with this number, at its freeze.
    Frozen(i64),
    /// The same at its close.
    Closed(i64),
    /// The consents that the event of this number recorded.
    Consents(u64),
}

/// Whose consents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentsOf {
    /// One customer's, for all purposes.
    Customer(CustomerId),
    /// Those of everyone on the roll of the run with this number, for this purpose.
    Run(i64, Purpose),
}

/// A consent with its place in the log.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedConsent {
    /// Where a page that begins behind this one goes on: the entry's id (0 where there is no roll), and the record's.
    pub cursor: (i64, Uuid),
    /// Whose it is.
    pub customer: CustomerId,
    /// The event that recorded it.
    pub event: u64,
    /// Its place among what that event recorded.
    pub place: u64,
    /// Its leaf.
    pub leaf: Hash,
    /// What was recorded, and what opens the leaf; `None` once the customer was erased.
    pub opened: Option<(ConsentRecord, Salt)>,
    /// Whether the customer was erased.
    pub erased: bool,
}

/// The event and the place by which a consent is kept, and what is kept.
pub type KeptConsent = ((u64, u64), Result<SealedConsent>);

/// Shows the place alone, so that no evidence and no salt reaches a log by accident.
impl std::fmt::Debug for SealedConsent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedConsent")
            .field("event", &self.event)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// A number that opted out and belongs to nobody, without the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptOptOut {
    /// The code of what was opted out of.
    pub purpose: String,
    /// Since when.
    pub since: Millis,
    /// What the log is to hold of it; `None` while the row of before is not committed.
    pub leaf: Option<Hash>,
    /// Whether what is kept makes the leaf.
    pub opens: bool,
}

/// The numbers of erased customers and what they withdrew, without the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptErased {
    /// How many rows.
    pub rows: u64,
    /// What the log is to hold of them; `None` while they have no salt.
    pub leaf: Option<Hash>,
}

/// What a row says that events of the log say, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedRow {
    /// What it is a row of: `user`, `run`, `decision`.
    pub of: &'static str,
    /// Which one; several parts stand behind one another with a space between.
    pub id: String,
    /// What it says by name, in the words of the events; `None` is NULL.
    pub says: Vec<(String, Option<String>)>,
}

/// What proofs of rolls and consents are made of.
#[async_trait]
pub trait Evidence: Send + Sync {
    /// A tile of a tree beside the log, as long as it is; empty where nothing is. Level 0 is made of the rows, what is above was
    /// stored with the root; where a tree was made before such tiles were stored, it is made of the rows too, and takes as long.
    async fn side_tile(&self, tree: SideTree, level: u8, index: u64) -> Result<Vec<Hash>>;

    /// The tiles of a tree beside the log that are stored, by level and place.
    async fn side_tiles(&self, tree: SideTree) -> Result<Vec<TileRow>>;

    /// Consents that are committed in the log, by entry and record, from behind the cursor on.
    async fn sealed_consents(&self, of: ConsentsOf, after: (i64, Uuid), limit: u32) -> Result<Vec<SealedConsent>>;

    /// The same of everybody, each by its event and place, from behind `after` on: a row that can't be read is an error of its own.
    async fn logged_consents(&self, after: Option<(u64, u64)>, limit: u32) -> Result<Vec<KeptConsent>>;

    /// Commits all consents that were recorded before consents were committed, by one event, with the times of their records.
    /// Answers how many there were. Happens once for each database: a second call commits nothing and logs nothing.
    async fn commit_late_consents(&self, stamp: &Stamp) -> Result<u64>;

    /// Commits all numbers that opted out before they were committed, and answers how many rows there were; and seals those of erased
    /// customers. As [`Evidence::commit_late_consents`], once for each database.
    async fn commit_late_opt_outs(&self, stamp: &Stamp) -> Result<u64>;

    /// Seals all replies that came before replies were sealed, and answers how many. As [`Evidence::commit_late_consents`], once for each
    /// database.
    async fn commit_late_replies(&self, stamp: &Stamp) -> Result<u64>;

    /// All rows of numbers that opted out and belong to nobody.
    async fn kept_opt_outs(&self) -> Result<Vec<KeptOptOut>>;

    /// All numbers of erased customers, as one.
    async fn kept_erased(&self) -> Result<KeptErased>;

    /// Consents of which no event says that they were recorded, with whose they are; erased customers' aside. At most `limit`.
    async fn uncommitted_consents(&self, limit: u32) -> Result<Vec<(Uuid, CustomerId)>>;

    /// Customers whose card says another consent than the latest of their records, with the purpose; at most `limit`.
    async fn misstated_consents(&self, limit: u32) -> Result<Vec<(CustomerId, Purpose)>>;

    /// Events that recorded consents at another time, or by somebody else, than the records say; at most `limit`.
    async fn misdated_consents(&self, limit: u32) -> Result<Vec<u64>>;

    /// All rows of which the log's events say what they are to hold, apart from customers, entries and consents, whose leaves say it.
    async fn stated(&self) -> Result<Vec<StatedRow>>;
}
