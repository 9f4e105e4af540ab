//! What the log holds of the numbers of erased customers: one salted leaf over all of them, told anew whenever they change. The salt
//! of the leaf before is overwritten, so that nobody can tell what the list was then, and whose number came with which event.

use audit::{Hash, Salt, commit};
use sqlx::{Row, Sqlite as Engine, SqliteConnection, Transaction};

use crate::contract::KeptErased;
use crate::error::Result;
use crate::sqlite::log;
use crate::stamp::{Change, Stamp};

/// The event that the list is now this one.
const SEALED: &str = "settings.erased_numbers_sealed";

/// In one order, whatever that of the tables. An octet string of another type is no number that the product wrote.
const ROWS: &str = "SELECT CASE TYPEOF(number) WHEN 'blob' THEN number ELSE x'' END, '' FROM erased_number
    UNION ALL SELECT number, purpose FROM erased_opt_out ORDER BY 1, 2";

/// Tells what the list is now. To be called once in whatever changes it, behind the change.
pub(super) async fn seal(tx: &mut Transaction<'_, Engine>, stamp: &Stamp) -> Result<()> {
    let salt = Salt::new(rand::random());
    sqlx::query(
        "INSERT INTO erased_seal (one, salt) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET salt = excluded.salt",
    )
    .bind(salt.as_bytes().as_slice())
    .execute(&mut **tx)
    .await?;
    let (leaf, _) = made(tx, &salt).await?;
    let change = Change::new(SEALED, "organisation", 1).with("leaves", leaf.to_string());
    log::append(tx, stamp, change).await?;
    Ok(())
}

/// Tells what the list is if no event has told of it yet: lists of before had none. What is not sealed later was written past the
/// product, and is not made true by another start.
pub(crate) async fn seal_late(tx: &mut Transaction<'_, Engine>, stamp: &Stamp) -> Result<()> {
    let before: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM event WHERE action = $1)")
        .bind(SEALED)
        .fetch_one(&mut **tx)
        .await?;
    if before { Ok(()) } else { seal(tx, stamp).await }
}

/// The list as it is kept.
pub(crate) async fn kept(connection: &mut SqliteConnection) -> Result<KeptErased> {
    let salt: Option<Vec<u8>> = sqlx::query_scalar("SELECT salt FROM erased_seal")
        .fetch_optional(&mut *connection)
        .await?;
    let salt = salt.and_then(|salt| <[u8; 32]>::try_from(salt).ok());
    let (leaf, rows) = made(connection, &Salt::new(salt.unwrap_or_default())).await?;
    Ok(KeptErased {
        rows,
        leaf: salt.map(|_| leaf),
    })
}

/// The leaf over all rows, and how many they are.
async fn made(connection: &mut SqliteConnection, salt: &Salt) -> Result<(Hash, u64)> {
    let rows = sqlx::query(ROWS).fetch_all(connection).await?;
    let rows: Vec<(&[u8], &str)> = rows
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<_>>()?;
    Ok((commit::erased_numbers(salt, &rows), rows.len() as u64))
}
