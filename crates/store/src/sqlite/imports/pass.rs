//! One pass over a file: the dry run and the application.

use std::collections::HashSet;

use async_trait::async_trait;
use domain::id::CustomerId;
use domain::phone::Phone;
use uuid::Uuid;

use super::hold::Hold;
use super::ids::Ids;
use super::merge::Said;
use super::script::{Rows, Script};
use super::seen::{Named, Seen};
use super::writing::{Known, Writing, purchase};
use super::{bulk, counted, events, owners, purchases, rows};
use crate::contract::SideTree;
use crate::contract::customers::ConsentRecord;
use crate::contract::imports::{CustomerLine, EventLine, ImportCounts, ImportPass, PassPlan, PurchaseLine, Verdict};
use crate::error::{Error, Result};
use crate::sqlite::customers::consent::{self, ConsentSealer};
use crate::sqlite::customers::suppressed::Suppressed;
use crate::sqlite::customers::{key_of, of_ids, tags};
use crate::sqlite::{Importing, Sqlite, log, side};
use crate::stamp::{Change, Stamp};

/// How many rows with new numbers a dry run looks at for zeros that a spreadsheet stripped: it strips them from all.
const LOOKED_AT_FOR_ZEROS: usize = 10_000;

pub(super) struct Pass {
    store: Sqlite,
    hold: Hold,
    plan: PassPlan,
    stamp: Stamp,
    /// Whom earlier rows of a customers' file named.
    named: Named,
    /// What earlier rows of another file told of.
    seen: Seen,
    /// Rows whose numbers are still looked for with other zeros in front.
    zeros: usize,
    /// Nobody was there when the pass began, so nobody need be looked for.
    fresh: bool,
    dropped: Vec<String>,
    statements: rows::Statements,
    ids: Ids,
    attributes: std::collections::BTreeSet<String>,
    suppressed: Suppressed,
    /// Numbers of who was erased and comes back.
    back: Vec<Phone>,
    sealer: ConsentSealer,
    /// The number that the event of this pass will have: nothing else is logged while its transaction holds the write lock.
    event: i64,
    /// While this pass holds the write lock.
    _importing: Option<Importing>,
}

impl Pass {
    pub(super) async fn begin(store: &Sqlite, plan: PassPlan, stamp: &Stamp) -> Result<Pass> {
        let mut tx = if plan.write {
            store.begin_large().await?
        } else {
            store.dry.begin().await?
        };
        let importing = plan.write.then(|| store.importing());
        let customers: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM customer")
            .fetch_one(&mut *tx)
            .await?;
        let dropped = if plan.write {
            bulk::drop_indexes(&mut tx, plan.expected, customers.unsigned_abs()).await?
        } else {
            Vec::new()
        };
        let event = sqlx::query_scalar("SELECT COALESCE(MAX(seq) + 1, 0) FROM event")
            .fetch_one(&mut *tx)
            .await?;
        let suppressed = store.numbers().all(&mut tx).await?;
        let expected = plan.expected;
        Ok(Pass {
            store: store.clone(),
            hold: Hold::new(tx),
            statements: rows::Statements::new(plan.id.0, stamp.at),
            stamp: stamp.clone(),
            // What a file claims of itself is not believed beyond some millions.
            named: Named::with_room(expected.min(1_500_000) as usize),
            seen: Seen::default(),
            zeros: if plan.write { 0 } else { LOOKED_AT_FOR_ZEROS },
            fresh: customers == 0,
            dropped,
            ids: Ids::default(),
            attributes: std::collections::BTreeSet::new(),
            suppressed,
            back: Vec::new(),
            sealer: ConsentSealer::default(),
            event,
            _importing: importing,
            plan,
        })
    }

    /// The customers of the rows, or why a row is refused.
    async fn resolve(&mut self, rows: &[CustomerLine], keys: &[Option<String>]) -> Result<Vec<Resolved>> {
        let numbers = rows.iter().filter_map(|row| row.number.clone()).collect();
        let tx = self.hold.tx().await?;
        let by_number = owners::find(tx, "c.number", numbers).await?;
        let by_phone = owners::find(tx, "c.phone_key", keys.iter().flatten().cloned().collect()).await?;
        let one = |(row, key): (&CustomerLine, &Option<String>)| {
            owners::decide(&by_number, &by_phone, row.number.as_ref(), key.as_ref())
        };
        Ok(rows.iter().zip(keys).map(one).collect())
    }

