//! What comes over entries by a moment or a decision, and what is found after a crash.

use std::collections::BTreeMap;

use domain::roll::{EntryState, Evidence, Outcome};
use domain::time::Millis;
use sqlx::{Row, Sqlite as Engine, SqliteConnection, Transaction};

use super::moves::{Beside, CHUNK, Moves, Standing, described, note, padded, places, sources};
use super::{answers, heard, lease, parts, rows, said};
use crate::contract::runs::{Attempted, Awaited, Reference, RunState, Said, SaidWhat, Sweep};
use crate::error::{Error, Result};
use crate::sqlite::roll_sum::{LOOKED_UP, RollSum, Summed, UNANSWERED};
use crate::sqlite::{Sqlite, log, packed};
use crate::stamp::Stamp;

impl Sweep {
    const fn evidence(self) -> Evidence {
        match self {
            Sweep::Hold { until, why } => Evidence::Hold { until, why },
            Sweep::Release(_) | Sweep::Open => Evidence::Release,
            Sweep::Expire => Evidence::ValidityPassed,
            Sweep::Cancel => Evidence::Cancel,
            Sweep::Unanswered(_) => Evidence::NoAnswer,
            Sweep::WindowPassed(_) => Evidence::WindowPassed,
        }
    }

    const fn action(self) -> &'static str {
        match self {
            Sweep::Hold { .. } => "run.entries_held",
            Sweep::Release(_) | Sweep::Open => "run.entries_released",
            Sweep::Expire => "run.entries_expired",
            Sweep::Cancel => "run.entries_cancelled",
            Sweep::Unanswered(_) => UNANSWERED,
            Sweep::WindowPassed(_) => "run.window_passed",
        }
    }

    /// Which of the entries at a source outcome, and the moment to bind.
    const fn only(self) -> (&'static str, Millis) {
        match self {
            Sweep::Release(now) => ("held_until <= $3", now),
            Sweep::Open => ("reason = 'hours' AND id >= $3", 0),
            Sweep::Unanswered(now) | Sweep::WindowPassed(now) => ("deadline_at <= $3", now),
            Sweep::Hold { .. } | Sweep::Expire | Sweep::Cancel => ("id >= $3", 0),
        }
    }
}

/// Whether there is anything to sweep. Asked of a reader: mostly there is nothing, and then no change need begin.
async fn any(store: &Sqlite, no: i64, sweep: Sweep) -> Result<bool> {
    let (only, moment) = sweep.only();
    for (from, _) in sources(sweep.evidence()) {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM entry WHERE run_no = $1 AND outcome = {} AND {only} LIMIT $2)",
            from.number()
        );
        let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(no)
            .bind(1)
            .bind(moment);
        if query.fetch_one(store.read()).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) async fn sweep(store: &Sqlite, stamp: &Stamp, no: i64, sweep: Sweep, limit: u32) -> Result<u64> {
    if !any(store, no, sweep).await? {
        return Ok(0);
    }
    let mut tx = store.begin().await?;
    let run = rows::by_no(&mut tx, no).await?;
    if run.state == RunState::Closed {
        return Ok(0);
    }
    if let Sweep::Unanswered(now) = sweep {
        let ids = unanswered(&mut tx, no, now, limit).await?;
        let swept = doubt(store, &mut tx, stamp, &ids).await?;
        tx.commit().await?;
        return Ok(swept);
    }
    let mut moves = Moves::new(store);
    let mut swept = 0;
    for (from, to) in sources(sweep.evidence()) {
        for (id, state) in reached(&mut tx, no, sweep, from, u64::from(limit) - swept).await? {
            moves.moved(id, state, to, Beside::default());
            swept += 1;
        }
    }
    if swept > 0 {
        let delta = moves.write(&mut tx, &run, stamp.at).await?;
        note(&mut tx, stamp, sweep.action(), &run, &delta).await?;
        tx.commit().await?;
    }
    Ok(swept)
}

