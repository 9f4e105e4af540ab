//! Purchases: each is known by a key, so that the same file imported twice adds nothing.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::time::Millis;
use sqlx::{QueryBuilder, Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use super::owners;
use super::seen::Seen;
use super::statement::Statement;
use crate::contract::imports::{PurchaseLine, Verdict};
use crate::error::Result;
use crate::sqlite::facts::day_number;

/// A purchase to be written.
#[derive(Debug, Clone)]
pub(super) struct Purchase {
    pub(super) key: Vec<u8>,
    pub(super) customer: Uuid,
    pub(super) number: Option<String>,
    pub(super) day: i64,
    pub(super) amount: i64,
    pub(super) item: Option<String>,
}

impl Purchase {
    pub(super) fn new(
        customer: Uuid,
        number: Option<String>,
        day: NaiveDate,
        amount: i64,
        item: Option<String>,
    ) -> Purchase {
        let day = day_number(day);
        let mut key = Vec::with_capacity(24);
        if let Some(number) = &number {
            key.push(b'n');
            key.extend_from_slice(number.as_bytes());
        } else {
            key.push(b'c');
            key.extend_from_slice(&day.to_be_bytes());
            key.extend_from_slice(&amount.to_be_bytes());
            key.extend_from_slice(item.as_deref().unwrap_or("").as_bytes());
        }
        Purchase {
            key,
            customer,
            number,
            day,
            amount,
            item,
        }
    }

    /// What no other purchase shares: its own number, else its customer and its content.
    pub(super) fn identity(&self) -> Identity {
        (self.number.is_none().then_some(self.customer), self.key.clone())
    }
}

/// The customer, unless the purchase has a number of its own; and the key as it is stored.
pub(super) type Identity = (Option<Uuid>, Vec<u8>);

/// What is known of a purchase.
pub(super) struct Known {
    customer: Uuid,
    day: i64,
    amount: i64,
    item: Option<String>,
}

/// Which of these purchases are known. At most 15,000.
pub(super) async fn known(
    tx: &mut Transaction<'_, Engine>,
    purchases: &[&Purchase],
) -> Result<HashMap<Identity, Known>> {
    const KNOWN: &str = "SELECT key, customer_id, number, day, amount, item FROM purchase WHERE ";
    let (numbered, others): (Vec<&Purchase>, Vec<&Purchase>) = purchases.iter().partition(|one| one.number.is_some());
    let mut rows = Vec::new();
    if !numbered.is_empty() {
        let mut sql = QueryBuilder::<Engine>::new(KNOWN);
        let mut list = sql.push("number IN (").separated(", ");
        for one in numbered {
            list.push_bind(one.number.clone());
        }
        sql.push(")");
        rows.extend(sql.build().persistent(false).fetch_all(&mut **tx).await?);
    }
    if !others.is_empty() {
        let mut sql = QueryBuilder::<Engine>::new(KNOWN);
        sql.push("(customer_id, key) IN (")
            .push_values(others, |mut row, one| {
                row.push_bind(one.customer).push_bind(one.key.clone());
            })
            .push(")");
        rows.extend(sql.build().persistent(false).fetch_all(&mut **tx).await?);
    }
    let mut known = HashMap::with_capacity(rows.len());
    for row in rows {
        let one = Known {
            customer: row.try_get(1)?,
            day: row.try_get(3)?,
            amount: row.try_get(4)?,
            item: row.try_get(5)?,
        };
        let numbered = row.try_get::<Option<&str>, _>(2)?.is_some();
        known.insert(((!numbered).then_some(one.customer), row.try_get(0)?), one);
    }
    Ok(known)
}

/// Inserts purchases, or replaces those that are known under their key.
pub(super) fn put(purchases: &[Purchase], now: Millis) -> Result<Vec<Statement>> {
    Statement::over(
        (
            "INSERT INTO purchase (customer_id, key, number, day, amount, item, recorded_at)",
            7,
            " ON CONFLICT (customer_id, key) DO UPDATE SET day = excluded.day, amount = excluded.amount, item = excluded.item",
        ),
        purchases,
        |one, to| {
            to.add(one.customer)
                .add(one.key.clone())
                .add(one.number.clone())
                .add(one.day)
                .add(one.amount)
                .add(one.item.clone())
                .add(now);
        },
    )
}

/// Sums up anew the purchases of some customers, of each of whom is told the latest day that was corrected. A last purchase
/// later than all of them is what a customers' file said, unless it was on that day.
async fn sum_up(tx: &mut Transaction<'_, Engine>, customers: &HashMap<Uuid, Option<i64>>, now: Millis) -> Result<()> {
    let customers: Vec<(Uuid, Option<i64>)> = customers.iter().map(|(id, day)| (*id, *day)).collect();
    for batch in customers.chunks(10_000) {
        let mut sql = QueryBuilder::<Engine>::new("WITH touched (id, corrected) AS (");
        sql.push_values(batch, |mut row, (id, corrected)| {
            row.push_bind(*id).push_bind(*corrected);
        });
        sql.push(
            ") UPDATE customer SET purchase_count = s.n, purchase_total = s.total,
               last_purchase = CASE WHEN customer.last_purchase > s.last
                 AND (s.corrected IS NULL OR customer.last_purchase <> s.corrected) THEN customer.last_purchase ELSE s.last END,
               version = version + 1, updated_at = ",
        );
        sql.push_bind(now).push(
            " FROM (SELECT p.customer_id AS id, t.corrected, COUNT(*) AS n, SUM(p.amount) AS total, MAX(p.day) AS last
                FROM touched t JOIN purchase p ON p.customer_id = t.id GROUP BY p.customer_id, t.corrected) AS s
              WHERE customer.id = s.id",
        );
        sql.build().persistent(false).execute(&mut **tx).await?;
    }
    Ok(())
}

