//! The engine's lease. Its fence counts up with every holder, and every claim is made under it.

use domain::time::Millis;
use sqlx::SqliteConnection;

use crate::error::{Error, Result};
use crate::sqlite::Sqlite;

/// A lease is not believed to last longer than this: a clock that was set back must not lock everybody out.
const LONGEST: Millis = 10 * 60_000;

pub(super) async fn take(store: &Sqlite, holder: &str, now: Millis, until: Millis) -> Result<Option<i64>> {
    let mut tx = store.begin().await?;
    let fence = sqlx::query_scalar(
        "INSERT INTO engine_lease (id, holder, fence, held_until) VALUES (1, $1, 1, $3)
         ON CONFLICT (id) DO UPDATE SET
           fence = engine_lease.fence + CASE WHEN engine_lease.holder = excluded.holder THEN 0 ELSE 1 END,
           holder = excluded.holder, held_until = excluded.held_until
         WHERE engine_lease.holder = excluded.holder OR engine_lease.held_until <= $2 OR engine_lease.held_until > $2 + $4
         RETURNING fence",
    )
    .bind(holder)
    .bind(now)
    .bind(until)
    .bind(LONGEST)
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(fence)
}

/// Gives the lease back: the fence stays, so that the next holder's is higher.
pub(super) async fn release(store: &Sqlite, fence: i64) -> Result<()> {
    let mut tx = store.begin().await?;
    sqlx::query("UPDATE engine_lease SET held_until = 0, holder = '' WHERE id = 1 AND fence = $1")
        .bind(fence)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Renews the lease within a change; refuses when another engine took it meanwhile.
pub(super) async fn keep(connection: &mut SqliteConnection, fence: i64, until: Millis) -> Result<()> {
    let done = sqlx::query("UPDATE engine_lease SET held_until = $2 WHERE id = 1 AND fence = $1 AND holder <> ''")
        .bind(fence)
        .bind(until)
        .execute(connection)
        .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::WrongState("another engine holds the lease"))
    }
}

/// Refuses when another engine took the lease meanwhile.
pub(crate) async fn current(connection: &mut SqliteConnection, fence: i64) -> Result<()> {
    let found: Option<i64> = sqlx::query_scalar("SELECT fence FROM engine_lease WHERE id = 1")
        .fetch_optional(connection)
        .await?;
    if found == Some(fence) {
        Ok(())
    } else {
        Err(Error::WrongState("another engine holds the lease"))
    }
}
