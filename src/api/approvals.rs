//! The gateway's endpoints of 审批 (Approvals), one function each.

use domain::id::CampaignId;
use wire::approvals::{ApprovalRow, ApprovalView, Approve, Return};
use wire::campaigns::Campaign;

use super::Result;
use super::transport::{get, post};

/// What waits for a second person, oldest first.
pub async fn list() -> Result<Vec<ApprovalRow>> {
    get("/api/approvals").await
}

/// All that an approver needs of one campaign.
pub async fn view(campaign: CampaignId) -> Result<ApprovalView> {
    get(&format!("/api/approvals/{campaign}")).await
}

/// Approves what was seen.
pub async fn approve(campaign: CampaignId, approve: &Approve) -> Result<Campaign> {
    post(&format!("/api/campaigns/{campaign}/approve"), approve).await
}

/// Returns it with a comment.
pub async fn give_back(campaign: CampaignId, comment: &Return) -> Result<Campaign> {
    post(&format!("/api/campaigns/{campaign}/return"), comment).await
}
