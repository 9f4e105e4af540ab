//! Tiles, checkpoints and the signed head in SQLite.

use async_trait::async_trait;
use audit::Hash;
use domain::id::RunId;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, Transaction};

use super::event_key::EventCode;
use super::kept::kept;
use super::roll_sum::{RollKey, RollSum, Summed};
use super::runs::{entries_as_kept, handed_over, kept_sum, runs_as_kept, sealed_entries, unfounded};
use super::{Sqlite, log, packed, words};
use crate::contract::runs::RunRow;
use crate::contract::{
    HandedOver, KeptCheckpoint, KeptLeaf, KeptWords, Ledger, Placed, SealedEntry, Sealing, SignedHead, TileRow,
    Unfounded,
};
use crate::error::{Error, Result};
use crate::stamp::{Change, Stamp};

#[async_trait]
impl Ledger for Sqlite {
    async fn signed_head(&self) -> Result<SignedHead> {
        let row = sqlx::query("SELECT size, root FROM log_head WHERE id = 1")
            .fetch_one(self.read())
            .await?;
        Ok(SignedHead {
            size: row.try_get::<i64, _>(0)?.unsigned_abs(),
            root: hash(row.try_get(1)?)?,
        })
    }

    async fn checkpoint(&self, size: u64) -> Result<Option<String>> {
        let note = sqlx::query_scalar("SELECT note FROM checkpoint WHERE size = $1");
        Ok(note.bind(size as i64).fetch_optional(self.read()).await?)
    }

    async fn checkpoints(&self) -> Result<Vec<KeptCheckpoint>> {
        let rows = sqlx::query("SELECT size, note, before, before_seal FROM checkpoint ORDER BY size")
            .fetch_all(self.read())
            .await?;
        let key = self.roll_key();
        rows.iter()
            .map(|row| {
                let size: i64 = row.try_get(0)?;
                let (before, seal): (Option<i64>, Option<&str>) = (row.try_get(2)?, row.try_get(3)?);
                // A seal under another key says nothing.
                let known = key.as_ref().filter(|key| seal.is_none_or(|seal| key.made(seal)));
                Ok(KeptCheckpoint {
                    size: size.unsigned_abs(),
                    note: row.try_get(1)?,
                    before: before.map(i64::unsigned_abs),
                    vouched: known
                        .zip(before)
                        .is_none_or(|(key, before)| seal == Some(&*follows(key, size, before))),
                })
            })
            .collect()
    }

    async fn log_checked(&self) -> Result<Option<String>> {
        let note = sqlx::query_scalar("SELECT note FROM log_checked WHERE id = 1");
        Ok(note.fetch_optional(self.read()).await?)
    }

