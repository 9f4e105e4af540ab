//! Moving entries: the lattice's verdicts written down in few statements, and the run's counts with them.

use std::collections::BTreeMap;

use audit::roll::Kind;
use domain::id::RunId;
use domain::roll::{EntryState, Evidence, Outcome, Step, advance};
use domain::time::Millis;
use sqlx::SqliteConnection;

use crate::contract::runs::RunRow;
use crate::error::{Error, Result};
use crate::sqlite::roll_sum::{self, RollSum};
use crate::sqlite::{Sqlite, packed};
use crate::stamp::{Change, Stamp};

/// Ids of one statement.
pub(in crate::sqlite) const CHUNK: usize = 512;

/// How many rows one statement writes.
const LOTS: [usize; 5] = [CHUNK, 128, 32, 8, 1];

/// So many ids without a gap are worth a statement of their own.
const RANGE: usize = 32;

/// An entry as far as moving it needs.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub id: i64,
    pub state: EntryState,
    /// What it counts for in its run's parts, or would when it is handed over.
    pub parts: i64,
    /// What it counts for in its run's cost.
    pub cost_millis: i64,
}

impl Standing {
    /// The entry, and where it stands.
    pub const fn at(&self) -> (i64, EntryState) {
        (self.id, self.state)
    }
}

/// What becomes of the moved entries beside their outcome.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Beside {
    /// More to the reason.
    pub detail: Option<String>,
    /// By when the next word is awaited.
    pub deadline_at: Option<Millis>,
    /// Handed over now: counts an attempt.
    pub handed_over: bool,
}

/// Entries that go to the same place: outcome, reason, until when they are held, and what else is written.
type Group = (i16, Option<&'static str>, Option<Millis>, Beside);

/// A batch of moves within one run: collects them by where they go, and the difference that they make to the run.
#[derive(Debug)]
pub(super) struct Moves {
    groups: BTreeMap<Group, Vec<i64>>,
    pub delta: Delta,
}

/// The difference that a batch makes to a run.
#[derive(Debug, Default, Clone)]
pub(super) struct Delta {
    counts: [i64; Outcome::ALL.len()],
    into: [u64; Outcome::ALL.len()],
    out: [u64; Outcome::ALL.len()],
    pub parts: i64,
    pub cost_millis: i64,
    /// Which entries moved; `None`: the store has no key.
    sum: Option<RollSum>,
}

impl Delta {
    fn moved(&mut self, id: i64, from: EntryState, to: EntryState) {
        let (was, is) = (from.outcome(), to.outcome());
        self.counts[was as usize] -= 1;
        self.counts[is as usize] += 1;
        self.into[is as usize] += 1;
        self.out[was as usize] += 1;
        if let Some(sum) = &mut self.sum {
            sum.moved(id, (was.code(), from.reason()), (is.code(), to.reason()));
        }
    }

    /// Whether anything moved.
    pub fn is_empty(&self) -> bool {
        self.into.iter().all(|&entries| entries == 0)
    }

    /// Adds to an event how many entries came to which outcome, how many went from which, and what their moves come to.
    fn describe(&self, mut change: Change, run: RunId) -> Change {
        let into = Kind::ALL.map(Kind::code).into_iter().zip(self.into);
        let out = Kind::ALL.map(Kind::left).into_iter().zip(self.out);
        for (key, entries) in into.chain(out).filter(|(_, entries)| *entries > 0) {
            change = change.with(key, entries);
        }
        match &self.sum {
            Some(sum) if !self.is_empty() => change.with(roll_sum::MOVED, sum.told(run)),
            _ => change,
        }
    }

    /// Writes the difference to the run and counts its revision up. A run that has nothing left to hand over awaits its
    /// receipts; one to which something came back runs again.
    pub async fn write(&self, connection: &mut SqliteConnection, run: i64) -> Result<()> {
        let c = &self.counts;
        let waiting = c[Outcome::Queued as usize] + c[Outcome::Held as usize];
        let done = sqlx::query(
            "UPDATE run SET excluded = excluded + $2, queued = queued + $3, held = held + $4, handed_over = handed_over + $5,
               in_doubt = in_doubt + $6, accepted = accepted + $7, no_receipt = no_receipt + $8, delivered = delivered + $9,
               failed = failed + $10, expired = expired + $11, cancelled = cancelled + $12, parts = parts + $13,
               cost_millis = cost_millis + $14, revision = revision + 1,
               state = CASE WHEN state = 'running' AND queued + held + $15 = 0 THEN 'awaiting'
                            WHEN state = 'awaiting' AND queued + held + $15 > 0 THEN 'running' ELSE state END
             WHERE no = $1",
        )
        .bind(run)
        .bind(c[0])
        .bind(c[1])
        .bind(c[2])
        .bind(c[3])
        .bind(c[4])
        .bind(c[5])
        .bind(c[6])
        .bind(c[7])
        .bind(c[8])
        .bind(c[9])
        .bind(c[10])
        .bind(self.parts)
        .bind(self.cost_millis)
        .bind(waiting)
        .execute(connection)
        .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(Error::NotFound)
        }
    }
}

