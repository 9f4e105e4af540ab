//! Consents with their evidence.

use audit::pack::consent::{consent_hash, details};
use audit::tiles::Upper;
use audit::{Hash, Salt, Tree};
use domain::consent::{Consent, Purpose, counts_from};
use domain::id::CustomerId;
use domain::phone::Phone;
use domain::time::Millis;
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, SqliteConnection, Transaction};
use uuid::Uuid;

use crate::contract::customers::ConsentRecord;
use crate::error::{Error, Result};
use crate::sqlite::log;
use crate::stamp::{Change, Stamp};

/// How we know what somebody wrote back.
pub(crate) const REPLY: &str = "reply";
/// That somebody with the number had withdrawn before it came to the customer.
pub(crate) const SUPPRESSED: &str = "suppressed";

/// Puts the record first that stands, of those of one customer and purpose; goes with `consent_record r`.
pub(crate) const LATEST: &str = "COALESCE(r.counts_from, r.given_at) DESC, r.recorded_at DESC, r.id DESC";

/// The other customers with the phone of this one.
pub(super) async fn sharing(tx: &mut Transaction<'_, Engine>, id: CustomerId) -> Result<Vec<CustomerId>> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "SELECT o.id FROM customer c JOIN customer o ON o.phone_key = c.phone_key
         WHERE c.id = $1 AND c.phone IS NOT NULL AND o.id <> c.id AND o.erased_at IS NULL ORDER BY o.id",
    )
    .bind(id.0)
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(CustomerId).collect())
}

/// The mobile phones under which somebody has withdrawn.
pub(crate) async fn opted_out(connection: &mut SqliteConnection, purpose: Purpose) -> Result<Vec<Phone>> {
    // The purpose's code is one of three of ours.
    let sql = format!(
        "SELECT DISTINCT phone FROM customer WHERE consent_{} = 2 AND phone_state = 1 AND phone IS NOT NULL",
        purpose.code()
    );
    let phones: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(connection).await?;
    let phones = phones.iter().map(|phone| Phone::parse(phone));
    phones
        .collect::<std::result::Result<_, _>>()
        .map_err(|_| Error::Unreadable("customer.phone"))
}

