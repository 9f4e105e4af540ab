//! Runs and rolls, as people read them.

use domain::id::{CustomerId, RunId};
use domain::plan::Totals;
use domain::roll::Outcome;
use domain::time::Millis;
use futures::TryStreamExt as _;
use sqlx::{AssertSqlSafe, QueryBuilder, Row, Sqlite as Engine};
use uuid::Uuid;

use super::{open, rows};
use crate::contract::runs::{EntryFilter, EntryRecord, Happened, Reason, RunFilter, RunRecord, RunRow};
use crate::error::{Error, Result};
use crate::sqlite::log::OF_SUBJECT;
use crate::sqlite::{Sqlite, dialect};

pub(super) async fn runs(store: &Sqlite, filter: &RunFilter, before: Option<i64>, limit: u32) -> Result<Vec<RunRow>> {
    let mut sql = QueryBuilder::<Engine>::new("SELECT ");
    sql.push(rows::run_columns())
        .push(" FROM run r WHERE r.no < ")
        .push_bind(before.unwrap_or(i64::MAX));
    if let Some(state) = filter.state {
        sql.push(" AND r.state = ").push_bind(state.code());
    }
    if let Some(campaign) = filter.campaign {
        sql.push(" AND r.campaign_id = ").push_bind(campaign.0);
    }
    if let Some(author) = filter.author {
        sql.push(" AND r.author_id = ").push_bind(author.0);
    }
    sql.push(" ORDER BY r.no DESC");
    let mut rows = sql.build().fetch(store.read());
    let mut runs = Vec::new();
    while runs.len() < limit as usize
        && let Some(row) = rows.try_next().await?
    {
        match rows::run(&row) {
            Ok(run) => runs.push(run),
            // Of one that is open the first page tells.
            Err(error) if error.is_of_a_row() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(runs)
}

pub(crate) async fn as_kept(store: &Sqlite, before: Option<i64>, limit: u32) -> Result<Vec<(i64, Result<RunRow>)>> {
    let columns = rows::run_columns();
    let sql = format!("SELECT {columns} FROM run r WHERE r.no < $1 ORDER BY r.no DESC LIMIT $2");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(before.unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(store.read())
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, rows::run(row)))).collect()
}

pub(super) async fn run(store: &Sqlite, id: RunId) -> Result<RunRecord> {
    let sql = format!(
        "SELECT {}, r.content, r.digest, r.author, r.approver, r.approved_at FROM run r WHERE r.id = $1",
        rows::run_columns()
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id.0)
        .fetch_one(store.read())
        .await?;
    let at = rows::RUN_COLUMNS;
    Ok(RunRecord {
        row: rows::run(&row)?,
        content: open::content(row.try_get(at)?)?,
        digest: row.try_get(at + 1)?,
        author: row.try_get(at + 2)?,
        approver: row.try_get(at + 3)?,
        approved_at: row.try_get(at + 4)?,
    })
}

pub(super) async fn unsent(store: &Sqlite, no: i64) -> Result<Totals> {
    let (people, parts, cost_millis) = sqlx::query_as::<_, (i64, i64, i64)>(
        "SELECT COUNT(*), COALESCE(SUM(parts), 0), COALESCE(SUM(cost_millis), 0) FROM entry
         WHERE id >= $1 AND id < $2 AND outcome IN (1, 2)",
    )
    .bind(rows::first(no))
    .bind(rows::first(no + 1))
    .fetch_one(store.read())
    .await?;
    Ok(Totals {
        people: people.unsigned_abs(),
        parts: parts.unsigned_abs(),
        cost_millis: cost_millis.unsigned_abs(),
    })
}

pub(super) async fn reasons(store: &Sqlite, no: i64) -> Result<Vec<Reason>> {
    let rows = sqlx::query(
        "SELECT outcome, reason, COUNT(*) AS entries FROM entry WHERE id >= $1 AND id < $2
         GROUP BY outcome, reason ORDER BY outcome, entries DESC, reason",
    )
    .bind(rows::first(no))
    .bind(rows::first(no + 1))
    .fetch_all(store.read())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Reason {
                outcome: Outcome::from_number(row.try_get(0)?).ok_or(Error::Unreadable("entry.outcome"))?,
                reason: row.try_get(1)?,
                entries: row.try_get::<i64, _>(2)?.unsigned_abs(),
            })
        })
        .collect()
}

pub(super) async fn entries(
    store: &Sqlite,
    no: i64,
    filter: &EntryFilter,
    from: u32,
    limit: u32,
) -> Result<Vec<EntryRecord>> {
    let mut sql = QueryBuilder::<Engine>::new("SELECT ");
    sql.push(rows::entry_columns())
        .push(" FROM ")
        .push(rows::ENTRIES)
        .push(" WHERE e.id >= ");
    sql.push_bind(rows::first(no) + i64::from(from));
    sql.push(" AND e.id < ").push_bind(rows::first(no + 1));
    if let Some(outcome) = filter.outcome {
        sql.push(" AND e.outcome = ").push_bind(outcome.number());
    }
    if let Some(reason) = &filter.reason {
        sql.push(" AND e.reason = ").push_bind(reason.clone());
    }
    if let Some(search) = &filter.search {
        sql.push(" AND (").push(dialect::CONTAINS.0).push("l.name, ");
        sql.push_bind(search.clone()).push(dialect::CONTAINS.1);
        if search.bytes().all(|byte| byte.is_ascii_digit()) {
            sql.push(" OR l.phone LIKE '%' || ").push_bind(search.clone());
        }
        sql.push(")");
    }
    sql.push(" ORDER BY e.id LIMIT ").push_bind(limit);
    let rows = sql.build().fetch_all(store.read()).await?;
    rows.iter().map(|row| rows::entry(row, 0)).collect()
}

