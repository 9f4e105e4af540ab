//! Everything said, heard and done with one customer, newest first.
//!
//! Each source is asked for one page; the pages are merged. Items of one moment keep a fixed order: by source, then by key.

use std::collections::HashMap;

use domain::consent::Consent;
use domain::id::{CustomerId, RunId};
use domain::roll::Outcome;
use domain::time::Millis;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Row};

use super::consent::purpose;
use crate::contract::customers::{ConsentRecord, TimelineItem, TimelinePlace, TimelineWhat};
use crate::contract::runs::RunState;
use crate::error::{Error, Result};
use crate::sqlite::log::OF_SUBJECT;

/// In each: $1 the customer, $2 the latest moment, $3 how many; column 0 is the moment.
const ENTRIES: &str = "SELECT COALESCE(e.handed_at, r.frozen_at, e.updated_at) AS at, r.id, e.id % 4294967296, r.name, l.text, \
     e.outcome, e.reason, r.state, r.roll FROM entry e JOIN run r ON r.no = e.run_no LEFT JOIN letter l ON l.entry_id = e.id \
     WHERE e.customer_id = $1 AND at <= $2 ORDER BY at DESC, e.id DESC LIMIT $3";
const REPLIES: &str =
    "SELECT at, COALESCE(text, '') FROM reply WHERE customer_id = $1 AND at <= $2 ORDER BY at DESC, id DESC LIMIT $3";
/// A confirmation bears the moment of the reply that it answers.
const CONFIRMATIONS: &str = "SELECT DISTINCT f.at, f.text, f.state, f.id FROM reply p JOIN confirmation f ON f.phone = p.phone AND f.at = p.at \
     WHERE p.customer_id = $1 AND f.at <= $2 ORDER BY f.at DESC, f.id DESC LIMIT $3";
/// With the campaign that a withdrawal answers, which its event names.
const CONSENTS: &str = "SELECT c.given_at, c.purpose, c.state, c.source, c.evidence, r.name FROM consent_record c \
     LEFT JOIN event v ON v.seq = c.event AND v.action = 'customer.consent' AND json_valid(v.details) \
     LEFT JOIN run r ON r.id = unhex(replace(json_extract(v.details, '$.run'), '-', '')) \
     WHERE c.customer_id = $1 AND c.given_at <= $2 ORDER BY c.given_at DESC, c.id DESC LIMIT $3";
const PURCHASES: &str = "SELECT day * 86400000, number, amount, item FROM purchase WHERE customer_id = $1 \
     AND day * 86400000 <= $2 ORDER BY day DESC, key DESC LIMIT $3";
const EVENTS: &str = "SELECT at, kind, COALESCE(text, '') FROM customer_event WHERE customer_id = $1 AND at <= $2 \
     ORDER BY at DESC, key DESC LIMIT $3";
const NOTES: &str = "SELECT at, COALESCE(text, ''), actor FROM customer_note WHERE customer_id = $1 AND at <= $2 \
     ORDER BY at DESC, id DESC LIMIT $3";
const IMPORTED: &str = "SELECT j.ended_at, j.actor FROM customer c JOIN import_job j ON j.id = c.import_id WHERE c.id = $1 \
     AND j.ended_at <= $2 LIMIT $3";
/// $1 is the customer's id as text.
fn cards() -> String {
    let (of, about) = OF_SUBJECT;
    format!(
        "SELECT at, action, actor FROM {of}$1{about} WHERE subject_kind = 'customer' AND at <= $2
         AND action IN ('customer.created', 'customer.edited', 'customer.erased') ORDER BY at DESC, seq DESC LIMIT $3"
    )
}

type Names = HashMap<String, String>;

/// Reads what happened from a row of its source.
type Read = fn(&SqliteRow, &Names) -> Result<TimelineWhat>;

pub(super) async fn page(
    pool: &SqlitePool,
    id: CustomerId,
    after: Option<TimelinePlace>,
    limit: u32,
) -> Result<Vec<TimelineItem>> {
    let exists: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM customer WHERE id = $1")
        .bind(id.0)
        .fetch_one(pool)
        .await?;
    if exists == 0 {
        return Err(Error::NotFound);
    }
    let (at, shown) = after.map_or((Millis::MAX, 0), |place| (place.at, place.shown));
    let most = i64::from(limit) + i64::from(shown);
    let names = names(pool).await?;
    let mut items = Vec::new();
    let cards = cards();
    let sources: [(&str, Read); 9] = [
        (ENTRIES, |row, _| entry(row)),
        (CONFIRMATIONS, |row, _| confirmation(row)),
        (REPLIES, |row, _| Ok(TimelineWhat::Reply { text: row.try_get(1)? })),
        (CONSENTS, |row, _| consent(row)),
        (PURCHASES, |row, _| purchase(row)),
        (EVENTS, |row, _| event(row)),
        (NOTES, note),
        (IMPORTED, imported),
        (&cards, card),
    ];
    for (sql, read) in sources {
        let query = sqlx::query(AssertSqlSafe(sql));
        let query = if sql == cards {
            query.bind(id.to_string())
        } else {
            query.bind(id.0)
        };
        for row in query.bind(at).bind(most).fetch_all(pool).await? {
            items.push(TimelineItem {
                at: row.try_get(0)?,
                what: read(&row, &names)?,
            });
        }
    }
    // Stable: items of one moment stay in the order of the sources.
    items.sort_by_key(|item| std::cmp::Reverse(item.at));
    let skip = items
        .iter()
        .take_while(|item| item.at == at)
        .count()
        .min(shown as usize);
    Ok(items.into_iter().skip(skip).take(limit as usize).collect())
}

