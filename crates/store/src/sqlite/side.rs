//! Tiles of the trees beside the log.

use audit::Hash;
use audit::pack::consent::consent_hash;
use audit::roll::entry::freeze_hash;
use audit::roll::{Outcome as Sealing, close_leaf};
use audit::tiles::{Upper, WIDTH};
use domain::roll::Outcome;
use futures::future::BoxFuture;
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, Transaction};

use super::ledger::hash;
use super::packed;
use super::runs::{first_entry, sealing};
use crate::contract::{SideTree, TileRow};
use crate::error::{Error, Result};

/// As the table numbers them: kind and owner.
fn numbers(tree: SideTree) -> (i64, i64) {
    match tree {
        SideTree::Frozen(run) => (1, run),
        SideTree::Closed(run) => (2, run),
        SideTree::Consents(event) => (3, event as i64),
    }
}

/// Stores the tiles of a tree that is complete.
pub(super) async fn put(tx: &mut Transaction<'_, Engine>, tree: SideTree, upper: &Upper) -> Result<()> {
    let (kind, owner) = numbers(tree);
    for (level, place, hashes) in upper.tiles() {
        let octets: Vec<u8> = hashes.iter().flat_map(|hash| *hash.as_bytes()).collect();
        sqlx::query("INSERT INTO side_tile (kind, owner, level, place, hashes) VALUES ($1, $2, $3, $4, $5)")
            .bind(kind)
            .bind(owner)
            .bind(level)
            .bind(place as i64)
            .bind(octets)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// All stored tiles of a tree.
pub(super) async fn stored(pool: &SqlitePool, tree: SideTree) -> Result<Vec<TileRow>> {
    let (kind, owner) = numbers(tree);
    let rows = sqlx::query(
        "SELECT level, place, hashes FROM side_tile WHERE kind = $1 AND owner = $2 ORDER BY kind, owner, level, place",
    )
    .bind(kind)
    .bind(owner)
    .fetch_all(pool)
    .await?;
    let row = |row: &sqlx::sqlite::SqliteRow| {
        Ok(TileRow {
            level: row.try_get(0)?,
            index: row.try_get::<i64, _>(1)?.unsigned_abs(),
            hashes: hashes(row.try_get(2)?)?,
        })
    };
    rows.iter().map(row).collect()
}

/// A tile, stored or made of what is below it.
pub(super) fn tile(pool: &SqlitePool, tree: SideTree, level: u8, index: u64) -> BoxFuture<'_, Result<Vec<Hash>>> {
    Box::pin(async move {
        if level == 0 {
            return leaves(pool, tree, index).await;
        }
        let (kind, owner) = numbers(tree);
        let octets: Option<Vec<u8>> = sqlx::query_scalar(
            "SELECT hashes FROM side_tile WHERE kind = $1 AND owner = $2 AND level = $3 AND place = $4",
        )
        .bind(kind)
        .bind(owner)
        .bind(level)
        .bind(index as i64)
        .fetch_optional(pool)
        .await?;
        if let Some(octets) = octets {
            return hashes(&octets);
        }
        let mut made = Vec::new();
        for below in index.saturating_mul(WIDTH)..index.saturating_add(1).saturating_mul(WIDTH) {
            let full = tile(pool, tree, level - 1, below).await?;
            if (full.len() as u64) < WIDTH {
                break;
            }
            made.push(full.into_iter().collect::<audit::Tree>().root());
        }
        Ok(made)
    })
}

fn hashes(octets: &[u8]) -> Result<Vec<Hash>> {
    octets.chunks(32).map(hash).collect()
}

/// The hashes of 256 leaves, of the rows that they are made of.
async fn leaves(pool: &SqlitePool, tree: SideTree, index: u64) -> Result<Vec<Hash>> {
    let (owner, rows) = match tree {
        SideTree::Consents(event) => (
            event as i64,
            "(SELECT leaf, NULL AS closed FROM consent_record WHERE event = $1 AND place >= $2 AND place < $3 ORDER BY event, place)",
        ),
        SideTree::Frozen(run) => (
            first_entry(run),
            "(SELECT leaf, NULL AS closed FROM letter
              WHERE entry_id >= $1 + $2 AND entry_id < $1 + $3 AND leaf IS NOT NULL ORDER BY entry_id)",
        ),
        SideTree::Closed(run) => (
            first_entry(run),
            "(SELECT l.leaf, e.outcome || COALESCE(':' || e.reason, '') AS closed FROM entry e JOIN letter l ON l.entry_id = e.id
              WHERE e.id >= $1 + $2 AND e.id < $1 + $3 AND l.leaf IS NOT NULL ORDER BY e.id)",
        ),
    };
    let columns = packed::joined("leaf");
    let from = index.saturating_mul(WIDTH) as i64;
    let row = sqlx::query(AssertSqlSafe(format!(
        "SELECT {columns}, group_concat(closed) FROM {rows}"
    )))
    .bind(owner)
    .bind(from)
    .bind(from.saturating_add(WIDTH as i64))
    .fetch_one(pool)
    .await?;
    let leaves = packed::parts(&row, 0, "leaf")?.into_iter().map(hash);
    match tree {
        SideTree::Consents(_) => leaves.map(|leaf| Ok(consent_hash(&leaf?))).collect(),
        SideTree::Frozen(_) => leaves.map(|leaf| Ok(freeze_hash(&leaf?))).collect(),
        SideTree::Closed(_) => {
            let closed: &str = row.try_get::<Option<_>, _>(2)?.unwrap_or_default();
            let mut closed = closed.split(',');
            leaves
                .map(|leaf| closing_hash(&leaf?, closed.next().unwrap_or_default()))
                .collect()
        }
    }
}

/// The hash of the leaf at the close, of the outcome's number and its reason behind a colon.
fn closing_hash(leaf: &Hash, closed: &str) -> Result<Hash> {
    let (number, reason) = closed
        .split_once(':')
        .map_or((closed, None), |(number, reason)| (number, Some(reason)));
    let outcome = number.parse().ok().and_then(Outcome::from_number);
    let text = outcome.map(|outcome| sealing(outcome, reason)).unwrap_or_default();
    let outcome = Sealing::parse(&text).ok_or(Error::Unreadable("entry.outcome"))?;
    Ok(close_leaf(leaf, &outcome))
}
