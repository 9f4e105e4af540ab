//! The gateway's endpoints of 批次 (Runs), one function each.

use domain::id::{CampaignId, RunId};
use domain::roll::Outcome;
use serde::Serialize;
use wire::Page;
use wire::runs::{
    DoubtfulEntry, Entry, EntryDetail, OrphanReceipt, PhonesShown, Run, RunDetail, RunState, SetRate, Settle, Settled,
    Steer,
};

use super::transport::{get, get_bytes, post, url};
use super::{Answer, Result, query};

/// What the list is filtered by.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RunQuery {
    /// Where they stand.
    pub state: Option<RunState>,
    /// Of this campaign.
    pub campaign: Option<CampaignId>,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// What a roll is filtered by.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EntryQuery {
    /// At this outcome.
    pub outcome: Option<Outcome>,
    /// For this reason.
    pub reason: Option<String>,
    /// Part of the name, or the phone's last digits.
    pub search: Option<String>,
    /// From this entry on.
    pub at: Option<u32>,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// A page of runs, newest first.
pub fn list(filter: &RunQuery) -> Answer<Page<Run>> {
    get(&query::with("/api/runs", filter))
}

/// A page of the entries in doubt over all runs, whichever was handed over longest ago first.
pub fn in_doubt(cursor: Option<String>) -> Answer<Page<DoubtfulEntry>> {
    get(&query::with("/api/runs/doubts/entries", &[("cursor", cursor)]))
}

/// A page of the receipts for nobody, latest first.
pub fn orphans(cursor: Option<String>) -> Answer<Page<OrphanReceipt>> {
    get(&query::with("/api/receipts/orphans", &[("cursor", cursor)]))
}

/// One run.
pub fn one(id: RunId) -> Answer<RunDetail> {
    get(&format!("/api/runs/{id}"))
}

/// One byte an entry: the outcome's number.
pub async fn cells(id: RunId) -> Result<Vec<u8>> {
    get_bytes(&format!("/api/runs/{id}/cells")).await
}

/// A page of the roll.
pub fn entries(id: RunId, filter: &EntryQuery) -> Answer<Page<Entry>> {
    get(&query::with(&format!("/api/runs/{id}/entries"), filter))
}

/// Everything about one entry.
pub fn entry(id: RunId, seq: u32) -> Answer<EntryDetail> {
    get(&format!("/api/runs/{id}/entries/{seq}"))
}

/// What is done to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Stop handing over, for now.
    Pause,
    /// Go on.
    Resume,
    /// Never hand the rest over.
    Cancel,
    /// Let a held run go.
    Release,
}

/// Does it.
pub fn steer(id: RunId, act: Act, reason: Option<String>) -> Answer<RunDetail> {
    let verb = match act {
        Act::Pause => "pause",
        Act::Resume => "resume",
        Act::Cancel => "cancel",
        Act::Release => "release",
    };
    post(&format!("/api/runs/{id}/{verb}"), &Steer { reason })
}

/// Gives it another rate, in messages a minute; `None`: as fast as the carrier.
pub fn set_rate(id: RunId, rate: Option<u32>) -> Answer<RunDetail> {
    post(&format!("/api/runs/{id}/rate"), &SetRate { rate })
}

/// Settles doubts.
pub fn settle(id: RunId, settle: &Settle) -> Answer<Settled> {
    post(&format!("/api/runs/{id}/settle"), settle)
}

/// Where the proof of the run is fetched as a file.
pub fn pack(id: RunId, phones: PhonesShown) -> String {
    url(&format!("/api/runs/{id}/pack?phones={}", phones.code()))
}

/// Where the receipt of an entry is fetched as a file.
pub fn receipt(id: RunId, seq: u32, phones: PhonesShown) -> String {
    url(&format!(
        "/api/runs/{id}/entries/{seq}/receipt?phones={}",
        phones.code()
    ))
}

/// Where the roll is fetched as a file: `csv` or `xlsx`.
pub fn export(id: RunId, format: &str) -> String {
    url(&format!("/api/runs/{id}/roll.{format}"))
}
