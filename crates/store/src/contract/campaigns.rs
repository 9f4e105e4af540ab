//! Campaigns, what was decided about them, and when they fire.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::campaign::{CampaignState, Content};
use domain::cap::{Cap, Counts};
use domain::id::{CampaignId, CustomerId, RunId, UserId};
use domain::phone::Phone;
use domain::segment::{Rule, Today};
use domain::time::Millis;

use crate::{Result, Stamp};

/// The segment that a campaign picked, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickedSegment {
    /// Its name.
    pub name: String,
    /// Its key if it came with the product: its name is then the product's.
    pub built_in: Option<String>,
    /// Its rule; `None`: this version can't read it.
    pub rule: Option<Rule>,
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRecord {
    /// Which.
    pub id: CampaignId,
    /// Counts from 1.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub state: CampaignState,
    /// What an approval covers.
    pub content: Content,
    /// Its digest.
    pub digest: String,
    /// The segment that it picked, if that is still there.
    pub segment: Option<PickedSegment>,
    /// When it fires next; only while approved.
    pub next_at: Option<Millis>,
    /// Who began it; `None`: the product itself.
    pub author: Option<UserId>,
    /// Name of the author; empty when there is none.
    pub author_name: String,
    /// Name of whoever submitted it last; empty before.
    pub submitted_by: String,
    /// When it was submitted last.
    pub submitted_at: Option<Millis>,
    /// Whether it was returned and not yet submitted again.
    pub returned: bool,
    /// Whether an earlier version was approved.
    pub approved_before: bool,
    /// Whose hand is in it since it was last approved, the author always: none of them may approve it.
    pub makers: Vec<UserId>,
    /// Its last run.
    pub last_run: Option<RunId>,
    /// Last changed.
    pub updated_at: Millis,
}

/// Which campaigns to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CampaignFilter {
    /// Where they stand; `None`: everywhere but archived.
    pub state: Option<CampaignState>,
    /// Part of the name or the text.
    pub search: Option<String>,
    /// The last row of the page before: when it was changed, and which it is.
    pub after: Option<(Millis, CampaignId)>,
}

/// Kinds of decision, by the codes under which they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DecisionWhat {
    /// Handed in.
    Submitted,
    /// Taken back.
    Withdrawn,
    /// Approved.
    Approved,
    /// Returned.
    Returned,
    /// An approval became void.
    Voided,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRecord {
    /// When.
    pub at: Millis,
    /// Name of whoever decided; empty when it was the product itself.
    pub by: String,
    /// What.
    pub what: DecisionWhat,
    /// Comment; always there for a return.
    pub comment: Option<String>,
    /// The digest it was about.
    pub digest: String,
}

/// What was approved last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovedRecord {
    /// When.
    pub at: Millis,
    /// Name of the approver.
    pub by: String,
    /// What.
    pub content: Content,
}

impl DecisionWhat {
    /// The code under which it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            DecisionWhat::Submitted => "submitted",
            DecisionWhat::Withdrawn => "withdrawn",
            DecisionWhat::Approved => "approved",
            DecisionWhat::Returned => "returned",
            DecisionWhat::Voided => "voided",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<DecisionWhat> {
        use DecisionWhat as W;
        [W::Submitted, W::Withdrawn, W::Approved, W::Returned, W::Voided]
            .into_iter()
            .find(|what| what.code() == code)
    }
}

/// Campaigns. What each change needs of the state is [`CampaignState::after`]'s; where it is not so, the answer is
/// `WrongState` with the code of the state that stands against it, and nothing is changed.
#[async_trait]
pub trait Campaigns: Send + Sync {
    /// Campaigns, last changed first; at most `limit`.
    async fn campaigns(&self, filter: &CampaignFilter, limit: u32) -> Result<Vec<CampaignRecord>>;

    /// Campaigns that wait for a second person, longest waiting first.
    async fn submitted_campaigns(&self) -> Result<Vec<CampaignRecord>>;

    /// One campaign.
    async fn campaign(&self, id: CampaignId) -> Result<CampaignRecord>;

    /// What was decided about a campaign, newest first.
    async fn decisions(&self, id: CampaignId) -> Result<Vec<DecisionRecord>>;

    /// What was approved last, if anything ever was.
    async fn last_approved(&self, id: CampaignId) -> Result<Option<ApprovedRecord>>;

    /// The runs of a campaign, newest first; at most `limit`.
    async fn runs_of_campaign(&self, id: CampaignId, limit: u32) -> Result<Vec<RunId>>;

    /// Adds a draft as version 1; `copied` is the campaign that it was copied from.
    async fn add_campaign(
        &self,
        stamp: &Stamp,
        id: CampaignId,
        name: &str,
        content: &Content,
        copied: Option<CampaignId>,
    ) -> Result<()>;

    /// Replaces `version` of a draft or of an approved campaign, and answers the version that then stands. `Conflict` when it
    /// was changed since. Another content voids an approval; another name alone does not. Saving what is there already
    /// changes nothing.
    async fn edit_campaign(
        &self,
        stamp: &Stamp,
        id: CampaignId,
        version: i64,
        name: &str,
        content: &Content,
    ) -> Result<i64>;

    /// Hands in `version`. `Conflict` when it was changed since.
    async fn submit_campaign(&self, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()>;

    /// Takes back what was handed in. `Conflict` when it was changed since.
    async fn withdraw_campaign(&self, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()>;

    /// Puts `version` away; an approval becomes void. `Conflict` when it was changed since.
    async fn archive_campaign(&self, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()>;

    /// Takes an archived campaign out again, as a draft. `Conflict` when it was changed since.
    async fn restore_campaign(&self, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()>;

    /// Approves what has `digest`, to fire first at `next_at` (`None`: never). `Conflict` when the digest is another by now;
    /// `WrongState("own_work")` when whoever approves has a hand in it, or is no member of staff.
    async fn approve_campaign(
        &self,
        stamp: &Stamp,
        id: CampaignId,
        digest: &str,
        comment: Option<&str>,
        next_at: Option<Millis>,
    ) -> Result<()>;

    /// Returns what has `digest` to its author. Errors as [`Campaigns::approve_campaign`].
    async fn return_campaign(&self, stamp: &Stamp, id: CampaignId, digest: &str, comment: &str) -> Result<()>;

    /// Notes, before it is handed over, that somebody sends a campaign's text to a number of their own; of the number, the last
    /// digits. `false`, and nothing noted, when they have done so `most` times since `since` already.
    async fn note_test(
        &self,
        stamp: &Stamp,
        id: CampaignId,
        digest: &str,
        to: &Phone,
        most: u32,
        since: Millis,
    ) -> Result<bool>;

    /// Whom runs of a campaign wrote to, or are to write to, for the birthday on `birthday` already: a freeze leaves them out.
    async fn greeted(&self, id: CampaignId, birthday: NaiveDate, today: &Today) -> Result<HashSet<CustomerId>>;

    /// How many messages each customer was sent, or is about to be, that count for each of these frequency caps at a freeze.
    /// Customers without any are left out.
    async fn recent_messages(&self, caps: &[Cap]) -> Result<HashMap<CustomerId, Counts>>;
}
