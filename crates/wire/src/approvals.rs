//! The inbox of those who approve. `GET /api/approvals`, `GET /api/approvals/{campaign}`,
//! `POST /api/campaigns/{id}/approve`, `POST /api/campaigns/{id}/return`.

use domain::id::CampaignId;
use domain::time::Millis;

use crate::campaigns::{Campaign, ContentPreview};
use crate::travels;

travels! {
    /// One row of the inbox.
    pub struct ApprovalRow {
        /// Which campaign.
        pub campaign: CampaignId,
        /// Name.
        pub name: String,
        /// Who submitted it.
        pub by: String,
        /// Whether the reader may decide: it is somebody else's.
        pub may_decide: bool,
        /// When.
        pub at: Millis,
        /// When it is to fire.
        pub next_at: Option<Millis>,
        /// Name of the segment.
        pub segment: Option<String>,
        /// Whether an earlier version was approved.
        pub again: bool,
    }

    /// All an approver needs.
    pub struct ApprovalView {
        /// The campaign as submitted.
        pub campaign: Campaign,
        /// What would happen if it ran now, with typical, longest, sparse, dearest and random samples.
        pub preview: ContentPreview,
        /// The rule in words, in the language of the request.
        pub sentence: String,
        /// What was approved last, if anything.
        pub last_approved: Option<LastApproved>,
        /// Whether the reader may decide: it is somebody else's.
        pub may_decide: bool,
    }

    /// What was approved last time, to hold against what is submitted.
    pub struct LastApproved {
        /// When.
        pub at: Millis,
        /// By whom.
        pub by: String,
        /// What.
        pub content: domain::campaign::Content,
        /// Its rule in words.
        pub sentence: String,
    }

    /// `POST /api/campaigns/{id}/approve`.
    pub struct Approve {
        /// Digest of what the approver saw.
        pub digest: String,
        /// Comment.
        pub comment: Option<String>,
    }

    /// `POST /api/campaigns/{id}/return`.
    pub struct Return {
        /// Digest of what the approver saw.
        pub digest: String,
        /// What to mend; needed.
        pub comment: String,
    }
}
