//! What the log holds of the numbers that opted out: a salted leaf for each row of the list, told when the row comes and when it goes.
//! Salt and row go together; whoever has the leaf alone can't tell whose it was, not even with the key of numbers.

use audit::{Hash, Salt, commit};
use domain::time::Millis;
use sqlx::{Row, Sqlite as Engine, Transaction};

use crate::contract::KeptOptOut;
use crate::error::Result;
use crate::sqlite::{Sqlite, log};
use crate::stamp::{Change, Stamp};

/// The event that rows came.
pub(super) const KEPT: &str = "settings.opt_out_kept";
/// The event that rows went.
pub(super) const LIFTED: &str = "settings.opt_out_lifted";
/// The event that rows went to the list of erased customers' numbers, of which no event tells.
pub(super) const MOVED: &str = "settings.opt_out_moved";
/// The event that commits to what was kept before there were leaves.
const COMMITTED: &str = "settings.opt_outs_committed";
/// Leaves that one event tells of at most: a detail has an end.
const AT_ONCE: usize = 500;

/// A row's leaf, and what opens it.
pub(super) struct Sealed {
    pub leaf: Hash,
    pub salt: Salt,
}

/// Seals a row.
pub(super) fn seal(number: &[u8; 32], purpose: &str, since: Millis) -> Sealed {
    let salt = Salt::new(rand::random());
    let leaf = commit::opt_out(&salt, number, purpose, since);
    Sealed { leaf, salt }
}

/// Tells that rows with these leaves came or went, if there are any.
pub(super) async fn tell(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    action: &'static str,
    leaves: &[Hash],
) -> Result<()> {
    if leaves.is_empty() {
        return Ok(());
    }
    log::append(tx, stamp, told(action, leaves)).await?;
    Ok(())
}

fn told(action: &'static str, leaves: &[Hash]) -> Change {
    let list: Vec<String> = leaves.iter().map(ToString::to_string).collect();
    Change::new(action, "organisation", 1)
        .with("rows", leaves.len())
        .with("leaves", list.join(" "))
}

/// Commits to every row that has no leaf yet. That happens once, and is logged without any row, too: what has no leaf from then on was
/// written past the product, and is not made true by a later start. Answers how many there were.
pub(crate) async fn commit_all(tx: &mut Transaction<'_, Engine>, stamp: &Stamp) -> Result<u64> {
    let before: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM event WHERE action = $1)")
        .bind(COMMITTED)
        .fetch_one(&mut **tx)
        .await?;
    if before {
        return Ok(0);
    }
    let rows = sqlx::query("SELECT number, purpose, since, told FROM suppressed WHERE leaf IS NULL")
        .fetch_all(&mut **tx)
        .await?;
    if rows.is_empty() {
        let change = Change::new(COMMITTED, "organisation", 1)
            .with("rows", 0)
            .with("untold", 0);
        log::append(tx, stamp, change).await?;
        return Ok(0);
    }
    let mut changes = Vec::new();
    for batch in rows.chunks(AT_ONCE) {
        let (mut leaves, mut untold) = (Vec::new(), 0);
        for row in batch {
            let (number, purpose): (&[u8], &str) = (row.try_get(0)?, row.try_get(1)?);
            // One of another length was written past the product, and stays without a leaf.
            let Ok(octets) = number.try_into() else { continue };
            let Sealed { leaf, salt } = seal(octets, purpose, row.try_get(2)?);
            untold += u64::from(!row.try_get::<bool, _>(3)?);
            sqlx::query("UPDATE suppressed SET leaf = $3, salt = $4, told = 1 WHERE number = $1 AND purpose = $2")
                .bind(number)
                .bind(purpose)
                .bind(leaf.as_bytes().as_slice())
                .bind(salt.as_bytes().as_slice())
                .execute(&mut **tx)
                .await?;
            leaves.push(leaf);
        }
        changes.push(told(COMMITTED, &leaves).with("untold", untold));
    }
    log::append_all(tx, stamp, changes).await?;
    Ok(rows.len() as u64)
}

/// All rows, as far as the log answers for them.
pub(crate) async fn kept(store: &Sqlite) -> Result<Vec<KeptOptOut>> {
    let rows = sqlx::query("SELECT purpose, since, number, leaf, salt FROM suppressed ORDER BY since, purpose")
        .fetch_all(store.read())
        .await?;
    rows.iter()
        .map(|row| {
            let (purpose, since): (String, Millis) = (row.try_get(0)?, row.try_get(1)?);
            let octets = |column: usize| -> Result<Option<[u8; 32]>> {
                let octets: Option<&[u8]> = row.try_get(column)?;
                Ok(octets.and_then(|octets| <[u8; 32]>::try_from(octets).ok()))
            };
            let (number, leaf, salt) = (octets(2)?, octets(3)?.map(Hash::new), octets(4)?.map(Salt::new));
            let made = number.zip(salt);
            let made = made.map(|(number, salt)| commit::opt_out(&salt, &number, &purpose, since));
            Ok(KeptOptOut {
                opens: made.is_some() && made == leaf,
                purpose,
                since,
                leaf,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Actor;
    use crate::contract::{Evidence as _, Log as _, LogFilter};

    const STAMP: Stamp = Stamp {
        actor: Actor::System("setup"),
        at: 7,
    };

    async fn raw(store: &Sqlite, sql: &'static str) {
        let mut tx = store.begin().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn what_was_kept_before_is_committed_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let before = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 501)
             INSERT INTO suppressed (number, purpose, since, told) SELECT CAST(printf('%032d', n) AS BLOB), 'care', n, n % 2 FROM n";
        raw(&store, before).await;
        let open = async || {
            let kept = store.kept_opt_outs().await.unwrap();
            kept.iter().filter(|row| row.opens).count()
        };
        assert_eq!(open().await, 0);
        assert_eq!(store.commit_late_opt_outs(&STAMP).await.unwrap(), 501);
        assert_eq!(open().await, 501);
        let mut events = store.events(&LogFilter::default(), None, 10).await.unwrap();
        events.retain(|event| event.action == COMMITTED);
        let detail = |key: &str| {
            let all = events.iter().flat_map(|event| &event.details);
            let all = all.filter(|(name, _)| name == key);
            all.map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        let sum = |key| detail(key).iter().map(|n| n.parse::<u64>().unwrap()).sum::<u64>();
        assert_eq!((events.len(), sum("rows"), sum("untold")), (2, 501, 250));
        let told = detail("leaves").join(" ");
        let mut told: Vec<Hash> = told.split(' ').map(|leaf| leaf.parse().unwrap()).collect();
        let kept = store.kept_opt_outs().await.unwrap();
        let mut kept: Vec<Hash> = kept.iter().filter_map(|row| row.leaf).collect();
        told.sort_unstable();
        kept.sort_unstable();
        assert_eq!(told, kept);

        raw(
            &store,
            "INSERT INTO suppressed (number, purpose, since) VALUES (zeroblob(32), 'care', 1)",
        )
        .await;
        let again = store.commit_late_opt_outs(&STAMP).await.unwrap();
        assert_eq!((again, open().await), (0, 501), "written past the product");
    }
}
