//! What people do with a run, and its close.

use audit::roll::events::CLOSED;
use domain::id::RunId;
use domain::roll::{Evidence, Outcome, Settlement, Step};
use sqlx::AssertSqlSafe;

use super::moves::{Beside, CHUNK, Moves, described, rows_of};
use super::seal::{self, Misfit};
use super::{handed, rows, said, sums};
use crate::contract::runs::{RunHold, RunRow, RunState, Steering};
use crate::error::{Error, Result};
use crate::sqlite::campaigns::decide;
use crate::sqlite::{Sqlite, log};
use crate::stamp::{Change, Stamp};

/// Where a run goes by a steering: state, and whether it is doomed.
fn after(run: &RunRow, steering: &Steering) -> Result<(RunState, bool)> {
    use RunState as S;
    let waiting = run.tally.of(Outcome::Queued) + run.tally.of(Outcome::Held);
    // What is handed over and not answered may be refused, and then it waits again.
    let back = run.tally.of(Outcome::HandedOver) > 0;
    let going = if waiting == 0 { S::Awaiting } else { S::Running };
    Ok(match (steering, run.state) {
        (Steering::Pause(_), S::Running) => (S::Paused, false),
        (Steering::Pause(_), S::Awaiting) if back => (S::Paused, false),
        (Steering::Release(_), S::Held) if run.frozen_at.is_none() => (S::Freezing, false),
        (Steering::Release(_), S::Held) | (Steering::Resume(_), S::Paused) => (going, false),
        (Steering::Cancel(_), S::Freezing | S::Held) if run.frozen_at.is_none() => (S::Freezing, true),
        (Steering::Cancel(_), S::Held | S::Running | S::Paused) => (S::Cancelling, run.doomed),
        (Steering::Cancel(_), S::Awaiting) if back => (S::Cancelling, run.doomed),
        (Steering::Pause(_), _) => return Err(Error::WrongState("only a run that is going out can be paused")),
        (Steering::Resume(_), _) => return Err(Error::WrongState("only a paused run can be resumed")),
        (Steering::Release(_), _) => return Err(Error::WrongState("only a held run can be released")),
        (Steering::Cancel(_), _) => return Err(Error::WrongState("nothing of this run can be cancelled any more")),
    })
}

pub(super) async fn steer(store: &Sqlite, stamp: &Stamp, id: RunId, steering: Steering) -> Result<RunRow> {
    let mut tx = store.begin().await?;
    let run = rows::by_id(&mut tx, id).await?;
    let (state, doomed) = after(&run, &steering)?;
    let beyond = matches!(run.held_why, Some(RunHold::People | RunHold::Parts | RunHold::Cost));
    if beyond && matches!(steering, Steering::Release(_)) {
        decide::checker(&mut tx, &stamp.actor, run.campaign).await?;
    }
    // Whoever exchanged two entries meanwhile would have one sent to twice and the other never.
    if state == RunState::Running && run.frozen_at.is_some() && !sums::stands(store, &mut tx, &run).await? {
        tracing::error!(run = %id, "the entries do not stand where the events of the run led them: it is not sent on");
        return Err(Error::WrongState("exchanged"));
    }
    sqlx::query("UPDATE run SET state = $2, held_why = NULL, doomed = $3, revision = revision + 1 WHERE no = $1")
        .bind(run.no)
        .bind(state.code())
        .bind(doomed)
        .execute(&mut *tx)
        .await?;
    let (action, reason) = match &steering {
        Steering::Pause(reason) => ("run.paused", reason.as_deref()),
        Steering::Resume(reason) => ("run.resumed", reason.as_deref()),
        Steering::Cancel(reason) => ("run.cancelled", Some(reason.as_str())),
        Steering::Release(reason) => ("run.released", reason.as_deref()),
    };
    let mut change = Change::new(action, "run", id)
        .with("from", run.state.code())
        .with("to", state.code());
    if let Some(reason) = reason {
        change = change.said("reason", reason);
    }
    if let Some(why) = run.held_why.map(RunHold::code) {
        change = change.with("held_why", why);
    }
    log::append(&mut tx, stamp, change).await?;
    let run = rows::by_id(&mut tx, id).await?;
    tx.commit().await?;
    Ok(run)
}

pub(super) async fn set_rate(store: &Sqlite, stamp: &Stamp, id: RunId, rate: Option<u32>) -> Result<RunRow> {
    use RunState as S;
    let mut tx = store.begin().await?;
    let run = rows::by_id(&mut tx, id).await?;
    let back = run.state == S::Awaiting && run.tally.of(Outcome::HandedOver) > 0;
    if !back && !matches!(run.state, S::Freezing | S::Held | S::Running | S::Paused) {
        return Err(Error::WrongState("nothing of this run is to be handed over any more"));
    }
    sqlx::query("UPDATE run SET rate = $2, revision = revision + 1 WHERE no = $1")
        .bind(run.no)
        .bind(rate)
        .execute(&mut *tx)
        .await?;
    // 0 stands for no rate of its own.
    let change = Change::new("run.rate_changed", "run", id)
        .with("from", run.rate.unwrap_or(0))
        .with("to", rate.unwrap_or(0));
    log::append(&mut tx, stamp, change).await?;
    let run = rows::by_id(&mut tx, id).await?;
    tx.commit().await?;
    Ok(run)
}

