//! Purchases: each is known by a key, so that the same file imported twice adds nothing.

use std::collections::{HashMap, HashSet};

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
        let mut key = Vec::with_capacity(40);
        if let Some(number) = &number {
            key.push(b'n');
            key.extend_from_slice(number.as_bytes());
        } else {
            key.push(b'c');
            key.extend_from_slice(customer.as_bytes());
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
}

/// What is known under a key.
pub(super) struct Known {
    customer: Uuid,
    day: i64,
    amount: i64,
    item: Option<String>,
}

/// The purchases that are known under these keys.
pub(super) async fn known<'k>(
    tx: &mut Transaction<'_, Engine>,
    keys: impl Iterator<Item = &'k Vec<u8>>,
) -> Result<HashMap<Vec<u8>, Known>> {
    let mut sql =
        QueryBuilder::<Engine>::new("SELECT key, customer_id, day, amount, item FROM purchase WHERE key IN (");
    let mut list = sql.separated(", ");
    let mut any = false;
    for key in keys {
        list.push_bind(key.clone());
        any = true;
    }
    sql.push(")");
    let mut known = HashMap::new();
    if any {
        for row in sql.build().persistent(false).fetch_all(&mut **tx).await? {
            let one = Known {
                customer: row.try_get(1)?,
                day: row.try_get(2)?,
                amount: row.try_get(3)?,
                item: row.try_get(4)?,
            };
            known.insert(row.try_get(0)?, one);
        }
    }
    Ok(known)
}

/// Inserts purchases, or replaces those that are known under their key.
pub(super) fn put(purchases: &[Purchase], now: Millis) -> Result<Vec<Statement>> {
    Statement::over(
        (
            "INSERT INTO purchase (key, customer_id, number, day, amount, item, recorded_at)",
            7,
            " ON CONFLICT (key) DO UPDATE SET day = excluded.day, amount = excluded.amount, item = excluded.item",
        ),
        purchases,
        |one, to| {
            to.add(one.key.clone())
                .add(one.customer)
                .add(one.number.clone())
                .add(one.day)
                .add(one.amount)
                .add(one.item.clone())
                .add(now);
        },
    )
}

/// Sums up anew the purchases of some customers.
async fn sum_up(tx: &mut Transaction<'_, Engine>, customers: &HashSet<Uuid>, now: Millis) -> Result<()> {
    let ids: Vec<Uuid> = customers.iter().copied().collect();
    for batch in ids.chunks(10_000) {
        let mut sql =
            QueryBuilder::<Engine>::new("UPDATE customer SET purchase_count = s.n, purchase_total = s.total, ");
        sql.push(
            "last_purchase = CASE WHEN customer.last_purchase > s.last THEN customer.last_purchase ELSE s.last END, ",
        );
        sql.push("version = version + 1, updated_at = ").push_bind(now);
        sql.push(" FROM (SELECT p.customer_id AS id, COUNT(*) AS n, SUM(p.amount) AS total, MAX(p.day) AS last FROM purchase p WHERE p.customer_id IN (");
        let mut list = sql.separated(", ");
        for id in batch {
            list.push_bind(*id);
        }
        sql.push(") GROUP BY p.customer_id) AS s WHERE customer.id = s.id");
        sql.build().persistent(false).execute(&mut **tx).await?;
    }
    Ok(())
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
    let known = known(tx, purchases.iter().flatten().map(|one| &one.key)).await?;
    let mut verdicts = Vec::with_capacity(purchases.len());
    let mut to_put = Vec::new();
    for purchase in purchases {
        let verdict = match &purchase {
            Err(verdict) => *verdict,
            Ok(one) if !seen.add(b'b', &one.key) => Verdict::Repeated,
            Ok(one) => match known.get(&one.key) {
                None => Verdict::New,
                Some(old) if old.customer != one.customer => Verdict::OtherCustomers,
                Some(old) if (old.day, old.amount, &old.item) == (one.day, one.amount, &one.item) => Verdict::Unchanged,
                Some(_) => Verdict::Changed,
            },
        };
        verdicts.push(verdict);
        if let (Ok(one), Verdict::New | Verdict::Changed) = (purchase, verdict) {
            to_put.push(one);
        }
    }
    if let Some(now) = write {
        for statement in put(&to_put, now)? {
            statement.execute(tx).await?;
        }
        sum_up(tx, &to_put.iter().map(|one| one.customer).collect(), now).await?;
    }
    Ok(verdicts)
}
