//! The log of every change of state.

use std::collections::BTreeMap;

use audit::{Event, Form, Party, Salt, Value};
use domain::time::Millis;
use sqlx::{Sqlite as Engine, Transaction};

use crate::error::{Error, Result};
use crate::stamp::{Change, Stamp};

/// Appends the event of `change` to the log, in the transaction that makes the change.
///
/// The event is written as the canonical leaf of `audit`, with its hash; all details are texts there. Words that a person typed go
/// beside it, and the leaf holds their salted digest.
/// `seq` has no gaps: there is one writer, and a transaction that is rolled back takes its event with it.
pub(crate) async fn append(tx: &mut Transaction<'_, Engine>, stamp: &Stamp, change: Change) -> Result<u64> {
    let salted: Vec<(&str, Salt, String)> = change
        .words
        .into_iter()
        .map(|(key, words)| (key, Salt::new(rand::random()), words))
        .collect();
    let digests = salted
        .iter()
        .map(|(key, salt, words)| (format!("{key}_digest"), audit::commit::words(salt, words).to_string()));
    let details: BTreeMap<String, String> = change
        .details
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .chain(digests)
        .collect();
    let json = serde_json::to_string(&details).map_err(|_| Error::Unreadable("event"))?;
    let event = Event {
        form: Form::Wordless,
        at: stamp.at,
        actor: Party::new(stamp.actor.kind(), stamp.actor.id()),
        action: change.action.to_owned(),
        subject: Party::new(change.subject_kind, &change.subject),
        details: details
            .into_iter()
            .map(|(key, value)| (key, Value::Text(value)))
            .collect(),
    };
    let leaf = event.encode().map_err(|_| Error::Unreadable("event"))?;
    let hash = audit::leaf_hash(&leaf);
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
    .bind(json)
    .bind(leaf)
    .bind(hash.as_bytes().as_slice())
    .fetch_one(&mut **tx)
    .await?;
    for (key, salt, words) in salted {
        sqlx::query("INSERT INTO event_words (seq, key, salt, words) VALUES ($1, $2, $3, $4)")
            .bind(seq)
            .bind(key)
            .bind(salt.as_bytes().as_slice())
            .bind(words)
            .execute(&mut **tx)
            .await?;
    }
    Ok(seq.unsigned_abs())
}

/// Whether the actor has sent fewer than `most` messages on no roll after `since`.
pub(crate) async fn may_test(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    most: u32,
    since: Millis,
) -> Result<bool> {
    let sent: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM event WHERE actor = $1 AND action IN ('campaign.tested', 'carrier.tested') AND at > $2",
    )
    .bind(stamp.actor.id())
    .bind(since)
    .fetch_one(&mut **tx)
    .await?;
    Ok(sent < i64::from(most))
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