    async fn set_log_checked(&self, note: Option<&str>) -> Result<()> {
        let mut tx = self.begin().await?;
        let query = match note {
            Some(note) => sqlx::query(
                "INSERT INTO log_checked (id, note) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET note = excluded.note",
            )
            .bind(note),
            None => sqlx::query("DELETE FROM log_checked"),
        };
        query.execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn kept_leaves(&self, from: u64, limit: u32) -> Result<Vec<KeptLeaf>> {
        let rows = sqlx::query(
            "SELECT seq, at, actor_kind, actor, action, subject_kind, subject, details, leaf, leaf_hash FROM event
             WHERE seq >= $1 ORDER BY seq LIMIT $2",
        )
        .bind(from as i64)
        .bind(limit)
        .fetch_all(self.read())
        .await?;
        rows.iter().map(kept).collect()
    }

    async fn leaves(&self, from: u64, limit: u32) -> Result<Vec<(Vec<u8>, Hash)>> {
        let from_rows = "(SELECT leaf, leaf_hash FROM event WHERE seq >= $1 ORDER BY seq LIMIT $2)";
        let columns = [packed::joined("leaf"), packed::joined("leaf_hash")].join(", ");
        let row = sqlx::query(AssertSqlSafe(format!("SELECT {columns} FROM {from_rows}")))
            .bind(from as i64)
            .bind(limit)
            .fetch_one(self.read())
            .await?;
        let (leaves, hashes) = (
            packed::parts(&row, 0, "event.leaf")?,
            packed::parts(&row, 2, "event.leaf_hash")?,
        );
        let one = |(leaf, kept): (&[u8], &[u8])| Ok((leaf.to_vec(), hash(kept)?));
        leaves.into_iter().zip(hashes).map(one).collect()
    }

    fn roll_key(&self) -> Option<RollKey> {
        Sqlite::roll_key(self)
    }

    async fn event_codes(&self, from: u64, limit: u32) -> Result<Vec<Option<EventCode>>> {
        let columns = packed::joined("COALESCE(mac, x'')");
        let from_rows = "(SELECT mac FROM event WHERE seq >= $1 ORDER BY seq LIMIT $2)";
        let row = sqlx::query(AssertSqlSafe(format!("SELECT {columns} FROM {from_rows}")))
            .bind(from as i64)
            .bind(limit)
            .fetch_one(self.read())
            .await?;
        let codes = packed::parts(&row, 0, "event.mac")?;
        Ok(codes.into_iter().map(|code| code.try_into().ok()).collect())
    }

    async fn authenticate_events(&self, stamp: &Stamp) -> Result<u64> {
        let mut tx = self.begin().await?;
        let event = log::append(&mut tx, stamp, Change::new("log.authenticated", "log", "")).await?;
        tx.commit().await?;
        Ok(event)
    }

    async fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<Hash>>> {
        let octets: Option<Vec<u8>> = sqlx::query_scalar("SELECT hashes FROM tile WHERE level = $1 AND place = $2")
            .bind(level)
            .bind(index as i64)
            .fetch_optional(self.read())
            .await?;
        octets
            .map(|octets| octets.chunks(32).map(hash).collect::<Result<Vec<Hash>>>())
            .transpose()
    }

    async fn checkpoint_beyond(&self) -> Result<Option<u64>> {
        let size: Option<i64> = sqlx::query_scalar(
            "SELECT MIN(size) FROM checkpoint WHERE size > (SELECT size FROM log_head WHERE id = 1)",
        )
        .fetch_one(self.read())
        .await?;
        Ok(size.map(i64::unsigned_abs))
    }

    async fn seal(&self, sealing: &Sealing) -> Result<bool> {
        let mut tx = self.begin().await?;
        put_tiles(&mut tx, &sealing.tiles).await?;
        put_note(&mut tx, sealing, Sqlite::roll_key(self).as_ref()).await?;
        if !swap_head(&mut tx, sealing).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn log_keys(&self) -> Result<Vec<String>> {
        let keys = sqlx::query_scalar("SELECT key FROM log_key ORDER BY since, key");
        Ok(keys.fetch_all(self.read()).await?)
    }

    async fn add_log_key(&self, stamp: &Stamp, key: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        let added = sqlx::query("INSERT INTO log_key (key, since) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING")
            .bind(key)
            .bind(stamp.at)
            .execute(&mut *tx)
            .await?;
        if added.rows_affected() == 1 {
            let change = Change::new("log.key_added", "log", "").with("key", key);
            log::append(&mut tx, stamp, change).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn retire_log_key(&self, stamp: &Stamp, key: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        let retired = sqlx::query("UPDATE log_key SET retired_at = $2 WHERE key = $1 AND retired_at IS NULL")
            .bind(key)
            .bind(stamp.at)
            .execute(&mut *tx)
            .await?;
        if retired.rows_affected() == 1 {
            let change = Change::new("log.key_retired", "log", "").with("key", key);
            log::append(&mut tx, stamp, change).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn run_event(&self, run: RunId, action: &str) -> Result<Option<Placed>> {
        let mut connection = self.read().acquire().await?;
        run_event(&mut connection, run, action).await
    }

    async fn sealed_entries(&self, run: i64, from: u32, limit: u32) -> Result<Vec<SealedEntry>> {
        sealed_entries(self, run, from, limit).await
    }

    async fn runs_as_kept(&self, before: Option<i64>, limit: u32) -> Result<Vec<(i64, Result<RunRow>)>> {
        runs_as_kept(self, before, limit).await
    }

    async fn unfounded(&self, run: i64) -> Result<Vec<Unfounded>> {
        unfounded(self, run).await
    }

    async fn handed_over(&self, run: i64) -> Result<HandedOver> {
        handed_over(self, run).await
    }

    async fn kept_sum(&self, run: i64, of: Summed) -> Result<Option<RollSum>> {
        let Some(key) = Sqlite::roll_key(self) else {
            return Ok(None);
        };
        let mut connection = self.read().acquire().await?;
        kept_sum(&mut connection, key, run, of).await.map(Some)
    }

    async fn entries_as_kept(&self, run: i64, from: u32, limit: u32) -> Result<Vec<(u32, Result<SealedEntry>)>> {
        entries_as_kept(self, run, from, limit).await
    }

    async fn kept_words(
        &self,
        after: Option<(u64, String)>,
        limit: u32,
    ) -> Result<Vec<((u64, String), Result<KeptWords>)>> {
        words::page(self.read(), after, limit).await
    }

    async fn missing_words(&self, limit: u32) -> Result<Vec<(u64, String)>> {
        words::missing(self.read(), limit).await
    }

    async fn erase_words(&self, stamp: &Stamp, event: u64) -> Result<()> {
        let mut tx = self.begin().await?;
        words::erase(&mut tx, stamp, event).await?;
        self.commit_erasure(tx).await
    }

    async fn note(&self, stamp: &Stamp, changes: Vec<Change>) -> Result<()> {
        let mut tx = self.begin().await?;
        log::append_all(&mut tx, stamp, changes).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The first event of a run with this action: a run is frozen once and closed once, and nothing that is logged later takes that back.
pub(super) async fn run_event(
    connection: &mut sqlx::SqliteConnection,
    run: RunId,
    action: &str,
) -> Result<Option<Placed>> {
    Ok(run_events(connection, run, action).await?.into_iter().next())
}

/// All of them, in their order.
pub(super) async fn run_events(
    connection: &mut sqlx::SqliteConnection,
    run: RunId,
    action: &str,
) -> Result<Vec<Placed>> {
    let sql = format!(
        "SELECT seq, leaf FROM {}$1{} WHERE subject_kind = 'run' AND action = $2 ORDER BY seq",
        log::OF_SUBJECT.0,
        log::OF_SUBJECT.1
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(run.to_string())
        .bind(action)
        .fetch_all(connection)
        .await?;
    let placed = |row: &SqliteRow| {
        Ok(Placed {
            seq: row.try_get::<i64, _>(0)?.unsigned_abs(),
            leaf: row.try_get(1)?,
        })
    };
    rows.iter().map(placed).collect()
}

/// The leaves of all events of a run.
pub(super) async fn run_leaves(connection: &mut sqlx::SqliteConnection, run: RunId) -> Result<Vec<Vec<u8>>> {
    let sql = format!(
        "SELECT leaf FROM {}$1{} WHERE subject_kind = 'run'",
        log::OF_SUBJECT.0,
        log::OF_SUBJECT.1
    );
    let leaves = sqlx::query_scalar(AssertSqlSafe(sql)).bind(run.to_string());
    Ok(leaves.fetch_all(connection).await?)
}

pub(super) async fn put_tiles(tx: &mut Transaction<'_, Engine>, tiles: &[TileRow]) -> Result<()> {
    for tile in tiles {
        let octets: Vec<u8> = tile.hashes.iter().flat_map(|hash| *hash.as_bytes()).collect();
        sqlx::query(
            "INSERT INTO tile (level, place, hashes) VALUES ($1, $2, $3)
             ON CONFLICT (level, place) DO UPDATE SET hashes = excluded.hashes",
        )
        .bind(tile.level)
        .bind(tile.index as i64)
        .bind(octets)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// The gateway's word that a checkpoint followed on another.
fn follows(key: &RollKey, size: i64, before: i64) -> String {
    key.seal(&format!("[\"checkpoint\",{size},{before}]"))
}

/// A size has one note: another one of the same size would be a fork, and its insert fails. It says on which it followed, so that one
/// that is taken out later is missed.
pub(super) async fn put_note(tx: &mut Transaction<'_, Engine>, sealing: &Sealing, key: Option<&RollKey>) -> Result<()> {
    let (size, before) = (sealing.to.size as i64, sealing.from.size as i64);
    sqlx::query("INSERT INTO checkpoint (size, at, note, before, before_seal) VALUES ($1, $2, $3, $4, $5)")
        .bind(size)
        .bind(sealing.at)
        .bind(&sealing.note)
        .bind(before)
        .bind(key.map(|key| follows(key, size, before)))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn swap_head(tx: &mut Transaction<'_, Engine>, sealing: &Sealing) -> Result<bool> {
    let swapped = sqlx::query("UPDATE log_head SET size = $3, root = $4 WHERE id = 1 AND size = $1 AND root = $2")
        .bind(sealing.from.size as i64)
        .bind(sealing.from.root.as_bytes().as_slice())
        .bind(sealing.to.size as i64)
        .bind(sealing.to.root.as_bytes().as_slice())
        .execute(&mut **tx)
        .await?;
    Ok(swapped.rows_affected() == 1)
}

pub(super) fn hash(octets: &[u8]) -> Result<Hash> {
    Hash::try_from(octets).map_err(|_| Error::Unreadable("hash"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sealing(from: SignedHead, size: u64, octet: u8) -> Sealing {
        let root = Hash::new([octet; 32]);
        Sealing {
            from,
            to: SignedHead { size, root },
            note: format!("note {octet}"),
            at: 1,
            tiles: vec![TileRow {
                level: 0,
                index: 0,
                hashes: vec![root; size as usize],
            }],
        }
    }

    async fn seen(store: &Sqlite) -> (SignedHead, Option<Vec<Hash>>, Option<String>) {
        let head = store.signed_head().await.unwrap();
        let tile = store.tile(0, 0).await.unwrap();
        (head, tile, store.checkpoint(head.size).await.unwrap())
    }

    /// A crash between any two writes of a seal leaves nothing of it, and the same seal goes through afterwards.
    #[tokio::test]
    async fn a_seal_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.sqlite");
        let empty = SignedHead {
            size: 0,
            root: Hash::EMPTY,
        };
        for (n, writes) in (0..=3).enumerate() {
            let store = Sqlite::open(&path).await.unwrap();
            let before = seen(&store).await;
            let sealing = sealing(before.0, before.0.size + 1, n as u8 + 1);
            let mut tx = store.begin().await.unwrap();
            if writes > 0 {
                put_tiles(&mut tx, &sealing.tiles).await.unwrap();
            }
            if writes > 1 {
                put_note(&mut tx, &sealing, None).await.unwrap();
            }
            if writes > 2 {
                assert!(swap_head(&mut tx, &sealing).await.unwrap());
            }
            drop(tx);
            store.close().await;
            let store = Sqlite::open(&path).await.unwrap();
            assert_eq!(seen(&store).await, before, "after {writes} writes");
            assert!(store.seal(&sealing).await.unwrap());
            assert_eq!(seen(&store).await.0, sealing.to);
            store.close().await;
        }
        let store = Sqlite::open(&path).await.unwrap();
        let now = seen(&store).await;
        let stale = store.seal(&sealing(empty, now.0.size + 1, 9)).await.unwrap();
        assert!(!stale, "the head was elsewhere");
        assert!(store.seal(&sealing(now.0, now.0.size, 9)).await.is_err(), "a fork");
        assert_eq!(seen(&store).await, now);
    }
}
