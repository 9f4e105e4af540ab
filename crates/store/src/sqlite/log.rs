//! The log of every change of state.

use sqlx::{Sqlite as Engine, Transaction};

use crate::error::Result;
use crate::stamp::{Change, Stamp};

/// Appends the event of `change` to the log, in the transaction that makes the change.
///
/// `seq` has no gaps: there is one writer, and a transaction that is rolled back takes its event with it.
pub(crate) async fn append(tx: &mut Transaction<'_, Engine>, stamp: &Stamp, change: Change) -> Result<u64> {
    let mut details = change.details;
    details.sort_unstable();
    let json: serde_json::Map<String, serde_json::Value> = details
        .into_iter()
        .map(|(key, value)| (key.to_owned(), serde_json::Value::String(value)))
        .collect();
    let seq: i64 = sqlx::query_scalar(
        "INSERT INTO event (seq, at, actor_kind, actor, action, subject_kind, subject, details, leaf, leaf_hash)
         VALUES ((SELECT COALESCE(MAX(seq) + 1, 0) FROM event), $1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING seq",
    )
    .bind(stamp.at)
    .bind(stamp.actor.kind())
    .bind(stamp.actor.id())
    .bind(change.action)
    .bind(change.subject_kind)
    .bind(&change.subject)
    .bind(serde_json::Value::Object(json).to_string())
    .bind(Vec::new())
    .bind(Vec::new())
    .fetch_one(&mut **tx)
    .await?;
    Ok(seq.unsigned_abs())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Actor, Sqlite};

    #[tokio::test]
    async fn events_are_numbered_without_gaps() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let stamp = Stamp {
            actor: Actor::System("setup"),
            at: 5,
        };
        for (expected, keep) in [(0, true), (1, false), (1, true), (2, true)] {
            let mut tx = store.begin().await.unwrap();
            let seq = append(
                &mut tx,
                &stamp,
                Change::new("test.happened", "test", "x").with("n", expected),
            )
            .await
            .unwrap();
            assert_eq!(seq, expected);
            if keep {
                tx.commit().await.unwrap();
            }
        }
    }
}
