//! Imports in SQLite.

mod bulk;
mod events;
mod hold;
mod ids;
mod merge;
mod owners;
mod pass;
mod purchases;
mod rows;
mod script;
mod seen;
mod writing;

use async_trait::async_trait;
use domain::id::ImportId;
use domain::time::Millis;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite as Engine};

use super::{Sqlite, log};
use crate::contract::imports::{ImportCounts, ImportPass, ImportRecord, Imports, PassPlan, RefusalCount};
use crate::error::{Error, Result};
use crate::stamp::{Actor, Change, Stamp};

const COLUMNS: &str = "SELECT j.id, j.kind, j.file, j.path, j.bytes, j.format, j.state, j.done, j.total, j.permille, j.new_rows, \
     j.changed_rows, j.unchanged_rows, j.refused_rows, j.unreachable_rows, j.layout, j.columns, j.sample, j.understood, j.problem, \
     COALESCE((SELECT s.name FROM staff s WHERE LOWER(HEX(s.id)) = REPLACE(j.actor, '-', '')), \
     (SELECT t.name FROM token t WHERE LOWER(HEX(t.id)) = REPLACE(j.actor, '-', '')), j.actor), j.created_at, j.ended_at, j.version, j.with_erased \
     FROM import_job j";

fn read(row: &SqliteRow) -> Result<ImportRecord> {
    let count = |index: usize| Ok::<u64, Error>(row.try_get::<i64, _>(index)?.unsigned_abs());
    Ok(ImportRecord {
        id: ImportId(row.try_get(0)?),
        kind: row.try_get(1)?,
        file: row.try_get(2)?,
        path: row.try_get(3)?,
        bytes: count(4)?,
        format: row.try_get(5)?,
        state: row.try_get(6)?,
        done: count(7)?,
        total: row.try_get::<Option<i64>, _>(8)?.map(i64::unsigned_abs),
        permille: row.try_get(9)?,
        counts: ImportCounts {
            new: count(10)?,
            changed: count(11)?,
            unchanged: count(12)?,
            refused: count(13)?,
            unreachable: count(14)?,
        },
        layout: row.try_get(15)?,
        columns: row.try_get(16)?,
        sample: row.try_get(17)?,
        understood: row.try_get(18)?,
        problem: row.try_get(19)?,
        by: row.try_get(20)?,
        created_at: row.try_get(21)?,
        ended_at: row.try_get(22)?,
        version: row.try_get(23)?,
        with_erased: row.try_get(24)?,
    })
}

/// The event of a state.
fn action(state: &str) -> &'static str {
    match state {
        "checking" => "import.checking",
        "checked" => "import.checked",
        "applying" => "import.applying",
        "applied" => "import.applied",
        "cancelled" => "import.cancelled",
        _ => "import.failed",
    }
}

fn counted(change: Change, counts: ImportCounts) -> Change {
    change
        .with("new", counts.new)
        .with("changed", counts.changed)
        .with("unchanged", counts.unchanged)
        .with("refused", counts.refused)
}

