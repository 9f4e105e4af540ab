//! What customers write back.

use std::collections::HashMap;

use domain::consent::{Consent, Purpose, opts_out};
use domain::id::{CampaignId, ConversationId, CustomerId, RunId};
use domain::phone::Phone;
use domain::time::{DAY, MINUTE, Millis};
use sqlx::{AssertSqlSafe, QueryBuilder, Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use super::confirm;
use super::parts::{self, Joined};
use super::read::state;
use super::sealed::{CONTINUED, RECEIVED};
use crate::contract::customers::ConsentRecord;
use crate::contract::inbox::{ConversationState, Replied};
use crate::error::Result;
use crate::sqlite::customers::consent;
use crate::sqlite::{Sqlite, dialect, log};
use crate::stamp::{Change, Stamp};

/// The same words from the same number within so long are one reply.
pub(super) const AGAIN: Millis = 10 * MINUTE;
/// A message longer ago is not what somebody answers.
const ANSWERS_WITHIN: Millis = 30 * DAY;

pub(super) async fn note(store: &Sqlite, stamp: &Stamp, carrier: &str, replies: &[Replied]) -> Result<bool> {
    let mut tx = store.begin().await?;
    let (mut talked, mut withdrawn, mut told) = (false, Withdrawn::default(), Vec::new());
    for reply in replies {
        let reply = &meant(&mut tx, reply).await?;
        match parts::join(&mut tx, carrier, reply).await? {
            Joined::New if told_again(&mut tx, carrier, reply).await? => {}
            Joined::Known => {}
            Joined::New => {
                let customers = owners(&mut tx, &reply.phone).await?;
                let rows = insert(&mut tx, carrier, reply, &customers).await?;
                told.extend(rows.into_iter().map(|row| Change::new(RECEIVED, "reply", row)));
                if reply.opt_out {
                    withdraw(store, &mut tx, (stamp, carrier), reply, &mut withdrawn).await?;
                } else {
                    converse(&mut tx, stamp, reply, &customers).await?;
                    talked = true;
                }
            }
            Joined::More { before, text, rows } => {
                talked = true;
                told.extend(rows.into_iter().map(|row| Change::new(CONTINUED, "reply", row)));
                // The word may stand across parts.
                if (reply.opt_out || opts_out(&text)) && !opts_out(&before) {
                    let whole = Replied { text, ..reply.clone() };
                    withdraw(store, &mut tx, (stamp, carrier), &whole, &mut withdrawn).await?;
                }
            }
        }
    }
    log::append_all(&mut tx, stamp, told).await?;
    consent::record_answers(&mut tx, &withdrawn.records, &withdrawn.answers, stamp).await?;
    tx.commit().await?;
    store.cache().changed();
    Ok(talked)
}

/// The reply by the number that it means: of two that the carrier's spelling may mean, the one that a customer has. Where both
/// are customers', or neither is, both stay.
async fn meant(tx: &mut Transaction<'_, Engine>, reply: &Replied) -> Result<Replied> {
    let mut meant = reply.clone();
    if let Some(other) = &reply.or {
        let known = !owners(tx, &reply.phone).await?.is_empty();
        let other_known = !owners(tx, &other.phone).await?.is_empty();
        if other_known && !known {
            (meant.phone, meant.confirm) = (other.phone.clone(), other.confirm.clone());
        }
        if known != other_known {
            meant.or = None;
        }
    }
    Ok(meant)
}

/// Lets an opt-out count for everybody who has a number that it may come from, or for the number alone.
async fn withdraw(
    store: &Sqlite,
    tx: &mut Transaction<'_, Engine>,
    (stamp, carrier): (&Stamp, &str),
    reply: &Replied,
    withdrawn: &mut Withdrawn,
) -> Result<()> {
    let other = reply.or.iter().map(|other| (&other.phone, &other.confirm));
    for (phone, confirm) in std::iter::once((&reply.phone, &reply.confirm)).chain(other) {
        let customers = owners(tx, phone).await?;
        for &customer in &customers {
            withdrawn.records.extend(withdrawals(customer, reply));
            if let Some(answered) = answered(tx, &[customer], reply.at).await? {
                withdrawn.answers.insert(customer, (answered.run, answered.campaign));
            }
        }
        if customers.is_empty() {
            if Phone::parse(phone).is_ok() {
                store.numbers().put(tx, phone, &Purpose::ALL, stamp).await?;
            }
        } else if let Some(text) = confirm {
            confirm::ask(tx, carrier, phone, text, reply.at).await?;
        }
    }
    Ok(())
}

/// Opens the conversation with the number, or lets the reply join it.
async fn converse(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    reply: &Replied,
    customers: &[CustomerId],
) -> Result<()> {
    let answered = answered(tx, customers, reply.at).await?;
    let customer = answered
        .map(|answered| answered.customer)
        .or(customers.first().copied());
    let there = sqlx::query("SELECT id, state FROM conversation WHERE phone = $1")
        .bind(&reply.phone)
        .fetch_optional(&mut **tx)
        .await?;
    let (id, from) = match &there {
        Some(row) => (ConversationId(row.try_get(0)?), Some(state(row.try_get(1)?)?)),
        None => (ConversationId(Uuid::now_v7()), None),
    };
    let to = match from {
        Some(ConversationState::Taken) => ConversationState::Taken,
        _ => ConversationState::New,
    };
    // What was done begins to wait anew; the note was about what was done.
    sqlx::query(
        "INSERT INTO conversation (id, phone, customer_id, state, entry_id, campaign_id, waits_since, replied_at)
         VALUES ($1, $2, $3, 'new', $4, $5, $6, $6)
         ON CONFLICT (phone) DO UPDATE SET version = conversation.version + 1, customer_id = excluded.customer_id,
           state = CASE WHEN conversation.state = 'taken' THEN 'taken' ELSE 'new' END, entry_id = COALESCE(excluded.entry_id, conversation.entry_id),
           campaign_id = COALESCE(excluded.campaign_id, conversation.campaign_id),
           staff_id = CASE WHEN conversation.state = 'done' THEN NULL ELSE conversation.staff_id END,
           waits_since = CASE WHEN conversation.state = 'done' THEN excluded.waits_since ELSE conversation.waits_since END,
           replied_at = MAX(conversation.replied_at, excluded.replied_at), note = NULL, event = NULL",
    )
    .bind(id.0)
    .bind(&reply.phone)
    .bind(customer.map(|customer| customer.0))
    .bind(answered.map(|answered| answered.entry))
    .bind(answered.map(|answered| answered.campaign.0))
    .bind(reply.at)
    .execute(&mut **tx)
    .await?;
    let change = Change::new("conversation.replied", "conversation", id)
        .with("from", from.map_or("none", ConversationState::code))
        .with("to", to.code());
    log::append(tx, stamp, change).await?;
    Ok(())
}

/// What opt-outs withdraw, and what they answer, where that is known.
#[derive(Default)]
struct Withdrawn {
    records: Vec<(CustomerId, ConsentRecord)>,
    answers: HashMap<CustomerId, (RunId, CampaignId)>,
}

/// What a reply answers.
#[derive(Debug, Clone, Copy)]
struct Answered {
    entry: i64,
    customer: CustomerId,
    run: RunId,
    campaign: CampaignId,
}

/// The last message to one of these customers before `at`.
async fn answered(tx: &mut Transaction<'_, Engine>, customers: &[CustomerId], at: Millis) -> Result<Option<Answered>> {
    if customers.is_empty() {
        return Ok(None);
    }
    let mut sql = QueryBuilder::<Engine>::new(
        "SELECT e.id, e.customer_id, u.id, u.campaign_id FROM entry e JOIN run u ON u.no = e.run_no WHERE e.customer_id IN (",
    );
    let mut list = sql.separated(", ");
    for customer in customers {
        list.push_bind(customer.0);
    }
    sql.push(") AND e.handed_at BETWEEN ").push_bind(at - ANSWERS_WITHIN);
    sql.push(" AND ").push_bind(at);
    // Nobody answers what the carrier refused.
    sql.push(" AND NOT (e.outcome = 8 AND EXISTS (SELECT 1 FROM attempt a WHERE a.entry_id = e.id AND a.n = e.attempts AND a.answer = 'refused'))");
    sql.push(" ORDER BY e.handed_at DESC, e.id DESC LIMIT 1");
    let row = sql.build().persistent(false).fetch_optional(&mut **tx).await?;
    row.map(|row| {
        Ok(Answered {
            entry: row.try_get(0)?,
            customer: CustomerId(row.try_get(1)?),
            run: RunId(row.try_get(2)?),
            campaign: CampaignId(row.try_get(3)?),
        })
    })
    .transpose()
}

/// Whether the same number wrote the same a moment ago: carriers tell a reply again whose acknowledgement was lost, and SMPP
/// has no name for replies by which to know them. Where consent was given in between, it is said anew.
async fn told_again(tx: &mut Transaction<'_, Engine>, carrier: &str, reply: &Replied) -> Result<bool> {
    let last: Option<Millis> = sqlx::query_scalar(
        "SELECT MAX(at) FROM reply WHERE phone = $1 AND at BETWEEN $2 AND $3 AND text = $4 AND carrier = $5 AND part_of IS $6",
    )
    .bind(&reply.phone)
    .bind(reply.at - AGAIN)
    .bind(reply.at + AGAIN)
    .bind(&reply.text)
    .bind(carrier)
    .bind(parts::first(reply).map(|(part_of, _)| part_of))
    .fetch_one(&mut **tx)
    .await?;
    Ok(match last {
        Some(at) => !given_since(tx, &reply.phone, at).await?,
        None => false,
    })
}

/// Whether a consent of somebody with this number was recorded after `at`.
pub(super) async fn given_since(tx: &mut Transaction<'_, Engine>, phone: &str, at: Millis) -> Result<bool> {
    let given = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM customer c JOIN consent_record n ON n.customer_id = c.id
           WHERE c.phone_key = $1 AND c.phone = $2 AND n.state = $3 AND n.recorded_at > $4)",
    )
    .bind(key(phone))
    .bind(phone)
    .bind(Consent::Given.number())
    .bind(at)
    .fetch_one(&mut **tx)
    .await?;
    Ok(given)
}

