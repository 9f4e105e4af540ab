//! What could not be saved when one left is kept in this browser, and offered when the campaign is opened again.

use domain::id::CampaignId;
use wire::campaigns::CampaignEdit;

use crate::api::json;
use crate::state::{session, storage};

/// A colleague at the same browser is not offered what somebody else wrote.
fn key(id: CampaignId) -> Option<String> {
    let who = leptos::prelude::untrack(session::me)?.id;
    Some(format!("rollcall.draft.{who}.{id}"))
}

/// Keeps it, and says whether the browser does.
pub fn keep(id: CampaignId, edit: &CampaignEdit) -> bool {
    let (Some(key), Ok(text)) = (key(id), serde_json::to_string(edit)) else {
        return false;
    };
    storage::set(&key, &text)
}

/// What was kept.
pub fn kept(id: CampaignId) -> Option<CampaignEdit> {
    let text = storage::get(&key(id)?)?;
    json::parse(&text).and_then(json::read).ok()
}

/// It is saved, or not wanted any more.
pub fn forget(id: CampaignId) {
    if let Some(key) = key(id) {
        storage::remove(&key);
    }
}