#[async_trait]
impl Imports for Sqlite {
    async fn create_import(&self, record: &ImportRecord, stamp: &Stamp) -> Result<()> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO import_job (id, kind, file, path, bytes, format, state, layout, columns, sample, actor_kind, actor,
               created_at, problem, with_erased)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        )
        .bind(record.id.0)
        .bind(&record.kind)
        .bind(&record.file)
        .bind(&record.path)
        .bind(record.bytes as i64)
        .bind(&record.format)
        .bind(&record.state)
        .bind(&record.layout)
        .bind(&record.columns)
        .bind(&record.sample)
        .bind(stamp.actor.kind())
        .bind(stamp.actor.id())
        .bind(stamp.at)
        .bind(&record.problem)
        .bind(record.with_erased)
        .execute(&mut *tx)
        .await?;
        let change = Change::new("import.uploaded", "import", record.id)
            .with("kind", &record.kind)
            .with("bytes", record.bytes);
        log::append(&mut tx, stamp, change).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn import(&self, id: ImportId) -> Result<ImportRecord> {
        let mut sql = QueryBuilder::<Engine>::new(COLUMNS);
        sql.push(" WHERE j.id = ").push_bind(id.0);
        read(&sql.build().fetch_one(self.read()).await?)
    }

    async fn imports(&self, after: Option<(Millis, ImportId)>, limit: u32) -> Result<Vec<ImportRecord>> {
        let mut sql = QueryBuilder::<Engine>::new(COLUMNS);
        if let Some((at, id)) = after {
            sql.push(" WHERE (j.created_at, j.id) < (")
                .push_bind(at)
                .push(", ")
                .push_bind(id.0)
                .push(")");
        }
        sql.push(" ORDER BY j.created_at DESC, j.id DESC LIMIT ")
            .push_bind(i64::from(limit));
        let rows = sql.build().fetch_all(self.read()).await?;
        rows.iter().map(read).collect()
    }

    async fn waiting_imports(&self, before: Millis) -> Result<Vec<ImportRecord>> {
        let mut sql = QueryBuilder::<Engine>::new(COLUMNS);
        sql.push(" WHERE j.state = 'checked' AND j.created_at < ")
            .push_bind(before);
        let rows = sql.build().fetch_all(self.read()).await?;
        rows.iter().map(read).collect()
    }

    async fn unfinished_imports(&self, of: &Actor) -> Result<Vec<ImportRecord>> {
        let mut sql = QueryBuilder::<Engine>::new(COLUMNS);
        sql.push(" WHERE j.state IN ('checking', 'checked') AND j.actor_kind = ")
            .push_bind(of.kind())
            .push(" AND j.actor = ")
            .push_bind(of.id())
            .push(" ORDER BY j.created_at, j.id");
        let rows = sql.build().fetch_all(self.read()).await?;
        rows.iter().map(read).collect()
    }

    async fn move_import(&self, from: &[&str], record: &ImportRecord, stamp: &Stamp) -> Result<i64> {
        let mut tx = self.begin().await?;
        let (before, version): (String, i64) = sqlx::query_as("SELECT state, version FROM import_job WHERE id = $1")
            .bind(record.id.0)
            .fetch_one(&mut *tx)
            .await?;
        if !from.contains(&before.as_str()) {
            return Err(Error::WrongState("the import is in another state"));
        }
        if version != record.version {
            return Err(Error::Conflict);
        }
        let version = version + i64::from(record.state == "checking");
        let ended = matches!(record.state.as_str(), "applied" | "cancelled" | "failed").then_some(stamp.at);
        sqlx::query(
            "UPDATE import_job SET state = $1, done = $2, total = $3, permille = $4, new_rows = $5, changed_rows = $6,
               unchanged_rows = $7, refused_rows = $8, unreachable_rows = $9, columns = $10, understood = $11, problem = $12,
               ended_at = $13, sample = $14, version = $15, format = $16, layout = $17, with_erased = $18 WHERE id = $19",
        )
        .bind(&record.state)
        .bind(record.done as i64)
        .bind(record.total.map(|total| total as i64))
        .bind(i64::from(record.permille))
        .bind(record.counts.new as i64)
        .bind(record.counts.changed as i64)
        .bind(record.counts.unchanged as i64)
        .bind(record.counts.refused as i64)
        .bind(record.counts.unreachable as i64)
        .bind(&record.columns)
        .bind(if ended.is_some() { "[]" } else { &record.understood })
        .bind(&record.problem)
        .bind(ended)
        .bind(if ended.is_some() { "[]" } else { &record.sample })
        .bind(version)
        .bind(&record.format)
        .bind(&record.layout)
        .bind(record.with_erased)
        .bind(record.id.0)
        .execute(&mut *tx)
        .await?;
        if before != record.state {
            let change = Change::new(action(&record.state), "import", record.id).with("from", before);
            log::append(&mut tx, stamp, counted(change, record.counts)).await?;
        }
        tx.commit().await?;
        Ok(version)
    }

    async fn put_refusals(&self, id: ImportId, refusals: &[RefusalCount]) -> Result<()> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM import_refusal WHERE import_id = $1")
            .bind(id.0)
            .execute(&mut *tx)
            .await?;
        for batch in refusals.chunks(1_000) {
            let mut sql = QueryBuilder::<Engine>::new("INSERT INTO import_refusal (import_id, place, code, rows) ");
            sql.push_values(batch, |mut row, one| {
                row.push_bind(id.0)
                    .push_bind(one.place.clone())
                    .push_bind(one.code.clone())
                    .push_bind(one.rows as i64);
            });
            sql.build().persistent(false).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn refusals(&self, id: ImportId) -> Result<Vec<RefusalCount>> {
        let rows: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT place, code, rows FROM import_refusal WHERE import_id = $1 ORDER BY rows DESC, place, code",
        )
        .bind(id.0)
        .fetch_all(self.read())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(place, code, rows)| RefusalCount {
                place,
                code,
                rows: rows.unsigned_abs(),
            })
            .collect())
    }

    async fn column_memory(&self, kind: &str) -> Result<Vec<(String, String)>> {
        Ok(
            sqlx::query_as("SELECT header, field FROM column_memory WHERE kind = $1")
                .bind(kind)
                .fetch_all(self.read())
                .await?,
        )
    }

    async fn remember_columns(&self, kind: &str, columns: &[(String, String)]) -> Result<()> {
        let mut tx = self.begin().await?;
        for (header, field) in columns {
            sqlx::query(
                "INSERT INTO column_memory (kind, header, field) VALUES ($1, $2, $3)
                 ON CONFLICT (kind, header) DO UPDATE SET field = excluded.field",
            )
            .bind(kind)
            .bind(header)
            .bind(field)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn begin_pass(&self, plan: PassPlan, stamp: &Stamp) -> Result<Box<dyn ImportPass>> {
        Ok(Box::new(pass::Pass::begin(self, plan, stamp).await?))
    }

    async fn fail_unfinished_imports(&self, problem: &str, stamp: &Stamp) -> Result<u64> {
        let mut tx = self.begin().await?;
        let ids: Vec<uuid::Uuid> = sqlx::query_scalar(
            "UPDATE import_job SET state = 'failed', problem = $1, ended_at = $2, sample = '[]', understood = '[]' WHERE state IN ('checking', 'applying') RETURNING id",
        )
        .bind(problem)
        .bind(stamp.at)
        .fetch_all(&mut *tx)
        .await?;
        for id in &ids {
            log::append(&mut tx, stamp, Change::new("import.failed", "import", id)).await?;
        }
        tx.commit().await?;
        Ok(ids.len() as u64)
    }
}
