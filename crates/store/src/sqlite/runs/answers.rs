//! What answers to hand-overs come to, for the events that tell of them.

use std::borrow::Cow;
use std::collections::HashMap;

use domain::id::RunId;
use domain::time::Millis;
use sqlx::SqliteConnection;

use super::moves::these;
use crate::contract::runs::Said;
use crate::error::Result;
use crate::sqlite::roll_sum::{RollSum, SAID, Summed};
use crate::sqlite::{Sqlite, packed};
use crate::stamp::Change;

/// An attempt with its answer as it is summed: entry and number; when the answer came, what it was, what is known beside it, and the
/// carrier's name for the message.
pub(super) type Answer<'t> = (
    i64,
    u32,
    Option<Millis>,
    Option<Cow<'t, str>>,
    Option<Cow<'t, str>>,
    Option<Cow<'t, str>>,
);

/// The columns of an [`Answer`].
pub(super) const ANSWER: &str = "entry_id, n, answered_at, answer, detail, reference";

/// Tells with an event what the answers come to that were written with it.
pub(super) fn told(change: Change, run: RunId, answers: Option<RollSum>) -> Change {
    match answers {
        Some(sum) => change.with(SAID, sum.told(run)),
        None => change,
    }
}

/// What is added to the answers of before by these.
pub(super) async fn summed(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    now: Millis,
    said: &[Said],
) -> Result<Option<RollSum>> {
    let Some(mut sum) = store.roll_key().map(RollSum::new) else {
        return Ok(None);
    };
    let ids: Vec<i64> = said.iter().map(|one| one.entry).collect();
    let mut before = HashMap::new();
    for (which, values, _) in these(&ids) {
        let from = format!("attempt WHERE entry_id {which} AND answered_at IS NOT NULL");
        let query = sqlx::query_scalar(sqlx::AssertSqlSafe(packed::select(ANSWER, &from)));
        let text: String = values
            .into_iter()
            .fold(query, sqlx::query::QueryScalar::bind)
            .fetch_one(&mut *connection)
            .await?;
        let rows = packed::rows::<Answer<'static>>(&text, "attempt")?.into_iter();
        before.extend(rows.map(|row| ((row.0, row.1), row)));
    }
    for one in said {
        let before = before.get(&(one.entry, one.attempt));
        let kept = before
            .and_then(|row| row.3.as_deref())
            .filter(|answer| *answer == "accepted");
        let named = before.and_then(|row| row.5.as_deref());
        if let Some(before) = before {
            sum.drop_kept(Summed::Answers, before)?;
        }
        let row: Answer<'_> = (
            one.entry,
            one.attempt,
            Some(now),
            Some(kept.unwrap_or(one.what.code()).into()),
            one.what.noted(),
            one.what.reference().or(named).map(Cow::Borrowed),
        );
        sum.keep(Summed::Answers, &row)?;
    }
    Ok(Some(sum))
}
