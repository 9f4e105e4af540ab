//! Writing customers, a thousand a statement.

use std::fmt::Write as _;

use domain::time::Millis;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe, Sqlite as Engine, Transaction};
use uuid::Uuid;

use crate::contract::customers::{CardPhone, CustomerRecord};
use crate::error::{Error, Result};
use crate::sqlite::customers::key_of;
use crate::sqlite::facts::{day_number, lunar_number, sex_number, solar_number};

const COLUMNS: [&str; 30] = [
    "id",
    "created_at",
    "updated_at",
    "import_id",
    "number",
    "name",
    "sex",
    "phone",
    "phone_state",
    "phone_raw",
    "phone_key",
    "tier",
    "city",
    "tags",
    "site_stage",
    "site_name",
    "site_started",
    "site_due",
    "project_manager",
    "last_purchase",
    "purchase_count",
    "purchase_total",
    "birthday",
    "lunar_birthday",
    "consent_service",
    "consent_care",
    "consent_marketing",
    "agent_id",
    "note",
    "attributes",
];

/// Rows per statement: SQLite takes 32,766 values.
pub(super) const BATCH: usize = 1_000;

/// The statement texts; one full batch is prepared once and used again.
pub(super) struct Statements {
    insert: String,
    update: String,
    full: String,
}

impl Statements {
    pub(super) fn new() -> Statements {
        let set: Vec<String> = COLUMNS[2..]
            .iter()
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
        let insert = format!("INSERT INTO customer ({}) VALUES ", COLUMNS.join(", "));
        Statements {
            update: format!(
                " ON CONFLICT (id) DO UPDATE SET {}, version = customer.version + 1",
                set.join(", ")
            ),
            full: format!("{insert}{}", values(BATCH)),
            insert,
        }
    }

    /// Inserts customers who are new.
    pub(super) async fn insert(
        &self,
        tx: &mut Transaction<'_, Engine>,
        rows: &[CustomerRecord],
        by: (Uuid, Millis),
    ) -> Result<()> {
        for batch in rows.chunks(BATCH) {
            let arguments = arguments(batch, by)?;
            let full = batch.len() == BATCH;
            let sql = if full {
                self.full.clone()
            } else {
                format!("{}{}", self.insert, values(batch.len()))
            };
            sqlx::query_with(AssertSqlSafe(sql), arguments)
                .persistent(full)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Replaces customers who are there. What no file can say stays: when they were made and when we last wrote.
    pub(super) async fn update(
        &self,
        tx: &mut Transaction<'_, Engine>,
        rows: &[CustomerRecord],
        by: (Uuid, Millis),
    ) -> Result<()> {
        for batch in rows.chunks(BATCH) {
            let sql = format!("{}{}{}", self.insert, values(batch.len()), self.update);
            let arguments = arguments(batch, by)?;
            sqlx::query_with(AssertSqlSafe(sql), arguments)
                .persistent(false)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }
}

fn values(rows: usize) -> String {
    let one = format!("({})", vec!["?"; COLUMNS.len()].join(","));
    let mut text = String::with_capacity(rows * (one.len() + 1));
    for index in 0..rows {
        let _ = write!(text, "{}{one}", if index == 0 { "" } else { "," });
    }
    text
}

fn json<T: serde::Serialize>(value: &T, none: bool, empty: &str) -> Result<String> {
    if none {
        return Ok(empty.to_owned());
    }
    serde_json::to_string(value).map_err(|error| Error::Engine(sqlx::Error::Encode(Box::new(error))))
}

fn arguments(rows: &[CustomerRecord], (import, now): (Uuid, Millis)) -> Result<SqliteArguments> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(rows.len() * COLUMNS.len(), 0);
    for row in rows {
        push(&mut arguments, row, import, now)?;
    }
    Ok(arguments)
}

fn push(to: &mut SqliteArguments, row: &CustomerRecord, import: Uuid, now: Millis) -> Result<()> {
    let facts = &row.facts;
    let phone = CardPhone {
        state: facts.phone_state,
        phone: facts.phone.clone(),
        raw: row.phone_raw.clone(),
    };
    let encode = |error| Error::Engine(sqlx::Error::Encode(error));
    let mut add = Adding(to);
    add.one(facts.id.0).map_err(encode)?;
    add.one(now).map_err(encode)?;
    add.one(now).map_err(encode)?;
    add.one(import).map_err(encode)?;
    add.one(row.number.clone()).map_err(encode)?;
    add.one(facts.name.clone()).map_err(encode)?;
    add.one(facts.sex.map(sex_number)).map_err(encode)?;
    add.one(facts.phone.as_ref().map(|phone| phone.e164().to_owned()))
        .map_err(encode)?;
    add.one(facts.phone_state.number()).map_err(encode)?;
    add.one(row.phone_raw.clone()).map_err(encode)?;
    add.one(key_of(&phone)).map_err(encode)?;
    add.one(facts.tier.clone()).map_err(encode)?;
    add.one(facts.city.clone()).map_err(encode)?;
    add.one(json(&facts.tags, facts.tags.is_empty(), "[]")?)
        .map_err(encode)?;
    add.one(facts.site_stage.map(domain::customer::SiteStage::number))
        .map_err(encode)?;
    add.one(facts.site_name.clone()).map_err(encode)?;
    add.one(facts.site_started.map(day_number)).map_err(encode)?;
    add.one(facts.site_due.map(day_number)).map_err(encode)?;
    add.one(facts.project_manager.clone()).map_err(encode)?;
    add.one(facts.last_purchase.map(day_number)).map_err(encode)?;
    add.one(facts.purchase_count).map_err(encode)?;
    add.one(facts.purchase_total).map_err(encode)?;
    add.one(facts.birthday.map(|day| solar_number(day.month, day.day)))
        .map_err(encode)?;
    add.one(
        facts
            .lunar_birthday
            .map(|day| lunar_number(day.month, day.day, day.leap)),
    )
    .map_err(encode)?;
    add.one(facts.consents.service.number()).map_err(encode)?;
    add.one(facts.consents.care.number()).map_err(encode)?;
    add.one(facts.consents.marketing.number()).map_err(encode)?;
    add.one(facts.agent.map(|id| id.0)).map_err(encode)?;
    add.one(row.note.clone()).map_err(encode)?;
    add.one(json(&facts.attributes, facts.attributes.is_empty(), "{}")?)
        .map_err(encode)
}

struct Adding<'a>(&'a mut SqliteArguments);

impl Adding<'_> {
    fn one<T>(&mut self, value: T) -> std::result::Result<(), sqlx::error::BoxDynError>
    where
        T: for<'q> sqlx::Encode<'q, Engine> + sqlx::Type<Engine>,
    {
        self.0.add(value)
    }
}
