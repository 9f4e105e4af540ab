//! Reading campaigns.

use domain::campaign::{CampaignState, Content};
use domain::id::{CampaignId, RunId, UserId};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::contract::campaigns::{
    ApprovedRecord, CampaignFilter, CampaignRecord, DecisionRecord, DecisionWhat, PickedSegment,
};
use crate::error::{Error, Result};
use crate::sqlite::{Sqlite, segments};

const SELECT: &str = "SELECT c.*, s.name AS segment_name, s.built_in, s.rule AS segment_rule,
    COALESCE(a.name, '') AS author_name, COALESCE(b.name, '') AS submitter_name,
    EXISTS (SELECT 1 FROM decision d WHERE d.campaign_id = c.id AND d.kind = 'approved') AS approved_before,
    (SELECT r.id FROM run r WHERE r.campaign_id = c.id ORDER BY r.no DESC LIMIT 1) AS last_run
  FROM campaign c LEFT JOIN segment s ON s.id = c.segment_id
    LEFT JOIN staff a ON a.id = c.author LEFT JOIN staff b ON b.id = c.submitted_by ";

pub(super) async fn list(store: &Sqlite, filter: &CampaignFilter, limit: u32) -> Result<Vec<CampaignRecord>> {
    let (at, id) = filter.after.map_or((i64::MAX, Uuid::max()), |(at, id)| (at, id.0));
    let search = filter.search.as_deref().map(like);
    let state = filter.state.map(CampaignState::code);
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{SELECT} WHERE (c.updated_at < $1 OR (c.updated_at = $1 AND c.id < $2))
           AND (c.state = $3 OR ($3 IS NULL AND c.state <> 'archived'))
           AND ($4 IS NULL OR c.name LIKE $4 ESCAPE '\\' OR c.body LIKE $4 ESCAPE '\\')
         ORDER BY c.updated_at DESC, c.id DESC LIMIT $5"
    )))
    .bind(at)
    .bind(id)
    .bind(state)
    .bind(search)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    records(store, &readable(rows)).await
}

/// Those whose content this version can read: one that it can't keeps no other out of a list. Where it is to fire, the first page tells.
fn readable(mut rows: Vec<SqliteRow>) -> Vec<SqliteRow> {
    rows.retain(|row| content_of(row).is_ok());
    rows
}

pub(super) async fn submitted(store: &Sqlite) -> Result<Vec<CampaignRecord>> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{SELECT} WHERE c.state = 'submitted' ORDER BY c.submitted_at, c.id"
    )))
    .fetch_all(store.read())
    .await?;
    records(store, &readable(rows)).await
}

pub(super) async fn one(store: &Sqlite, id: CampaignId) -> Result<CampaignRecord> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")))
        .bind(id.0)
        .fetch_one(store.read())
        .await?;
    records(store, &[row]).await?.pop().ok_or(Error::NotFound)
}

pub(super) async fn decisions(store: &Sqlite, id: CampaignId) -> Result<Vec<DecisionRecord>> {
    sqlx::query(
        "SELECT d.*, COALESCE(s.name, '') AS by_name FROM decision d LEFT JOIN staff s ON s.id = d.made_by
         WHERE d.campaign_id = $1 ORDER BY d.n DESC",
    )
    .bind(id.0)
    .fetch_all(store.read())
    .await?
    .iter()
    .map(|row| {
        let kind: &str = row.try_get("kind")?;
        Ok(DecisionRecord {
            at: row.try_get("at")?,
            by: row.try_get("by_name")?,
            what: DecisionWhat::from_code(kind).ok_or(Error::Unreadable("decision"))?,
            comment: row.try_get("comment")?,
            digest: row.try_get("digest")?,
        })
    })
    .collect()
}

pub(super) async fn last_approved(store: &Sqlite, id: CampaignId) -> Result<Option<ApprovedRecord>> {
    let row = sqlx::query(
        "SELECT d.at, d.content, COALESCE(s.name, '') AS by_name FROM decision d LEFT JOIN staff s ON s.id = d.made_by
         WHERE d.campaign_id = $1 AND d.kind = 'approved' ORDER BY d.n DESC LIMIT 1",
    )
    .bind(id.0)
    .fetch_optional(store.read())
    .await?;
    row.map(|row| {
        Ok(ApprovedRecord {
            at: row.try_get("at")?,
            by: row.try_get("by_name")?,
            content: content_of(&row)?,
        })
    })
    .transpose()
}

/// The content in a row's column `content`.
fn content_of(row: &SqliteRow) -> Result<Content> {
    serde_json::from_str(row.try_get("content")?).map_err(|_| Error::Unreadable("campaign"))
}

async fn records(store: &Sqlite, rows: &[SqliteRow]) -> Result<Vec<CampaignRecord>> {
    let mut records: Vec<CampaignRecord> = rows.iter().map(record).collect::<Result<_>>()?;
    if records.is_empty() {
        return Ok(records);
    }
    let places: Vec<String> = (1..=records.len()).map(|n| format!("${n}")).collect();
    let mut query = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT campaign_id, staff_id FROM campaign_maker WHERE campaign_id IN ({})",
        places.join(", ")
    )));
    for record in &records {
        query = query.bind(record.id.0);
    }
    for row in query.fetch_all(store.read()).await? {
        let (campaign, maker) = (CampaignId(row.try_get(0)?), UserId(row.try_get(1)?));
        if let Some(record) = records.iter_mut().find(|record| record.id == campaign)
            && !record.makers.contains(&maker)
        {
            record.makers.push(maker);
        }
    }
    Ok(records)
}

fn record(row: &SqliteRow) -> Result<CampaignRecord> {
    let author = row.try_get::<Option<_>, _>("author")?.map(UserId);
    let state: &str = row.try_get("state")?;
    Ok(CampaignRecord {
        id: CampaignId(row.try_get("id")?),
        version: row.try_get("version")?,
        name: row.try_get("name")?,
        state: CampaignState::from_code(state).ok_or(Error::Unreadable("campaign"))?,
        content: content_of(row)?,
        digest: row.try_get("digest")?,
        segment: segment(row)?,
        next_at: row.try_get("next_at")?,
        author,
        author_name: row.try_get("author_name")?,
        submitted_by: row.try_get("submitter_name")?,
        submitted_at: row.try_get("submitted_at")?,
        returned: row.try_get("returned")?,
        approved_before: row.try_get("approved_before")?,
        makers: author.into_iter().collect(),
        last_run: row.try_get::<Option<_>, _>("last_run")?.map(RunId),
        updated_at: row.try_get("updated_at")?,
    })
}

fn segment(row: &SqliteRow) -> Result<Option<PickedSegment>> {
    let Some(name) = row.try_get::<Option<String>, _>("segment_name")? else {
        return Ok(None);
    };
    Ok(Some(PickedSegment {
        name,
        built_in: row.try_get("built_in")?,
        rule: segments::rule(row, "segment_rule"),
    }))
}

/// A pattern for `LIKE … ESCAPE '\'` that finds the text anywhere.
fn like(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
