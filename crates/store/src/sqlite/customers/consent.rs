//! Consents with their evidence.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use audit::pack::consent::{consent_hash, details};
use audit::tiles::Upper;
use audit::{Hash, Salt, Tree};
use domain::consent::{Consent, Purpose, counts_from};
use domain::id::{CampaignId, CustomerId, RunId};
use domain::phone::Phone;
use domain::time::Millis;
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, QueryBuilder, Row, Sqlite as Engine, SqliteConnection, Transaction};
use uuid::Uuid;

use crate::contract::customers::ConsentRecord;
use crate::error::{Error, Result};
use crate::sqlite::{log, packed};
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

/// Records that are written by one statement.
const AT_ONCE: usize = 64;

/// Records consents, each with an event of its own, and lets the latest ones stand. Also for opt-outs by reply.
pub(crate) async fn record_all(
    tx: &mut Transaction<'_, Engine>,
    records: &[(CustomerId, ConsentRecord)],
    stamp: &Stamp,
) -> Result<()> {
    record_answers(tx, records, &HashMap::new(), stamp).await
}

/// The same, where some customers said so in answer to a run: the events name it and its campaign.
pub(crate) async fn record_answers(
    tx: &mut Transaction<'_, Engine>,
    records: &[(CustomerId, ConsentRecord)],
    answers: &HashMap<CustomerId, (RunId, CampaignId)>,
    stamp: &Stamp,
) -> Result<()> {
    let mut changes = Vec::with_capacity(records.len());
    let mut sealed = Vec::with_capacity(records.len());
    for (id, record) in records {
        let mut sealer = ConsentSealer::default();
        sealed.push(sealer.seal(*id, record));
        let mut change = Change::new("customer.consent", "customer", id)
            .with("purpose", record.purpose.code())
            .with("is", word(record.is))
            .with("source", &record.source);
        if let Some((run, campaign)) = answers.get(id) {
            change = change.with("run", run).with("campaign", campaign);
        }
        changes.push(sealer.told(change));
    }
    let first = log::append_all(tx, stamp, changes).await? as i64;
    let counts_from = counting(tx, records).await?;
    let rows: Vec<_> = (first..).zip(records).zip(&sealed).zip(counts_from).collect();
    for batch in rows.chunks(AT_ONCE) {
        insert(tx, batch, stamp).await?;
    }
    stand(tx, records, stamp.at).await
}

/// From when each of these records counts, where that is not when it was given: those before it in the list are recorded before it.
async fn counting(
    tx: &mut Transaction<'_, Engine>,
    records: &[(CustomerId, ConsentRecord)],
) -> Result<Vec<Option<Millis>>> {
    let customers: Vec<CustomerId> = records
        .iter()
        .map(|(id, _)| *id)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut latest = HashMap::new();
    for batch in customers.chunks(AT_ONCE) {
        let columns = format!("{}, purpose, latest", packed::octets("customer_id"));
        let mut sql = QueryBuilder::<Engine>::new(packed::select(
            &columns,
            "(SELECT customer_id, purpose, MAX(COALESCE(counts_from, given_at)) AS latest FROM consent_record WHERE customer_id IN (",
        ));
        let mut list = sql.separated(", ");
        for id in batch {
            list.push_bind(id.0);
        }
        sql.push(") GROUP BY customer_id, purpose)");
        let often = matches!(batch.len(), 1 | AT_ONCE);
        let text: String = sql.build_query_scalar().persistent(often).fetch_one(&mut **tx).await?;
        for (id, code, at) in packed::rows::<(Uuid, &str, Millis)>(&text, "consent_record")? {
            latest.insert((CustomerId(id), purpose(code)?), at);
        }
    }
    let one = |(id, record): &(CustomerId, ConsentRecord)| {
        let before = latest.get(&(*id, record.purpose)).copied();
        let from = counts_from(record.is, record.given_at, before);
        let counts = from.unwrap_or(record.given_at);
        latest.insert(
            (*id, record.purpose),
            before.map_or(counts, |before| before.max(counts)),
        );
        from
    };
    Ok(records.iter().map(one).collect())
}

/// A consent with the number of its event, what seals it, and from when it counts.
type Kept<'a> = (((i64, &'a (CustomerId, ConsentRecord)), &'a Sealed), Option<Millis>);

async fn insert(tx: &mut Transaction<'_, Engine>, batch: &[Kept<'_>], stamp: &Stamp) -> Result<()> {
    let actor = stamp.actor.id();
    let mut sql = QueryBuilder::<Engine>::new(
        "INSERT INTO consent_record (id, customer_id, purpose, state, source, evidence, given_at, recorded_at, actor_kind, actor,
           event, place, leaf, salt, counts_from) ",
    );
    sql.push_values(batch, |mut row, (((event, (id, record)), sealed), counts_from)| {
        row.push_bind(Uuid::now_v7()).push_bind(id.0);
        row.push_bind(record.purpose.code()).push_bind(record.is.number());
        row.push_bind(&record.source).push_bind(&record.evidence);
        row.push_bind(record.given_at).push_bind(stamp.at);
        row.push_bind(stamp.actor.kind()).push_bind(&actor);
        row.push_bind(*event).push_bind(sealed.place);
        row.push_bind(sealed.leaf.as_bytes().as_slice());
        row.push_bind(sealed.salt.as_bytes().as_slice()).push_bind(*counts_from);
    });
    let often = matches!(batch.len(), 1 | AT_ONCE);
    sql.build().persistent(often).execute(&mut **tx).await?;
    Ok(())
}

/// Lets the latest record of each customer and purpose stand.
async fn stand(tx: &mut Transaction<'_, Engine>, records: &[(CustomerId, ConsentRecord)], at: Millis) -> Result<()> {
    let mut touched: BTreeMap<CustomerId, BTreeSet<&'static str>> = BTreeMap::new();
    for (id, record) in records {
        touched.entry(*id).or_default().insert(record.purpose.code());
    }
    // Together those of whom the same purposes changed: each customer's row is written once.
    let mut alike: BTreeMap<BTreeSet<&'static str>, Vec<CustomerId>> = BTreeMap::new();
    for (id, purposes) in touched {
        alike.entry(purposes).or_default().push(id);
    }
    for (purposes, ids) in alike {
        // A purpose's code is one of three of ours.
        let latest = purposes.iter().map(|purpose| {
            format!(
                "consent_{purpose} = (SELECT r.state FROM consent_record r WHERE r.customer_id = customer.id
                   AND r.purpose = '{purpose}' ORDER BY {LATEST} LIMIT 1)"
            )
        });
        let latest: Vec<String> = latest.collect();
        for batch in ids.chunks(AT_ONCE) {
            let mut sql = QueryBuilder::<Engine>::new(format!("UPDATE customer SET {}, ", latest.join(", ")));
            sql.push("version = version + 1, updated_at = ").push_bind(at);
            sql.push(" WHERE id IN (");
            let mut list = sql.separated(", ");
            for id in batch {
                list.push_bind(id.0);
            }
            sql.push(")");
            let often = matches!(batch.len(), 1 | AT_ONCE);
            sql.build().persistent(often).execute(&mut **tx).await?;
        }
    }
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
