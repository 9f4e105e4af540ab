//! Holding a run for a person to decide.

use sqlx::{Sqlite as Engine, Transaction};

use super::{rows, sums};
use crate::contract::runs::{RunHold, RunRow, RunState};
use crate::error::Result;
use crate::sqlite::{Sqlite, log};
use crate::stamp::{Change, Stamp};

pub(super) async fn hold(tx: &mut Transaction<'_, Engine>, stamp: &Stamp, run: &RunRow, why: RunHold) -> Result<()> {
    sqlx::query("UPDATE run SET state = 'held', held_why = $2, revision = revision + 1 WHERE no = $1")
        .bind(run.no)
        .bind(why.code())
        .execute(&mut **tx)
        .await?;
    let change = Change::new("run.held", "run", run.id)
        .with("from", run.state.code())
        .with("why", why.code());
    log::append(tx, stamp, change).await?;
    Ok(())
}

/// Holds the run of this number if it is going out and its entries do not stand where its events led them. Whoever else writes need not
/// wait meanwhile.
pub(super) async fn unless_it_stands(store: &Sqlite, stamp: &Stamp, no: i64) -> Result<bool> {
    let mut snapshot = store.read().begin().await?;
    let run = rows::by_no(&mut snapshot, no).await?;
    if sums::stands(store, &mut snapshot, &run).await? {
        return Ok(true);
    }
    drop(snapshot);
    let mut tx = store.begin().await?;
    let run = rows::by_no(&mut tx, no).await?;
    if run.state == RunState::Running {
        tracing::error!(run = %run.id, "the entries do not stand where the events of the run led them: the run is held");
        hold(&mut tx, stamp, &run, RunHold::Altered).await?;
        tx.commit().await?;
    }
    Ok(false)
}
