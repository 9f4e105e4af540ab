//! Consents that were recorded before consents were committed to the log.

use domain::consent::Consent;
use domain::id::CustomerId;
use domain::time::Millis;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use super::consent::{ConsentSealer, purpose};
use crate::contract::SideTree;
use crate::contract::customers::ConsentRecord;
use crate::error::Result;
use crate::sqlite::{log, side};
use crate::stamp::{Change, Stamp};

/// The event.
const COMMITTED: &str = "log.consents_committed";
/// Records read at a time.
const BATCH: usize = 2_000;

/// Commits every consent that is in no event yet by one event, as an import does, each with the time at which it was recorded.
/// Those of erased customers stay out: what would open them is gone. Answers how many there were. That happens once, and is logged without
/// any, too: what is in no event from then on was written past the product, and is not made true by a later start.
pub(crate) async fn commit(tx: &mut Transaction<'_, Engine>, stamp: &Stamp) -> Result<u64> {
    let before: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM event WHERE action = $1)")
        .bind(COMMITTED)
        .fetch_one(&mut **tx)
        .await?;
    if before {
        return Ok(0);
    }
    let mut sealer = ConsentSealer::default();
    let mut after = Uuid::nil();
    loop {
        let rows = sqlx::query(
            "SELECT r.id, r.customer_id, r.recorded_at, r.purpose, r.state, r.source, r.evidence, r.given_at
             FROM consent_record r JOIN customer c ON c.id = r.customer_id
             WHERE r.event IS NULL AND r.id > $1 AND c.erased_at IS NULL ORDER BY r.id LIMIT $2",
        )
        .bind(after)
        .bind(BATCH as i64)
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            after = row.try_get(0)?;
            seal(tx, &mut sealer, after, row).await?;
        }
        if rows.len() < BATCH {
            break;
        }
    }
    let change = Change::new(COMMITTED, "log", "");
    if sealer.count() == 0 {
        log::append(tx, stamp, change).await?;
        return Ok(0);
    }
    let event = log::append(tx, stamp, sealer.told(change)).await?;
    sqlx::query("UPDATE consent_record SET event = $1 WHERE event IS NULL AND late = 1")
        .bind(event as i64)
        .execute(&mut **tx)
        .await?;
    side::put(tx, SideTree::Consents(event), sealer.upper()).await?;
    Ok(sealer.count())
}

async fn seal(tx: &mut Transaction<'_, Engine>, sealer: &mut ConsentSealer, id: Uuid, row: &SqliteRow) -> Result<()> {
    let (customer, recorded_at) = (CustomerId(row.try_get(1)?), row.try_get::<Millis, _>(2)?);
    let record = ConsentRecord {
        purpose: purpose(row.try_get(3)?)?,
        is: Consent::from_number(row.try_get(4)?),
        source: row.try_get(5)?,
        evidence: row.try_get(6)?,
        given_at: row.try_get(7)?,
    };
    let sealed = sealer.seal_late(customer, &record, recorded_at);
    sqlx::query("UPDATE consent_record SET late = 1, place = $2, leaf = $3, salt = $4 WHERE id = $1")
        .bind(id)
        .bind(sealed.place)
        .bind(sealed.leaf.as_bytes().as_slice())
        .bind(sealed.salt.as_bytes().as_slice())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