/// Replies of a number that belongs to nobody: $1 the number.
const STRANGERS: &str = "SELECT at, COALESCE(text, '') FROM reply WHERE phone = $1 AND customer_id IS NULL AND at <= $2 \
     ORDER BY at DESC, id DESC LIMIT $3";

/// What was said between us and a number, and by whom of us about it: newest first, `limit` at most.
pub(crate) async fn said(
    pool: &SqlitePool,
    customer: Option<CustomerId>,
    phone: &str,
    limit: u32,
) -> Result<Vec<TimelineItem>> {
    let reply: Read = |row, _| Ok(TimelineWhat::Reply { text: row.try_get(1)? });
    let sources: [(&'static str, Read); 5] = [
        (ENTRIES, |row, _| entry(row)),
        (CONFIRMATIONS, |row, _| confirmation(row)),
        (REPLIES, reply),
        (NOTES, note),
        (STRANGERS, reply),
    ];
    let names = names(pool).await?;
    let mut items = Vec::new();
    for (sql, read) in sources {
        let query = match customer {
            _ if sql == STRANGERS => sqlx::query(sql).bind(phone),
            Some(customer) => sqlx::query(sql).bind(customer.0),
            None => continue,
        };
        for row in query.bind(Millis::MAX).bind(limit).fetch_all(pool).await? {
            items.push(TimelineItem {
                at: row.try_get(0)?,
                what: read(&row, &names)?,
            });
        }
    }
    items.sort_by_key(|item| std::cmp::Reverse(item.at));
    items.truncate(limit as usize);
    Ok(items)
}

/// Names of staff and tokens by their ids as the log writes them.
async fn names(pool: &SqlitePool) -> Result<Names> {
    let rows: Vec<(uuid::Uuid, String)> =
        sqlx::query_as("SELECT id, name FROM staff UNION ALL SELECT id, name FROM token")
            .fetch_all(pool)
            .await?;
    Ok(rows.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

/// The name of an actor; a part of the product stands for itself.
fn actor(row: &SqliteRow, index: usize, names: &Names) -> Result<String> {
    let id: String = row.try_get(index)?;
    Ok(names.get(&id).cloned().unwrap_or(id))
}

fn entry(row: &SqliteRow) -> Result<TimelineWhat> {
    Ok(TimelineWhat::Entry {
        run: RunId(row.try_get(1)?),
        seq: row.try_get(2)?,
        campaign: row.try_get(3)?,
        text: row.try_get(4)?,
        outcome: Outcome::from_number(row.try_get(5)?).ok_or(Error::Unreadable("entry.outcome"))?,
        reason: row.try_get(6)?,
        provable: row.try_get::<&str, _>(7)? == RunState::Closed.code()
            && row.try_get::<i64, _>(8)? == i64::from(audit::roll::VERSION),
    })
}

fn confirmation(row: &SqliteRow) -> Result<TimelineWhat> {
    let outcome = match row.try_get::<&str, _>(2)? {
        "due" => Outcome::Queued,
        "handed_over" => Outcome::HandedOver,
        "taken" => Outcome::Accepted,
        "refused" => Outcome::Failed,
        "in_doubt" => Outcome::InDoubt,
        "lapsed" => Outcome::Expired,
        _ => return Err(Error::Unreadable("confirmation.state")),
    };
    let text = row.try_get(1)?;
    Ok(TimelineWhat::Confirmation { text, outcome })
}

fn consent(row: &SqliteRow) -> Result<TimelineWhat> {
    let record = ConsentRecord {
        purpose: purpose(row.try_get(1)?)?,
        is: Consent::from_number(row.try_get(2)?),
        source: row.try_get(3)?,
        evidence: row.try_get(4)?,
        given_at: row.try_get(0)?,
    };
    Ok(TimelineWhat::Consent {
        record,
        answers: row.try_get(5)?,
    })
}

fn purchase(row: &SqliteRow) -> Result<TimelineWhat> {
    Ok(TimelineWhat::Purchase {
        number: row.try_get(1)?,
        amount: row.try_get(2)?,
        item: row.try_get(3)?,
    })
}

fn event(row: &SqliteRow) -> Result<TimelineWhat> {
    Ok(TimelineWhat::Event {
        kind: row.try_get(1)?,
        text: row.try_get(2)?,
    })
}

fn note(row: &SqliteRow, names: &Names) -> Result<TimelineWhat> {
    Ok(TimelineWhat::Note {
        author: actor(row, 2, names)?,
        text: row.try_get(1)?,
    })
}

fn imported(row: &SqliteRow, names: &Names) -> Result<TimelineWhat> {
    Ok(TimelineWhat::Card {
        act: "imported",
        actor: actor(row, 1, names)?,
    })
}

fn card(row: &SqliteRow, names: &Names) -> Result<TimelineWhat> {
    let act = match row.try_get::<&str, _>(1)? {
        "customer.created" => "created",
        "customer.edited" => "edited",
        _ => "erased",
    };
    Ok(TimelineWhat::Card {
        act,
        actor: actor(row, 2, names)?,
    })
}
