//! Purchases, and which of them are the same.
//!
//! One with a number of its own is known by it. Without one, a row is the same purchase as one that another file told of the
//! same customer, day, amount and item; within one file, every such row is a purchase of its own. What one file leaves open,
//! another may say: a row with a number takes the place of a purchase without, a row with an item that of one without. And
//! the last purchase of a customers' file is but a hint: what a purchases' file tells of that day takes its place.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::time::Millis;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use super::owners;
use super::script::{Rows, Script};
use super::seen::Seen;
use crate::contract::imports::{PurchaseLine, Verdict};
use crate::error::Result;
use crate::sqlite::facts::day_number;

/// As often may a file tell of purchases that nothing tells apart.
const ALIKE: u32 = 100;

/// A purchase as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Purchase {
    key: Vec<u8>,
    customer: Uuid,
    number: Option<String>,
    day: i64,
    pub(super) amount: i64,
    item: Option<String>,
}

/// The key of a purchase with a number.
fn numbered(number: &str) -> Vec<u8> {
    [b"n", number.as_bytes()].concat()
}

/// The key of one without: of those that are alike, the `nth`, from 0.
fn alike(day: i64, amount: i64, item: Option<&str>, nth: u32) -> Vec<u8> {
    let mut key = Vec::with_capacity(24);
    if nth == 0 {
        key.push(b'c');
    } else {
        key.push(b'd');
        key.extend_from_slice(&nth.to_be_bytes());
    }
    key.extend_from_slice(&day.to_be_bytes());
    key.extend_from_slice(&amount.to_be_bytes());
    key.extend_from_slice(item.unwrap_or("").as_bytes());
    key
}

impl Purchase {
    /// The last purchase that a customers' file tells of.
    pub(super) fn last(customer: Uuid, day: NaiveDate, amount: i64) -> Purchase {
        let day = day_number(day);
        Purchase {
            key: [b"l", &day.to_be_bytes()[..]].concat(),
            customer,
            number: None,
            day,
            amount,
            item: None,
        }
    }

    fn of(key: Vec<u8>, customer: Uuid, row: PurchaseLine) -> Purchase {
        Purchase {
            key,
            customer,
            number: row.number,
            day: day_number(row.day),
            amount: row.amount,
            item: row.item,
        }
    }

    fn read(row: &SqliteRow) -> Result<Purchase> {
        Ok(Purchase {
            key: row.try_get(0)?,
            customer: row.try_get(1)?,
            number: row.try_get(2)?,
            day: row.try_get(3)?,
            amount: row.try_get(4)?,
            item: row.try_get(5)?,
        })
    }

    /// The customer and the day.
    pub(super) fn when(&self) -> (Uuid, i64) {
        (self.customer, self.day)
    }

    /// Marks it as one that a row of the file told of; false if an earlier row did.
    fn mark(&self, seen: &mut Seen) -> bool {
        mark(seen, self.customer, &self.key)
    }

    /// How well it fits a row about the same customer, day and amount; `None` if it is another purchase.
    fn fits(&self, row: &PurchaseLine) -> Option<u8> {
        if self.number.is_some() && row.number.is_some() {
            return None;
        }
        match (&self.item, &row.item) {
            (known, said) if known == said => Some(1),
            (None, _) | (_, None) => Some(0),
            _ => None,
        }
    }
}

fn mark(seen: &mut Seen, customer: Uuid, key: &[u8]) -> bool {
    seen.add(b'm', &[customer.as_bytes(), key].concat())
}

/// The key of a purchase without a number, of which no earlier row told; `None` if there are too many.
fn free(seen: &mut Seen, customer: Uuid, row: &PurchaseLine) -> Option<Vec<u8>> {
    let key = |nth| alike(day_number(row.day), row.amount, row.item.as_deref(), nth);
    (0..ALIKE).map(key).find(|key| mark(seen, customer, key))
}

/// What is known of a customer's purchases of one day.
#[derive(Debug, Default)]
pub(super) struct Day {
    /// What a customers' file told.
    pub(super) last: Option<Purchase>,
    /// What purchases' files told, by amount.
    told: HashMap<i64, Vec<Purchase>>,
}

impl Day {
    /// Whether a purchases' file told of the day.
    pub(super) fn is_told(&self) -> bool {
        !self.told.is_empty()
    }
}

const KNOWN: &str = "SELECT p.key, p.customer_id, p.number, p.day, p.amount, p.item FROM ";

