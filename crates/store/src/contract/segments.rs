//! Segments.

use async_trait::async_trait;
use domain::id::SegmentId;
use domain::segment::{BuiltIn, Rule};
use domain::time::Millis;

use crate::error::Result;
use crate::stamp::Stamp;

/// A segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentRecord {
    /// Which.
    pub id: SegmentId,
    /// For optimistic locking.
    pub version: i64,
    /// Its name; of a built-in one, the Chinese name.
    pub name: String,
    /// Its rule; `None`: another version or another hand wrote what this one can't read.
    pub rule: Option<Rule>,
    /// Whether it came with the product.
    pub built_in: Option<BuiltIn>,
    /// Archived: not offered any more.
    pub archived: bool,
    /// Last changed.
    pub updated_at: Millis,
    /// Name of who changed it last.
    pub updated_by: String,
}

/// Segments.
#[async_trait]
pub trait Segments: Send + Sync {
    /// All segments, built-in ones first in their order, then by name. A firm has tens of them.
    async fn segments(&self, archived: bool) -> Result<Vec<SegmentRecord>>;

    /// One segment.
    async fn segment(&self, id: SegmentId) -> Result<SegmentRecord>;

    /// Creates a segment. `Taken` if one that is not archived has the name.
    async fn create_segment(&self, id: SegmentId, name: &str, rule: &Rule, stamp: &Stamp) -> Result<()>;

    /// Changes a segment, if the version is still `version`. `Conflict`; `WrongState` if built in or archived; `Taken` as above, unless it had
    /// the name already.
    async fn edit_segment(&self, id: SegmentId, version: i64, name: &str, rule: &Rule, stamp: &Stamp) -> Result<()>;

    /// Archives a segment or brings it back. `WrongState` if built in. Runs and campaigns keep the rule they were made with.
    async fn archive_segment(&self, id: SegmentId, archived: bool, stamp: &Stamp) -> Result<()>;

    /// How many campaigns that are not archived use each segment.
    async fn segment_uses(&self) -> Result<Vec<(SegmentId, u64)>>;
}
