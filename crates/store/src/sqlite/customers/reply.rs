//! What customers write back.

use domain::consent::{Consent, Purpose};
use domain::id::CustomerId;
use domain::time::{MINUTE, Millis};
use sqlx::{Sqlite as Engine, Transaction};
use uuid::Uuid;

use super::consent;
use crate::contract::customers::{ConsentRecord, Replied};
use crate::error::Result;
use crate::sqlite::Sqlite;
use crate::stamp::Stamp;

/// The same words from the same number within so long are one reply.
const AGAIN: Millis = 10 * MINUTE;

pub(super) async fn note(store: &Sqlite, stamp: &Stamp, carrier: &str, replies: &[Replied]) -> Result<()> {
    let mut tx = store.begin().await?;
    for reply in replies {
        if told_again(&mut tx, carrier, reply).await? {
            continue;
        }
        let customers = owners(&mut tx, &reply.phone).await?;
        if customers.is_empty() {
            insert(&mut tx, carrier, reply, None).await?;
        }
        for customer in customers {
            insert(&mut tx, carrier, reply, Some(customer)).await?;
            if reply.opt_out {
                withdraw(&mut tx, stamp, customer, reply).await?;
            }
        }
    }
    tx.commit().await?;
    store.cache().changed();
    Ok(())
}

/// Whether the same number wrote the same a moment ago: carriers tell a reply again whose acknowledgement was lost, and SMPP
/// has no name for replies by which to know them.
async fn told_again(tx: &mut Transaction<'_, Engine>, carrier: &str, reply: &Replied) -> Result<bool> {
    let known = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM reply WHERE phone = $1 AND at BETWEEN $2 AND $3 AND text = $4 AND carrier = $5)",
    )
    .bind(&reply.phone)
    .bind(reply.at - AGAIN)
    .bind(reply.at + AGAIN)
    .bind(&reply.text)
    .bind(carrier)
    .fetch_one(&mut **tx)
    .await?;
    Ok(known)
}

/// Everybody who has this number.
async fn owners(tx: &mut Transaction<'_, Engine>, phone: &str) -> Result<Vec<CustomerId>> {
    // The index is on the digits, reversed.
    let key: String = phone.chars().rev().filter(char::is_ascii_digit).collect();
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "SELECT id FROM customer WHERE phone_key = $1 AND phone = $2 AND erased_at IS NULL ORDER BY id",
    )
    .bind(key)
    .bind(phone)
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(CustomerId).collect())
}

async fn insert(
    tx: &mut Transaction<'_, Engine>,
    carrier: &str,
    reply: &Replied,
    customer: Option<CustomerId>,
) -> Result<()> {
    sqlx::query("INSERT INTO reply (id, customer_id, at, text, carrier, phone) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(Uuid::now_v7())
        .bind(customer.map(|customer| customer.0))
        .bind(reply.at)
        .bind(&reply.text)
        .bind(carrier)
        .bind(&reply.phone)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Who says stop is not written to for any purpose.
async fn withdraw(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    customer: CustomerId,
    reply: &Replied,
) -> Result<()> {
    for purpose in Purpose::ALL {
        let record = ConsentRecord {
            purpose,
            is: Consent::Withdrawn,
            source: consent::REPLY.to_owned(),
            evidence: Some(reply.text.clone()),
            given_at: reply.at,
        };
        consent::record(tx, customer, &record, stamp).await?;
    }
    Ok(())
}
