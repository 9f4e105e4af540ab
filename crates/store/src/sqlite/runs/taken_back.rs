//! What an older copy of the database does not go on with by itself: it may have been sent since the copy was made.

use domain::time::Millis;
use sqlx::AssertSqlSafe;

use super::{held, rows};
use crate::contract::runs::RunHold;
use crate::error::Result;
use crate::sqlite::{Sqlite, log};
use crate::stamp::{Change, Stamp};

pub(super) async fn hold(store: &Sqlite, stamp: &Stamp) -> Result<u64> {
    let mut tx = store.begin().await?;
    // What is not signed yet, this start has logged.
    let last = "SELECT at FROM event WHERE seq < (SELECT size FROM log_head WHERE id = 1) ORDER BY seq DESC LIMIT 1";
    let known_until: Option<Millis> = sqlx::query_scalar(last).fetch_optional(&mut *tx).await?;
    let known_until = known_until.unwrap_or(stamp.at);
    // One that is doomed or cancelled sends nothing; one that is held waits for a person already.
    let sql = format!(
        "SELECT {} FROM run r WHERE r.state IN ('freezing', 'running', 'paused') AND r.doomed = 0 ORDER BY r.no",
        rows::run_columns()
    );
    let runs = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *tx).await?;
    for row in &runs {
        held::hold(&mut tx, stamp, &rows::run(row)?, RunHold::TakenBack).await?;
    }
    let lapsed = sqlx::query("UPDATE confirmation SET state = 'lapsed' WHERE state = 'due'")
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "INSERT INTO taken_back (id, at, known_until) VALUES (1, $1, $2)
         ON CONFLICT (id) DO UPDATE SET at = excluded.at, known_until = excluded.known_until",
    )
    .bind(stamp.at)
    .bind(known_until)
    .execute(&mut *tx)
    .await?;
    let change = Change::new("log.taken_back", "log", 1)
        .with("known_until", known_until)
        .with("runs", runs.len())
        .with("confirmations", lapsed.rows_affected());
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(runs.len() as u64)
}