/// What customers are found by: the digits of their number, reversed.
fn key(phone: &str) -> String {
    phone.chars().rev().filter(char::is_ascii_digit).collect()
}

/// Everybody who has this number.
pub(crate) async fn owners(tx: &mut Transaction<'_, Engine>, phone: &str) -> Result<Vec<CustomerId>> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "SELECT id FROM customer WHERE phone_key = $1 AND phone = $2 AND erased_at IS NULL ORDER BY id",
    )
    .bind(key(phone))
    .bind(phone)
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(CustomerId).collect())
}

/// Writes a reply down for everybody who has the number, or for nobody. Answers the ids of the rows. The salt goes with the text: without
/// it whoever has the key could try all numbers.
async fn insert(
    tx: &mut Transaction<'_, Engine>,
    carrier: &str,
    reply: &Replied,
    customers: &[CustomerId],
) -> Result<Vec<Uuid>> {
    let (part_of, parts) = parts::first(reply).unzip();
    let nobody = customers.is_empty().then_some(None);
    let sql = format!(
        "INSERT INTO reply (id, customer_id, at, text, carrier, phone, part_of, parts, salt)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, {})",
        dialect::RANDOM
    );
    let mut rows = Vec::new();
    for customer in customers.iter().map(Some).chain(nobody) {
        let id = Uuid::now_v7();
        rows.push(id);
        sqlx::query(AssertSqlSafe(sql.as_str()))
            .bind(id)
            .bind(customer.map(|customer| customer.0))
            .bind(reply.at)
            .bind(&reply.text)
            .bind(carrier)
            .bind(&reply.phone)
            .bind(&part_of)
            .bind(&parts)
            .execute(&mut **tx)
            .await?;
    }
    Ok(rows)
}

/// Who says stop is not written to for any purpose.
fn withdrawals(customer: CustomerId, reply: &Replied) -> impl Iterator<Item = (CustomerId, ConsentRecord)> {
    Purpose::ALL.into_iter().map(move |purpose| {
        let record = ConsentRecord {
            purpose,
            is: Consent::Withdrawn,
            source: consent::REPLY.to_owned(),
            evidence: Some(reply.text.clone()),
            given_at: reply.at,
        };
        (customer, record)
    })
}
