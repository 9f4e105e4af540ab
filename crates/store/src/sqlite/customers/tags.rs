//! The rows of `customer_tag`, kept equal to `customer.tags`.

use domain::id::CustomerId;
use sqlx::{QueryBuilder, Sqlite as Engine, Transaction};

use crate::error::Result;

/// Rows per statement.
const BATCH: usize = 5_000;

/// Adds rows; those that are there stay.
pub(crate) async fn add(tx: &mut Transaction<'_, Engine>, rows: &[(CustomerId, &str)]) -> Result<()> {
    for batch in rows.chunks(BATCH) {
        let mut sql = QueryBuilder::<Engine>::new("INSERT INTO customer_tag (tag, customer_id) ");
        sql.push_values(batch, |mut row, (id, tag)| {
            row.push_bind((*tag).to_owned()).push_bind(id.0);
        });
        sql.push(" ON CONFLICT (tag, customer_id) DO NOTHING");
        sql.build().persistent(false).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Makes the rows of one customer, who bore `old`, equal to `new`.
pub(super) async fn replace(
    tx: &mut Transaction<'_, Engine>,
    id: CustomerId,
    old: &[String],
    new: &[String],
) -> Result<()> {
    for tag in old.iter().filter(|tag| !new.contains(tag)) {
        sqlx::query("DELETE FROM customer_tag WHERE tag = $1 AND customer_id = $2")
            .bind(tag)
            .bind(id.0)
            .execute(&mut **tx)
            .await?;
    }
    let rows: Vec<_> = new
        .iter()
        .filter(|tag| !old.contains(tag))
        .map(|tag| (id, tag.as_str()))
        .collect();
    add(tx, &rows).await
}

/// Remembers the names of attributes.
pub(crate) async fn remember_attributes<'a>(
    tx: &mut Transaction<'_, Engine>,
    names: impl Iterator<Item = &'a String>,
) -> Result<()> {
    for name in names {
        sqlx::query("INSERT INTO attribute_name (name) VALUES ($1) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