    /// The numbers of new customers that somebody has but for zeros in front.
    async fn but_for_zeros(&mut self, rows: &[CustomerLine], resolved: &[Resolved]) -> Result<HashSet<String>> {
        let new = rows.iter().zip(resolved).filter(|(_, one)| matches!(one, Ok(None)));
        let numbers: Vec<&String> = new
            .filter_map(|(row, _)| row.number.as_ref())
            .take(self.zeros)
            .collect();
        if self.fresh || numbers.is_empty() {
            return Ok(HashSet::new());
        }
        self.zeros -= numbers.len();
        owners::but_for_zeros(self.hold.tx().await?, numbers).await
    }

    /// The records of those who are there, and which of the rows' purchases are known.
    async fn known(&mut self, rows: &[CustomerLine], resolved: &[Resolved]) -> Result<Known> {
        let ids: Vec<Uuid> = resolved.iter().filter_map(|one| one.ok().flatten()).collect();
        let tx = self.hold.tx().await?;
        let records = of_ids(tx, &ids).await?;
        let bought = rows.iter().zip(resolved);
        let bought = bought.filter_map(|(row, one)| purchase(row, one.ok()??));
        let purchases = purchases::of_days(tx, bought.map(|one| one.when())).await?;
        Ok(Known {
            records: records.into_iter().map(|record| (record.facts.id.0, record)).collect(),
            purchases,
        })
    }

    /// What is to be executed, in this order: customers before what refers to them.
    fn script(&mut self, writing: Writing) -> Script {
        let mut script = Script::default();
        self.statements.insert(writing.new, &mut script);
        self.statements.update(writing.changed, &mut script);
        let tags = Rows {
            head: "INSERT INTO customer_tag (tag, customer_id)",
            width: 2,
            same: "",
            tail: " ON CONFLICT DO NOTHING",
        };
        script.add_rows(&tags, &writing.tags, |(id, tag), to| {
            to.add(tag.clone()).add(id.0);
        });
        rows::stages_said(&writing.stages, self.stamp.at, &mut script);
        purchases::put(&writing.purchases, self.stamp.at, &mut script);
        self.consents(&writing.consents, &mut script);
        script
    }

    fn consents(&mut self, consents: &[(CustomerId, u64, Said)], script: &mut Script) {
        let Pass {
            plan,
            stamp,
            ids,
            sealer,
            event,
            ..
        } = self;
        let actor = stamp.actor.id();
        let records = Rows {
            head: "INSERT INTO consent_record (id, customer_id, purpose, state, source, evidence, given_at, recorded_at, actor_kind, actor,
               event, place, leaf, salt)",
            width: 14,
            same: "",
            tail: "",
        };
        script.add_rows(&records, consents, |(customer, line, said), to| {
            let record = ConsentRecord {
                purpose: said.purpose,
                is: said.is,
                source: said.source.to_owned(),
                evidence: Some(format!("{}:{line}", plan.file)),
                given_at: stamp.at,
            };
            let sealed = sealer.seal(*customer, &record);
            to.add(ids.next())
                .add(customer.0)
                .add(said.purpose.code())
                .add(said.is.number())
                .add(record.source)
                .add(record.evidence)
                .add(record.given_at)
                .add(stamp.at)
                .add(stamp.actor.kind())
                .add(actor.clone())
                .add(*event)
                .add(sealed.place)
                .add(sealed.leaf.as_bytes().to_vec())
                .add(sealed.salt.as_bytes().to_vec());
        });
    }
}

type Resolved = std::result::Result<Option<Uuid>, Verdict>;

