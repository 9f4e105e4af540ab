//! The log of every change of state.

use std::collections::BTreeMap;

use audit::{Event, Form, Hash, Party, Salt, Value};
use domain::phone::Phone;
use domain::time::Millis;
use sqlx::{QueryBuilder, Sqlite as Engine, Transaction};

use super::event_key::{self, EventCode, EventKey};
use super::row_seal;
use crate::error::{Error, Result};
use crate::stamp::{Change, Stamp};

/// Events that are written by one statement: few sizes, so that their statements are kept prepared.
const LOTS: [usize; 4] = [250, 50, 10, 1];
/// The events about one subject, whose id stands between the halves: `SELECT … FROM OF_SUBJECT.0 id OF_SUBJECT.1`. The index goes by blocks
/// of events, and each is looked into.
pub(crate) const OF_SUBJECT: (&str, &str) = (
    "(WITH RECURSIVE block (n) AS (SELECT MAX(seq) >> 12 FROM event UNION ALL SELECT n - 1 FROM block WHERE n > 0)
      SELECT e.* FROM block CROSS JOIN event e WHERE e.seq >> 12 = block.n AND e.subject = ",
    ") about",
);
/// What is written of an event behind its number.
const COLUMNS: &str = "(seq, at, actor_kind, actor, action, subject_kind, subject, details, leaf, leaf_hash, mac)";

/// Appends the event of `change` to the log, in the transaction that makes the change.
///
/// The event is written as the canonical leaf of `audit`, with its hash; all details are texts there. Words that a person typed go
/// beside it, and the leaf holds their salted digest. What the rows hold that the event is about must stand in them already: it may be sealed.
/// `seq` has no gaps: there is one writer, and a transaction that is rolled back takes its event with it.
pub(crate) async fn append(tx: &mut Transaction<'_, Engine>, stamp: &Stamp, change: Change) -> Result<u64> {
    append_all(tx, stamp, vec![change]).await
}

/// Appends the events of these changes, in their order; they have consecutive numbers, of which the first is answered.
pub(crate) async fn append_all(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    mut changes: Vec<Change>,
) -> Result<u64> {
    let (first, key) = event_key::next(tx).await?;
    for change in &mut changes {
        row_seal::add(tx, key.as_ref(), stamp, change).await?;
    }
    let actor = stamp.actor.id();
    let mut words = Vec::new();
    let mut changes = changes.into_iter().enumerate();
    let mut next = || lot(&mut changes, first, stamp, &actor, key.as_ref(), &mut words);
    let mut rows = next()?;
    while !rows.is_empty() {
        // While the engine's thread writes, the next rows are encoded and hashed here.
        let (written, encoded) = futures::join!(write(tx, stamp, &actor, rows), async { next() });
        written?;
        rows = encoded?;
    }
    for (seq, key, salt, words) in words {
        sqlx::query("INSERT INTO event_words (seq, key, salt, words) VALUES ($1, $2, $3, $4)")
            .bind(seq)
            .bind(key)
            .bind(salt.as_bytes().as_slice())
            .bind(words)
            .execute(&mut **tx)
            .await?;
    }
    Ok(first.unsigned_abs())
}

/// The rows of the next statement, and what was said about them.
fn lot(
    changes: &mut impl ExactSizeIterator<Item = (usize, Change)>,
    first: i64,
    stamp: &Stamp,
    actor: &str,
    key: Option<&EventKey>,
    words: &mut Vec<Said>,
) -> Result<Vec<Row>> {
    let size = LOTS.into_iter().find(|&size| size <= changes.len()).unwrap_or_default();
    let mut rows = Vec::with_capacity(size);
    for (n, mut change) in changes.take(size) {
        let seq = first + n as i64;
        let said = std::mem::take(&mut change.words).into_iter();
        let from = words.len();
        words.extend(said.map(|(key, said)| (seq, key, Salt::new(rand::random()), said)));
        let mut row = Row::of(seq, stamp, actor, change, &words[from..])?;
        row.code = key.map(|key| key.code(seq.unsigned_abs(), &row.hash));
        rows.push(row);
    }
    Ok(rows)
}

