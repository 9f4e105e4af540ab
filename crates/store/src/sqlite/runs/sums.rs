//! What is kept of a run, summed, and held against the sums that its events tell.

use audit::Event;
use domain::id::RunId;
use domain::roll::Outcome;
use serde::de::DeserializeOwned;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::answers::{ANSWER, Answer};
use super::claim::{INTENT, Intent, keep_intent};
use super::heard::KeptReceipt;
use super::rows;
use crate::contract::runs::RunRow;
use crate::error::{Error, Result};
use crate::sqlite::roll_sum::{RollKey, RollSum, Summed, ToldSum};
use crate::sqlite::{Sqlite, ledger, packed};

/// Entries whose rows are read at a time.
const READ: i64 = 4_096;

/// An entry as it is summed: id, outcome and reason.
type Stands = (i64, i16, Option<String>);

/// What is kept of the run with this number comes to.
pub(crate) async fn kept_sum(connection: &mut SqliteConnection, key: RollKey, run: i64, of: Summed) -> Result<RollSum> {
    let mut sum = RollSum::new(key);
    match of {
        Summed::Entries => {
            let table = ("entry", "id", "id, outcome, reason");
            each(connection, run, table, |(id, outcome, reason): Stands| {
                let outcome = Outcome::from_number(outcome).ok_or(Error::Unreadable("entry.outcome"))?;
                sum.add(id, (outcome.code(), reason.as_deref()));
                Ok(())
            })
            .await?;
        }
        Summed::Attempts => {
            let table = ("attempt", "entry_id", INTENT);
            each(connection, run, table, |row: Intent<'static>| {
                keep_intent(&mut sum, row)
            })
            .await?;
        }
        Summed::Receipts => {
            let columns = "entry_id, part, carrier, reference, status, reason, code, at, received_at, late";
            let table = ("receipt", "entry_id", columns);
            each(connection, run, table, |row: KeptReceipt<'static>| sum.keep(of, &row)).await?;
        }
        Summed::Answers => {
            let table = ("attempt", "entry_id", ANSWER);
            each(connection, run, table, |row: Answer<'static>| match row {
                (_, _, None, None, None, None) => Ok(()),
                row => sum.keep(of, &row),
            })
            .await?;
        }
    }
    Ok(sum)
}

/// Hands out these columns of all rows of a run in a table, whose entry the column `entry` names.
async fn each<R: DeserializeOwned>(
    connection: &mut SqliteConnection,
    run: i64,
    (table, entry, columns): (&'static str, &str, &str),
    mut take: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    let (mut next, end) = (rows::first(run), rows::first(run + 1));
    let last: Option<i64> = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT MAX({entry}) FROM {table} WHERE {entry} >= $1 AND {entry} < $2"
    )))
    .bind(next)
    .bind(end)
    .fetch_one(&mut *connection)
    .await?;
    let page = packed::select(columns, &format!("{table} WHERE {entry} >= $1 AND {entry} < $2"));
    while last.is_some_and(|last| next <= last) {
        let text: String = sqlx::query_scalar(AssertSqlSafe(page.as_str()))
            .bind(next)
            .bind(end.min(next + READ))
            .fetch_one(&mut *connection)
            .await?;
        let rows: Vec<R> = packed::rows(&text, table)?;
        rows.into_iter().try_for_each(&mut take)?;
        next += READ;
    }
    Ok(())
}

/// Whether the entries of a run stand where its events led them, as far as the store has the key to know.
pub(super) async fn stands(store: &Sqlite, connection: &mut SqliteConnection, run: &RunRow) -> Result<bool> {
    let Some(key) = store.roll_key() else { return Ok(true) };
    let entries = kept_sum(connection, key, run.no, Summed::Entries).await?;
    fits(store, connection, run.id, &entries).await
}

/// Whether the events of a run led its entries to what they come to.
pub(super) async fn fits(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    run: RunId,
    entries: &RollSum,
) -> Result<bool> {
    let Some(key) = store.roll_key() else { return Ok(true) };
    let mut told = ToldSum::new(key, run);
    for leaf in ledger::run_leaves(connection, run).await? {
        let Ok(event) = Event::decode(&leaf) else {
            return Ok(false);
        };
        told.event(&event);
    }
    Ok(told.fits(Summed::Entries, entries))
}
