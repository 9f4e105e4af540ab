//! Receipts: matched by the carrier's reference, else by our own key; kept even when they belong to nobody.

use std::collections::{BTreeMap, HashMap};

use domain::roll::{EntryState, Evidence, Failure, Receipt, Step, advance};
use domain::time::Millis;
use sqlx::{Row, Sqlite as Engine, SqliteConnection, Transaction};

use super::moves::{Beside, CHUNK, Moves, Standing, note, padded, places, rows_of};
use super::{rows, said};
use crate::contract::runs::{Heard, RunRow, RunState};
use crate::error::{Error, Result};
use crate::sqlite::Sqlite;
use crate::stamp::Stamp;

pub(super) async fn heard(
    store: &Sqlite,
    stamp: &Stamp,
    carrier: &str,
    heard: &[Heard],
    receipts_until: Millis,
) -> Result<Vec<i64>> {
    if heard.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = store.begin().await?;
    let matched = matched(&mut tx, carrier, heard).await?;
    let runs = runs_of(&mut tx, matched.iter().flatten()).await?;
    keep(&mut tx, stamp.at, carrier, heard, &matched, &runs).await?;
    let words = matched
        .iter()
        .zip(heard)
        .filter_map(|(entry, heard)| Some((entry.as_ref().copied()?, (heard.status, heard.code.clone()))))
        .collect();
    apply(&mut tx, stamp, &runs, words, receipts_until).await?;
    tx.commit().await?;
    Ok(runs.into_keys().collect())
}

/// What receipts say of entries, in the order in which they came.
type Words = Vec<(i64, (Receipt, Option<String>))>;