/// The purchases of customers on days.
pub(super) async fn of_days(
    tx: &mut Transaction<'_, Engine>,
    days: impl Iterator<Item = (Uuid, i64)>,
) -> Result<HashMap<(Uuid, i64), Day>> {
    let days: Vec<(Uuid, i64)> = days.collect::<BTreeSet<_>>().into_iter().collect();
    let mut known: HashMap<(Uuid, i64), Day> = HashMap::with_capacity(days.len());
    for batch in days.chunks(10_000) {
        let mut sql = QueryBuilder::<Engine>::new("WITH asked (customer_id, day) AS (");
        sql.push_values(batch, |mut row, (customer, day)| {
            row.push_bind(*customer).push_bind(*day);
        });
        // A customer's purchases are gone through once, however many days are asked for.
        sql.push(") ").push(KNOWN).push(
            "(SELECT DISTINCT customer_id FROM asked) a CROSS JOIN purchase p ON p.customer_id = a.customer_id
               WHERE (p.customer_id, p.day) IN (SELECT customer_id, day FROM asked)",
        );
        for row in sql.build().persistent(false).fetch_all(&mut **tx).await? {
            let one = Purchase::read(&row)?;
            let day = known.entry(one.when()).or_default();
            if one.key.starts_with(b"l") {
                day.last = Some(one);
            } else {
                day.told.entry(one.amount).or_default().push(one);
            }
        }
    }
    Ok(known)
}

/// Those with these numbers.
async fn of_numbers(tx: &mut Transaction<'_, Engine>, numbers: Vec<String>) -> Result<HashMap<String, Purchase>> {
    let mut known = HashMap::with_capacity(numbers.len());
    for batch in numbers.chunks(10_000) {
        let mut sql = QueryBuilder::<Engine>::new(KNOWN);
        let mut list = sql.push("purchase p WHERE p.number IN (").separated(", ");
        for number in batch {
            list.push_bind(number.clone());
        }
        sql.push(")");
        for row in sql.build().persistent(false).fetch_all(&mut **tx).await? {
            let one = Purchase::read(&row)?;
            if let Some(number) = &one.number {
                known.insert(number.clone(), one);
            }
        }
    }
    Ok(known)
}

