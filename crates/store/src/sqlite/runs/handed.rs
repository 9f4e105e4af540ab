//! What an entry's outcome says of hand-overs, held against the attempts that were written before each of them.

use domain::roll::Outcome;
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, Row};

use super::rows;
use crate::contract::{HandedOver, Unfounded};
use crate::error::{Error, Result};

/// The entries of the run whose number is `$1`, with their last attempts.
const ENTRIES: &str = "entry e LEFT JOIN attempt a ON a.entry_id = e.id AND a.n = e.attempts
    WHERE e.id >= $1 * 4294967296 AND e.id < ($1 + 1) * 4294967296";

/// The parts of what was handed over, and their cost.
fn summed() -> String {
    let sum = |column: &str| format!("COALESCE(SUM(CASE WHEN {} THEN e.{column} END), 0)", rows::charged());
    format!("{} AS parts, {} AS cost", sum("parts"), sum("cost_millis"))
}

/// Closes the run `$1` at `$2`, and answers its parts and their cost. One statement, which counts the roll itself: every entry
/// is terminal, each outcome is what the run says, together they are the audience, and whatever a carrier may have was handed
/// over by an attempt. The numbers are those of [`Outcome`].
pub(super) fn close() -> String {
    format!(
        "UPDATE run SET state = 'closed', held_why = NULL, closed_at = $2, revision = revision + 1, parts = roll.parts,
           cost_millis = roll.cost
         FROM (SELECT COUNT(*) AS entries,
             COUNT(CASE WHEN e.outcome IN (0, 6, 7, 8, 9, 10) THEN 1 END) AS terminal,
             COUNT(CASE WHEN e.outcome = 0 THEN 1 END) AS excluded, COUNT(CASE WHEN e.outcome = 6 THEN 1 END) AS no_receipt,
             COUNT(CASE WHEN e.outcome = 7 THEN 1 END) AS delivered, COUNT(CASE WHEN e.outcome = 8 THEN 1 END) AS failed,
             COUNT(CASE WHEN e.outcome = 9 THEN 1 END) AS expired, COUNT(CASE WHEN e.outcome = 10 THEN 1 END) AS cancelled,
             COUNT(CASE WHEN e.outcome IN (6, 7) AND a.n IS NULL THEN 1 END) AS unfounded, {}
           FROM {ENTRIES}) roll
         WHERE no = $1 AND state <> 'closed' AND frozen_at IS NOT NULL AND roll.unfounded = 0
           AND (run.audience, run.audience, run.excluded, run.no_receipt, run.delivered, run.failed, run.expired, run.cancelled)
             = (roll.entries, roll.terminal, roll.excluded, roll.no_receipt, roll.delivered, roll.failed, roll.expired,
                roll.cancelled)
         RETURNING run.parts, run.cost_millis",
        summed()
    )
}

pub(crate) async fn sums(pool: &SqlitePool, run: i64) -> Result<HandedOver> {
    let sql = format!(
        "SELECT {},
           (SELECT COUNT(*) FROM receipt WHERE entry_id >= $1 * 4294967296 AND entry_id < ($1 + 1) * 4294967296)
         FROM {ENTRIES}",
        summed()
    );
    let (parts, cost, receipts): (i64, i64, i64) = sqlx::query_as(AssertSqlSafe(sql)).bind(run).fetch_one(pool).await?;
    Ok(HandedOver {
        parts: parts.unsigned_abs(),
        cost_millis: cost.unsigned_abs(),
        receipts: receipts.unsigned_abs(),
    })
}

pub(crate) async fn unfounded(pool: &SqlitePool, run: i64) -> Result<Vec<Unfounded>> {
    // Attempts are counted up from 1: as many as the last one's number says are all of them.
    let rows = sqlx::query(
        "SELECT e.id, e.outcome, e.attempts, COUNT(a.n) AS written FROM entry e LEFT JOIN attempt a ON a.entry_id = e.id
         WHERE e.id >= $1 * 4294967296 AND e.id < ($1 + 1) * 4294967296 GROUP BY e.id
         HAVING written <> e.attempts OR COALESCE(MAX(a.n), 0) <> e.attempts
           OR e.outcome IN (3, 4, 5, 6, 7) AND e.attempts = 0",
    )
    .bind(run)
    .fetch_all(pool)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Unfounded {
                place: rows::seq(row.try_get(0)?),
                outcome: Outcome::from_number(row.try_get(1)?)
                    .ok_or(Error::Unreadable("entry.outcome"))?
                    .code(),
                says: row.try_get::<i64, _>(2)?.unsigned_abs(),
                written: row.try_get::<i64, _>(3)?.unsigned_abs(),
            })
        })
        .collect()
}
