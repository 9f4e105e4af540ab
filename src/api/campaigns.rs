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
use super::{Answer, query};

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
pub fn list(filter: &CampaignQuery) -> Answer<Page<CampaignRow>> {
    get(&query::with("/api/campaigns", filter))
}

/// One campaign.
pub fn one(id: CampaignId) -> Answer<Campaign> {
    get(&format!("/api/campaigns/{id}"))
}

/// A new draft.
pub fn create(new: &NewCampaign) -> Answer<Campaign> {
    post("/api/campaigns", new)
}

/// Saves a draft.
pub fn save(id: CampaignId, edit: &CampaignEdit) -> Answer<Campaign> {
    put(&format!("/api/campaigns/{id}"), edit)
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
pub fn act(id: CampaignId, act: Act, version: i64) -> Answer<Campaign> {
    let verb = match act {
        Act::Submit => "submit",
        Act::Withdraw => "withdraw",
        Act::Archive => "archive",
        Act::Restore => "restore",
        Act::Copy => "copy",
    };
    post(&format!("/api/campaigns/{id}/{verb}"), &OnVersion { version })
}

/// What would happen if it ran now.
pub fn preview(content: &PreviewContent) -> Answer<ContentPreview> {
    post("/api/campaigns/preview", content)
}

/// Sends the text to one's own number.
pub fn test(id: CampaignId, test: &TestSend) -> Answer<TestSent> {
    post(&format!("/api/campaigns/{id}/test"), test)
}

/// What a text may use.
pub fn variables() -> Answer<Vec<Variable>> {
    get("/api/variables")
}
