//! Indexes that a large import drops and builds anew at its end, in its own transaction: sorting a million keys once is
//! many times faster than inserting them one by one. Readers go on with the old ones until the commit.

use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, Transaction};

use crate::error::Result;

/// An import of fewer rows leaves the indexes alone.
const LARGE: u64 = 50_000;

/// Never needed to find whom a row is about.
const FOR_READERS: [&str; 6] = [
    "customer_name",
    "customer_changed",
    "customer_city",
    "customer_facets",
    "purchase_of_customer",
    "consent_of_customer",
];
/// Needed when there are customers already.
const FOR_MATCHING: [&str; 2] = ["customer_number", "customer_phone"];

/// Drops what is cheaper to build anew; answers the statements that do so.
pub(super) async fn drop_indexes(
    tx: &mut Transaction<'_, Engine>,
    expected: u64,
    customers: u64,
) -> Result<Vec<String>> {
    let mut dropped = Vec::new();
    if expected < LARGE || expected * 2 < customers {
        return Ok(dropped);
    }
    let matching = if customers == 0 { &FOR_MATCHING[..] } else { &[] };
    for name in FOR_READERS.iter().chain(matching) {
        let row = sqlx::query("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = $1")
            .bind(name)
            .fetch_optional(&mut **tx)
            .await?;
        if let Some(row) = row {
            dropped.push(row.try_get(0)?);
            // The names are ours.
            sqlx::query(AssertSqlSafe(format!("DROP INDEX {name}")))
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(dropped)
}

/// Builds them again.
pub(super) async fn build_indexes(tx: &mut Transaction<'_, Engine>, dropped: &[String]) -> Result<()> {
    for sql in dropped {
        sqlx::query(AssertSqlSafe(sql.clone()))
            .persistent(false)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
