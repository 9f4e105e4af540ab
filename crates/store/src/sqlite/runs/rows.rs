//! Rows of runs and entries.

use domain::consent::Purpose;
use domain::id::{CampaignId, CustomerId, RunId, UserId};
use domain::roll::{EntryState, Failure, Outcome, Tally};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

use crate::contract::runs::{EntryRecord, RunHold, RunRow, RunState};
use crate::error::{Error, Result};
use crate::sqlite::dialect;

/// The columns of the run that [`run`] reads, in its order.
const RUN: &str = "r.no, r.id, r.campaign_id, r.name, r.purpose, r.carrier, r.author_id, r.state, r.held_why, \
     r.doomed, r.due_at, r.opened_at, r.frozen_at, r.closed_at, r.valid_until, r.audience, r.parts, r.cost_millis, \
     r.revision, r.excluded, r.queued, r.held, r.handed_over, r.in_doubt, r.accepted, r.no_receipt, r.delivered, r.failed, \
     r.expired, r.cancelled, r.roll, r.rate";

/// What [`run`] reads, in its order; goes with `FROM run r`.
pub(super) fn run_columns() -> String {
    format!("{RUN}, {}", dialect::SECONDS)
}

/// How many columns [`run_columns`] names; what else a query selects begins at this index.
pub(super) const RUN_COLUMNS: usize = 33;

/// The columns that [`entry`] reads, in its order; goes with [`ENTRIES`].
pub(super) fn entry_columns() -> String {
    format!(
        "e.id, e.customer_id, l.name, l.phone, l.text, e.outcome, e.reason, e.held_until, e.detail, {}, {}, e.attempts,
         e.handed_at, e.updated_at, e.wording, {}",
        spent("parts"),
        spent("cost_millis"),
        charged()
    )
}

/// The parts of an entry `e`, or their cost, as it was handed over last; before that and where its carrier asks nothing else, as the roll
/// says.
pub(super) fn spent(column: &str) -> String {
    format!("COALESCE((SELECT t.{column} FROM attempt t WHERE t.entry_id = e.id AND t.n = e.attempts), e.{column})")
}

/// How many columns [`entry_columns`] names; what else a query selects begins at this index.
pub(super) const ENTRY_COLUMNS: usize = 16;

/// The detail of an entry whose carrier, when it was asked, said that it never took it.
pub(super) const LOOKED_UP: &str = "lookup";

/// Whether an entry `e` counts in its run's parts and cost: whatever a carrier may have, and what failed or expired there. The
/// carrier does not have what it refused, what it does not know when it is asked, and what a person settled as not sent.
pub(super) fn charged() -> String {
    format!(
        "(e.outcome IN (3, 4, 5, 6, 7) OR e.outcome IN (8, 9) AND COALESCE(e.reason, '') <> '{}' AND COALESCE(e.detail, '') <> '{LOOKED_UP}'
           AND EXISTS (SELECT 1 FROM attempt t WHERE t.entry_id = e.id AND t.n = e.attempts
             AND COALESCE(t.answer, 'no_answer') IN ('accepted', 'no_answer')))",
        Failure::SettledNotSent.code()
    )
}

/// Where the columns of [`entry_columns`] come from.
pub(super) const ENTRIES: &str = "entry e LEFT JOIN letter l ON l.entry_id = e.id";

/// The first entry's id of the run with this number.
pub(crate) const fn first(run: i64) -> i64 {
    run << 32
}

/// An entry's place on its roll.
pub(super) const fn seq(entry: i64) -> u32 {
    (entry & 0xffff_ffff) as u32
}

/// The run's number of an entry.
pub(super) const fn run_of(entry: i64) -> i64 {
    entry >> 32
}

fn count(row: &SqliteRow, index: usize) -> Result<u64> {
    Ok(row.try_get::<i64, _>(index)?.unsigned_abs())
}

/// Reads a row whose first columns are [`run_columns`].
pub(super) fn run(row: &SqliteRow) -> Result<RunRow> {
    let mut tally = Tally::default();
    for (index, outcome) in Outcome::ALL.into_iter().enumerate() {
        tally.add(outcome, count(row, 19 + index)?);
    }
    Ok(RunRow {
        no: row.try_get(0)?,
        id: RunId(row.try_get(1)?),
        campaign: CampaignId(row.try_get(2)?),
        name: row.try_get(3)?,
        purpose: purpose(row.try_get(4)?)?,
        carrier: row.try_get(5)?,
        author: row.try_get::<Option<Uuid>, _>(6)?.map(UserId),
        state: RunState::from_code(row.try_get(7)?).ok_or(Error::Unreadable("run.state"))?,
        held_why: row
            .try_get::<Option<&str>, _>(8)?
            .map(|code| RunHold::from_code(code).ok_or(Error::Unreadable("run.held_why")))
            .transpose()?,
        doomed: row.try_get(9)?,
        due_at: row.try_get(10)?,
        opened_at: row.try_get(11)?,
        frozen_at: row.try_get(12)?,
        closed_at: row.try_get(13)?,
        valid_until: row.try_get(14)?,
        audience: count(row, 15)?,
        parts: count(row, 16)?,
        cost_millis: count(row, 17)?,
        revision: row.try_get(18)?,
        tally,
        rate: row.try_get(31)?,
        seconds: row
            .try_get::<Option<&str>, _>(32)?
            .map_or_else(Vec::new, |names| names.lines().map(str::to_owned).collect()),
        committed: row.try_get::<i64, _>(30)? == i64::from(audit::roll::VERSION),
    })
}

/// The purpose with this code.
pub(super) fn purpose(code: &str) -> Result<Purpose> {
    let mut all = Purpose::ALL.into_iter();
    all.find(|purpose| purpose.code() == code)
        .ok_or(Error::Unreadable("purpose"))
}

/// Reads a row whose first columns are [`entry_columns`], which begins at `base`.
pub(super) fn entry(row: &SqliteRow, base: usize) -> Result<EntryRecord> {
    let state = EntryState::from_stored(row.try_get(base + 5)?, row.try_get(base + 6)?, row.try_get(base + 7)?);
    let small = |index: usize| Ok::<u16, Error>(count(row, base + index)?.min(u64::from(u16::MAX)) as u16);
    Ok(EntryRecord {
        seq: seq(row.try_get(base)?),
        customer: CustomerId(row.try_get(base + 1)?),
        name: row.try_get::<Option<String>, _>(base + 2)?.unwrap_or_default(),
        phone: row.try_get(base + 3)?,
        text: row.try_get(base + 4)?,
        wording: row.try_get(base + 14)?,
        state: state.ok_or(Error::Unreadable("entry.outcome"))?,
        detail: row.try_get(base + 8)?,
        parts: small(9)?,
        cost_millis: count(row, base + 10)?,
        attempts: small(11)?,
        charged: row.try_get(base + 15)?,
        handed_at: row.try_get(base + 12)?,
        updated_at: row.try_get(base + 13)?,
    })
}

/// The run with this id.
pub(super) async fn by_id(connection: &mut SqliteConnection, id: RunId) -> Result<RunRow> {
    let sql = format!("SELECT {} FROM run r WHERE r.id = $1", run_columns());
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id.0)
        .fetch_one(connection)
        .await?;
    run(&row)
}

/// The run with this number.
pub(super) async fn by_no(connection: &mut SqliteConnection, no: i64) -> Result<RunRow> {
    let sql = format!("SELECT {} FROM run r WHERE r.no = $1", run_columns());
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(no)
        .fetch_one(connection)
        .await?;
    run(&row)
}