pub(super) async fn entry(store: &Sqlite, no: i64, seq: u32) -> Result<(EntryRecord, Vec<Happened>)> {
    let id = rows::first(no) + i64::from(seq);
    let sql = format!(
        "SELECT {} FROM {} WHERE e.id = $1",
        rows::entry_columns(),
        rows::ENTRIES
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id)
        .fetch_one(store.read())
        .await?;
    // One moment may hold several things: they are told in the order in which they come to be.
    let history = sqlx::query(
        "SELECT at, 'intent' AS what, carrier AS detail, NULL AS by_whom, 0 AS turn FROM attempt WHERE entry_id = $1
         UNION ALL SELECT answered_at, answer, COALESCE(reference, detail), NULL, 1 FROM attempt
           WHERE entry_id = $1 AND answered_at IS NOT NULL
         UNION ALL SELECT received_at, CASE late WHEN 1 THEN 'late_receipt' ELSE 'receipt' END,
           status || CASE WHEN code IS NULL THEN '' ELSE ' ' || code END, NULL, 2 FROM receipt WHERE entry_id = $1
         UNION ALL SELECT at, 'settled', how || ' ' || reason, settled_by, 3 FROM settlement WHERE entry_id = $1
         ORDER BY 1, 5",
    )
    .bind(id)
    .fetch_all(store.read())
    .await?;
    let history = history
        .iter()
        .map(|row| {
            Ok(Happened {
                at: row.try_get(0)?,
                what: row.try_get(1)?,
                detail: row.try_get(2)?,
                by: row.try_get(3)?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok((rows::entry(&row, 0)?, history))
}

pub(super) async fn cells(store: &Sqlite, no: i64, from: u32, limit: u32) -> Result<Vec<u8>> {
    let first = rows::first(no) + i64::from(from);
    let cells: Option<String> = sqlx::query_scalar(dialect::CELLS)
        .bind(first)
        .bind((first + i64::from(limit)).min(rows::first(no + 1)))
        .fetch_one(store.read())
        .await?;
    Ok(cells.unwrap_or_default().bytes().map(|cell| cell - b'0').collect())
}

pub(super) async fn cells_since(store: &Sqlite, no: i64, revision: i64, limit: u32) -> Result<Option<Vec<(u32, u8)>>> {
    let rows =
        sqlx::query("SELECT id, outcome FROM entry WHERE id >= $1 AND id < $2 AND revision > $3 ORDER BY id LIMIT $4")
            .bind(rows::first(no))
            .bind(rows::first(no + 1))
            .bind(revision)
            .bind(i64::from(limit) + 1)
            .fetch_all(store.read())
            .await?;
    if rows.len() > limit as usize {
        return Ok(None);
    }
    let changed: Result<Vec<_>> = rows
        .iter()
        .map(|row| Ok((rows::seq(row.try_get(0)?), row.try_get::<u8, _>(1)?)))
        .collect();
    changed.map(Some)
}

/// Counted from the log, where each batch says how many it handed over.
pub(super) async fn handed_since(store: &Sqlite, no: i64, since: Millis) -> Result<u64> {
    let id: Uuid = sqlx::query_scalar("SELECT id FROM run WHERE no = $1")
        .bind(no)
        .fetch_one(store.read())
        .await?;
    let batches: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT details FROM {}$1{} WHERE subject_kind = 'run' AND action = 'run.handed_over' AND at >= $2",
        OF_SUBJECT.0, OF_SUBJECT.1
    )))
    .bind(id.to_string())
    .bind(since)
    .fetch_all(store.read())
    .await?;
    let handed = |details: &String| {
        let details: serde_json::Value = serde_json::from_str(details).ok()?;
        details.get("handed_over")?.as_str()?.parse::<u64>().ok()
    };
    Ok(batches.iter().filter_map(handed).sum())
}

pub(super) async fn letters_to(store: &Sqlite, customer: CustomerId, limit: u32) -> Result<Vec<(RunRow, EntryRecord)>> {
    let sql = format!(
        "SELECT {}, {} FROM {} JOIN run r ON r.no = e.run_no WHERE e.customer_id = $1 ORDER BY e.run_no DESC LIMIT $2",
        rows::run_columns(),
        rows::entry_columns(),
        rows::ENTRIES
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(customer.0)
        .bind(limit)
        .fetch_all(store.read())
        .await?;
    rows.iter()
        .map(|row| Ok((rows::run(row)?, rows::entry(row, rows::RUN_COLUMNS)?)))
        .collect()
}

pub(super) async fn stands_in(store: &Sqlite, customer: CustomerId) -> Result<Vec<String>> {
    // A duplicate's detail names the place on the roll of the entry whose number it has.
    let names = sqlx::query_scalar(
        "SELECT r.name FROM entry e JOIN run r ON r.no = e.run_no
         WHERE e.customer_id = $1 AND e.outcome IN (1, 2) AND r.state <> 'closed' AND EXISTS (
           SELECT 1 FROM entry d WHERE d.id >= r.no * 4294967296 AND d.id < (r.no + 1) * 4294967296
             AND d.outcome = 0 AND d.reason = 'duplicate' AND d.detail = 'entry:' || (e.id - r.no * 4294967296))
         ORDER BY r.no",
    )
    .bind(customer.0)
    .fetch_all(store.read())
    .await?;
    Ok(names)
}