/// Records a consent, lets the latest one stand, and writes the event. Also for opt-outs by reply.
pub(crate) async fn record(
    tx: &mut Transaction<'_, Engine>,
    id: CustomerId,
    record: &ConsentRecord,
    stamp: &Stamp,
) -> Result<()> {
    let purpose = record.purpose.code();
    let mut sealer = ConsentSealer::default();
    let sealed = sealer.seal(id, record);
    let change = Change::new("customer.consent", "customer", id)
        .with("purpose", purpose)
        .with("is", word(record.is))
        .with("source", &record.source);
    let event = log::append(tx, stamp, sealer.told(change)).await?;
    let latest: Option<Millis> = sqlx::query_scalar(
        "SELECT MAX(COALESCE(counts_from, given_at)) FROM consent_record WHERE customer_id = $1 AND purpose = $2",
    )
    .bind(id.0)
    .bind(purpose)
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query(
        "INSERT INTO consent_record (id, customer_id, purpose, state, source, evidence, given_at, recorded_at, actor_kind, actor,
           event, place, leaf, salt, counts_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(Uuid::now_v7())
    .bind(id.0)
    .bind(purpose)
    .bind(record.is.number())
    .bind(&record.source)
    .bind(&record.evidence)
    .bind(record.given_at)
    .bind(stamp.at)
    .bind(stamp.actor.kind())
    .bind(stamp.actor.id())
    .bind(event as i64)
    .bind(sealed.place)
    .bind(sealed.leaf.as_bytes().as_slice())
    .bind(sealed.salt.as_bytes().as_slice())
    .bind(counts_from(record.is, record.given_at, latest))
    .execute(&mut **tx)
    .await?;
    // The purpose's code is one of three of ours.
    let sql = format!(
        "UPDATE customer SET consent_{purpose} = (SELECT r.state FROM consent_record r WHERE r.customer_id = customer.id
           AND r.purpose = $1 ORDER BY {LATEST} LIMIT 1), version = version + 1, updated_at = $2
         WHERE id = $3"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(purpose)
        .bind(stamp.at)
        .bind(id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Lets the withdrawals of an import stand against all that was recorded of the same customers before.
pub(crate) async fn raise(tx: &mut Transaction<'_, Engine>, event: i64) -> Result<()> {
    const BEFORE: &str = "(SELECT MAX(COALESCE(o.counts_from, o.given_at)) FROM consent_record o
       WHERE o.customer_id = consent_record.customer_id AND o.purpose = consent_record.purpose AND o.id <> consent_record.id)";
    let sql = format!(
        "UPDATE consent_record SET counts_from = {BEFORE} + 1 WHERE event = $1 AND state = 2 AND given_at <= {BEFORE}"
    );
    sqlx::query(AssertSqlSafe(sql)).bind(event).execute(&mut **tx).await?;
    Ok(())
}

/// How leaves and the log write a consent.
fn word(is: Consent) -> &'static str {
    if is == Consent::Given { "given" } else { "withdrawn" }
}

/// A consent's place and leaf among what its event records, and what opens the leaf.
pub(crate) struct Sealed {
    /// Counts from 0.
    pub place: i64,
    /// The commitment.
    pub leaf: Hash,
    /// What opens it.
    pub salt: Salt,
}

/// Seals the consents of one event.
#[derive(Default)]
pub(crate) struct ConsentSealer {
    tree: Tree,
    upper: Upper,
}

impl ConsentSealer {
    /// Seals the next consent.
    pub fn seal(&mut self, customer: CustomerId, record: &ConsentRecord) -> Sealed {
        self.push(&committed(customer, record, None))
    }

    /// Seals the next consent, which was recorded before its event: the leaf holds when.
    pub fn seal_late(&mut self, customer: CustomerId, record: &ConsentRecord, recorded_at: Millis) -> Sealed {
        self.push(&committed(customer, record, Some(recorded_at)))
    }

    fn push(&mut self, record: &audit::pack::ConsentRecord) -> Sealed {
        let salt = Salt::new(rand::random());
        let leaf = record.leaf(&salt);
        let place = self.tree.size() as i64;
        self.tree
            .push_with(consent_hash(&leaf), |node, hash| self.upper.complete(node, hash));
        Sealed { place, leaf, salt }
    }

    /// The change with what the event says of the consents.
    pub fn told(&self, mut change: Change) -> Change {
        change.details.extend(details(self.tree.size(), &self.tree.root()));
        change
    }

    /// How many were sealed.
    pub fn count(&self) -> u64 {
        self.tree.size()
    }

    /// The tiles above the leaves.
    pub fn upper(&self) -> &Upper {
        &self.upper
    }
}

/// The record as leaves commit to it; with `recorded_at` where its event came later.
pub(crate) fn committed(
    customer: CustomerId,
    record: &ConsentRecord,
    recorded_at: Option<Millis>,
) -> audit::pack::ConsentRecord {
    audit::pack::ConsentRecord {
        customer: customer.to_string(),
        purpose: record.purpose.code().to_owned(),
        is: word(record.is).to_owned(),
        source: record.source.clone(),
        evidence: record.evidence.clone(),
        given_at: record.given_at,
        recorded_at,
    }
}

/// The purpose with this code.
pub(crate) fn purpose(code: &str) -> Result<Purpose> {
    Purpose::ALL
        .into_iter()
        .find(|purpose| purpose.code() == code)
        .ok_or(Error::Unreadable("consent_record.purpose"))
}

pub(super) async fn of(pool: &SqlitePool, id: CustomerId) -> Result<Vec<(Millis, ConsentRecord)>> {
    let rows = sqlx::query(
        "SELECT purpose, state, source, evidence, given_at, recorded_at FROM consent_record WHERE customer_id = $1
         ORDER BY given_at DESC, recorded_at DESC, id DESC",
    )
    .bind(id.0)
    .fetch_all(pool)
    .await?;
    rows.iter()
        .map(|row| {
            let record = ConsentRecord {
                purpose: purpose(row.try_get(0)?)?,
                is: Consent::from_number(row.try_get(1)?),
                source: row.try_get(2)?,
                evidence: row.try_get(3)?,
                given_at: row.try_get(4)?,
            };
            Ok((row.try_get(5)?, record))
        })
        .collect()
}
