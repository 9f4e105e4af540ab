//! Tokens of other systems.

use domain::id::{TokenId, UserId};
use domain::role::Role;
use domain::time::Millis;
use sqlx::{AssertSqlSafe, Row};

use super::super::{Sqlite, log};
use crate::contract::{NewToken, SecretHash, TokenHolder, TokenRecord};
use crate::{Change, Error, Result, Stamp};

/// Whether the maker `s` of a token `t` still stands behind it.
const STANDS: &str = "s.active = 1 AND s.role IN (t.role, 'admin')";

pub(super) async fn all(store: &Sqlite) -> Result<Vec<TokenRecord>> {
    let sql = format!(
        "SELECT t.id, t.name, t.role, t.created_at, t.used_at, t.revoked_at, s.name AS made_by, {STANDS} AS maker_stands
         FROM token t JOIN staff s ON s.id = t.created_by ORDER BY t.created_at DESC, t.id DESC"
    );
    sqlx::query(AssertSqlSafe(sql))
        .fetch_all(store.read())
        .await?
        .iter()
        .map(|row| {
            Ok(TokenRecord {
                id: TokenId(row.try_get("id")?),
                name: row.try_get("name")?,
                role: Role::from_code(row.try_get("role")?).ok_or(Error::Unreadable("token"))?,
                created_at: row.try_get("created_at")?,
                used_at: row.try_get("used_at")?,
                revoked_at: row.try_get("revoked_at")?,
                made_by: row.try_get("made_by")?,
                maker_stands: row.try_get("maker_stands")?,
            })
        })
        .collect()
}

pub(super) async fn add(store: &Sqlite, stamp: &Stamp, token: NewToken) -> Result<()> {
    let mut tx = store.begin().await?;
    sqlx::query(
        "INSERT INTO token (id, name, role, secret_hash, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token.id.0)
    .bind(&token.name)
    .bind(token.role.code())
    .bind(token.secret_hash.as_slice())
    .bind(token.created_by.0)
    .bind(stamp.at)
    .execute(&mut *tx)
    .await?;
    let change = Change::new("token.added", "token", token.id).with("role", token.role.code());
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn revoke(store: &Sqlite, stamp: &Stamp, id: TokenId) -> Result<()> {
    let mut tx = store.begin().await?;
    let done = sqlx::query("UPDATE token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
        .bind(id.0)
        .bind(stamp.at)
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    log::append(&mut tx, stamp, Change::new("token.revoked", "token", id)).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn holder(store: &Sqlite, secret: SecretHash) -> Result<Option<TokenHolder>> {
    let sql = format!(
        "SELECT t.id, t.name, t.role, t.created_by, t.used_at FROM token t JOIN staff s ON s.id = t.created_by
         WHERE t.secret_hash = $1 AND t.revoked_at IS NULL AND {STANDS}"
    );
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(secret.as_slice())
        .fetch_optional(store.read())
        .await?;
    row.map(|row| {
        Ok(TokenHolder {
            id: TokenId(row.try_get("id")?),
            name: row.try_get("name")?,
            role: Role::from_code(row.try_get("role")?).ok_or(Error::Unreadable("token"))?,
            created_by: UserId(row.try_get("created_by")?),
            used_at: row.try_get("used_at")?,
        })
    })
    .transpose()
}

pub(super) async fn touch(store: &Sqlite, id: TokenId, now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    sqlx::query("UPDATE token SET used_at = $2 WHERE id = $1")
        .bind(id.0)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