/// Inserts purchases, or replaces those that are known under their key.
pub(super) fn put(purchases: &[Purchase], now: Millis, script: &mut Script) {
    // A customers' file says neither number nor item, and has as many purchases as rows: there they are not bound.
    let named = purchases.iter().any(|one| one.number.is_some() || one.item.is_some());
    let (names, width) = if named { (" number, item,", 6) } else { ("", 4) };
    let rows = Rows {
        head: &format!("INSERT INTO purchase (customer_id, key, day, amount,{names} recorded_at)"),
        width,
        same: &format!(",{now}"),
        tail: " ON CONFLICT (customer_id, key) DO UPDATE SET day = excluded.day, amount = excluded.amount, item = excluded.item",
    };
    script.add_rows(&rows, purchases, |one, to| {
        to.add(one.customer).add(one.key.clone()).add(one.day).add(one.amount);
        if named {
            to.add(one.number.clone()).add(one.item.clone());
        }
    });
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

/// What a row comes to.
struct Decided {
    verdict: Verdict,
    /// What is to be written.
    put: Option<Purchase>,
    /// The purchase whose place it takes, if that stands under another key.
    gone: Option<Vec<u8>>,
    /// The day that is corrected.
    before: Option<i64>,
}

impl Decided {
    fn nothing(verdict: Verdict) -> Decided {
        Decided {
            verdict,
            put: None,
            gone: None,
            before: None,
        }
    }

    fn puts(verdict: Verdict, put: Purchase, gone: Option<Vec<u8>>) -> Decided {
        Decided {
            put: Some(put),
            gone,
            ..Decided::nothing(verdict)
        }
    }
}

/// A row with a number that is known already.
fn corrected(known: &Purchase, customer: Uuid, row: PurchaseLine, seen: &mut Seen) -> Decided {
    if known.customer != customer {
        return Decided::nothing(Verdict::OtherCustomers);
    }
    known.mark(seen);
    if (known.day, known.amount, &known.item) == (day_number(row.day), row.amount, &row.item) {
        return Decided::nothing(Verdict::Unchanged);
    }
    Decided {
        before: Some(known.day),
        ..Decided::puts(Verdict::Changed, Purchase::of(known.key.clone(), customer, row), None)
    }
}

/// A row without a number, or with one that is new.
fn decided(day: Option<&Day>, customer: Uuid, mut row: PurchaseLine, seen: &mut Seen) -> Decided {
    let unmarked = |one: &&Purchase, seen: &Seen| !seen.has(b'm', &[customer.as_bytes(), &one.key[..]].concat());
    let told = day.and_then(|day| day.told.get(&row.amount)).into_iter().flatten();
    let same = told
        .filter(|one| unmarked(one, seen))
        .filter_map(|one| Some((one.fits(&row)?, one)))
        .max_by_key(|(fit, _)| *fit)
        .map(|(_, one)| one);
    if let Some(same) = same {
        same.mark(seen);
        let says_more = row.number.is_some() || (same.number.is_none() && same.item.is_none() && row.item.is_some());
        if !says_more {
            return Decided::nothing(Verdict::Unchanged);
        }
        row.item = row.item.or_else(|| same.item.clone());
    }
    let hint = day
        .and_then(|day| day.last.as_ref())
        .filter(|one| same.is_none() && one.mark(seen));
    let gone = same.or(hint).map(|one| one.key.clone());
    let key = match &row.number {
        Some(number) => {
            let key = numbered(number);
            mark(seen, customer, &key);
            Some(key)
        }
        None => free(seen, customer, &row),
    };
    let verdict = if gone.is_some() { Verdict::Changed } else { Verdict::New };
    match key {
        Some(key) => Decided::puts(verdict, Purchase::of(key, customer, row), gone),
        None => Decided::nothing(Verdict::Repeated),
    }
}

/// Removes purchases whose place others take.
async fn remove(tx: &mut Transaction<'_, Engine>, gone: &[(Uuid, Vec<u8>)]) -> Result<()> {
    for batch in gone.chunks(10_000) {
        let mut sql = QueryBuilder::<Engine>::new("DELETE FROM purchase WHERE (customer_id, key) IN (");
        sql.push_values(batch, |mut row, (customer, key)| {
            row.push_bind(*customer).push_bind(key.clone());
        });
        sql.push(")");
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
    let numbers = rows.iter().filter_map(|row| row.number.clone()).collect();
    let by_number = of_numbers(tx, numbers).await?;
    let days = rows.iter().zip(&owners);
    let days = days.filter_map(|(row, owner)| Some(((*owner).ok()?, day_number(row.day))));
    let days = of_days(tx, days).await?;
    let mut verdicts = Vec::with_capacity(rows.len());
    let (mut to_put, mut gone) = (Vec::new(), Vec::new());
    let mut touched: HashMap<Uuid, Option<i64>> = HashMap::new();
    for (row, owner) in rows.into_iter().zip(owners) {
        let number = row.number.as_ref();
        let done = match owner {
            Err(verdict) => Decided::nothing(verdict),
            Ok(_) if number.is_some_and(|number| !seen.add(b'b', number.as_bytes())) => {
                Decided::nothing(Verdict::Repeated)
            }
            Ok(customer) => match number.and_then(|number| by_number.get(number)) {
                Some(known) => corrected(known, customer, row, seen),
                None => decided(days.get(&(customer, day_number(row.day))), customer, row, seen),
            },
        };
        verdicts.push(done.verdict);
        if let Some(one) = done.put {
            let latest = touched.entry(one.customer).or_default();
            *latest = done.before.max(*latest);
            gone.extend(done.gone.map(|key| (one.customer, key)));
            to_put.push(one);
        }
    }
    if let Some(now) = write {
        remove(tx, &gone).await?;
        let mut script = Script::default();
        put(&to_put, now, &mut script);
        script.execute(tx).await?;
        sum_up(tx, &touched, now).await?;
    }
    Ok(verdicts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use sqlx::{Connection as _, SqliteConnection};

    use super::*;
    use crate::contract::imports::LineOwner;

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
        let purchase = |customer, number: Option<&str>, amount, item: Option<&str>| {
            let key = number.map_or_else(|| alike(day_number(day), amount, item, 0), numbered);
            let row = PurchaseLine {
                owner: LineOwner::default(),
                number: number.map(str::to_owned),
                day,
                amount,
                item: item.map(str::to_owned),
            };
            Purchase::of(key, customer, row)
        };
        let purchases = [
            purchase(one, None, 0, None),
            purchase(other, None, 1_234_550, Some("地板")),
            purchase(other, None, 1_234_550, Some("e")),
            purchase(other, Some("N-1"), 99, None),
            Purchase {
                key: b"e63".to_vec(),
                ..purchase(one, None, 5, None)
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
        let known = of_days(&mut tx, purchases.iter().map(Purchase::when)).await.unwrap();
        let by_number = of_numbers(&mut tx, vec!["N-1".to_owned()]).await.unwrap();
        assert_eq!((known.len(), by_number.len()), (2, 1));
        for purchase in &purchases {
            let alike = &known[&purchase.when()].told[&purchase.amount];
            let found = alike.iter().find(|one| one.key == purchase.key).unwrap();
            assert_eq!((&found.number, &found.item), (&purchase.number, &purchase.item));
        }
        let same_number = sqlx::query("INSERT INTO purchase VALUES ($1, x'00', 'N-1', 1, 1, NULL, 1)").bind(one);
        assert!(
            same_number.execute(&mut *tx).await.is_err(),
            "no two purchases have one number"
        );
    }
}
