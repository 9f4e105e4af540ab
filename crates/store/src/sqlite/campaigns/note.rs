//! What is written beside a change of a campaign: its state, its makers, decisions, and the event of each.

use domain::campaign::CampaignState;
use domain::id::CampaignId;
use domain::phone::Phone;
use domain::time::Millis;
use sqlx::{Sqlite as Engine, Transaction};

use super::change::{Standing, standing};
use super::person;
use crate::contract::campaigns::DecisionWhat;
use crate::sqlite::{Sqlite, log};
use crate::{Change, Result, Stamp};

/// Sets the state of a campaign that is then not approved, and writes the event.
pub(super) async fn moved(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    id: CampaignId,
    action: &'static str,
    was: &Standing,
    after: CampaignState,
) -> Result<()> {
    sqlx::query(
        "UPDATE campaign SET version = version + 1, state = $2, updated_at = $3, next_at = NULL, approved_by = NULL,
           approved_at = NULL WHERE id = $1",
    )
    .bind(id.0)
    .bind(after.code())
    .bind(stamp.at)
    .execute(&mut **tx)
    .await?;
    let change = Change::new(action, "campaign", id)
        .with("from_state", was.state.code())
        .with("to_state", after.code())
        .with("version", was.version + 1)
        .with("digest", &was.digest);
    log::append(tx, stamp, change).await?;
    Ok(())
}

/// Notes whose hand is in the content.
pub(super) async fn made_by(tx: &mut Transaction<'_, Engine>, stamp: &Stamp, id: CampaignId) -> Result<()> {
    if let Some(maker) = person(tx, &stamp.actor).await? {
        sqlx::query("INSERT INTO campaign_maker (campaign_id, staff_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(id.0)
            .bind(maker.0)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Writes down a decision.
pub(super) async fn decision(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    id: CampaignId,
    what: DecisionWhat,
    comment: Option<&str>,
    digest: &str,
    content: Option<&str>,
) -> Result<()> {
    let by = person(tx, &stamp.actor).await?;
    sqlx::query(
        "INSERT INTO decision (campaign_id, n, at, made_by, kind, comment, digest, content)
         VALUES ($1, (SELECT COALESCE(MAX(n), 0) + 1 FROM decision WHERE campaign_id = $1), $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.0)
    .bind(stamp.at)
    .bind(by.map(|id| id.0))
    .bind(what.code())
    .bind(comment)
    .bind(digest)
    .bind(content)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn note_test(
    store: &Sqlite,
    stamp: &Stamp,
    id: CampaignId,
    digest: &str,
    to: &Phone,
    most: u32,
    since: Millis,
) -> Result<bool> {
    let mut tx = store.begin().await?;
    standing(&mut tx, id).await?;
    if !log::may_test(&mut tx, stamp, most, since).await? {
        return Ok(false);
    }
    let change = Change::new("campaign.tested", "campaign", id).with("digest", digest);
    log::append(&mut tx, stamp, change.with("to", log::ending(to))).await?;
    tx.commit().await?;
    Ok(true)
}
