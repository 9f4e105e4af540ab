//! What is not known: entries in doubt, and receipts for nobody.

use domain::id::{RunId, UserId};
use domain::time::Millis;
use sqlx::{QueryBuilder, Row, Sqlite as Engine};
use uuid::Uuid;

use super::heard::status_from;
use super::rows;
use crate::contract::runs::{Doubt, DoubtPlace, Doubtful, NamedPart, Orphan};
use crate::error::Result;
use crate::sqlite::Sqlite;

pub(super) async fn doubts(store: &Sqlite) -> Result<Vec<Doubt>> {
    let rows = sqlx::query(
        "SELECT r.id, r.name, r.author_id, r.in_doubt, MIN(e.handed_at) AS since
         FROM run r JOIN entry e ON e.run_no = r.no AND e.outcome = 4
         WHERE r.state <> 'closed' AND r.in_doubt > 0 GROUP BY r.no ORDER BY since, r.no",
    )
    .fetch_all(store.read())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Doubt {
                run: RunId(row.try_get(0)?),
                name: row.try_get(1)?,
                author: row.try_get::<Option<Uuid>, _>(2)?.map(UserId),
                entries: row.try_get::<i64, _>(3)?.unsigned_abs(),
                since: row.try_get::<Option<Millis>, _>(4)?.unwrap_or(0),
            })
        })
        .collect()
}

pub(super) async fn in_doubt(
    store: &Sqlite,
    author: Option<UserId>,
    after: Option<DoubtPlace>,
    limit: u32,
) -> Result<Vec<Doubtful>> {
    let mut sql = QueryBuilder::<Engine>::new("SELECT ");
    sql.push(rows::entry_columns()).push(
        ", r.id, r.name, COALESCE(e.handed_at, 0) AS since, a.carrier,
         (SELECT COUNT(*) FROM part p WHERE p.entry_id = a.entry_id AND p.n = a.n)
         FROM run r JOIN entry e ON e.run_no = r.no AND e.outcome = 4
         JOIN attempt a ON a.entry_id = e.id AND a.n = (SELECT MAX(n) FROM attempt WHERE entry_id = e.id)
         LEFT JOIN letter l ON l.entry_id = e.id
         WHERE r.state <> 'closed' AND r.in_doubt > 0",
    );
    if let Some(author) = author {
        sql.push(" AND r.author_id = ").push_bind(author.0);
    }
    if let Some((since, id)) = after {
        sql.push(" AND (COALESCE(e.handed_at, 0), e.id) > (")
            .push_bind(since)
            .push(", ")
            .push_bind(id)
            .push(")");
    }
    sql.push(" ORDER BY since, e.id LIMIT ").push_bind(limit);
    let found = sql.build().fetch_all(store.read()).await?;
    let beside = rows::ENTRY_COLUMNS;
    found
        .iter()
        .map(|row| {
            Ok(Doubtful {
                entry: rows::entry(row, 0)?,
                run: RunId(row.try_get(beside)?),
                name: row.try_get(beside + 1)?,
                place: (row.try_get(beside + 2)?, row.try_get(0)?),
                carrier: row.try_get(beside + 3)?,
                taken: u16::try_from(row.try_get::<i64, _>(beside + 4)?).unwrap_or(u16::MAX),
            })
        })
        .collect()
}

pub(super) async fn named_parts(
    store: &Sqlite,
    no: i64,
    (entry, part): (i64, i64),
    limit: u32,
) -> Result<Vec<NamedPart>> {
    let rows = sqlx::query(
        "SELECT p.entry_id, p.part, p.carrier, p.reference
         FROM entry e JOIN part p ON p.entry_id = e.id AND p.n = e.attempts
         WHERE e.run_no = $1 AND e.outcome = 4 AND e.id >= $2 AND (p.entry_id, p.part) > ($2, $3)
           AND NOT EXISTS (SELECT 1 FROM receipt r
             WHERE r.entry_id = p.entry_id AND r.part = p.reference AND r.status <> 'enroute')
         ORDER BY e.id, p.part LIMIT $4",
    )
    .bind(no)
    .bind(entry)
    .bind(part)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(NamedPart {
                place: (row.try_get(0)?, row.try_get(1)?),
                carrier: row.try_get(2)?,
                reference: row.try_get(3)?,
            })
        })
        .collect()
}

pub(super) async fn orphans(store: &Sqlite) -> Result<u64> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM receipt WHERE entry_id IS NULL")
        .fetch_one(store.read())
        .await?;
    Ok(count.unsigned_abs())
}

pub(super) async fn orphan_receipts(store: &Sqlite, before: Option<i64>, limit: u32) -> Result<Vec<Orphan>> {
    let rows = sqlx::query(
        "SELECT id, carrier, reference, status, reason, code, at, received_at, tails FROM receipt
         WHERE entry_id IS NULL AND id < $1 ORDER BY id DESC LIMIT $2",
    )
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    rows.iter()
        .map(|row| {
            let tails: Option<&str> = row.try_get(8)?;
            Ok(Orphan {
                id: row.try_get(0)?,
                carrier: row.try_get(1)?,
                reference: row.try_get(2)?,
                status: status_from(row.try_get(3)?, row.try_get(4)?)?,
                code: row.try_get(5)?,
                at: row.try_get(6)?,
                received_at: row.try_get(7)?,
                tails: tails
                    .unwrap_or_default()
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect(),
            })
        })
        .collect()
}
