//! Customers in SQLite.

pub(crate) mod cache;
mod card;
pub(crate) mod consent;
mod erase;
pub(crate) mod erased_seal;
mod facets;
pub(crate) mod late;
mod list;
pub(crate) mod opt_outs;
mod record;
mod search;
pub(crate) mod suppressed;
pub(crate) mod tags;
pub(crate) mod timeline;

pub(crate) use card::key_of;
pub(crate) use record::of_ids;

use async_trait::async_trait;
use domain::consent::{Consent, Purpose};
use domain::customer::Facts;
use domain::id::CustomerId;
use domain::phone::Phone;
use domain::segment::{Rule, Today};
use domain::time::Millis;
use sqlx::{QueryBuilder, Row, Sqlite as Engine};

use super::{Sqlite, facts, log};
use crate::contract::customers::{
    Card, ConsentRecord, CustomerFacets, CustomerFilter, CustomerRecord, Customers, NumberKnown, TimelineItem,
    TimelinePlace,
};
use crate::error::{Error, Result};
use crate::stamp::{Change, Stamp};

#[async_trait]
impl Customers for Sqlite {
    async fn audience(&self, rule: &Rule, today: &Today, after: Option<CustomerId>, limit: u32) -> Result<Vec<Facts>> {
        facts::audience(&mut *self.read().acquire().await?, rule, today, after, limit).await
    }

    async fn count(&self, rule: &Rule, today: &Today) -> Result<(u64, u64)> {
        facts::count(&mut *self.read().acquire().await?, rule, today).await
    }

    async fn count_lately(&self, rule: &Rule, today: &Today) -> Result<(u64, u64)> {
        let key = format!("{today:?} {rule:?}");
        if let Some(count) = self.cache().count(&key) {
            return Ok(count);
        }
        let changes = self.cache().changes();
        let count = self.count(rule, today).await?;
        self.cache().keep_count(key, changes, count);
        Ok(count)
    }

    async fn sample(&self, rule: &Rule, today: &Today, limit: u32) -> Result<Vec<CustomerRecord>> {
        list::sample(self.read(), rule, today, limit).await
    }

    async fn facts(&self, ids: &[CustomerId], today: &Today) -> Result<Vec<Facts>> {
        facts::of(&mut *self.read().acquire().await?, ids, today).await
    }

    async fn customers(&self, filter: &CustomerFilter) -> Result<Vec<CustomerRecord>> {
        list::page(self.read(), filter).await
    }

    async fn customer_facets(&self) -> Result<CustomerFacets> {
        if let Some(facets) = self.cache().facets() {
            return Ok(facets);
        }
        let changes = self.cache().changes();
        let facets = facets::read(self.read()).await?;
        self.cache().keep_facets(changes, facets.clone());
        Ok(facets)
    }

    async fn customer(&self, id: CustomerId) -> Result<CustomerRecord> {
        record::one(self.read(), id).await
    }

    async fn was_erased(&self, phone: &Phone) -> Result<bool> {
        self.numbers()
            .was_erased(&mut *self.read().acquire().await?, phone)
            .await
    }

    async fn create_customer(&self, id: CustomerId, card: &Card, stamp: &Stamp) -> Result<()> {
        let mut tx = self.begin().await?;
        card::create(&mut tx, id, card, stamp.at).await?;
        log::append(&mut tx, stamp, Change::new("customer.created", "customer", id)).await?;
        self.numbers().entered(&mut tx, id, stamp).await?;
        tx.commit().await?;
        self.cache().changed();
        Ok(())
    }

    async fn edit_customer(&self, id: CustomerId, version: i64, card: &Card, stamp: &Stamp) -> Result<()> {
        let mut tx = self.begin().await?;
        let fields = card::edit(&mut tx, id, version, card, stamp.at).await?;
        if fields.is_empty() {
            return Ok(());
        }
        let change = Change::new("customer.edited", "customer", id).with("fields", fields.join(","));
        log::append(&mut tx, stamp, change).await?;
        if fields.contains(&"phone") {
            self.numbers().entered(&mut tx, id, stamp).await?;
        }
        tx.commit().await?;
        self.cache().changed();
        Ok(())
    }

