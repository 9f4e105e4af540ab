//! Customers as people read them.

use domain::id::CustomerId;
use sqlx::QueryBuilder;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use crate::contract::customers::CustomerRecord;
use crate::error::{Error, Result};
use crate::sqlite::facts;

/// What follows [`facts::COLUMNS`] for [`read`].
pub(super) const MORE: &str = ", c.version, c.number, c.phone_raw, c.note, \
     (SELECT s.name FROM staff s WHERE s.id = c.agent_id), c.created_at, c.updated_at";

/// Reads a row of [`facts::COLUMNS`] and [`MORE`].
pub(super) fn read(row: &SqliteRow) -> Result<CustomerRecord> {
    let at = facts::COUNT;
    Ok(CustomerRecord {
        facts: facts::read(row)?,
        version: row.try_get(at)?,
        number: row.try_get(at + 1)?,
        phone_raw: row.try_get(at + 2)?,
        note: row.try_get(at + 3)?,
        agent_name: row.try_get(at + 4)?,
        created_at: row.try_get(at + 5)?,
        updated_at: row.try_get(at + 6)?,
        erased_at: row.try_get("erased_at")?,
    })
}

pub(super) async fn one(pool: &SqlitePool, id: CustomerId) -> Result<CustomerRecord> {
    let sql = format!("SELECT {}{MORE} FROM customer c WHERE c.id = $1", facts::COLUMNS);
    read(&sqlx::query(AssertSqlSafe(sql)).bind(id.0).fetch_one(pool).await?)
}

/// Refuses if there is no such customer, or if they were erased.
pub(super) async fn present(tx: &mut Transaction<'_, Engine>, id: CustomerId) -> Result<()> {
    let erased: Option<i64> = sqlx::query_scalar("SELECT erased_at FROM customer WHERE id = $1")
        .bind(id.0)
        .fetch_one(&mut **tx)
        .await?;
    if erased.is_some() {
        return Err(Error::WrongState("the customer was erased"));
    }
    Ok(())
}

/// The customers with these ids, in no order. At most 30,000 ids.
pub(crate) async fn of_ids(tx: &mut Transaction<'_, Engine>, ids: &[Uuid]) -> Result<Vec<CustomerRecord>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Engine>::new("SELECT ");
    sql.push(facts::COLUMNS)
        .push(MORE)
        .push(" FROM customer c WHERE c.id IN (");
    let mut list = sql.separated(", ");
    for id in ids {
        list.push_bind(*id);
    }
    sql.push(")");
    let rows = sql.build().persistent(false).fetch_all(&mut **tx).await?;
    rows.iter().map(read).collect()
}
