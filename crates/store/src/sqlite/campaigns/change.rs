//! Writing, handing in, taking back and putting away campaigns.

use domain::campaign::{CampaignAct, CampaignState, Content};
use domain::id::CampaignId;
use sqlx::{Row, Sqlite as Engine, Transaction};

use super::note::{decision, made_by, moved};
use super::person;
use crate::contract::campaigns::DecisionWhat;
use crate::sqlite::{Sqlite, log};
use crate::{Change, Error, Result, Stamp};

/// What a change needs to know of the campaign, read inside its transaction.
pub(super) struct Standing {
    pub version: i64,
    name: String,
    pub state: CampaignState,
    pub digest: String,
}

pub(super) async fn standing(tx: &mut Transaction<'_, Engine>, id: CampaignId) -> Result<Standing> {
    let row = sqlx::query("SELECT version, name, state, digest FROM campaign WHERE id = $1")
        .bind(id.0)
        .fetch_one(&mut **tx)
        .await?;
    let state: &str = row.try_get("state")?;
    Ok(Standing {
        version: row.try_get("version")?,
        name: row.try_get("name")?,
        state: CampaignState::from_code(state).ok_or(Error::Unreadable("campaign"))?,
        digest: row.try_get("digest")?,
    })
}

impl Standing {
    /// The state after `act`, unless it was changed since `version` or the state stands against it.
    fn after(&self, version: i64, act: CampaignAct) -> Result<CampaignState> {
        if self.version != version {
            return Err(Error::Conflict);
        }
        self.state.after(act).ok_or(Error::WrongState(self.state.code()))
    }
}

pub(super) fn to_json(content: &Content) -> Result<String> {
    serde_json::to_string(content).map_err(|_| Error::Unreadable("campaign"))
}

/// All wordings, for lists and searches.
fn body(content: &Content) -> String {
    content.wordings().collect::<Vec<_>>().join("\n")
}

pub(super) async fn add(
    store: &Sqlite,
    stamp: &Stamp,
    id: CampaignId,
    name: &str,
    content: &Content,
    copied: Option<CampaignId>,
) -> Result<()> {
    let mut tx = store.begin().await?;
    let author = person(&mut tx, &stamp.actor).await?;
    let digest = content.digest();
    sqlx::query(
        "INSERT INTO campaign (id, version, name, state, content, digest, segment_id, template_id, body, author, created_at, updated_at)
         VALUES ($1, 1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, $9)",
    )
    .bind(id.0)
    .bind(name)
    .bind(to_json(content)?)
    .bind(&digest)
    .bind(content.segment.map(|id| id.0))
    .bind(content.template.map(|id| id.0))
    .bind(body(content))
    .bind(author.map(|id| id.0))
    .bind(stamp.at)
    .execute(&mut *tx)
    .await?;
    let mut change = Change::new("campaign.created", "campaign", id).with("digest", digest);
    if let Some(copied) = copied {
        change = change.with("copied_from", copied);
    }
    log::append(&mut tx, stamp, change).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn edit(
    store: &Sqlite,
    stamp: &Stamp,
    id: CampaignId,
    version: i64,
    name: &str,
    content: &Content,
) -> Result<i64> {
    let mut tx = store.begin().await?;
    let was = standing(&mut tx, id).await?;
    let after = was.after(version, CampaignAct::Edit)?;
    let digest = content.digest();
    if was.digest == digest {
        if was.name != name {
            rename(&mut tx, stamp, id, name).await?;
            tx.commit().await?;
            return Ok(version + 1);
        }
        return Ok(version);
    }
    sqlx::query(
        "UPDATE campaign SET version = version + 1, name = $3, state = $4, content = $5, digest = $6, segment_id = $7,
           template_id = $8, body = $9, updated_at = $10, next_at = NULL, approved_by = NULL, approved_at = NULL
         WHERE id = $1 AND version = $2",
    )
    .bind(id.0)
    .bind(version)
    .bind(name)
    .bind(after.code())
    .bind(to_json(content)?)
    .bind(&digest)
    .bind(content.segment.map(|id| id.0))
    .bind(content.template.map(|id| id.0))
    .bind(body(content))
    .bind(stamp.at)
    .execute(&mut *tx)
    .await?;
    if was.state == CampaignState::Approved {
        decision(&mut tx, stamp, id, DecisionWhat::Voided, None, &was.digest, None).await?;
        // A second person answers for what the others wrote: from here on it is this one's work.
        sqlx::query("DELETE FROM campaign_maker WHERE campaign_id = $1")
            .bind(id.0)
            .execute(&mut *tx)
            .await?;
    }
    made_by(&mut tx, stamp, id).await?;
    let change = Change::new("campaign.edited", "campaign", id)
        .with("from_version", version)
        .with("to_version", version + 1)
        .with("from_digest", was.digest)
        .with("to_digest", digest)
        .with("from_state", was.state.code())
        .with("to_state", after.code());
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(version + 1)
}

/// Another name: nothing that an approval covers.
async fn rename(tx: &mut Transaction<'_, Engine>, stamp: &Stamp, id: CampaignId, name: &str) -> Result<()> {
    sqlx::query("UPDATE campaign SET version = version + 1, name = $2, updated_at = $3 WHERE id = $1")
        .bind(id.0)
        .bind(name)
        .bind(stamp.at)
        .execute(&mut **tx)
        .await?;
    log::append(tx, stamp, Change::new("campaign.renamed", "campaign", id)).await?;
    Ok(())
}

pub(super) async fn submit(store: &Sqlite, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()> {
    let mut tx = store.begin().await?;
    let was = standing(&mut tx, id).await?;
    let after = was.after(version, CampaignAct::Submit)?;
    made_by(&mut tx, stamp, id).await?;
    let by = person(&mut tx, &stamp.actor).await?;
    sqlx::query("UPDATE campaign SET submitted_by = $2, submitted_at = $3, returned = 0 WHERE id = $1")
        .bind(id.0)
        .bind(by.map(|id| id.0))
        .bind(stamp.at)
        .execute(&mut *tx)
        .await?;
    decision(&mut tx, stamp, id, DecisionWhat::Submitted, None, &was.digest, None).await?;
    moved(&mut tx, stamp, id, "campaign.submitted", &was, after).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn withdraw(store: &Sqlite, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()> {
    let mut tx = store.begin().await?;
    let was = standing(&mut tx, id).await?;
    let after = was.after(version, CampaignAct::Withdraw)?;
    decision(&mut tx, stamp, id, DecisionWhat::Withdrawn, None, &was.digest, None).await?;
    moved(&mut tx, stamp, id, "campaign.withdrawn", &was, after).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn archive(store: &Sqlite, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()> {
    let mut tx = store.begin().await?;
    let was = standing(&mut tx, id).await?;
    let after = was.after(version, CampaignAct::Archive)?;
    if was.state == CampaignState::Approved {
        decision(&mut tx, stamp, id, DecisionWhat::Voided, None, &was.digest, None).await?;
    }
    moved(&mut tx, stamp, id, "campaign.archived", &was, after).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn restore(store: &Sqlite, stamp: &Stamp, id: CampaignId, version: i64) -> Result<()> {
    let mut tx = store.begin().await?;
    let was = standing(&mut tx, id).await?;
    let after = was.after(version, CampaignAct::Restore)?;
    moved(&mut tx, stamp, id, "campaign.restored", &was, after).await?;
    Ok(tx.commit().await?)
}
