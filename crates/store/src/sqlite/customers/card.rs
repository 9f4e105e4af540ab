//! Creating and editing one customer.

use domain::id::CustomerId;
use domain::phone::PhoneState;
use domain::time::Millis;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Row, Sqlite as Engine, Transaction, query::Query};

use super::{record, tags};
use crate::contract::customers::{Card, CardPhone, CustomerRecord};
use crate::error::{Error, Result};
use crate::sqlite::facts::{self, day_number, lunar_number, phone_key, sex_number, solar_number};

const CREATE: &str = "INSERT INTO customer (name, number, sex, tier, city, tags, site_stage, site_name, site_started, \
     site_due, project_manager, birthday, lunar_birthday, agent_id, note, attributes, updated_at, id, created_at, \
     phone, phone_state, phone_raw, phone_key, site_stage_said) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, CASE WHEN $7 IS NULL THEN NULL ELSE $17 END)";

const EDIT: &str = "UPDATE customer SET name = $1, number = $2, sex = $3, tier = $4, city = $5, tags = $6, site_stage = $7, \
     site_name = $8, site_started = $9, site_due = $10, project_manager = $11, birthday = $12, lunar_birthday = $13, \
     agent_id = $14, note = $15, attributes = $16, updated_at = $17, \
     site_stage_said = CASE WHEN site_stage IS $7 THEN site_stage_said ELSE $17 END, version = version + 1 WHERE id = $18 AND version = $19";

const EDIT_PHONE: &str =
    "UPDATE customer SET phone = $1, phone_state = $2, phone_raw = $3, phone_key = $4 WHERE id = $5";

type Bound<'q> = Query<'q, Engine, SqliteArguments>;

/// What `customer.phone_key` holds.
pub(crate) fn key_of(phone: &CardPhone) -> Option<String> {
    match (&phone.phone, &phone.raw) {
        (Some(phone), _) => Some(phone_key(phone)),
        (None, Some(raw)) => Some(format!("!{raw}")),
        (None, None) => None,
    }
}

pub(super) async fn create(tx: &mut Transaction<'_, Engine>, id: CustomerId, card: &Card, now: Millis) -> Result<()> {
    free_number(tx, id, card).await?;
    let phone = card.phone.clone().unwrap_or_default();
    let query = bind_phone(bind(sqlx::query(CREATE), card, now)?.bind(id.0).bind(now), &phone);
    query.execute(&mut **tx).await?;
    tags::replace(tx, id, &[], &card.tags).await?;
    tags::remember_attributes(tx, card.attributes.keys()).await
}

/// Answers the names of the fields that changed; none if the card says what is there already.
pub(super) async fn edit(
    tx: &mut Transaction<'_, Engine>,
    id: CustomerId,
    version: i64,
    card: &Card,
    now: Millis,
) -> Result<Vec<&'static str>> {
    let sql = format!(
        "SELECT {}{} FROM customer c WHERE c.id = $1",
        facts::COLUMNS,
        record::MORE
    );
    let row = sqlx::query(AssertSqlSafe(sql)).bind(id.0).fetch_one(&mut **tx).await?;
    let old = record::read(&row)?;
    if old.erased_at.is_some() {
        return Err(Error::WrongState("the customer was erased"));
    }
    if old.version != version {
        return Err(Error::Conflict);
    }
    let fields = changed(&old, card);
    if fields.is_empty() {
        return Ok(fields);
    }
    free_number(tx, id, card).await?;
    bind(sqlx::query(EDIT), card, now)?
        .bind(id.0)
        .bind(version)
        .execute(&mut **tx)
        .await?;
    if let Some(phone) = &card.phone {
        bind_phone(sqlx::query(EDIT_PHONE), phone)
            .bind(id.0)
            .execute(&mut **tx)
            .await?;
    }
    tags::replace(tx, id, &old.facts.tags, &card.tags).await?;
    tags::remember_attributes(tx, card.attributes.keys()).await?;
    Ok(fields)
}

async fn free_number(tx: &mut Transaction<'_, Engine>, id: CustomerId, card: &Card) -> Result<()> {
    let Some(number) = &card.number else {
        return Ok(());
    };
    let taken: i64 = sqlx::query("SELECT COUNT(*) FROM customer WHERE number = $1 AND id <> $2")
        .bind(number)
        .bind(id.0)
        .fetch_one(&mut **tx)
        .await?
        .try_get(0)?;
    if taken > 0 {
        Err(Error::Taken("card.number"))
    } else {
        Ok(())
    }
}

fn changed(old: &CustomerRecord, card: &Card) -> Vec<&'static str> {
    let facts = &old.facts;
    let phone = CardPhone {
        state: facts.phone_state,
        phone: facts.phone.clone(),
        raw: old
            .phone_raw
            .clone()
            .filter(|_| facts.phone_state == PhoneState::Invalid),
    };
    [
        ("number", old.number != card.number),
        ("name", facts.name != card.name),
        ("sex", facts.sex != card.sex),
        ("phone", card.phone.as_ref().is_some_and(|new| *new != phone)),
        ("tier", facts.tier != card.tier),
        ("city", facts.city != card.city),
        ("tags", facts.tags != card.tags),
        ("site_stage", facts.site_stage != card.site_stage),
        ("site_name", facts.site_name != card.site_name),
        ("site_started", facts.site_started != card.site_started),
        ("site_due", facts.site_due != card.site_due),
        ("project_manager", facts.project_manager != card.project_manager),
        ("birthday", facts.birthday != card.birthday),
        ("lunar_birthday", facts.lunar_birthday != card.lunar_birthday),
        ("agent", facts.agent != card.agent),
        ("note", old.note != card.note),
        ("attributes", facts.attributes != card.attributes),
    ]
    .into_iter()
    .filter_map(|(field, changed)| changed.then_some(field))
    .collect()
}

/// Binds $1 to $17 of [`CREATE`] and [`EDIT`].
fn bind<'q>(query: Bound<'q>, card: &Card, now: Millis) -> Result<Bound<'q>> {
    let json = |error| Error::Engine(sqlx::Error::Encode(Box::new(error)));
    Ok(query
        .bind(card.name.clone())
        .bind(card.number.clone())
        .bind(card.sex.map(sex_number))
        .bind(card.tier.clone())
        .bind(card.city.clone())
        .bind(serde_json::to_string(&card.tags).map_err(json)?)
        .bind(card.site_stage.map(domain::customer::SiteStage::number))
        .bind(card.site_name.clone())
        .bind(card.site_started.map(day_number))
        .bind(card.site_due.map(day_number))
        .bind(card.project_manager.clone())
        .bind(card.birthday.map(|day| solar_number(day.month, day.day)))
        .bind(
            card.lunar_birthday
                .map(|day| lunar_number(day.month, day.day, day.leap)),
        )
        .bind(card.agent.map(|id| id.0))
        .bind(card.note.clone())
        .bind(serde_json::to_string(&card.attributes).map_err(json)?)
        .bind(now))
}

fn bind_phone<'q>(query: Bound<'q>, phone: &CardPhone) -> Bound<'q> {
    query
        .bind(phone.phone.as_ref().map(|phone| phone.e164().to_owned()))
        .bind(phone.state.number())
        .bind(phone.raw.clone())
        .bind(key_of(phone))
}
