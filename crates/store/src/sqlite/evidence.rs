//! What proofs of rolls and consents are made of, in SQLite.

use async_trait::async_trait;
use audit::{Hash, Salt};
use domain::consent::{Consent, Purpose};
use domain::id::CustomerId;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::customers::{consent, erased_seal, late, opt_outs};
use super::runs::first_entry;
use super::{Sqlite, inbox, ledger, side, stated};
use crate::contract::customers::ConsentRecord;
use crate::contract::{
    ConsentsOf, Evidence, KeptConsent, KeptErased, KeptOptOut, SealedConsent, SideTree, StatedRow, TileRow,
};
use crate::error::{Error, Result};
use crate::stamp::Stamp;

/// The columns that [`sealed`] reads, in its order, behind the entry's id.
const CONSENT: &str = "r.id, r.customer_id, r.event, r.place, r.leaf, r.salt, r.purpose, r.state, r.source, r.evidence, r.given_at, \
     c.erased_at IS NOT NULL, CASE r.late WHEN 1 THEN r.recorded_at END";

#[async_trait]
impl Evidence for Sqlite {
    async fn side_tile(&self, tree: SideTree, level: u8, index: u64) -> Result<Vec<Hash>> {
        side::tile(self.read(), tree, level, index).await
    }

    async fn side_tiles(&self, tree: SideTree) -> Result<Vec<TileRow>> {
        side::stored(self.read(), tree).await
    }

    async fn sealed_consents(
        &self,
        of: ConsentsOf,
        (entry, record): (i64, Uuid),
        limit: u32,
    ) -> Result<Vec<SealedConsent>> {
        let rows = match of {
            ConsentsOf::Customer(customer) => {
                let sql = format!(
                    "SELECT 0, {CONSENT} FROM consent_record r JOIN customer c ON c.id = r.customer_id
                     WHERE r.customer_id = $1 AND r.event IS NOT NULL AND r.id > $2 ORDER BY r.id LIMIT $3"
                );
                let query = sqlx::query(AssertSqlSafe(sql))
                    .bind(customer.0)
                    .bind(record)
                    .bind(limit);
                query.fetch_all(self.read()).await?
            }
            ConsentsOf::Run(run, purpose) => {
                let sql = format!(
                    "SELECT e.id, {CONSENT} FROM entry e JOIN consent_record r ON r.customer_id = e.customer_id
                     JOIN customer c ON c.id = e.customer_id
                     WHERE e.id >= $1 AND e.id < $2 AND (e.id > $1 OR r.id > $3) AND r.event IS NOT NULL AND r.purpose = $4
                     ORDER BY e.id, r.id LIMIT $5"
                );
                sqlx::query(AssertSqlSafe(sql))
                    .bind(entry.max(first_entry(run)))
                    .bind(first_entry(run + 1))
                    .bind(record)
                    .bind(purpose.code())
                    .bind(limit)
                    .fetch_all(self.read())
                    .await?
            }
        };
        rows.iter().map(sealed).collect()
    }

