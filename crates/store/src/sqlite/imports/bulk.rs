//! Indexes that a large import drops and builds anew at its end, in its own transaction: sorting a million keys once is
//! many times faster than inserting them one by one. Readers go on with the old ones until the commit.

use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, Transaction};

use crate::error::Result;

/// An import of fewer rows leaves the indexes alone.
const LARGE: u64 = 50_000;

/// Never needed to find whom a row is about.
const FOR_READERS: [&str; 6] = [
    "customer_name",
    "customer_changed",
    "customer_city",
    "customer_facets",
    "consent_of_customer",
    "consent_of_event",
];
/// Needed when there are customers already.
const FOR_MATCHING: [&str; 2] = ["customer_number", "customer_phone"];

/// Drops what is cheaper to build anew; answers the statements that do so.
pub(super) async fn drop_indexes(
    tx: &mut Transaction<'_, Engine>,
    expected: u64,
    customers: u64,
) -> Result<Vec<String>> {
    let mut dropped = Vec::new();
    if expected < LARGE || expected * 2 < customers {
        return Ok(dropped);
    }
    let matching = if customers == 0 { &FOR_MATCHING[..] } else { &[] };
    for name in FOR_READERS.iter().chain(matching) {
        let row = sqlx::query("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = $1")
            .bind(name)
            .fetch_optional(&mut **tx)
            .await?;
        if let Some(row) = row {
            dropped.push(row.try_get(0)?);
            // The names are ours.
            sqlx::query(AssertSqlSafe(format!("DROP INDEX {name}")))
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(dropped)
}

/// Builds them again.
pub(super) async fn build_indexes(tx: &mut Transaction<'_, Engine>, dropped: &[String]) -> Result<()> {
    for sql in dropped {
        sqlx::query(AssertSqlSafe(sql.clone()))
            .persistent(false)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::contract::imports::{CustomerLine, ImportCounts, Imports, PassPlan, Verdict};
    use crate::{Actor, Sqlite, Stamp};
    use domain::id::ImportId;
    use uuid::Uuid;

    async fn indexes(store: &Sqlite) -> Vec<(String, Option<String>)> {
        sqlx::query_as("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name")
            .fetch_all(store.read())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_large_import_leaves_the_indexes_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let before = indexes(&store).await;
        let stamp = Stamp {
            actor: Actor::System("test"),
            at: 1,
        };
        for (customers, commits) in [(0, false), (0, true), (3, false), (3, true)] {
            let plan = PassPlan {
                id: ImportId(Uuid::now_v7()),
                file: "f.csv".to_owned(),
                expected: super::LARGE,
                write: true,
                with_erased: false,
            };
            if commits {
                sqlx::query("INSERT INTO import_job (id, kind, file, path, bytes, state, actor_kind, actor, created_at) VALUES ($1, 'customers', 'f', 'f', 0, 'applying', 'system', 'test', 0)")
                    .bind(plan.id.0)
                    .execute(&store.writer)
                    .await
                    .unwrap();
            }
            let mut pass = store.begin_pass(plan, &stamp).await.unwrap();
            let line = |n: u64| CustomerLine {
                line: n,
                number: Some(format!("N{customers}-{n}")),
                name: Some("王".to_owned()),
                ..CustomerLine::default()
            };
            let verdicts = pass.customers((0..3).map(line).collect()).await.unwrap();
            assert_eq!(verdicts, [Verdict::New; 3]);
            if commits {
                pass.commit(ImportCounts {
                    new: 3,
                    ..ImportCounts::default()
                })
                .await
                .unwrap();
            } else {
                drop(pass);
            }
            // Beginning waits until a dropped transaction is rolled back.
            store.begin().await.unwrap().rollback().await.unwrap();
            assert_eq!(indexes(&store).await, before, "{customers} {commits}");
            let there: i64 =
                sqlx::query_scalar("SELECT COUNT(*) FROM customer INDEXED BY customer_facets WHERE erased_at IS NULL")
                    .fetch_one(store.read())
                    .await
                    .unwrap();
            assert_eq!(there, customers + if commits { 3 } else { 0 });
        }
    }
}