    async fn erase_customer(&self, id: CustomerId, reason: &str, stamp: &Stamp) -> Result<()> {
        let mut tx = self.begin().await?;
        if let Some(erased) = erase::customer(&mut tx, id, stamp.at).await? {
            let change = Change::new("customer.erased", "customer", id)
                .with("conversations", erased.conversations)
                .with("replies", erased.replies)
                .said("reason", reason);
            log::append(&mut tx, stamp, change).await?;
            if let Some(phone) = &erased.phone {
                self.numbers().erased(&mut tx, phone, &erased.withdrawn, stamp).await?;
            }
            for other in erased.sharing {
                self.numbers().settle(&mut tx, other, stamp).await?;
            }
        }
        self.commit_erasure(tx).await?;
        self.cache().changed();
        Ok(())
    }

    async fn reveal_phone(&self, id: CustomerId, attribute: Option<&str>, stamp: &Stamp) -> Result<String> {
        let mut tx = self.begin().await?;
        let row = sqlx::query("SELECT COALESCE(phone, phone_raw), attributes FROM customer WHERE id = $1")
            .bind(id.0)
            .fetch_one(&mut *tx)
            .await?;
        let phone: Option<String> = match attribute {
            None => row.try_get(0)?,
            Some(name) => {
                let attributes: serde_json::Value =
                    serde_json::from_str(row.try_get(1)?).map_err(|_| Error::Unreadable("customer.attributes"))?;
                attributes[name].as_str().map(str::to_owned)
            }
        };
        let phone = phone.ok_or(Error::WrongState("the customer has no phone"))?;
        log::append(&mut tx, stamp, Change::new("customer.phone_revealed", "customer", id)).await?;
        tx.commit().await?;
        Ok(phone)
    }

    async fn note_contacts(&self, contacts: &[(CustomerId, Millis)]) -> Result<()> {
        let mut tx = self.begin().await?;
        for batch in contacts.chunks(5_000) {
            let mut sql = QueryBuilder::<Engine>::new("WITH said (id, at) AS (");
            sql.push_values(batch, |mut row, (id, at)| {
                row.push_bind(id.0).push_bind(*at);
            });
            sql.push(") UPDATE customer SET last_contact = said.at FROM said WHERE customer.id = said.id ");
            sql.push("AND (customer.last_contact IS NULL OR customer.last_contact < said.at)");
            sql.build().persistent(false).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        self.cache().changed();
        Ok(())
    }

    async fn add_note(&self, id: CustomerId, text: &str, stamp: &Stamp) -> Result<()> {
        let mut tx = self.begin().await?;
        record::present(&mut tx, id).await?;
        sqlx::query(
            "INSERT INTO customer_note (id, customer_id, at, text, actor_kind, actor) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(uuid::Uuid::now_v7())
        .bind(id.0)
        .bind(stamp.at)
        .bind(text)
        .bind(stamp.actor.kind())
        .bind(stamp.actor.id())
        .execute(&mut *tx)
        .await?;
        log::append(&mut tx, stamp, Change::new("customer.noted", "customer", id)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn add_consent(&self, id: CustomerId, record: &ConsentRecord, stamp: &Stamp) -> Result<()> {
        let mut tx = self.begin().await?;
        record::present(&mut tx, id).await?;
        let mut records = vec![(id, record.clone())];
        if record.source == consent::REPLY {
            let others = consent::sharing(&mut tx, id).await?;
            records.extend(others.into_iter().map(|other| (other, record.clone())));
        }
        consent::record_all(&mut tx, &records, stamp).await?;
        if record.is == Consent::Given {
            self.numbers().lift(&mut tx, id, record.purpose, stamp).await?;
        }
        tx.commit().await?;
        self.cache().changed();
        Ok(())
    }

    async fn number_is_known(&self, phone: &Phone) -> Result<NumberKnown> {
        list::number_is_known(self, phone).await
    }

    async fn opted_out(&self, purpose: Purpose) -> Result<Vec<Phone>> {
        consent::opted_out(&mut *self.read().acquire().await?, purpose).await
    }

    async fn consents(&self, id: CustomerId) -> Result<Vec<(Millis, ConsentRecord)>> {
        consent::of(self.read(), id).await
    }

    async fn timeline(&self, id: CustomerId, after: Option<TimelinePlace>, limit: u32) -> Result<Vec<TimelineItem>> {
        timeline::page(self.read(), id, after, limit).await
    }
}