    async fn logged_consents(&self, after: Option<(u64, u64)>, limit: u32) -> Result<Vec<KeptConsent>> {
        let (event, place) = after.map_or((-1, -1), |(event, place)| (event as i64, place as i64));
        let sql = format!(
            "SELECT 0, {CONSENT} FROM consent_record r JOIN customer c ON c.id = r.customer_id
             WHERE r.event IS NOT NULL AND (r.event, r.place) > ($1, $2) ORDER BY r.event, r.place LIMIT $3"
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(event).bind(place).bind(limit);
        let rows = query.fetch_all(self.read()).await?;
        rows.iter()
            .map(|row| {
                let (event, place): (i64, i64) = (row.try_get(3)?, row.try_get(4)?);
                Ok(((event.unsigned_abs(), place.unsigned_abs()), sealed(row)))
            })
            .collect()
    }

    async fn commit_late_consents(&self, stamp: &Stamp) -> Result<u64> {
        let mut tx = self.begin().await?;
        let count = late::commit(&mut tx, stamp).await?;
        tx.commit().await?;
        Ok(count)
    }

    async fn commit_late_opt_outs(&self, stamp: &Stamp) -> Result<u64> {
        let mut tx = self.begin().await?;
        let count = opt_outs::commit_all(&mut tx, stamp).await?;
        erased_seal::seal_late(&mut tx, stamp).await?;
        tx.commit().await?;
        Ok(count)
    }

    async fn commit_late_replies(&self, stamp: &Stamp) -> Result<u64> {
        let mut tx = self.begin().await?;
        let count = inbox::sealed::commit_late(&mut tx, stamp).await?;
        tx.commit().await?;
        Ok(count)
    }

    async fn kept_opt_outs(&self) -> Result<Vec<KeptOptOut>> {
        opt_outs::kept(self).await
    }

    async fn kept_erased(&self) -> Result<KeptErased> {
        erased_seal::kept(&mut *self.read().begin().await?).await
    }

    async fn uncommitted_consents(&self, limit: u32) -> Result<Vec<(Uuid, CustomerId)>> {
        let rows: Vec<(Uuid, Uuid)> = sqlx::query_as(
            "SELECT r.id, r.customer_id FROM consent_record r JOIN customer c ON c.id = r.customer_id
             WHERE r.event IS NULL AND c.erased_at IS NULL ORDER BY r.id LIMIT $1",
        )
        .bind(limit)
        .fetch_all(self.read())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(id, customer)| (id, CustomerId(customer)))
            .collect())
    }

    async fn misstated_consents(&self, limit: u32) -> Result<Vec<(CustomerId, Purpose)>> {
        let mut found = Vec::new();
        for purpose in Purpose::ALL {
            // The purpose's code is one of three of ours.
            let sql = format!(
                "SELECT id FROM customer WHERE consent_{0} <> COALESCE((SELECT r.state FROM consent_record r
                   WHERE r.customer_id = customer.id AND r.purpose = '{0}'
                   ORDER BY {latest} LIMIT 1), 0) ORDER BY id LIMIT $1",
                purpose.code(),
                latest = consent::LATEST,
            );
            let query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(limit);
            let ids: Vec<Uuid> = query.fetch_all(self.read()).await?;
            found.extend(ids.into_iter().map(|id| (CustomerId(id), purpose)));
        }
        Ok(found)
    }

    async fn misdated_consents(&self, limit: u32) -> Result<Vec<u64>> {
        // What was committed late bears the time of its record in its leaf.
        let events = sqlx::query_scalar(
            "SELECT DISTINCT r.event FROM consent_record r JOIN event e ON e.seq = r.event
             WHERE (r.late = 1) <> (e.action = 'log.consents_committed')
               OR (r.late = 0 AND (r.recorded_at <> e.at OR r.actor_kind <> e.actor_kind OR r.actor <> e.actor)) LIMIT $1",
        );
        let events: Vec<i64> = events.bind(limit).fetch_all(self.read()).await?;
        Ok(events.into_iter().map(i64::unsigned_abs).collect())
    }

    async fn stated(&self) -> Result<Vec<StatedRow>> {
        stated::rows(self.read(), self.roll_key().as_ref()).await
    }
}

fn sealed(row: &SqliteRow) -> Result<SealedConsent> {
    let customer = CustomerId(row.try_get(2)?);
    let salt: Option<&[u8]> = row.try_get(6)?;
    let opened = match salt {
        Some(salt) => {
            let salt = Salt::new(salt.try_into().map_err(|_| Error::Unreadable("consent_record.salt"))?);
            let record = ConsentRecord {
                purpose: consent::purpose(row.try_get(7)?)?,
                is: Consent::from_number(row.try_get(8)?),
                source: row.try_get(9)?,
                evidence: row.try_get(10)?,
                given_at: row.try_get(11)?,
            };
            Some((consent::committed(customer, &record, row.try_get(13)?), salt))
        }
        None => None,
    };
    let leaf = row.try_get::<Option<&[u8]>, _>(5)?;
    Ok(SealedConsent {
        cursor: (row.try_get(0)?, row.try_get(1)?),
        customer,
        event: row.try_get::<i64, _>(3)?.unsigned_abs(),
        place: row.try_get::<i64, _>(4)?.unsigned_abs(),
        leaf: ledger::hash(leaf.ok_or(Error::Unreadable("consent_record.leaf"))?)?,
        opened,
        erased: row.try_get(12)?,
    })
}