impl Moves {
    /// None yet.
    pub fn new(store: &Sqlite) -> Moves {
        let delta = Delta {
            sum: store.roll_key().map(RollSum::new),
            ..Delta::default()
        };
        let groups = BTreeMap::new();
        Moves { groups, delta }
    }

    /// Asks the lattice what `evidence` does to an entry that stands so, and notes it; answers where the entry then stands.
    pub fn ask(&mut self, (id, state): (i64, EntryState), evidence: Evidence, beside: Beside) -> Step {
        let step = advance(state, evidence);
        if let Step::Moved(to) = step {
            self.moved(id, state, to, beside);
        }
        step
    }

    /// Notes a move that the lattice allowed, or several that it allowed one after the other.
    pub fn moved(&mut self, id: i64, from: EntryState, to: EntryState, beside: Beside) {
        let until = match to {
            EntryState::Held { until, .. } => until,
            _ => None,
        };
        let key = (to.outcome().number(), to.reason(), until, beside);
        self.groups.entry(key).or_default().push(id);
        self.delta.moved(id, from, to);
    }

    /// Writes everything that was noted: entries, counts, revision. Nothing noted, nothing written. It is the one place in which
    /// entries move: the run that counts them refuses it when it is closed.
    pub async fn write(self, connection: &mut SqliteConnection, run: &RunRow, now: Millis) -> Result<Delta> {
        if self.groups.is_empty() {
            return Ok(self.delta);
        }
        let revision = run.revision + 1;
        let waits = |outcome| [Outcome::Queued, Outcome::Held].map(Outcome::number).contains(&outcome);
        let awaits = |outcome| {
            [Outcome::HandedOver, Outcome::Accepted]
                .map(Outcome::number)
                .contains(&outcome)
        };
        for ((outcome, reason, until, beside), ids) in self.groups {
            if awaits(outcome) && beside.deadline_at.is_none() {
                return Err(Error::WrongState("an entry that waits for a carrier has a deadline"));
            }
            for (which, values, entries) in these(&ids) {
                // What waits again was certainly not taken: nobody was written to by it.
                let sql = format!(
                    "UPDATE entry SET outcome = ?, reason = ?, held_until = ?, deadline_at = ?, detail = ?, updated_at = ?,
                       revision = ?, attempts = attempts + ?,
                       handed_at = CASE WHEN ? THEN NULL ELSE COALESCE(?, handed_at) END WHERE id {which}"
                );
                let mut query = sqlx::query(sqlx::AssertSqlSafe(sql))
                    .bind(outcome)
                    .bind(reason)
                    .bind(until)
                    .bind(beside.deadline_at)
                    .bind(beside.detail.as_deref())
                    .bind(now)
                    .bind(revision)
                    .bind(i64::from(beside.handed_over))
                    .bind(waits(outcome))
                    .bind(beside.handed_over.then_some(now));
                query = values.into_iter().fold(query, sqlx::query::Query::bind);
                let done = query.execute(&mut *connection).await?;
                if done.rows_affected() != entries {
                    return Err(Error::Unreadable("entry"));
                }
            }
        }
        self.delta.write(connection, run.no).await?;
        Ok(self.delta)
    }
}

/// What holds for the ids, behind the column's name; the values of its places; and how many ids it is about. Ids that follow
/// one another without a gap, as those of a batch mostly do, are one range, however many; others come some hundred at a time.
pub(super) fn these(ids: &[i64]) -> Vec<(String, Vec<i64>, u64)> {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    let (mut all, mut scattered) = (Vec::new(), Vec::new());
    for run in sorted.chunk_by(|a, b| a + 1 == *b) {
        match run {
            [first, .., last] if run.len() >= RANGE => {
                all.push(("BETWEEN ? AND ?".to_owned(), vec![*first, *last], run.len() as u64));
            }
            few => scattered.extend_from_slice(few),
        }
    }
    all.extend(scattered.chunks(CHUNK).map(|chunk| {
        let which = format!("IN ({})", places(chunk.len()));
        (which, padded(chunk).collect(), chunk.len() as u64)
    }));
    all
}

/// How many places a statement over `len` ids has: a few sizes only, so that statements are kept prepared.
fn size(len: usize) -> usize {
    match len {
        0..=1 => 1,
        2..=32 => 32,
        _ => CHUNK.max(len),
    }
}

/// Places for ids. Here as everywhere with many values, places have no numbers: SQLite looks a numbered one up by going
/// through all of them, so that a statement with thousands would cost their square.
pub(in crate::sqlite) fn places(len: usize) -> String {
    vec!["?"; size(len)].join(",")
}

/// The ids, the last one repeated until they fill the places of [`places`].
pub(in crate::sqlite) fn padded<T: Copy>(ids: &[T]) -> impl Iterator<Item = T> {
    let last = ids.last().copied();
    ids.iter().copied().chain(
        std::iter::repeat_with(move || last)
            .take(size(ids.len()) - ids.len())
            .flatten(),
    )
}

