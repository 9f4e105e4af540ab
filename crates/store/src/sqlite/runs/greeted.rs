//! Who was written to for a birthday already.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::id::{CampaignId, CustomerId};
use domain::occasion::MOST_OFFSET;
use domain::segment::Today;
use domain::time::{DAY, Millis, civil_date};
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

use super::{open, rows};
use crate::error::Result;

/// Two runs write for the same birthday if their birthdays lie so many days apart at most: a firm may have moved the offset
/// between them, and somebody's solar and lunar birthdays lie some weeks apart, while a year's lie eleven months apart at least.
const SAME: i64 = MOST_OFFSET as i64;

/// Whom runs of the campaign, but the one numbered `but`, wrote to for the birthday on `birthday`, or are to.
pub(crate) async fn greeted(
    connection: &mut SqliteConnection,
    campaign: CampaignId,
    but: i64,
    birthday: NaiveDate,
    today: &Today,
) -> Result<HashSet<CustomerId>> {
    let near = Millis::from(2 * MOST_OFFSET + 1) * DAY;
    let start = today.start_of(birthday);
    let runs = sqlx::query(
        "SELECT no, due_at, content FROM run
         WHERE campaign_id = $1 AND no <> $2 AND frozen_at IS NOT NULL AND due_at BETWEEN $3 AND $4",
    )
    .bind(campaign.0)
    .bind(but)
    .bind(start - near)
    .bind(start + near)
    .fetch_all(&mut *connection)
    .await?;
    let mut greeted = HashSet::new();
    for run in runs {
        let Some(firing) = open::content(run.try_get(2)?)?.birthdays() else {
            continue;
        };
        let day = firing.occasion_of(civil_date(run.try_get(1)?, today.offset_minutes));
        if (day - birthday).num_days().abs() > SAME {
            continue;
        }
        let first = rows::first(run.try_get(0)?);
        let customers: Vec<Uuid> = sqlx::query_scalar(
            "SELECT customer_id FROM entry WHERE id >= $1 AND id < $2
               AND outcome <> 8 AND (handed_at IS NOT NULL OR outcome IN (1, 2))",
        )
        .bind(first)
        .bind(first + (1 << 32))
        .fetch_all(&mut *connection)
        .await?;
        greeted.extend(customers.into_iter().map(CustomerId));
    }
    Ok(greeted)
}
