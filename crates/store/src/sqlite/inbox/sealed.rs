//! What the log tells of replies: each row as it came, by a keyed seal. A salt in the row is sealed, too, and goes with the text of whoever
//! is erased: what was sealed can't be guessed then, not even by whoever has the key.

use sqlx::{AssertSqlSafe, Sqlite as Engine, Transaction};
use uuid::Uuid;

use crate::error::Result;
use crate::sqlite::{dialect, log};
use crate::stamp::{Change, Stamp};

/// A reply came.
pub(super) const RECEIVED: &str = "reply.received";
/// One more part of it came.
pub(super) const CONTINUED: &str = "reply.continued";
/// A reply of before is sealed.
const COMMITTED: &str = "reply.committed";
/// All of before are.
const ALL: &str = "log.replies_committed";
/// Replies sealed at a time.
const BATCH: u32 = 2_000;

/// Seals every reply that came before replies were sealed, and answers how many. That happens once, and is logged without any, too: what no event
/// tells of from then on was written past the product, and is not made true by a later start.
pub(crate) async fn commit_late(tx: &mut Transaction<'_, Engine>, stamp: &Stamp) -> Result<u64> {
    let before: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM event WHERE action = $1)")
        .bind(ALL)
        .fetch_one(&mut **tx)
        .await?;
    if before {
        return Ok(0);
    }
    let sql = format!(
        "UPDATE reply SET salt = {} WHERE id IN (SELECT id FROM reply WHERE salt IS NULL AND text IS NOT NULL LIMIT $1) RETURNING id",
        dialect::RANDOM
    );
    let mut count = 0;
    loop {
        let rows: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(sql.as_str()))
            .bind(BATCH)
            .fetch_all(&mut **tx)
            .await?;
        if rows.is_empty() {
            break;
        }
        count += rows.len() as u64;
        let changes = rows.into_iter().map(|row| Change::new(COMMITTED, "reply", row));
        log::append_all(tx, stamp, changes.collect()).await?;
    }
    let change = Change::new(ALL, "log", "").with("replies", count);
    log::append(tx, stamp, change).await?;
    Ok(count)
}