#[async_trait]
impl ImportPass for Pass {
    async fn customers(&mut self, rows: Vec<CustomerLine>) -> Result<Vec<Verdict>> {
        let keys: Vec<Option<String>> = rows.iter().map(|row| row.phone.as_ref().and_then(key_of)).collect();
        let (resolved, known) = if self.fresh {
            (vec![Ok(None); rows.len()], Known::default())
        } else {
            let resolved = self.resolve(&rows, &keys).await?;
            let known = self.known(&rows, &resolved).await?;
            (resolved, known)
        };
        let but_for_zeros = self.but_for_zeros(&rows, &resolved).await?;
        let mut verdicts = Vec::with_capacity(rows.len());
        let mut writing = Writing::default();
        for ((row, key), resolved) in rows.into_iter().zip(keys).zip(resolved) {
            let phone = row.phone.as_ref().and_then(|phone| phone.phone.clone());
            let verdict = match resolved {
                _ if self.named.repeated(row.number.as_deref(), key.as_deref()) => Verdict::Repeated,
                Err(verdict) => verdict,
                // Two rows can name one customer by different keys, a number and a phone.
                Ok(Some(id)) if !self.named.customer(id) => Verdict::Repeated,
                Ok(Some(id)) => match known.records.get(&id) {
                    Some(old) => {
                        let new = phone.filter(|phone| old.facts.phone.as_ref() != Some(phone));
                        let listed = self.suppressed.of(new.as_ref());
                        if listed.erased && !self.plan.with_erased {
                            Verdict::Erased
                        } else {
                            let verdict = writing.take_old(old, row, &known, &listed.withdrawn, self.stamp.at);
                            let back = listed.erased && verdict == Verdict::Changed;
                            self.back.extend(new.filter(|_| back));
                            verdict
                        }
                    }
                    None => return Err(Error::Unreadable("customer")),
                },
                Ok(None) if self.suppressed.of(phone.as_ref()).erased && !self.plan.with_erased => Verdict::Erased,
                Ok(None) if row.number.as_ref().is_some_and(|number| but_for_zeros.contains(number)) => {
                    Verdict::NewButForZeros
                }
                Ok(None) => {
                    if self.plan.write {
                        for name in row.attributes.keys() {
                            if !self.attributes.contains(name) {
                                self.attributes.insert(name.clone());
                            }
                        }
                        let listed = self.suppressed.of(phone.as_ref());
                        writing.take_new(self.ids.next(), row, key, &listed.withdrawn, self.stamp.at);
                        self.back.extend(phone.filter(|_| listed.erased));
                    }
                    Verdict::New
                }
            };
            verdicts.push(verdict);
        }
        if self.plan.write {
            for row in &writing.changed {
                self.attributes.extend(row.record.facts.attributes.keys().cloned());
            }
            let script = self.script(writing);
            if !script.is_empty() {
                self.hold.execute(script).await?;
            }
        }
        Ok(verdicts)
    }

    async fn purchases(&mut self, rows: Vec<PurchaseLine>) -> Result<Vec<Verdict>> {
        let write = self.plan.write.then_some(self.stamp.at);
        purchases::batch(self.hold.tx().await?, rows, &mut self.seen, write).await
    }

    async fn events(&mut self, rows: Vec<EventLine>) -> Result<Vec<Verdict>> {
        let write = self.plan.write.then_some(self.stamp.at);
        events::batch(self.hold.tx().await?, rows, &mut self.seen, write).await
    }

    async fn commit(self: Box<Self>, counts: ImportCounts) -> Result<()> {
        let Pass {
            store,
            hold,
            plan,
            stamp,
            fresh,
            dropped,
            attributes,
            back,
            sealer,
            event,
            ..
        } = *self;
        let mut tx = hold.release().await?;
        if !plan.write {
            tx.rollback().await?;
            return Ok(());
        }
        bulk::build_indexes(&mut tx, &dropped).await?;
        if !fresh && sealer.count() > 0 {
            consent::raise(&mut tx, event).await?;
        }
        tags::remember_attributes(&mut tx, attributes.iter()).await?;
        let ended = sqlx::query(
            "UPDATE import_job SET state = 'applied', ended_at = $1, permille = 1000, sample = '[]', understood = '[]', new_rows = $2, changed_rows = $3,
               unchanged_rows = $4, refused_rows = $5, unreachable_rows = $6, done = $8, total = $8 WHERE id = $7 AND state = 'applying'",
        )
        .bind(stamp.at)
        .bind(counts.new as i64)
        .bind(counts.changed as i64)
        .bind(counts.unchanged as i64)
        .bind(counts.refused as i64)
        .bind(counts.unreachable as i64)
        .bind(plan.id.0)
        .bind((counts.new + counts.changed + counts.unchanged + counts.refused) as i64)
        .execute(&mut *tx)
        .await?;
        if ended.rows_affected() == 0 {
            return Err(Error::WrongState("the import is not being applied"));
        }
        let change = Change::new("import.applied", "import", plan.id).with("from", "applying");
        let change = counted(change, counts);
        let change = if back.is_empty() {
            change
        } else {
            change.with("brought_back", back.len())
        };
        let change = if sealer.count() > 0 {
            sealer.told(change)
        } else {
            change
        };
        let logged = log::append(&mut tx, &stamp, change).await?;
        if logged as i64 != event {
            return Err(Error::WrongState("the log grew within an import"));
        }
        side::put(&mut tx, SideTree::Consents(logged), sealer.upper()).await?;
        let phones = back.iter().map(Phone::e164);
        store.numbers().came_back(&mut tx, phones, &stamp).await?;
        store.commit_large(tx).await?;
        store.cache().changed();
        Ok(())
    }
}
