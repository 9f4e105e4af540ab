//! Confirmations of opt-outs: written with the opt-out, marked durably before they are handed over, and never handed over
//! twice unless the carrier had refused them.

use domain::time::{DAY, Millis};
use sqlx::{Row, Sqlite as Engine, Transaction};

use crate::contract::inbox::{Confirmation, Confirmed};
use crate::error::Result;
use crate::sqlite::runs::lease;
use crate::sqlite::{Sqlite, log};
use crate::stamp::{Change, Stamp};

/// Within so long a number gets one confirmation at most, however often it opts out.
const ONCE_IN: Millis = 30 * DAY;

/// Lets a confirmation become due, unless the number had one lately.
pub(super) async fn ask(
    tx: &mut Transaction<'_, Engine>,
    carrier: &str,
    phone: &str,
    text: &str,
    at: Millis,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO confirmation (phone, carrier, text, at, state) SELECT $1, $2, $3, $4, 'due'
         WHERE NOT EXISTS (SELECT 1 FROM confirmation WHERE phone = $1 AND at > $5)",
    )
    .bind(phone)
    .bind(carrier)
    .bind(text)
    .bind(at)
    .bind(at - ONCE_IN)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn claim(
    store: &Sqlite,
    stamp: &Stamp,
    fence: i64,
    carrier: &str,
    not_before: Millis,
    limit: u32,
) -> Result<Vec<Confirmation>> {
    let open: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM confirmation WHERE state = 'due' AND carrier = $1
           OR state = 'handed_over' AND carrier = $1 AND (lease <> $2 OR at < $3))",
    )
    .bind(carrier)
    .bind(fence)
    .bind(not_before)
    .fetch_one(store.read())
    .await?;
    if !open {
        return Ok(Vec::new());
    }
    let mut tx = store.begin().await?;
    lease::current(&mut tx, fence).await?;
    let doubts = sqlx::query(
        "UPDATE confirmation SET state = 'in_doubt'
         WHERE state = 'handed_over' AND carrier = $1 AND (lease <> $2 OR at < $3)",
    )
    .bind(carrier)
    .bind(fence)
    .bind(not_before)
    .execute(&mut *tx)
    .await?;
    let lapsed =
        sqlx::query("UPDATE confirmation SET state = 'lapsed' WHERE state = 'due' AND carrier = $1 AND at < $2")
            .bind(carrier)
            .bind(not_before)
            .execute(&mut *tx)
            .await?;
    let rows = sqlx::query(
        "UPDATE confirmation SET state = 'handed_over', lease = $3 WHERE id IN (
           SELECT id FROM confirmation WHERE state = 'due' AND carrier = $1 ORDER BY id LIMIT $2)
         RETURNING id, phone, text",
    )
    .bind(carrier)
    .bind(limit)
    .bind(fence)
    .fetch_all(&mut *tx)
    .await?;
    let change = Change::new("confirmation.handed_over", "carrier", carrier)
        .with("messages", rows.len())
        .with("in_doubt", doubts.rows_affected())
        .with("lapsed", lapsed.rows_affected());
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    rows.iter()
        .map(|row| {
            Ok(Confirmation {
                id: row.try_get(0)?,
                phone: row.try_get(1)?,
                text: row.try_get(2)?,
            })
        })
        .collect()
}

pub(super) async fn answer(store: &Sqlite, stamp: &Stamp, carrier: &str, answers: &[(i64, Confirmed)]) -> Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    let mut change = Change::new("confirmation.answered", "carrier", carrier);
    for (outcome, key, state) in [
        (Confirmed::Taken, "taken", "taken"),
        (Confirmed::Refused, "refused", "refused"),
        (Confirmed::Later, "later", "due"),
        (Confirmed::InDoubt, "in_doubt", "in_doubt"),
    ] {
        let mut count = 0;
        for (id, _) in answers.iter().filter(|(_, told)| *told == outcome) {
            let done = sqlx::query("UPDATE confirmation SET state = $2 WHERE id = $1 AND state = 'handed_over'")
                .bind(id)
                .bind(state)
                .execute(&mut *tx)
                .await?;
            count += done.rows_affected();
        }
        change = change.with(key, count);
    }
    log::append(&mut tx, stamp, change).await?;
    tx.commit().await?;
    Ok(())
}
