//! Sessions.

use domain::id::UserId;
use domain::time::Millis;
use sqlx::{Row, Sqlite as Engine, Transaction};

use super::super::{Sqlite, log};
use super::staff::staff_of;
use crate::contract::{NewSession, SecretHash, SessionHolder, SessionRecord};
use crate::{Change, Error, Result, Stamp};

pub(super) async fn refused(store: &Sqlite, stamp: &Stamp, staff: Option<UserId>) -> Result<()> {
    let mut tx = store.begin().await?;
    let subject = staff.map_or_else(|| "unknown".to_owned(), |id| id.to_string());
    log::append(&mut tx, stamp, Change::new("session.refused", "user", subject)).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn open(store: &Sqlite, stamp: &Stamp, session: NewSession) -> Result<()> {
    let mut tx = store.begin().await?;
    sqlx::query("DELETE FROM session WHERE expires_at <= $1 OR revoked_at IS NOT NULL")
        .bind(stamp.at)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "INSERT INTO session (id, secret_hash, staff_id, browser, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5, $6)",
    )
    .bind(&session.id)
    .bind(session.secret_hash.as_slice())
    .bind(session.staff.0)
    .bind(&session.browser)
    .bind(stamp.at)
    .bind(session.expires_at)
    .execute(&mut *tx)
    .await?;
    sqlx::query("UPDATE staff SET seen_at = $2 WHERE id = $1")
        .bind(session.staff.0)
        .bind(stamp.at)
        .execute(&mut *tx)
        .await?;
    let change = Change::new("session.opened", "session", &session.id).with("user", session.staff);
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn holder(store: &Sqlite, secret: SecretHash, now: Millis) -> Result<Option<SessionHolder>> {
    let row = sqlx::query(
        "SELECT s.id AS session, s.seen_at AS session_seen_at,
                u.id, u.login, u.name, u.role, u.active, u.created_at, u.seen_at
         FROM session s JOIN staff u ON u.id = s.staff_id
         WHERE s.secret_hash = $1 AND s.expires_at > $2 AND s.revoked_at IS NULL AND u.active = 1",
    )
    .bind(secret.as_slice())
    .bind(now)
    .fetch_optional(store.read())
    .await?;
    row.map(|row| {
        Ok(SessionHolder {
            session: row.try_get("session")?,
            seen_at: row.try_get("session_seen_at")?,
            staff: staff_of(&row)?,
        })
    })
    .transpose()
}

pub(super) async fn touch(store: &Sqlite, session: &str, now: Millis, expires_at: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    sqlx::query("UPDATE session SET seen_at = $2, expires_at = $3 WHERE id = $1 AND revoked_at IS NULL")
        .bind(session)
        .bind(now)
        .bind(expires_at)
        .execute(&mut *tx)
        .await?;
    sqlx::query("UPDATE staff SET seen_at = $2 WHERE id = (SELECT staff_id FROM session WHERE id = $1)")
        .bind(session)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn of(store: &Sqlite, staff: UserId, now: Millis) -> Result<Vec<SessionRecord>> {
    sqlx::query(
        "SELECT id, created_at, seen_at, browser FROM session
         WHERE staff_id = $1 AND expires_at > $2 AND revoked_at IS NULL ORDER BY seen_at DESC, id",
    )
    .bind(staff.0)
    .bind(now)
    .fetch_all(store.read())
    .await?
    .iter()
    .map(|row| {
        Ok(SessionRecord {
            id: row.try_get("id")?,
            created_at: row.try_get("created_at")?,
            seen_at: row.try_get("seen_at")?,
            browser: row.try_get("browser")?,
        })
    })
    .collect()
}

pub(super) async fn end(store: &Sqlite, stamp: &Stamp, staff: UserId, session: &str) -> Result<()> {
    let mut tx = store.begin().await?;
    let done = sqlx::query("UPDATE session SET revoked_at = $3 WHERE id = $1 AND staff_id = $2 AND revoked_at IS NULL")
        .bind(session)
        .bind(staff.0)
        .bind(stamp.at)
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let change = Change::new("session.ended", "session", session).with("user", staff);
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends all sessions of `staff` but `keep`; answers how many. The caller's event says why.
pub(super) async fn end_all(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    staff: UserId,
    keep: Option<&str>,
) -> Result<u64> {
    let done =
        sqlx::query("UPDATE session SET revoked_at = $2 WHERE staff_id = $1 AND revoked_at IS NULL AND id <> $3")
            .bind(staff.0)
            .bind(stamp.at)
            .bind(keep.unwrap_or(""))
            .execute(&mut **tx)
            .await?;
    Ok(done.rows_affected())
}