/// Which entry each receipt belongs to.
async fn matched(connection: &mut SqliteConnection, carrier: &str, heard: &[Heard]) -> Result<Vec<Option<i64>>> {
    let references: Vec<&str> = heard.iter().map(|one| one.reference.as_str()).collect();
    let mut by_reference = HashMap::with_capacity(heard.len());
    for chunk in references.chunks(CHUNK) {
        let sql = format!(
            "SELECT reference, entry_id FROM attempt WHERE carrier = ? AND reference IN ({})",
            places(chunk.len())
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(carrier);
        let rows = padded(chunk)
            .fold(query, sqlx::query::Query::bind)
            .fetch_all(&mut *connection)
            .await?;
        for row in rows {
            by_reference.insert(row.try_get::<String, _>(0)?, row.try_get::<i64, _>(1)?);
        }
    }
    let unknown = |one: &&Heard| !by_reference.contains_key(&one.reference);
    let keys: Vec<(i64, u32)> = heard.iter().filter(unknown).filter_map(|one| one.key).collect();
    let mut by_key = HashMap::with_capacity(keys.len());
    let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
    for chunk in ids.chunks(CHUNK) {
        let sql = format!(
            "SELECT entry_id, n FROM attempt WHERE carrier = ? AND entry_id IN ({})",
            places(chunk.len())
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(carrier);
        let rows = padded(chunk)
            .fold(query, sqlx::query::Query::bind)
            .fetch_all(&mut *connection)
            .await?;
        for row in rows {
            let entry: i64 = row.try_get(0)?;
            by_key.insert((entry, row.try_get::<u32, _>(1)?), entry);
        }
    }
    Ok(heard
        .iter()
        .map(|one| {
            let known = by_reference.get(&one.reference);
            known.or_else(|| by_key.get(&one.key?)).copied()
        })
        .collect())
}

async fn runs_of(
    connection: &mut SqliteConnection,
    entries: impl Iterator<Item = &i64>,
) -> Result<BTreeMap<i64, RunRow>> {
    let mut runs = BTreeMap::new();
    for &entry in entries {
        if let std::collections::btree_map::Entry::Vacant(place) = runs.entry(rows::run_of(entry)) {
            let run = rows::by_no(&mut *connection, *place.key()).await?;
            place.insert(run);
        }
    }
    Ok(runs)
}

const fn status(status: Receipt) -> (&'static str, Option<&'static str>) {
    match status {
        Receipt::Enroute => ("enroute", None),
        Receipt::Delivered => ("delivered", None),
        Receipt::Failed(why) => ("failed", Some(why.code())),
        Receipt::Expired => ("expired", None),
    }
}

fn status_from(code: &str, reason: Option<&str>) -> Result<Receipt> {
    Ok(match code {
        "enroute" => Receipt::Enroute,
        "delivered" => Receipt::Delivered,
        "expired" => Receipt::Expired,
        "failed" => Receipt::Failed(reason.and_then(Failure::from_code).unwrap_or(Failure::Unspecified)),
        _ => return Err(Error::Unreadable("receipt.status")),
    })
}

/// Writes the receipts down.
async fn keep(
    connection: &mut SqliteConnection,
    now: Millis,
    carrier: &str,
    heard: &[Heard],
    matched: &[Option<i64>],
    runs: &BTreeMap<i64, RunRow>,
) -> Result<()> {
    let both: Vec<(&Heard, &Option<i64>)> = heard.iter().zip(matched).collect();
    for chunk in both.chunks(CHUNK) {
        let sql = format!(
            "INSERT INTO receipt (reference, status, reason, code, at, entry_id, late, carrier, received_at) VALUES {}",
            rows_of(chunk.len(), 9)
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for (one, entry) in chunk {
            let (status, reason) = status(one.status);
            let late = entry.is_some_and(|entry| {
                let run = runs.get(&rows::run_of(entry));
                run.is_some_and(|run| run.state == RunState::Closed)
            });
            query = query
                .bind(&one.reference)
                .bind(status)
                .bind(reason)
                .bind(one.code.as_deref())
                .bind(one.at)
                .bind(**entry)
                .bind(late)
                .bind(carrier)
                .bind(now);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// Moves the entries as far up as their receipts say. Entries of closed runs stay.
async fn apply(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    runs: &BTreeMap<i64, RunRow>,
    words: Words,
    receipts_until: Millis,
) -> Result<()> {
    let ids: Vec<i64> = words.iter().map(|word| word.0).collect();
    let standing = said::standing(tx, &ids).await?;
    let mut now_at: HashMap<i64, (EntryState, Option<String>)> = HashMap::new();
    for (id, (status, code)) in words {
        let was: &Standing = standing.get(&id).ok_or(Error::Unreadable("entry"))?;
        let place = now_at.entry(id).or_insert((was.state, None));
        if let Step::Moved(to) = advance(place.0, Evidence::Receipt(status)) {
            *place = (to, code);
        }
    }
    let mut moves: BTreeMap<i64, Moves> = BTreeMap::new();
    for (id, (to, code)) in now_at {
        let was = &standing[&id];
        let open = runs
            .get(&rows::run_of(id))
            .is_some_and(|run| run.state != RunState::Closed);
        if open && to != was.state {
            let beside = Beside {
                detail: code.filter(|_| matches!(to, EntryState::Failed(_) | EntryState::Expired)),
                deadline_at: (to == EntryState::Accepted).then_some(receipts_until),
                handed_over: false,
            };
            moves
                .entry(rows::run_of(id))
                .or_default()
                .moved(id, was.state, to, beside);
        }
    }
    for (no, moves) in moves {
        let run = &runs[&no];
        let delta = moves.write(tx, run, stamp.at).await?;
        note(tx, stamp, "run.receipts", run, &delta).await?;
    }
    Ok(())
}

/// Joins receipts that came before the answer which names them.
pub(super) async fn adopt(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    carrier: &str,
    references: &[&str],
    receipts_until: Millis,
) -> Result<()> {
    let any: Option<i64> = sqlx::query_scalar("SELECT id FROM receipt WHERE entry_id IS NULL AND carrier = $1 LIMIT 1")
        .bind(carrier)
        .fetch_optional(&mut **tx)
        .await?;
    if any.is_none() {
        return Ok(());
    }
    let mut words = Words::new();
    for chunk in references.chunks(CHUNK) {
        let sql = format!(
            "UPDATE receipt SET entry_id = (SELECT MAX(a.entry_id) FROM attempt a
               WHERE a.reference = receipt.reference AND a.carrier = receipt.carrier)
             WHERE entry_id IS NULL AND carrier = ? AND reference IN ({}) RETURNING id, entry_id, status, reason, code",
            places(chunk.len())
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(carrier);
        let rows = padded(chunk)
            .fold(query, sqlx::query::Query::bind)
            .fetch_all(&mut **tx)
            .await?;
        for row in rows {
            let status = status_from(row.try_get(2)?, row.try_get(3)?)?;
            words.push((row.try_get(1)?, (status, row.try_get(4)?)));
        }
    }
    if words.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = words.iter().map(|word| word.0).collect();
    let runs = runs_of(tx, ids.iter()).await?;
    apply(tx, stamp, &runs, words, receipts_until).await
}
