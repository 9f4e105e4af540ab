//! What the first page and the reports ask over all areas.

use async_trait::async_trait;
use domain::id::{CampaignId, ImportId, RunId, UserId};
use domain::roll::{Outcome, Tally};
use domain::schedule::Schedule;
use domain::time::Millis;

use crate::Result;

/// Which runs a report is about: those that froze in a span of time, of everybody or of one author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportSpan {
    /// Not before.
    pub from: Millis,
    /// Before.
    pub until: Millis,
    /// Only campaigns that this person wrote.
    pub author: Option<UserId>,
}

/// What one run adds to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunCount {
    /// Which campaign.
    pub campaign: CampaignId,
    /// Name of the campaign.
    pub name: String,
    /// When it froze, or closed, as was asked.
    pub at: Millis,
    /// Entries by outcome.
    pub tally: Tally,
    /// Parts handed over.
    pub parts: u64,
    /// Cost in fen × 1,000.
    pub cost_millis: u64,
}

/// An outcome with a reason and its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeCount {
    /// Outcome.
    pub outcome: Outcome,
    /// Code of the reason.
    pub reason: Option<String>,
    /// Entries.
    pub entries: u64,
}

/// That the database is an older copy of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenBack {
    /// When it was started as such, last.
    pub at: Millis,
    /// The last moment of which the copy knew anything.
    pub known_until: Millis,
}

/// A run whose close is refused: its roll does not add up, or is not the one that was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRoll {
    /// Which.
    pub run: RunId,
    /// Name of the campaign.
    pub name: String,
    /// Since when.
    pub since: Millis,
}

/// An approved campaign that is to fire and whose content this version can't read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableCampaign {
    /// Which.
    pub id: CampaignId,
    /// Name.
    pub name: String,
    /// When it fires, or was to.
    pub next_at: Millis,
}

/// A campaign that was returned and not yet submitted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedCampaign {
    /// Which.
    pub id: CampaignId,
    /// Name.
    pub name: String,
    /// What to mend.
    pub comment: String,
}

/// An import of which rows were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedImport {
    /// Which.
    pub id: ImportId,
    /// Name of the file.
    pub file: String,
    /// Rows.
    pub rows: u64,
}

/// An approved campaign that will fire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCampaign {
    /// Which.
    pub id: CampaignId,
    /// Name.
    pub name: String,
    /// When it fires next.
    pub next_at: Millis,
    /// When it fires.
    pub schedule: Schedule,
}

/// Customers with the same birthdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthdayCount {
    /// Month × 100 + day.
    pub solar: Option<i64>,
    /// (Month × 100 + day) × 10, and 1 more in a leap month.
    pub lunar: Option<i64>,
    /// How many.
    pub customers: u64,
}

/// What the first page and the reports ask.
#[async_trait]
pub trait Overview: Send + Sync {
    /// Whether there is no customer yet, erased ones included.
    async fn no_customers(&self) -> Result<bool>;

    /// The runs that froze in the span, oldest first.
    async fn runs_frozen(&self, span: ReportSpan) -> Result<Vec<RunCount>>;

    /// The runs that closed in the span, oldest first.
    async fn runs_closed(&self, span: ReportSpan) -> Result<Vec<RunCount>>;

    /// Entries of the runs that froze in the span, by outcome and reason, most first.
    async fn outcomes(&self, span: ReportSpan) -> Result<Vec<OutcomeCount>>;

    /// Customers who withdrew a consent in the span; for one author, those on their rolls.
    async fn opt_outs(&self, span: ReportSpan) -> Result<u64>;

    /// When this database was last started as an older copy of itself, if it ever was.
    async fn last_taken_back(&self) -> Result<Option<TakenBack>>;

    /// Runs whose close is refused, oldest first.
    async fn broken_rolls(&self) -> Result<Vec<BrokenRoll>>;

    /// Approved campaigns that are to fire and can't be read, the first to fire first.
    async fn unreadable_campaigns(&self) -> Result<Vec<UnreadableCampaign>>;

    /// Drafts of `author` that were returned.
    async fn returned_to(&self, author: UserId) -> Result<Vec<ReturnedCampaign>>;

    /// Imports of `user` since `since` of which rows were refused, newest first.
    async fn refused_imports(&self, user: UserId, since: Millis) -> Result<Vec<RefusedImport>>;

    /// Approved campaigns that fire before `until`, soonest first.
    async fn planned(&self, until: Millis) -> Result<Vec<PlannedCampaign>>;

    /// Customers, not erased, with one of these solar or lunar birthdays, by both.
    async fn birthdays(&self, solar: &[i64], lunar: &[i64]) -> Result<Vec<BirthdayCount>>;
}
