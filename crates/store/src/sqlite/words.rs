//! What persons typed about changes: kept beside the log, where it can be erased.

use std::collections::HashMap;

use audit::Salt;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{QueryBuilder, Row, Sqlite as Engine, Transaction};

use super::log;
use crate::contract::{EventRecord, KeptWords};
use crate::error::{Error, Result};
use crate::stamp::{Change, Stamp};

/// The event's number and the key of words, and these.
type Placed = ((u64, String), Result<KeptWords>);

pub(super) async fn page(pool: &SqlitePool, after: Option<(u64, String)>, limit: u32) -> Result<Vec<Placed>> {
    let (seq, key) = after.map_or((-1, String::new()), |(seq, key)| (seq as i64, key));
    let rows = sqlx::query(
        "SELECT seq, key, salt, words FROM event_words WHERE (seq, key) > ($1, $2) ORDER BY seq, key LIMIT $3",
    )
    .bind(seq)
    .bind(key)
    .bind(limit)
    .fetch_all(pool)
    .await?;
    let placed = |row: &SqliteRow| {
        let seq: i64 = row.try_get(0)?;
        Ok(((seq.unsigned_abs(), row.try_get(1)?), kept(row)))
    };
    rows.iter().map(placed).collect()
}

/// Reads `seq, key, salt, words`.
fn kept(row: &SqliteRow) -> Result<KeptWords> {
    let salt: &[u8] = row.try_get(2)?;
    Ok(KeptWords {
        seq: row.try_get::<i64, _>(0)?.unsigned_abs(),
        key: row.try_get(1)?,
        salt: Salt::new(salt.try_into().map_err(|_| Error::Unreadable("event_words.salt"))?),
        words: row.try_get(3)?,
    })
}

/// Puts the words beside the events that they belong to.
pub(super) async fn beside(pool: &SqlitePool, events: &mut [EventRecord]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let mut query = QueryBuilder::<Engine>::new("SELECT seq, key, salt, words FROM event_words WHERE seq IN (");
    let mut list = query.separated(", ");
    for event in &*events {
        list.push_bind(event.seq as i64);
    }
    query.push(") ORDER BY seq, key");
    let mut found: HashMap<u64, Vec<KeptWords>> = HashMap::new();
    for row in query.build().persistent(false).fetch_all(pool).await? {
        let kept = kept(&row)?;
        found.entry(kept.seq).or_default().push(kept);
    }
    for event in events {
        event.words = found.remove(&event.seq).unwrap_or_default();
    }
    Ok(())
}

/// Digests without their words. The digests of what was approved, `from_digest` and `to_digest`, are of no words.
pub(super) async fn missing(pool: &SqlitePool, limit: u32) -> Result<Vec<(u64, String)>> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT e.seq, substr(d.key, 1, length(d.key) - 7) AS said FROM event e, json_each(e.details) d
         WHERE e.details LIKE '%_digest\":%' AND d.key LIKE '%\\_digest' ESCAPE '\\' AND d.key NOT IN ('from_digest', 'to_digest')
           AND NOT EXISTS (SELECT 1 FROM event_words w WHERE w.seq = e.seq AND w.key || '_digest' = d.key)
           AND CAST(e.seq AS TEXT) NOT IN (SELECT subject FROM event WHERE action = 'log.words_erased')
           AND NOT EXISTS (SELECT 1 FROM settlement s JOIN entry n ON n.id = s.entry_id JOIN customer c ON c.id = n.customer_id
             WHERE s.event = e.seq AND c.erased_at IS NOT NULL)
           AND (e.subject_kind <> 'conversation' OR EXISTS (SELECT 1 FROM conversation v WHERE v.event = e.seq))
         ORDER BY e.seq, d.key LIMIT $1",
    )
    .bind(limit)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|(seq, key)| (seq.unsigned_abs(), key)).collect())
}

pub(super) async fn erase(tx: &mut Transaction<'_, Engine>, stamp: &Stamp, event: u64) -> Result<()> {
    let mut erased = 0;
    for statement in [
        "DELETE FROM event_words WHERE seq = $1",
        "UPDATE settlement SET reason = '' WHERE event = $1",
        "UPDATE conversation SET note = NULL, event = NULL WHERE event = $1",
        "DELETE FROM event_about WHERE seq = $1",
    ] {
        let done = sqlx::query(statement).bind(event as i64).execute(&mut **tx).await?;
        erased += done.rows_affected();
    }
    if erased == 0 {
        return Err(Error::NotFound);
    }
    log::append(tx, stamp, Change::new("log.words_erased", "event", event)).await?;
    Ok(())
}
