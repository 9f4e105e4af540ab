//! How often customers were written to lately, cap by cap.

use std::collections::HashMap;
use std::fmt::Write as _;

use domain::cap::{Cap, Counts};
use domain::time::Millis;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

use crate::error::Result;

/// How many messages to each customer count for each cap; who has none is left out.
pub(crate) type Recent = HashMap<Uuid, Counts>;

/// The purposes that a cap counts, as SQL: codes of our own.
pub(super) fn purposes(cap: &Cap) -> String {
    let codes: Vec<String> = cap
        .purposes
        .iter()
        .map(|purpose| format!("'{}'", purpose.code()))
        .collect();
    codes.join(",")
}

/// Messages of other runs than `run`: those that went out, and those that are to.
pub(crate) async fn recent(connection: &mut SqliteConnection, run: i64, caps: &[Cap]) -> Result<Recent> {
    let Some(first) = caps.iter().map(|cap| cap.since).min() else {
        return Ok(Recent::new());
    };
    let mut counts = String::new();
    for (n, cap) in caps.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = write!(
            counts,
            ", COUNT(CASE WHEN r.purpose IN ({}) AND (e.handed_at >= ${} OR e.handed_at IS NULL) THEN 1 END)",
            purposes(cap),
            n + 3
        );
    }
    let sql = format!(
        "SELECT e.customer_id{counts} FROM run r JOIN entry e ON e.id >= r.no * 4294967296 AND e.id < (r.no + 1) * 4294967296
         WHERE r.no <> $1 AND r.frozen_at IS NOT NULL AND r.purpose IN ({})
           AND (r.state <> 'closed' OR r.valid_until >= $2)
           AND (e.handed_at >= $2 OR (e.handed_at IS NULL AND e.outcome IN (1, 2))) AND e.outcome <> 8
         GROUP BY e.customer_id",
        caps.iter().map(purposes).collect::<Vec<_>>().join(",")
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(run).bind(first);
    let since = caps.iter().map(|cap| cap.since);
    let query = since.fold(query, |query, since: Millis| query.bind(since));
    let rows = query.fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let mut counts = Counts::default();
            for (n, place) in counts.iter_mut().enumerate().take(caps.len()) {
                *place = row.try_get::<i64, _>(n + 1)?.clamp(0, i64::from(u16::MAX)) as u16;
            }
            Ok((row.try_get(0)?, counts))
        })
        .collect()
}