/// What a person typed about the event of this number, under its key, and the salt that hides it.
type Said = (i64, &'static str, Salt, String);

/// An event as it is kept.
struct Row {
    seq: i64,
    action: &'static str,
    subject_kind: &'static str,
    subject: String,
    details: String,
    leaf: Vec<u8>,
    hash: Hash,
    code: Option<EventCode>,
}

impl Row {
    fn of(seq: i64, stamp: &Stamp, actor: &str, change: Change, words: &[Said]) -> Result<Row> {
        let digests = words
            .iter()
            .map(|(_, key, salt, said)| (format!("{key}_digest"), audit::commit::words(salt, said).to_string()));
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
            actor: Party::new(stamp.actor.kind(), actor),
            action: change.action.to_owned(),
            subject: Party::new(change.subject_kind, &change.subject),
            details: details
                .into_iter()
                .map(|(key, value)| (key, Value::Text(value)))
                .collect(),
        };
        let leaf = event.encode().map_err(|_| Error::Unreadable("event"))?;
        Ok(Row {
            seq,
            action: change.action,
            subject_kind: change.subject_kind,
            subject: change.subject,
            details: json,
            hash: audit::leaf_hash(&leaf),
            leaf,
            code: None,
        })
    }
}

async fn write(tx: &mut Transaction<'_, Engine>, stamp: &Stamp, actor: &str, rows: Vec<Row>) -> Result<()> {
    let mut sql = QueryBuilder::<Engine>::new(format!("INSERT INTO event {COLUMNS} "));
    sql.push_values(rows, |mut bound, row| {
        bound.push_bind(row.seq).push_bind(stamp.at);
        bound.push_bind(stamp.actor.kind()).push_bind(actor);
        bound
            .push_bind(row.action)
            .push_bind(row.subject_kind)
            .push_bind(row.subject);
        bound
            .push_bind(row.details)
            .push_bind(row.leaf)
            .push_bind(row.hash.as_bytes().to_vec())
            .push_bind(row.code.map(|code| code.to_vec()));
    });
    sql.build().execute(&mut **tx).await?;
    Ok(())
}

/// The last digits of a number, by which its owner knows it again and nobody else.
pub(crate) fn ending(phone: &Phone) -> String {
    let digits = phone.e164();
    format!("…{}", &digits[digits.len().saturating_sub(4)..])
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
    use crate::contract::Ledger as _;
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

    #[tokio::test]
    async fn many_events_are_written_as_one_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let stamp = Stamp {
            actor: Actor::System("setup"),
            at: 5,
        };
        let changes = |count: usize| {
            let change = |n| Change::new("test.happened", "test", n).with("n", n).with("also", "x");
            (0..count).map(change).collect::<Vec<_>>()
        };
        // Less than the largest statement takes, as many, and more than two take; and none.
        let counts = [1, 49, 250, 0, 261, 560, 2];
        let mut kept = Vec::new();
        for (name, single) in [("single", true), ("many", false)] {
            let store = Sqlite::open(&folder.path().join(name)).await.unwrap();
            let mut next = 0;
            for count in counts {
                let mut tx = store.begin().await.unwrap();
                if single {
                    for change in changes(count) {
                        append(&mut tx, &stamp, change).await.unwrap();
                    }
                } else {
                    assert_eq!(append_all(&mut tx, &stamp, changes(count)).await.unwrap(), next);
                }
                tx.commit().await.unwrap();
                next += count as u64;
            }
            kept.push(store.kept_leaves(0, 2_000).await.unwrap());
        }
        assert_eq!(kept[0].len(), counts.iter().sum::<usize>());
        assert_eq!(kept[0], kept[1]);
        for (seq, leaf) in (0..).zip(&kept[1]) {
            assert_eq!(leaf.seq, seq);
            assert_eq!(leaf.event.as_ref().unwrap().encode().unwrap(), leaf.leaf);
        }
    }

    #[tokio::test]
    async fn words_stand_beside_their_own_event_among_many() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let stamp = Stamp {
            actor: Actor::System("setup"),
            at: 5,
        };
        let said = |n: usize| {
            let change = Change::new("test.happened", "test", n);
            if n.is_multiple_of(3) {
                change.said("reason", format!("because {n}"))
            } else {
                change
            }
        };
        let mut tx = store.begin().await.unwrap();
        append_all(&mut tx, &stamp, (0..100).map(said).collect()).await.unwrap();
        tx.commit().await.unwrap();
        let words = store.kept_words(None, 100).await.unwrap();
        assert_eq!(words.len(), 34);
        let leaves = store.kept_leaves(0, 100).await.unwrap();
        for (_, one) in words {
            let one = one.unwrap();
            assert_eq!(one.words, format!("because {}", one.seq));
            let event = leaves[one.seq as usize].event.as_ref().unwrap();
            let digest = audit::commit::words(&one.salt, &one.words).to_string();
            assert_eq!(event.details["reason_digest"], Value::Text(digest));
        }
    }
}
