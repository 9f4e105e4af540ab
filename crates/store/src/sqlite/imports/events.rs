//! Events at sites, repairs and complaints: each is known by a key, so that the same file imported twice adds nothing.

use std::collections::HashMap;

use domain::time::{DAY, Millis};
use sqlx::{QueryBuilder, Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use super::owners;
use super::seen::Seen;
use crate::contract::imports::{EventLine, Verdict};
use crate::error::Result;
use crate::sqlite::facts::day_number;

fn key(customer: Uuid, row: &EventLine) -> Vec<u8> {
    let mut key = Vec::new();
    if let Some(number) = &row.number {
        key.push(b'n');
        key.extend_from_slice(number.as_bytes());
    } else {
        key.push(b'c');
        key.extend_from_slice(customer.as_bytes());
        key.extend_from_slice(&day_number(row.day).to_be_bytes());
        key.extend_from_slice(row.kind.as_bytes());
        key.extend_from_slice(row.text.as_deref().unwrap_or("").as_bytes());
    }
    key
}

struct Known {
    customer: Uuid,
    kind: String,
    at: Millis,
    text: Option<String>,
    stage: Option<i16>,
}

/// The number of the stage that a row names.
fn stage(row: &EventLine) -> Option<i16> {
    row.site_stage.map(domain::customer::SiteStage::number)
}

async fn known(tx: &mut Transaction<'_, Engine>, keys: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, Known>> {
    let mut found = HashMap::new();
    if keys.is_empty() {
        return Ok(found);
    }
    let mut sql = QueryBuilder::<Engine>::new(
        "SELECT key, customer_id, kind, at, text, site_stage FROM customer_event WHERE key IN (",
    );
    let mut list = sql.separated(", ");
    for key in keys {
        list.push_bind(key.clone());
    }
    sql.push(")");
    for row in sql.build().persistent(false).fetch_all(&mut **tx).await? {
        let one = Known {
            customer: row.try_get(1)?,
            kind: row.try_get(2)?,
            at: row.try_get(3)?,
            text: row.try_get(4)?,
            stage: row.try_get(5)?,
        };
        found.insert(row.try_get(0)?, one);
    }
    Ok(found)
}

type Keyed = (Vec<u8>, Uuid, EventLine);

async fn put(tx: &mut Transaction<'_, Engine>, events: &[Keyed], now: Millis) -> Result<()> {
    for batch in events.chunks(4_000) {
        let mut sql = QueryBuilder::<Engine>::new(
            "INSERT INTO customer_event (key, customer_id, kind, at, number, text, site_stage, recorded_at) ",
        );
        sql.push_values(batch, |mut row, (key, customer, event)| {
            row.push_bind(key.clone())
                .push_bind(*customer)
                .push_bind(event.kind)
                .push_bind(event.at)
                .push_bind(event.number.clone())
                .push_bind(event.text.clone())
                .push_bind(stage(event))
                .push_bind(now);
        });
        sql.push(
            " ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, at = excluded.at, text = excluded.text,
               site_stage = COALESCE(excluded.site_stage, customer_event.site_stage)",
        );
        sql.build().persistent(false).execute(&mut **tx).await?;
    }
    Ok(())
}

/// An event that names a stage moves the site there, if no later event of the file or of the database names another. Where a
/// customers' file or a person has said the stage since the event's day was over, it moves the site forward only.
async fn move_sites(tx: &mut Transaction<'_, Engine>, events: &[Keyed], now: Millis) -> Result<()> {
    let mut latest: HashMap<Uuid, &EventLine> = HashMap::new();
    for (_, customer, event) in events.iter().filter(|(_, _, event)| event.site_stage.is_some()) {
        let slot = latest.entry(*customer).or_insert(event);
        if event.at >= slot.at {
            *slot = event;
        }
    }
    for (customer, event) in latest {
        sqlx::query(
            "UPDATE customer SET site_stage = $1, version = version + 1, updated_at = $2 WHERE id = $3 AND NOT EXISTS
               (SELECT 1 FROM customer_event e WHERE e.customer_id = customer.id AND e.site_stage IS NOT NULL AND e.at > $4)
               AND (COALESCE(site_stage_said < $5, TRUE) OR site_stage < $1)",
        )
        .bind(stage(event))
        .bind(now)
        .bind(customer)
        .bind(event.at)
        .bind(event.at + DAY)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// A batch of an events' file.
pub(super) async fn batch(
    tx: &mut Transaction<'_, Engine>,
    rows: Vec<EventLine>,
    seen: &mut Seen,
    write: Option<Millis>,
) -> Result<Vec<Verdict>> {
    let owners = owners::resolve(tx, rows.iter().map(|row| &row.owner)).await?;
    let keys: Vec<_> = rows
        .iter()
        .zip(&owners)
        .filter_map(|(row, owner)| Some(key((*owner).ok()?, row)))
        .collect();
    let known = known(tx, &keys).await?;
    let mut verdicts = Vec::with_capacity(rows.len());
    let mut to_put: Vec<Keyed> = Vec::new();
    for (row, owner) in rows.into_iter().zip(owners) {
        let customer = match owner {
            Ok(customer) => customer,
            Err(verdict) => {
                verdicts.push(verdict);
                continue;
            }
        };
        let key = key(customer, &row);
        let verdict = if seen.add(b'e', &key) {
            match known.get(&key) {
                None => Verdict::New,
                Some(old) if old.customer != customer => Verdict::OtherCustomers,
                // A file without a column of stages says nothing against the one that is known.
                Some(old)
                    if (old.kind.as_str(), old.at, &old.text) == (row.kind, row.at, &row.text)
                        && stage(&row).is_none_or(|stage| old.stage == Some(stage)) =>
                {
                    Verdict::Unchanged
                }
                Some(_) => Verdict::Changed,
            }
        } else {
            Verdict::Repeated
        };
        verdicts.push(verdict);
        if matches!(verdict, Verdict::New | Verdict::Changed) {
            to_put.push((key, customer, row));
        }
    }
    if let Some(now) = write {
        put(tx, &to_put, now).await?;
        move_sites(tx, &to_put, now).await?;
    }
    Ok(verdicts)
}
