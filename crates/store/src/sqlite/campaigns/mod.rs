//! Campaigns in SQLite.

mod change;
pub(crate) mod decide;
mod note;
mod read;

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::campaign::Content;
use domain::cap::{Cap, Counts};
use domain::id::{CampaignId, CustomerId, RunId, UserId};
use domain::phone::Phone;
use domain::segment::Today;
use domain::time::Millis;
use sqlx::{Sqlite as Engine, Transaction};

use super::Sqlite;
use super::runs::{greeted, recent};
use crate::contract::campaigns::{
    ApprovedRecord, CampaignFilter, CampaignRecord, Campaigns, DecisionRecord, DecisionWhat,
};
use crate::{Actor, Result, Stamp};

/// The member of staff behind an actor: the one who made the token, for a token; nobody for the product itself.
pub(crate) async fn person(tx: &mut Transaction<'_, Engine>, actor: &Actor) -> Result<Option<UserId>> {
    Ok(match actor {
        Actor::User(id) => Some(*id),
        Actor::Token(id) => sqlx::query_scalar("SELECT created_by FROM token WHERE id = $1")
            .bind(id.0)
            .fetch_optional(&mut **tx)
            .await?
            .map(UserId),
        Actor::System(_) => None,
    })
}

#[async_trait]
impl Campaigns for Sqlite {
    async fn campaigns(&self, filter: &CampaignFilter, limit: u32) -> Result<Vec<CampaignRecord>> {
        read::list(self, filter, limit).await
    }

    async fn submitted_campaigns(&self) -> Result<Vec<CampaignRecord>> {
        read::submitted(self).await
    }

    async fn campaign(&self, id: CampaignId) -> Result<CampaignRecord> {
        read::one(self, id).await
    }

    async fn decisions(&self, id: CampaignId) -> Result<Vec<DecisionRecord>> {
        read::decisions(self, id).await
    }

    async fn last_approved(&self, id: CampaignId) -> Result<Option<ApprovedRecord>> {
        read::last_approved(self, id).await
    }

    async fn runs_of_campaign(&self, id: CampaignId, limit: u32) -> Result<Vec<RunId>> {
        let runs = sqlx::query_scalar("SELECT id FROM run WHERE campaign_id = $1 ORDER BY no DESC LIMIT $2")
            .bind(id.0)
            .bind(limit)
            .fetch_all(self.read())
            .await?;
        Ok(runs.into_iter().map(RunId).collect())
    }

    async fn add_campaign(
        &self,
        stamp: &Stamp,
        id: CampaignId,
        name: &str,
        content: &Content,
        copied: Option<CampaignId>,
    ) -> Result<()> {
        change::add(self, stamp, id, name, content, copied).await
    }

    async fn edit_campaign(
        &self,
        stamp: &Stamp,
        id: CampaignId,
        version: i64,
        name: &str,
        content: &Content,
    ) -> Result<i64> {
        change::edit(self, stamp, id, version, name, content).await
    }

    async fn submit_campaign(&self, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()> {
        change::submit(self, stamp, id, version).await
    }

    async fn withdraw_campaign(&self, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()> {
        change::withdraw(self, stamp, id, version).await
    }

    async fn archive_campaign(&self, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()> {
        change::archive(self, stamp, id, version).await
    }

    async fn restore_campaign(&self, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()> {
        change::restore(self, stamp, id, version).await
    }

    async fn approve_campaign(
        &self,
        stamp: &Stamp,
        id: CampaignId,
        digest: &str,
        comment: Option<&str>,
        next_at: Option<Millis>,
    ) -> Result<()> {
        decide::decide(self, stamp, id, digest, DecisionWhat::Approved, comment, next_at).await
    }

    async fn return_campaign(&self, stamp: &Stamp, id: CampaignId, digest: &str, comment: &str) -> Result<()> {
        decide::decide(self, stamp, id, digest, DecisionWhat::Returned, Some(comment), None).await
    }

    async fn note_test(
        &self,
        stamp: &Stamp,
        id: CampaignId,
        digest: &str,
        to: &Phone,
        most: u32,
        since: Millis,
    ) -> Result<bool> {
        note::note_test(self, stamp, id, digest, to, most, since).await
    }

    async fn greeted(&self, id: CampaignId, birthday: NaiveDate, today: &Today) -> Result<HashSet<CustomerId>> {
        // No run has this number: all of them count.
        greeted(&mut *self.read().acquire().await?, id, -1, birthday, today).await
    }

    async fn recent_messages(&self, caps: &[Cap]) -> Result<HashMap<CustomerId, Counts>> {
        // No run has this number: all of them count.
        let recent = recent(&mut *self.read().acquire().await?, -1, caps).await?;
        Ok(recent
            .into_iter()
            .map(|(id, messages)| (CustomerId(id), messages))
            .collect())
    }
}
