//! Where checkpoints are sent to be kept, in SQLite.

use async_trait::async_trait;
use domain::time::Millis;
use sqlx::Row;

use super::{Sqlite, log};
use crate::contract::{Place, Sent, Witness, Witnesses};
use crate::{Change, Error, Result, Stamp};

#[async_trait]
impl Witnesses for Sqlite {
    async fn witness(&self) -> Result<(i64, Witness)> {
        let row = sqlx::query("SELECT version, folder, url, hours FROM witness WHERE id = 1")
            .fetch_optional(self.read())
            .await?;
        let Some(row) = row else {
            return Ok((0, Witness::default()));
        };
        let witness = Witness {
            folder: row.try_get(1)?,
            url: row.try_get(2)?,
            hours: row.try_get(3)?,
        };
        Ok((row.try_get(0)?, witness))
    }

    async fn set_witness(&self, stamp: &Stamp, version: i64, witness: &Witness) -> Result<i64> {
        let mut tx = self.begin().await?;
        sqlx::query("INSERT INTO witness (id, version, hours) VALUES (1, 0, 0) ON CONFLICT (id) DO NOTHING")
            .execute(&mut *tx)
            .await?;
        // Whatever goes elsewhere from now on was sent nowhere yet.
        sqlx::query(
            "DELETE FROM witness_sent WHERE (place = 'folder' AND (SELECT folder FROM witness) IS NOT $1)
               OR (place = 'url' AND (SELECT url FROM witness) IS NOT $2)",
        )
        .bind(&witness.folder)
        .bind(&witness.url)
        .execute(&mut *tx)
        .await?;
        let done = sqlx::query(
            "UPDATE witness SET version = version + 1, folder = $1, url = $2, hours = $3 WHERE id = 1 AND version = $4",
        )
        .bind(&witness.folder)
        .bind(&witness.url)
        .bind(witness.hours)
        .bind(version)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(Error::Conflict);
        }
        // An address may hold a secret of its own: the log says only that there is one.
        let change = Change::new("witness.changed", "log", "")
            .with("folder", witness.folder.is_some())
            .with("url", witness.url.is_some())
            .with("hours", witness.hours);
        log::append(&mut tx, stamp, change).await?;
        tx.commit().await?;
        Ok(version + 1)
    }

    async fn sent(&self, place: Place) -> Result<Sent> {
        let row = sqlx::query("SELECT size, sent_at, failed_at, failure, tries FROM witness_sent WHERE place = $1")
            .bind(place.code())
            .fetch_optional(self.read())
            .await?;
        row.map_or(Ok(Sent::default()), |row| {
            Ok(Sent {
                size: row.try_get::<Option<i64>, _>(0)?.map(i64::unsigned_abs),
                sent_at: row.try_get(1)?,
                failed_at: row.try_get(2)?,
                failure: row.try_get(3)?,
                tries: row.try_get(4)?,
            })
        })
    }

    async fn note_sent(&self, place: Place, size: u64, now: Millis) -> Result<()> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO witness_sent (place, size, sent_at) VALUES ($1, $2, $3)
             ON CONFLICT (place) DO UPDATE SET size = excluded.size, sent_at = excluded.sent_at, tries = 0",
        )
        .bind(place.code())
        .bind(size as i64)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn note_amiss(&self, place: Place, size: u64, failure: &str, now: Millis) -> Result<()> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO witness_sent (place, size, sent_at, failed_at, failure, tries) VALUES ($1, $2, $3, $3, $4, 1)
             ON CONFLICT (place) DO UPDATE SET size = excluded.size, sent_at = excluded.sent_at,
               failed_at = excluded.failed_at, failure = excluded.failure, tries = tries + 1",
        )
        .bind(place.code())
        .bind(size as i64)
        .bind(now)
        .bind(failure)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn note_unsent(&self, place: Place, failure: &str, now: Millis) -> Result<()> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO witness_sent (place, failed_at, failure, tries) VALUES ($1, $2, $3, 1)
             ON CONFLICT (place) DO UPDATE SET failed_at = excluded.failed_at, failure = excluded.failure, tries = tries + 1",
        )
        .bind(place.code())
        .bind(now)
        .bind(failure)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
