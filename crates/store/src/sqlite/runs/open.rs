//! The runs that firings open.

use domain::campaign::Content;
use domain::id::{CampaignId, RunId};
use domain::time::Millis;
use sqlx::Row;

use super::rows;
use crate::contract::runs::{Due, NewRun, OpenRuns, Opening, RunHold, RunState, UnreadableRun};
use crate::error::{Error, Result};
use crate::sqlite::{Sqlite, log, makers};
use crate::stamp::{Change, Stamp};

pub(super) async fn due(store: &Sqlite, now: Millis, limit: u32) -> Result<Vec<Due>> {
    let rows = sqlx::query(
        "SELECT id, version, content, next_at FROM campaign
         WHERE next_at IS NOT NULL AND next_at <= $1 AND state = 'approved' ORDER BY next_at, id",
    )
    .bind(now)
    .fetch_all(store.read())
    .await?;
    let mut due = Vec::new();
    for row in &rows {
        // One that can't be read is told of on the first page, and keeps no other back.
        let Ok(content) = content(row.try_get(2)?) else {
            continue;
        };
        due.push(Due {
            campaign: CampaignId(row.try_get(0)?),
            version: row.try_get(1)?,
            content,
            due_at: row.try_get(3)?,
        });
        if due.len() == limit as usize {
            break;
        }
    }
    Ok(due)
}

/// What was approved, from JSON.
pub(in crate::sqlite) fn content(json: &str) -> Result<Content> {
    serde_json::from_str(json).map_err(|_| Error::Unreadable("content"))
}

pub(super) async fn open(store: &Sqlite, stamp: &Stamp, new: NewRun) -> Result<bool> {
    let mut tx = store.begin().await?;
    let moved = sqlx::query(
        "UPDATE campaign SET next_at = $4 WHERE id = $1 AND version = $2 AND next_at = $3 AND state = 'approved'",
    )
    .bind(new.campaign.0)
    .bind(new.version)
    .bind(new.due_at)
    .bind(new.next_at)
    .execute(&mut *tx)
    .await?;
    if moved.rows_affected() == 0 {
        return Ok(false);
    }
    let content = approved(&mut tx, new.campaign).await?;
    let altered = makers::approved(&mut tx, new.campaign, u64::MAX).await? != Some(content.digest());
    let (state, held_why) = match new.opening {
        Opening::Freeze if altered => (RunState::Held, Some(RunHold::Altered)),
        Opening::Freeze | Opening::Doom | Opening::Overtaken => (RunState::Freezing, None),
        Opening::Hold => (RunState::Held, Some(RunHold::Late)),
        Opening::TakenBack => (RunState::Held, Some(RunHold::TakenBack)),
    };
    let (state, held_why) = (state.code(), held_why.map(RunHold::code));
    let doomed = matches!(new.opening, Opening::Doom | Opening::Overtaken);
    let opened = sqlx::query(
        "INSERT INTO run (no, id, campaign_id, campaign_version, name, purpose, content, digest, carrier, author_id, author,
           approver_id, approver, approved_at, due_at, opened_at, valid_until, state, held_why, doomed, rate)
         SELECT (SELECT COALESCE(MAX(no), 0) + 1 FROM run), $2, c.id, c.version, c.name, $3, c.content, c.digest, $4,
           c.author, COALESCE(a.name, ''), c.approved_by, COALESCE(b.name, ''), c.approved_at, $5, $6, $7, $8, $9, $10, $11
         FROM campaign c LEFT JOIN staff a ON a.id = c.author LEFT JOIN staff b ON b.id = c.approved_by
         WHERE c.id = $1 ON CONFLICT (campaign_id, due_at) DO NOTHING",
    )
    .bind(new.campaign.0)
    .bind(new.id.0);
    let opened = opened
        .bind(content.purpose.code())
        .bind(content.carrier)
        .bind(new.due_at)
        .bind(stamp.at)
        .bind(new.valid_until)
        .bind(state)
        .bind(held_why)
        .bind(doomed)
        .bind(content.rate)
        .execute(&mut *tx)
        .await?
        .rows_affected()
        == 1;
    if opened {
        let mut change = Change::new("run.opened", "run", new.id)
            .with("campaign", new.campaign)
            .with("version", new.version)
            .with("due_at", new.due_at)
            .with("state", state)
            .with("next_at", new.next_at.map_or("never".to_owned(), |at| at.to_string()));
        if let Some(why) = held_why {
            change = change.with("held_why", why);
        }
        if doomed {
            change = change.with("late", "cancel");
        }
        if let (Opening::Overtaken, Some(next)) = (new.opening, new.next_at) {
            change = change.with("overtaken_by", next);
        }
        log::append(&mut tx, stamp, change).await?;
    }
    tx.commit().await?;
    Ok(opened)
}

async fn approved(connection: &mut sqlx::SqliteConnection, campaign: CampaignId) -> Result<Content> {
    let json: String = sqlx::query_scalar("SELECT content FROM campaign WHERE id = $1")
        .bind(campaign.0)
        .fetch_one(connection)
        .await?;
    content(&json)
}

pub(super) async fn open_runs(store: &Sqlite) -> Result<OpenRuns> {
    let sql = format!(
        "SELECT {} FROM run r WHERE r.state <> 'closed' ORDER BY r.no",
        rows::run_columns()
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(store.read()).await?;
    let mut open = OpenRuns::default();
    for row in &rows {
        match rows::run(row) {
            Ok(run) => open.runs.push(run),
            Err(error) if error.is_of_a_row() => open.unreadable.push(UnreadableRun {
                no: row.try_get(0)?,
                id: RunId(row.try_get(1).unwrap_or_default()),
                name: row.try_get(3).unwrap_or_default(),
                why: error.to_string(),
            }),
            Err(error) => return Err(error),
        }
    }
    Ok(open)
}
