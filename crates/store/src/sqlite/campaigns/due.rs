//! Campaigns whose moment has come.

use domain::id::{CampaignId, UserId};
use domain::time::Millis;
use sqlx::{Row, Sqlite as Engine, Transaction};

use super::read::content_of;
use crate::contract::campaigns::DueCampaign;
use crate::error::Result;
use crate::sqlite::Sqlite;

pub(super) async fn due(store: &Sqlite, now: Millis, limit: u32) -> Result<Vec<DueCampaign>> {
    let rows = sqlx::query(
        "SELECT c.id, c.version, c.name, c.content, c.digest, c.author, COALESCE(a.name, '') AS author_name,
                c.approved_by, p.name AS approver_name, c.approved_at, c.next_at
         FROM campaign c LEFT JOIN staff a ON a.id = c.author JOIN staff p ON p.id = c.approved_by
         WHERE c.next_at <= $1 AND c.state = 'approved' ORDER BY c.next_at, c.id LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(DueCampaign {
                id: CampaignId(row.try_get("id")?),
                version: row.try_get("version")?,
                name: row.try_get("name")?,
                content: content_of(row)?,
                digest: row.try_get("digest")?,
                author: row.try_get::<Option<_>, _>("author")?.map(UserId),
                author_name: row.try_get("author_name")?,
                approver: UserId(row.try_get("approved_by")?),
                approver_name: row.try_get("approver_name")?,
                approved_at: row.try_get("approved_at")?,
                due_at: row.try_get("next_at")?,
            })
        })
        .collect()
}

/// Moves an approved campaign on from the firing at `due_at` to the one at `next` (`None`: it fires no more), inside the
/// transaction that opens the run. `false`, and nothing changed, when it is no longer due at that moment: it was edited,
/// archived, or fired already; the run must not be opened then. The version stays: nobody edited anything.
pub(crate) async fn advance(
    tx: &mut Transaction<'_, Engine>,
    id: CampaignId,
    due_at: Millis,
    next: Option<Millis>,
) -> Result<bool> {
    let done = sqlx::query("UPDATE campaign SET next_at = $3 WHERE id = $1 AND next_at = $2 AND state = 'approved'")
        .bind(id.0)
        .bind(due_at)
        .bind(next)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}
