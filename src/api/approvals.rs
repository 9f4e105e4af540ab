//! The gateway's endpoints of 审批 (Approvals), one function each.

use domain::id::CampaignId;
use wire::approvals::{ApprovalRow, ApprovalView, Approve, Return};
use wire::campaigns::Campaign;

use super::Answer;
use super::transport::{get, post};

/// What waits for a second person, oldest first.
pub fn list() -> Answer<Vec<ApprovalRow>> {
    get("/api/approvals")
}

/// All that an approver needs of one campaign.
pub fn view(campaign: CampaignId) -> Answer<ApprovalView> {
    get(&format!("/api/approvals/{campaign}"))
}

/// Approves what was seen.
pub fn approve(campaign: CampaignId, approve: &Approve) -> Answer<Campaign> {
    post(&format!("/api/campaigns/{campaign}/approve"), approve)
}

/// Returns it with a comment.
pub fn give_back(campaign: CampaignId, comment: &Return) -> Answer<Campaign> {
    post(&format!("/api/campaigns/{campaign}/return"), comment)
}