/// The entries at an outcome that a sweep reaches, and where each stands.
async fn reached(
    connection: &mut SqliteConnection,
    no: i64,
    sweep: Sweep,
    from: Outcome,
    limit: u64,
) -> Result<Vec<(i64, EntryState)>> {
    let (only, moment) = sweep.only();
    // The outcome is written out, so that the partial index of that outcome serves.
    let sql = packed::select(
        "id, reason, held_until",
        &format!(
            "(SELECT id, reason, held_until FROM entry WHERE run_no = $1 AND outcome = {} AND {only} LIMIT $2)",
            from.number()
        ),
    );
    let text: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(no)
        .bind(limit as i64)
        .bind(moment)
        .fetch_one(connection)
        .await?;
    let rows: Vec<(i64, Option<&str>, Option<Millis>)> = packed::rows(&text, "entry")?;
    let entry = |(id, reason, until)| {
        let state = EntryState::from_stored(from.number(), reason, until);
        Ok((id, state.ok_or(Error::Unreadable("entry.outcome"))?))
    };
    rows.into_iter().map(entry).collect()
}

async fn unanswered(connection: &mut SqliteConnection, no: i64, now: Millis, limit: u32) -> Result<Vec<i64>> {
    let ids = sqlx::query_scalar(
        "SELECT id FROM entry WHERE run_no = $1 AND outcome = 3 AND deadline_at <= $2 ORDER BY id LIMIT $3",
    )
    .bind(no)
    .bind(now)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    Ok(ids)
}

/// Nobody knows what became of the open hand-overs of these entries.
async fn doubt(store: &Sqlite, tx: &mut Transaction<'_, Engine>, stamp: &Stamp, ids: &[i64]) -> Result<u64> {
    let standing = said::standing(tx, ids).await?;
    let mut by_run: BTreeMap<i64, Vec<&Standing>> = BTreeMap::new();
    for entry in standing.values() {
        by_run.entry(rows::run_of(entry.id)).or_default().push(entry);
    }
    let mut sums = unheard(store, tx, stamp.at, ids).await?;
    let mut doubted = 0;
    for (no, entries) in by_run {
        let run = rows::by_no(tx, no).await?;
        let mut moves = Moves::new(store);
        if run.state != RunState::Closed {
            for entry in entries {
                let step = moves.ask(entry.at(), Evidence::NoAnswer, Beside::default());
                doubted += u64::from(matches!(step, domain::roll::Step::Moved(_)));
            }
        }
        let delta = moves.write(tx, &run, stamp.at).await?;
        let change = described(UNANSWERED, &run, &delta);
        log::append(tx, stamp, answers::told(change, run.id, sums.remove(&no))).await?;
    }
    Ok(doubted)
}

/// Writes beside the open hand-overs of these entries that nobody answered; what that comes to, by run.
async fn unheard(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    now: Millis,
    ids: &[i64],
) -> Result<BTreeMap<i64, RollSum>> {
    let mut sums = BTreeMap::new();
    if let Some(key) = store.roll_key() {
        let none = |id: &i64| (rows::run_of(*id), RollSum::new(key.clone()));
        sums.extend(ids.iter().map(none));
    }
    for chunk in ids.chunks(CHUNK) {
        let sql = format!(
            "UPDATE attempt SET answered_at = ?, answer = 'no_answer' WHERE answered_at IS NULL AND entry_id IN ({})
             RETURNING entry_id, n",
            places(chunk.len())
        );
        let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now);
        let unheard: Vec<(i64, u32)> = padded(chunk)
            .fold(query, sqlx::query::QueryAs::bind)
            .fetch_all(&mut *connection)
            .await?;
        for (entry, n) in unheard {
            let row: answers::Answer<'_> = (entry, n, Some(now), Some("no_answer".into()), None, None);
            if let Some(sum) = sums.get_mut(&rows::run_of(entry)) {
                sum.keep(Summed::Answers, &row)?;
            }
        }
    }
    Ok(sums)
}

pub(super) async fn recover(store: &Sqlite, stamp: &Stamp, fence: i64) -> Result<u64> {
    let mut doubted = 0;
    loop {
        let mut tx = store.begin().await?;
        lease::current(&mut tx, fence).await?;
        let ids: Vec<i64> = sqlx::query_scalar(
            "SELECT e.id FROM run r CROSS JOIN entry e ON e.run_no = r.no AND e.outcome = 3
                 JOIN attempt a ON a.entry_id = e.id AND a.n = e.attempts
                 WHERE r.state <> 'closed' AND a.answered_at IS NULL AND a.lease < $1 LIMIT 10000",
        )
        .bind(fence)
        .fetch_all(&mut *tx)
        .await?;
        if ids.is_empty() {
            return Ok(doubted);
        }
        doubted += doubt(store, &mut tx, stamp, &ids).await?;
        tx.commit().await?;
    }
}

