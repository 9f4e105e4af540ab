//! The gateway's endpoints of 活动 (Campaigns), one function each.

use domain::campaign::CampaignState;
use domain::id::CampaignId;
use serde::Serialize;
use wire::Page;
use wire::campaigns::{
    Campaign, CampaignEdit, CampaignRow, ContentPreview, NewCampaign, OnVersion, PreviewContent, TestSend, TestSent,
    Variable,
};

use super::transport::{get, post, put};
use super::{Result, query};

/// What the list is filtered by.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CampaignQuery {
    /// Where they stand.
    pub state: Option<CampaignState>,
    /// Part of the name or text.
    pub search: Option<String>,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// A page of campaigns, last changed first.
pub async fn list(filter: &CampaignQuery) -> Result<Page<CampaignRow>> {
    get(&query::with("/api/campaigns", filter)).await
}

/// One campaign.
pub async fn one(id: CampaignId) -> Result<Campaign> {
    get(&format!("/api/campaigns/{id}")).await
}

/// A new draft.
pub async fn create(new: &NewCampaign) -> Result<Campaign> {
    post("/api/campaigns", new).await
}

/// Saves a draft.
pub async fn save(id: CampaignId, edit: &CampaignEdit) -> Result<Campaign> {
    put(&format!("/api/campaigns/{id}"), edit).await
}

/// What is done to a campaign as the user saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Hand it in.
    Submit,
    /// Take it back.
    Withdraw,
    /// Put it away.
    Archive,
    /// Take it out again.
    Restore,
    /// Make a draft like it; answers the new one.
    Copy,
}

/// Does it.
pub async fn act(id: CampaignId, act: Act, version: i64) -> Result<Campaign> {
    let verb = match act {
        Act::Submit => "submit",
        Act::Withdraw => "withdraw",
        Act::Archive => "archive",
        Act::Restore => "restore",
        Act::Copy => "copy",
    };
    post(&format!("/api/campaigns/{id}/{verb}"), &OnVersion { version }).await
}

/// What would happen if it ran now.
pub async fn preview(content: &PreviewContent) -> Result<ContentPreview> {
    post("/api/campaigns/preview", content).await
}

/// Sends the text to one's own number.
pub async fn test(id: CampaignId, test: &TestSend) -> Result<TestSent> {
    post(&format!("/api/campaigns/{id}/test"), test).await
}

/// What a text may use.
pub async fn variables() -> Result<Vec<Variable>> {
    get("/api/variables").await
}