pub(super) async fn settle(
    store: &Sqlite,
    stamp: &Stamp,
    id: RunId,
    entries: Option<&[u32]>,
    how: Settlement,
    reason: &str,
) -> Result<u64> {
    let mut tx = store.begin().await?;
    let run = rows::by_id(&mut tx, id).await?;
    let ids: Vec<i64> = match entries {
        Some(places) => places.iter().map(|&seq| rows::first(run.no) + i64::from(seq)).collect(),
        None => {
            sqlx::query_scalar("SELECT id FROM entry WHERE run_no = $1 AND outcome = 4 ORDER BY run_no, id")
                .bind(run.no)
                .fetch_all(&mut *tx)
                .await?
        }
    };
    let standing = said::standing(&mut tx, &ids).await?;
    let mut moves = Moves::new(store);
    let mut settled = Vec::new();
    for entry in standing.values() {
        if let Step::Moved(_) = moves.ask(entry.at(), Evidence::Settled(how), Beside::default()) {
            settled.push(entry.id);
            if how == Settlement::NotSent {
                moves.delta.parts -= entry.parts;
                moves.delta.cost_millis -= entry.cost_millis;
            }
        }
    }
    if settled.is_empty() {
        return Ok(0);
    }
    let delta = moves.write(&mut tx, &run, stamp.at).await?;
    let how = match how {
        Settlement::Sent => "sent",
        Settlement::NotSent => "not_sent",
    };
    let change = described("doubt.settled", &run, &delta)
        .with("how", how)
        .with("entries", settled.len())
        .said("reason", reason);
    let event = log::append(&mut tx, stamp, change).await? as i64;
    for chunk in settled.chunks(CHUNK) {
        let sql = format!(
            "INSERT INTO settlement (entry_id, at, settled_by, how, reason, event) VALUES {}",
            rows_of(chunk.len(), 6)
        );
        let actor = stamp.actor.id();
        chunk
            .iter()
            .fold(sqlx::query(AssertSqlSafe(sql)), |query, id| {
                query
                    .bind(*id)
                    .bind(stamp.at)
                    .bind(&actor)
                    .bind(how)
                    .bind(reason)
                    .bind(event)
            })
            .execute(&mut *tx)
            .await?;
    }
    // What is said of named entries speaks of their customers; what is said of all doubts at once speaks of the run.
    if entries.is_some() {
        sqlx::query(
            "INSERT INTO event_about (customer_id, seq) SELECT e.customer_id, s.event FROM settlement s
             JOIN entry e ON e.id = s.entry_id WHERE s.event = $1",
        )
        .bind(event)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(settled.len() as u64)
}

pub(super) async fn close(store: &Sqlite, stamp: &Stamp, id: RunId) -> Result<bool> {
    let mut tx = store.begin().await?;
    let run = rows::by_id(&mut tx, id).await?;
    let waits = run.tally.settled() < run.tally.total();
    if run.state == RunState::Closed || run.frozen_at.is_none() || waits {
        return Ok(false);
    }
    let closing = sqlx::query_as::<_, (i64, i64)>(AssertSqlSafe(handed::close()))
        .bind(run.no)
        .bind(stamp.at)
        .fetch_optional(&mut *tx);
    // Nobody can change the roll while this holds the write lock, and the statement changes no entry: another connection reads the
    // same.
    let (sums, roll) = tokio::join!(closing, seal::Roll::read(store, run.no));
    let Some((parts, cost_millis)) = sums? else {
        tx.rollback().await?;
        tracing::error!(run = %id, "the entries do not add up to the audience, or were never handed over: the run stays open");
        for entry in handed::unfounded(store, run.no).await? {
            tracing::error!(run = %id, "{entry}");
        }
        return refuse(store, stamp, &run).await;
    };
    let mut change = Change::new(CLOSED, "run", id)
        .with("parts", parts)
        .with("cost_millis", cost_millis);
    match seal::close(store, &mut tx, &run, roll).await {
        Ok(Some(closed)) => change.details.extend(closed.details()),
        Ok(None) => change = counted(change, &run),
        Err(Misfit::Store(error)) => return Err(error),
        Err(misfit) => {
            tx.rollback().await?;
            tracing::error!(run = %id, %misfit, "the roll is not the one that was frozen: the run stays open");
            return refuse(store, stamp, &run).await;
        }
    }
    sqlx::query("DELETE FROM broken_roll WHERE run_no = $1")
        .bind(run.no)
        .execute(&mut *tx)
        .await?;
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(true)
}

/// Marks that the close was refused, for whoever can look into it.
async fn refuse(store: &Sqlite, stamp: &Stamp, run: &RunRow) -> Result<bool> {
    let mut tx = store.begin().await?;
    sqlx::query("INSERT INTO broken_roll (run_no, since) VALUES ($1, $2) ON CONFLICT (run_no) DO NOTHING")
        .bind(run.no)
        .bind(stamp.at)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(false)
}

/// What is said of a roll that was frozen before there were commitments: its counts, which were found to be the entries'.
fn counted(change: Change, run: &RunRow) -> Change {
    let finals = Outcome::ALL.into_iter().filter(|outcome| outcome.is_terminal());
    finals.fold(change.with("audience", run.audience), |change, outcome| {
        change.with(outcome.code(), run.tally.of(outcome))
    })
}