/// These columns of what `head` selects where the carrier, its first value, and one of `keys` fit: `head` ends before the list of
/// them.
pub(super) async fn of_carrier<'k, K, R>(
    connection: &mut SqliteConnection,
    (columns, head): (&str, &str),
    carrier: &'k str,
    keys: &'k [K],
) -> Result<Vec<R>>
where
    K: Copy + Send + Sync + sqlx::Encode<'k, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
    R: serde::de::DeserializeOwned,
{
    let mut rows = Vec::with_capacity(keys.len());
    for chunk in keys.chunks(CHUNK) {
        let sql = packed::select(columns, &format!("({head} ({}))", places(chunk.len())));
        let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(carrier);
        let text: String = padded(chunk)
            .fold(query, sqlx::query::QueryScalar::bind)
            .fetch_one(&mut *connection)
            .await?;
        rows.extend(packed::rows::<R>(&text, "attempt")?);
    }
    Ok(rows)
}

/// `(?,?,?),(?,?,?),…`: places for `rows` rows of `width` values.
pub(super) fn rows_of(rows: usize, width: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(","));
    vec![row.as_str(); rows].join(",")
}

/// The rows of one statement after another, of a few sizes only, so that statements are kept prepared.
pub(super) fn lots<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = LOTS.into_iter().find(|&size| size <= rows.len())?;
        rows.split_off(..size)
    })
}

/// The outcomes from which `evidence` moves an entry, by the lattice; and where to.
pub(super) fn sources(evidence: Evidence) -> Vec<(Outcome, EntryState)> {
    let held = EntryState::Held {
        until: Some(0),
        why: domain::roll::HoldReason::Hours,
    };
    let plain = [
        EntryState::Queued,
        held,
        EntryState::HandedOver,
        EntryState::InDoubt,
        EntryState::Accepted,
    ];
    plain
        .into_iter()
        .filter_map(|state| match advance(state, evidence) {
            Step::Moved(to) => Some((state.outcome(), to)),
            Step::Unchanged | Step::Contradiction => None,
        })
        .collect()
}

/// The log's word about a batch of moves within a run.
pub(super) async fn note(
    tx: &mut sqlx::Transaction<'_, sqlx::Sqlite>,
    stamp: &Stamp,
    action: &'static str,
    run: &RunRow,
    delta: &Delta,
) -> Result<()> {
    super::super::log::append(tx, stamp, described(action, run, delta)).await?;
    Ok(())
}

/// The log's word about a batch of moves within a run, to be appended. What moves nothing leaves the revision.
pub(super) fn described(action: &'static str, run: &RunRow, delta: &Delta) -> Change {
    delta
        .describe(Change::new(action, "run", run.id), run.id)
        .with("revision", run.revision + i64::from(!delta.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_one_lot() {
        for len in [0, 1, 7, 511, 512, 513, 1_337] {
            let rows: Vec<usize> = (0..len).collect();
            let all: Vec<&[usize]> = lots(&rows).collect();
            assert_eq!(all.concat(), rows);
            assert!(all.iter().all(|lot| LOTS.contains(&lot.len())));
        }
    }

    #[test]
    fn ids_without_a_gap_are_one_range_and_others_are_listed() {
        let of = |ids: &[i64]| {
            let all = these(ids).into_iter();
            all.map(|(which, values, entries)| (which.starts_with("BETWEEN"), values, entries))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&[]), []);
        assert_eq!(of(&[7]), [(false, vec![7], 1)]);
        let many: Vec<i64> = (0..2_000).collect();
        assert_eq!(of(&many), [(true, vec![0, 1_999], 2_000)]);
        let shuffled: Vec<i64> = many.iter().map(|id| id * 7 % 2_000).collect();
        assert_eq!(of(&shuffled), of(&many));
        for scattered in [&[7, 8, 9][..], &[7, 9], &[8, 7], &[7, 7], &[7, 8, 8, 9]] {
            let [(false, values, entries)] = &of(scattered)[..] else {
                panic!("{scattered:?} is no range");
            };
            assert_eq!(*entries, scattered.len() as u64);
            assert!(scattered.iter().all(|id| values.contains(id)) && values.iter().all(|id| scattered.contains(id)));
        }
        let ragged: Vec<i64> = [3, 5].into_iter().chain(10..100).chain([102]).collect();
        let [(true, range, 90), (false, others, 3)] = &of(&ragged)[..] else {
            panic!("a range, and the others: {:?}", of(&ragged));
        };
        assert_eq!((&range[..], &others[..3]), (&[10, 99][..], &[3, 5, 102][..]));
        let odd: Vec<i64> = many.iter().map(|id| 2 * id).collect();
        assert_eq!(of(&odd).iter().map(|(_, _, entries)| entries).sum::<u64>(), 2_000);
    }
}
