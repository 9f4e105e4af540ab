//! An event as it is kept: its leaf, and what its columns say.

use std::collections::BTreeMap;

use audit::{Event, Form, Party, Value};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::contract::KeptLeaf;
use crate::error::Result;

/// The event of a row of the log.
pub(super) fn kept(row: &SqliteRow) -> Result<KeptLeaf> {
    Ok(KeptLeaf {
        seq: row.try_get::<i64, _>("seq")?.unsigned_abs(),
        event: said(row),
        leaf: row.try_get("leaf")?,
        hash: row.try_get("leaf_hash")?,
    })
}

/// The event as the columns say it; all details are texts.
fn said(row: &SqliteRow) -> Option<Event> {
    let text = |column: &str| row.try_get::<String, _>(column).ok();
    let details: BTreeMap<String, String> = serde_json::from_str(&text("details")?).ok()?;
    Some(Event {
        // The form stands in the leaf alone; that it is the one that was logged, the hash says.
        form: Form::of(row.try_get("leaf").ok()?)?,
        at: row.try_get("at").ok()?,
        actor: Party::new(text("actor_kind")?, text("actor")?),
        action: text("action")?,
        subject: Party::new(text("subject_kind")?, text("subject")?),
        details: details
            .into_iter()
            .map(|(key, text)| (key, Value::Text(text)))
            .collect(),
    })
}