pub(super) async fn doubtful(store: &Sqlite, no: i64, carrier: &str, after: i64, limit: u32) -> Result<Vec<Attempted>> {
    let rows = sqlx::query(
        "SELECT e.id, e.attempts FROM entry e JOIN attempt a ON a.entry_id = e.id AND a.n = e.attempts
         WHERE e.run_no = $1 AND e.outcome = 4 AND a.carrier = $2 AND e.id > $4 ORDER BY e.run_no, e.id LIMIT $3",
    )
    .bind(no)
    .bind(carrier)
    .bind(limit)
    .bind(after)
    .fetch_all(store.read())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Attempted {
                entry: row.try_get(0)?,
                attempt: row.try_get(1)?,
            })
        })
        .collect()
}

pub(super) async fn awaited(
    store: &Sqlite,
    no: i64,
    (after, behind): (Millis, i64),
    until: Millis,
    limit: u32,
) -> Result<Vec<Awaited>> {
    let rows = sqlx::query(
        "SELECT e.id, e.deadline_at, a.carrier, COALESCE(p.reference, a.reference)
         FROM (
           SELECT id, deadline_at, attempts FROM entry
           WHERE run_no = $1 AND outcome = 5 AND deadline_at <= $2 AND (deadline_at, id) > ($3, $4)
           ORDER BY deadline_at, id LIMIT $5
         ) e
         JOIN attempt a ON a.entry_id = e.id AND a.n = e.attempts
         LEFT JOIN part p ON p.entry_id = e.id AND p.n = e.attempts
         ORDER BY e.deadline_at, e.id, p.part",
    )
    .bind(no)
    .bind(until)
    .bind(after)
    .bind(behind)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    let mut all: Vec<Awaited> = Vec::new();
    for row in &rows {
        let (entry, reference) = (row.try_get(0)?, row.try_get::<Option<String>, _>(3)?);
        match all.last_mut() {
            Some(last) if last.entry == entry => last.references.extend(reference),
            _ => all.push(Awaited {
                entry,
                until: row.try_get(1)?,
                carrier: row.try_get(2)?,
                references: reference.into_iter().collect(),
            }),
        }
    }
    Ok(all)
}

/// A found message counts as an answer that came late; one that was certainly never taken failed, and is not sent again
/// in this run.
pub(super) async fn looked_up(
    store: &Sqlite,
    stamp: &Stamp,
    no: i64,
    carrier: &str,
    found: &[(Attempted, Option<Vec<Reference>>)],
    receipts_until: Millis,
) -> Result<()> {
    let mut tx = store.begin().await?;
    let run = rows::by_no(&mut tx, no).await?;
    let ids: Vec<i64> = found.iter().map(|(attempted, _)| attempted.entry).collect();
    let standing = said::standing(&mut tx, &ids).await?;
    let mut moves = Moves::new(store);
    let mut taken = Vec::new();
    for (attempted, references) in found {
        let entry = standing.get(&attempted.entry).ok_or(Error::Unreadable("entry"))?;
        if entry.state.outcome() != Outcome::InDoubt {
            continue;
        }
        let (evidence, beside) = if let Some(references) = references {
            taken.push(Said {
                entry: attempted.entry,
                attempt: attempted.attempt,
                what: SaidWhat::Taken(references.clone()),
            });
            let deadline_at = Some(receipts_until);
            let beside = Beside {
                deadline_at,
                ..Beside::default()
            };
            (Evidence::Taken, beside)
        } else {
            moves.delta.parts -= entry.parts;
            moves.delta.cost_millis -= entry.cost_millis;
            let beside = Beside {
                detail: Some(rows::LOOKED_UP.to_owned()),
                ..Beside::default()
            };
            (Evidence::Refused(domain::roll::Failure::Rejected), beside)
        };
        moves.ask(entry.at(), evidence, beside);
    }
    let delta = moves.write(&mut tx, &run, stamp.at).await?;
    let sum = said::answered(store, &mut tx, stamp.at, &taken).await?;
    if !delta.is_empty() || !taken.is_empty() {
        let change = described(LOOKED_UP, &run, &delta);
        log::append(&mut tx, stamp, answers::told(change, run.id, sum)).await?;
    }
    parts::note(&mut tx, carrier, &taken).await?;
    heard::adopt(store, &mut tx, stamp, carrier, &taken, receipts_until).await?;
    tx.commit().await?;
    Ok(())
}