/// The octets of [`Purchase::identity`].
fn seen_as(purchase: &Purchase) -> Vec<u8> {
    let (customer, key) = purchase.identity();
    let mut octets = customer.map_or_else(Vec::new, |customer| customer.into_bytes().to_vec());
    octets.extend(key);
    octets
}

/// A batch of a purchases' file.
pub(super) async fn batch(
    tx: &mut Transaction<'_, Engine>,
    rows: Vec<PurchaseLine>,
    seen: &mut Seen,
    write: Option<Millis>,
) -> Result<Vec<Verdict>> {
    let owners = owners::resolve(tx, rows.iter().map(|row| &row.owner)).await?;
    let purchases: Vec<_> = rows
        .into_iter()
        .zip(owners)
        .map(|(row, owner)| Ok(Purchase::new(owner?, row.number, row.day, row.amount, row.item)))
        .collect::<Vec<std::result::Result<Purchase, Verdict>>>();
    let known = known(tx, &purchases.iter().flatten().collect::<Vec<_>>()).await?;
    let mut verdicts = Vec::with_capacity(purchases.len());
    let mut to_put = Vec::new();
    let mut touched: HashMap<Uuid, Option<i64>> = HashMap::new();
    for purchase in purchases {
        let verdict = match &purchase {
            Err(verdict) => *verdict,
            Ok(one) if !seen.add(b'b', &seen_as(one)) => Verdict::Repeated,
            Ok(one) => match known.get(&one.identity()) {
                None => Verdict::New,
                Some(old) if old.customer != one.customer => Verdict::OtherCustomers,
                Some(old) if (old.day, old.amount, &old.item) == (one.day, one.amount, &one.item) => Verdict::Unchanged,
                Some(_) => Verdict::Changed,
            },
        };
        verdicts.push(verdict);
        if let (Ok(one), Verdict::New | Verdict::Changed) = (purchase, verdict) {
            let before = known.get(&one.identity()).map(|old| old.day);
            let corrected = touched.entry(one.customer).or_default();
            *corrected = before.max(*corrected);
            to_put.push(one);
        }
    }
    if let Some(now) = write {
        for statement in put(&to_put, now)? {
            statement.execute(tx).await?;
        }
        sum_up(tx, &touched, now).await?;
    }
    Ok(verdicts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use sqlx::{Connection as _, SqliteConnection};

    use super::*;

    /// The table as it was made first, and what once was the key.
    const BEFORE: &str = "CREATE TABLE customer (id BLOB NOT NULL PRIMARY KEY) STRICT;
        CREATE TABLE purchase (key BLOB NOT NULL PRIMARY KEY, customer_id BLOB NOT NULL REFERENCES customer (id), number TEXT,
          day INTEGER NOT NULL, amount INTEGER NOT NULL, item TEXT, recorded_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX purchase_of_customer ON purchase (customer_id, day)";

    fn key_before(one: &Purchase) -> Vec<u8> {
        match &one.number {
            Some(_) => one.key.clone(),
            None => [&one.key[..1], one.customer.as_bytes(), &one.key[1..]].concat(),
        }
    }

    #[tokio::test]
    async fn purchases_of_an_older_database_are_known_again() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        sqlx::raw_sql(BEFORE).execute(&mut connection).await.unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 5, 7).unwrap();
        let (one, other) = (Uuid::from_u128(0), Uuid::from_u128(u128::MAX / 3));
        let purchases = [
            Purchase::new(one, None, day, 0, None),
            Purchase::new(other, None, day, 1_234_550, Some("地板".to_owned())),
            Purchase::new(other, None, day, 1_234_550, Some("e".to_owned())),
            Purchase::new(other, Some("N-1".to_owned()), day, 99, None),
            Purchase {
                key: b"e63".to_vec(),
                ..Purchase::new(one, None, day, 5, None)
            },
        ];
        for id in [one, other] {
            let put = sqlx::query("INSERT INTO customer VALUES ($1)").bind(id);
            put.execute(&mut connection).await.unwrap();
        }
        for purchase in &purchases {
            let key = if purchase.key[0] == b'e' {
                purchase.key.clone()
            } else {
                key_before(purchase)
            };
            sqlx::query("INSERT INTO purchase VALUES ($1, $2, $3, $4, $5, $6, 7)")
                .bind(key)
                .bind(purchase.customer)
                .bind(&purchase.number)
                .bind(purchase.day)
                .bind(purchase.amount)
                .bind(&purchase.item)
                .execute(&mut connection)
                .await
                .unwrap();
        }
        let migration = include_str!("../../../migrations/sqlite/0019_purchases.sql");
        sqlx::raw_sql(migration).execute(&mut connection).await.unwrap();
        let mut tx = connection.begin().await.unwrap();
        let known = known(&mut tx, &purchases.iter().collect::<Vec<_>>()).await.unwrap();
        assert_eq!(known.len(), purchases.len());
        for purchase in &purchases {
            let found = &known[&purchase.identity()];
            assert_eq!(
                (found.customer, found.day, found.amount, &found.item),
                (purchase.customer, purchase.day, purchase.amount, &purchase.item)
            );
        }
        let same_number = sqlx::query("INSERT INTO purchase VALUES ($1, x'00', 'N-1', 1, 1, NULL, 1)").bind(one);
        assert!(
            same_number.execute(&mut *tx).await.is_err(),
            "no two purchases have one number"
        );
    }
}
