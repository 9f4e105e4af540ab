//! Consents with their evidence.

use domain::consent::{Consent, Purpose};
use domain::id::CustomerId;
use domain::phone::Phone;
use domain::time::Millis;
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, SqliteConnection, Transaction};
use uuid::Uuid;

use crate::contract::customers::ConsentRecord;
use crate::error::{Error, Result};
use crate::sqlite::log;
use crate::stamp::{Change, Stamp};

/// How we know what somebody wrote back.
pub(super) const REPLY: &str = "reply";

/// The other customers with the phone of this one.
pub(super) async fn sharing(tx: &mut Transaction<'_, Engine>, id: CustomerId) -> Result<Vec<CustomerId>> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "SELECT o.id FROM customer c JOIN customer o ON o.phone_key = c.phone_key
         WHERE c.id = $1 AND c.phone IS NOT NULL AND o.id <> c.id AND o.erased_at IS NULL ORDER BY o.id",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(CustomerId).collect())
}

/// The mobile phones under which somebody has withdrawn.
pub(crate) async fn opted_out(connection: &mut SqliteConnection, purpose: Purpose) -> Result<Vec<Phone>> {
    // The purpose's code is one of three of ours.
    let sql = format!(
        "SELECT DISTINCT phone FROM customer WHERE consent_{} = 2 AND phone_state = 1 AND phone IS NOT NULL",
        purpose.code()
    );
    let phones: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(connection).await?;
    let phones = phones.iter().map(|phone| Phone::parse(phone));
    phones
        .collect::<std::result::Result<_, _>>()
        .map_err(|_| Error::Unreadable("customer.phone"))
}

/// Records a consent, lets the latest one stand, and writes the event. Also for opt-outs by reply.
pub(crate) async fn record(
    tx: &mut Transaction<'_, Engine>,
    id: CustomerId,
    record: &ConsentRecord,
    stamp: &Stamp,
) -> Result<()> {
    let purpose = record.purpose.code();
    sqlx::query(
        "INSERT INTO consent_record (id, customer_id, purpose, state, source, evidence, given_at, recorded_at, actor_kind, actor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(Uuid::now_v7())
    .bind(id.0)
    .bind(purpose)
    .bind(record.is.number())
    .bind(&record.source)
    .bind(&record.evidence)
    .bind(record.given_at)
    .bind(stamp.at)
    .bind(stamp.actor.kind())
    .bind(stamp.actor.id())
    .execute(&mut **tx)
    .await?;
    // The purpose's code is one of three of ours.
    let sql = format!(
        "UPDATE customer SET consent_{purpose} = (SELECT r.state FROM consent_record r WHERE r.customer_id = customer.id
           AND r.purpose = $1 ORDER BY r.given_at DESC, r.recorded_at DESC, r.id DESC LIMIT 1), version = version + 1, updated_at = $2
         WHERE id = $3"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(purpose)
        .bind(stamp.at)
        .bind(id.0)
        .execute(&mut **tx)
        .await?;
    let change = Change::new("customer.consent", "customer", id)
        .with("purpose", purpose)
        .with(
            "is",
            if record.is == Consent::Given {
                "given"
            } else {
                "withdrawn"
            },
        )
        .with("source", &record.source);
    log::append(tx, stamp, change).await?;
    Ok(())
}

/// The purpose with this code.
pub(super) fn purpose(code: &str) -> Result<Purpose> {
    Purpose::ALL
        .into_iter()
        .find(|purpose| purpose.code() == code)
        .ok_or(Error::Unreadable("consent_record.purpose"))
}

pub(super) async fn of(pool: &SqlitePool, id: CustomerId) -> Result<Vec<(Millis, ConsentRecord)>> {
    let rows = sqlx::query(
        "SELECT purpose, state, source, evidence, given_at, recorded_at FROM consent_record WHERE customer_id = $1
         ORDER BY given_at DESC, recorded_at DESC, id DESC",
    )
    .bind(id.0)
    .fetch_all(pool)
    .await?;
    rows.iter()
        .map(|row| {
            let record = ConsentRecord {
                purpose: purpose(row.try_get(0)?)?,
                is: Consent::from_number(row.try_get(1)?),
                source: row.try_get(2)?,
                evidence: row.try_get(3)?,
                given_at: row.try_get(4)?,
            };
            Ok((row.try_get(5)?, record))
        })
        .collect()
}
