//! Entries as packs need them.

use audit::roll::Secret;
use domain::id::CustomerId;
use domain::roll::Outcome;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::{rows, seal};
use crate::contract::SealedEntry;
use crate::error::{Error, Result};
use crate::sqlite::{Sqlite, ledger};

pub(crate) async fn entries(store: &Sqlite, no: i64, from: u32, limit: u32) -> Result<Vec<SealedEntry>> {
    let kept = as_kept(store, no, from, limit).await?;
    kept.into_iter().map(|(_, entry)| entry).collect()
}

pub(crate) async fn as_kept(store: &Sqlite, no: i64, from: u32, limit: u32) -> Result<Vec<(u32, Result<SealedEntry>)>> {
    let rows = sqlx::query(
        "SELECT e.id, e.customer_id, l.leaf, l.secret, l.phone, l.text, e.parts, e.cost_millis, e.outcome, e.reason,
           l.secret IS NULL AND EXISTS (SELECT 1 FROM customer c WHERE c.id = e.customer_id AND c.erased_at IS NOT NULL)
         FROM entry e LEFT JOIN letter l ON l.entry_id = e.id WHERE e.id >= $1 AND e.id < $2 ORDER BY e.id LIMIT $3",
    )
    .bind(rows::first(no) + i64::from(from))
    .bind(rows::first(no + 1))
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    rows.iter()
        .map(|row| Ok((rows::seq(row.try_get(0)?), entry(row))))
        .collect()
}

fn entry(row: &SqliteRow) -> Result<SealedEntry> {
    let secret = row.try_get::<Option<&[u8]>, _>(3)?.map(<[u8; 32]>::try_from);
    let secret = secret.transpose().map_err(|_| Error::Unreadable("letter.secret"))?;
    let leaf = row
        .try_get::<Option<&[u8]>, _>(2)?
        .ok_or(Error::Unreadable("letter.leaf"))?;
    let outcome = Outcome::from_number(row.try_get(8)?).ok_or(Error::Unreadable("entry.outcome"))?;
    let outcome = seal::sealing(outcome, row.try_get(9)?);
    let parts = row.try_get(6)?;
    Ok(SealedEntry {
        place: rows::seq(row.try_get(0)?),
        customer: CustomerId(row.try_get(1)?),
        leaf: ledger::hash(leaf)?,
        secret: secret.map(Secret::new),
        erased: row.try_get(10)?,
        phone: row.try_get(4)?,
        text: row.try_get(5)?,
        parts,
        cost_millis: row.try_get::<i64, _>(7)?.unsigned_abs(),
        // A message has parts, and who was left out at the freeze has none; that outcome is final and its reason the first one.
        froze: if parts == 0 {
            outcome.clone()
        } else {
            "queued".to_owned()
        },
        outcome,
    })
}
