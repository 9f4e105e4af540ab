//! Segments in SQLite.

use async_trait::async_trait;
use domain::id::SegmentId;
use domain::segment::{BuiltIn, Rule};
use domain::time::Millis;
use sqlx::sqlite::SqliteRow;
use sqlx::{ColumnIndex, Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use super::{Sqlite, log};
use crate::contract::segments::{SegmentRecord, Segments};
use crate::error::{Error, Result};
use crate::stamp::{Change, Stamp};

const COLUMNS: &str = "SELECT g.id, g.version, g.name, g.rule, g.built_in, g.archived_at, g.updated_at, \
     COALESCE((SELECT s.name FROM staff s WHERE LOWER(HEX(s.id)) = REPLACE(g.actor, '-', '')), g.actor) FROM segment g";

fn read(row: &SqliteRow) -> Result<SegmentRecord> {
    let built_in: Option<&str> = row.try_get(4)?;
    let archived: Option<i64> = row.try_get(5)?;
    Ok(SegmentRecord {
        id: SegmentId(row.try_get(0)?),
        version: row.try_get(1)?,
        name: row.try_get(2)?,
        rule: rule(row, 3),
        built_in: built_in.and_then(BuiltIn::from_key),
        archived: archived.is_some(),
        updated_at: row.try_get(6)?,
        updated_by: row.try_get(7)?,
    })
}

/// The rule in a column, where this version can read it: one that it can't keeps neither other segments nor campaigns from being seen.
pub(super) fn rule<I: ColumnIndex<SqliteRow>>(row: &SqliteRow, column: I) -> Option<Rule> {
    serde_json::from_str(row.try_get(column).ok()?).ok()
}

fn rule_json(rule: &Rule) -> Result<String> {
    serde_json::to_string(rule).map_err(|error| Error::Engine(sqlx::Error::Encode(Box::new(error))))
}

/// Brings the built-in segments up to date with the code; to be called when the database is opened.
pub(super) async fn seed(tx: &mut Transaction<'_, Engine>, now: Millis) -> Result<()> {
    for one in BuiltIn::ALL {
        sqlx::query(
            "INSERT INTO segment (id, name, rule, built_in, created_at, updated_at, actor_kind, actor)
             VALUES ($1, $2, $3, $4, $5, $5, 'system', 'setup')
             ON CONFLICT (built_in) DO UPDATE SET name = excluded.name, rule = excluded.rule",
        )
        .bind(Uuid::now_v7())
        .bind(one.name(domain::lang::Lang::ZhCn))
        .bind(rule_json(&one.rule())?)
        .bind(one.key())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Tells why an update found no row.
async fn refusal(tx: &mut Transaction<'_, Engine>, id: SegmentId) -> Result<Error> {
    let row = sqlx::query("SELECT built_in, archived_at FROM segment WHERE id = $1")
        .bind(id.0)
        .fetch_one(&mut **tx)
        .await?;
    if row.try_get::<Option<&str>, _>(0)?.is_some() {
        return Ok(Error::WrongState("the segment came with the product"));
    }
    if row.try_get::<Option<i64>, _>(1)?.is_some() {
        return Ok(Error::WrongState("the segment is archived"));
    }
    Ok(Error::Conflict)
}

const NAME_TAKEN: Error = Error::Taken("name");

/// Whether a segment that is offered has the name that this one is to get. Who keeps a name need not give it up.
async fn name_is_taken(tx: &mut Transaction<'_, Engine>, id: SegmentId, name: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM segment WHERE name = $1 AND id <> $2 AND built_in IS NULL AND archived_at IS NULL)
         AND NOT EXISTS (SELECT 1 FROM segment WHERE name = $1 AND id = $2)";
    Ok(sqlx::query_scalar(sql)
        .bind(name)
        .bind(id.0)
        .fetch_one(&mut **tx)
        .await?)
}

#[async_trait]
impl Segments for Sqlite {
    async fn segments(&self, archived: bool) -> Result<Vec<SegmentRecord>> {
        let mut sql = sqlx::QueryBuilder::<Engine>::new(COLUMNS);
        if !archived {
            sql.push(" WHERE g.archived_at IS NULL");
        }
        let rows = sql.build().fetch_all(self.read()).await?;
        let mut segments = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
        let place = |one: &SegmentRecord| {
            BuiltIn::ALL
                .iter()
                .position(|known| one.built_in == Some(*known))
                .unwrap_or(usize::MAX)
        };
        segments.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.name.cmp(&b.name)));
        Ok(segments)
    }

    async fn segment(&self, id: SegmentId) -> Result<SegmentRecord> {
        let mut sql = sqlx::QueryBuilder::<Engine>::new(COLUMNS);
        sql.push(" WHERE g.id = ").push_bind(id.0);
        read(&sql.build().fetch_one(self.read()).await?)
    }

    async fn create_segment(&self, id: SegmentId, name: &str, rule: &Rule, stamp: &Stamp) -> Result<()> {
        let mut tx = self.begin().await?;
        if name_is_taken(&mut tx, id, name).await? {
            return Err(NAME_TAKEN);
        }
        sqlx::query(
            "INSERT INTO segment (id, name, rule, created_at, updated_at, actor_kind, actor) VALUES ($1, $2, $3, $4, $4, $5, $6)",
        )
        .bind(id.0)
        .bind(name)
        .bind(rule_json(rule)?)
        .bind(stamp.at)
        .bind(stamp.actor.kind())
        .bind(stamp.actor.id())
        .execute(&mut *tx)
        .await?;
        log::append(
            &mut tx,
            stamp,
            Change::new("segment.created", "segment", id).said("name", name),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn edit_segment(&self, id: SegmentId, version: i64, name: &str, rule: &Rule, stamp: &Stamp) -> Result<()> {
        let mut tx = self.begin().await?;
        let taken = name_is_taken(&mut tx, id, name).await?;
        let changed = sqlx::query(
            "UPDATE segment SET version = version + 1, name = $1, rule = $2, updated_at = $3, actor_kind = $4, actor = $5
             WHERE id = $6 AND version = $7 AND built_in IS NULL AND archived_at IS NULL",
        )
        .bind(name)
        .bind(rule_json(rule)?)
        .bind(stamp.at)
        .bind(stamp.actor.kind())
        .bind(stamp.actor.id())
        .bind(id.0)
        .bind(version)
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Err(refusal(&mut tx, id).await?);
        }
        if taken {
            return Err(NAME_TAKEN);
        }
        let change = Change::new("segment.edited", "segment", id)
            .said("name", name)
            .with("version", version + 1);
        log::append(&mut tx, stamp, change).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn archive_segment(&self, id: SegmentId, archived: bool, stamp: &Stamp) -> Result<()> {
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE segment SET version = version + 1, archived_at = $1, updated_at = $2 WHERE id = $3 AND built_in IS NULL",
        )
        .bind(archived.then_some(stamp.at))
        .bind(stamp.at)
        .bind(id.0)
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Err(refusal(&mut tx, id).await?);
        }
        let action = if archived {
            "segment.archived"
        } else {
            "segment.restored"
        };
        log::append(&mut tx, stamp, Change::new(action, "segment", id)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn segment_uses(&self) -> Result<Vec<(SegmentId, u64)>> {
        let rows: Vec<(Uuid, i64)> = sqlx::query_as(
            "SELECT segment_id, COUNT(*) FROM campaign WHERE segment_id IS NOT NULL AND state <> 'archived' GROUP BY segment_id",
        )
        .fetch_all(self.read())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(id, uses)| (SegmentId(id), uses.unsigned_abs()))
            .collect())
    }
}
