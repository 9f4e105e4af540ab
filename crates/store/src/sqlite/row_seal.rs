//! What stands in a row and not in the log, as one keyed digest.
//!
//! Names, texts, rules, hashes of passwords and the settings of carriers never stand in the log. The event that changes them tells the
//! HMAC-SHA-256 of what stands in the row from then on: who reads the log learns nothing from it, and who has the database alone makes none.
//! A migration that rewrites what is sealed would have the check name each such row.

use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Column as _, Row, Sqlite as Engine, Transaction};

use super::event_key::EventKey;
use super::roll_sum::RollKey;
use super::stated;
use crate::error::Result;
use crate::stamp::{Change, Stamp};

/// The detail of an event that seals a row.
const SEAL: &str = "seal";
/// How the column begins that is sealed; behind it stands what it holds, as sentences call it.
const SEALED: &str = "sealed ";

/// Whose rows these events seal, as [`stated`] calls them.
const SEALING: [(&str, &str); 23] = [
    ("user.added", "user"),
    ("user.changed", "user"),
    ("user.password_changed", "user"),
    ("token.added", "token"),
    ("carrier.changed", "carrier"),
    ("organisation.set_up", "organisation"),
    ("settings.changed", "organisation"),
    ("witness.changed", "witness"),
    ("template.created", "template"),
    ("template.changed", "template"),
    ("segment.created", "segment"),
    ("segment.edited", "segment"),
    ("campaign.created", "campaign"),
    ("campaign.edited", "campaign"),
    ("campaign.renamed", "campaign"),
    ("campaign.submitted", "decision"),
    ("campaign.withdrawn", "decision"),
    ("campaign.returned", "decision"),
    ("campaign.approved", "decision"),
    ("run.opened", "run"),
    ("reply.received", "reply"),
    ("reply.continued", "reply"),
    ("reply.committed", "reply"),
];

/// Adds its seal to an event that seals a row. The row stands as it will.
pub(super) async fn add(
    tx: &mut Transaction<'_, Engine>,
    key: Option<&EventKey>,
    stamp: &Stamp,
    change: &mut Change,
) -> Result<()> {
    let sealing = SEALING.iter().find(|(action, _)| *action == change.action);
    let Some((key, (_, of))) = key.zip(sealing) else {
        return Ok(());
    };
    let Some(rows) = stated::select(of) else { return Ok(()) };
    let (id, which) = match *of {
        // Of whichever there is only one.
        "organisation" | "witness" => ("1", ""),
        "decision" => (change.subject.as_str(), " AND id_at = $2 AND id_kind = $3"),
        _ => (change.subject.as_str(), ""),
    };
    let sql = format!("SELECT * FROM ({rows}) WHERE id IN ($1, unhex(replace($1, '-', ''))){which}");
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(id.to_owned());
    if !which.is_empty() {
        query = query.bind(stamp.at).bind(change.action.split('.').next_back());
    }
    if let Some(row) = query.fetch_optional(&mut **tx).await? {
        let seal = of_row(Some(&RollKey::derived(key)), &row)?;
        change.details.extend(seal.map(|(_, seal)| (SEAL, seal)));
    }
    Ok(())
}

/// The name of the column of a row that is sealed, and its seal; `None`: there is none, or no key.
pub(super) fn of_row(key: Option<&RollKey>, row: &SqliteRow) -> Result<Option<(String, String)>> {
    let sealed = row.columns().iter().find(|column| is_sealed(column.name()));
    let Some((key, column)) = key.zip(sealed) else {
        return Ok(None);
    };
    let holds: &str = row.try_get(column.ordinal())?;
    Ok(Some((column.name().to_owned(), key.seal(holds))))
}

/// Whether a column is sealed, by its name.
pub(super) fn is_sealed(column: &str) -> bool {
    column.starts_with(SEALED)
}
