//! Customers as rules, templates and plans read them.
//!
//! [`columns`] goes with `FROM customer c`, and [`read`] reads a row that begins with them. The audience of a rule is read
//! in pages by id: [`audience`] on any connection, thus also inside the transaction that freezes a run.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};
use domain::consent::{Consent, Consents};
use domain::customer::{Facts, LunarDay, Sex, SiteStage, SolarDay};
use domain::id::{CustomerId, UserId};
use domain::phone::{Phone, PhoneState};
use domain::segment::{Rule, Today};
use serde::Deserialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite as Engine, SqliteConnection};
use uuid::Uuid;

use super::rule::push_rule;
use super::{dialect, packed, weather};
use crate::error::{Error, Result};

/// The columns that [`read`] reads, in its order.
pub(crate) const COLUMNS: &str = "c.id, c.name, c.sex, c.phone, c.phone_state, c.tier, c.city, c.tags, c.site_stage, \
     c.site_name, c.site_started, c.site_due, c.project_manager, c.last_purchase, c.purchase_count, c.purchase_total, \
     c.birthday, c.lunar_birthday, c.consent_service, c.consent_care, c.consent_marketing, c.agent_id, c.last_contact, \
     c.erased_at, c.attributes";

/// How many columns [`COLUMNS`] names; what else a query selects begins at this index.
pub(crate) const COUNT: usize = 25;

const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("1970-01-01 is a date");

/// A date as it is stored: days since 1970-01-01.
pub(crate) fn day_number(date: NaiveDate) -> i64 {
    (date - EPOCH).num_days()
}

/// The date stored as `number`.
pub(crate) fn date(number: i64) -> Result<NaiveDate> {
    let days = Days::new(number.unsigned_abs());
    let date = if number < 0 {
        EPOCH.checked_sub_days(days)
    } else {
        EPOCH.checked_add_days(days)
    };
    date.ok_or(Error::Unreadable("a date"))
}

/// A solar birthday as it is stored.
pub(crate) fn solar_number(month: u8, day: u8) -> i64 {
    i64::from(month) * 100 + i64::from(day)
}

/// A lunar birthday as it is stored.
pub(crate) fn lunar_number(month: u8, day: u8, leap: bool) -> i64 {
    solar_number(month, day) * 10 + i64::from(leap)
}

/// The solar birthday stored as `number`.
pub(crate) fn solar_day(number: i64) -> SolarDay {
    SolarDay {
        month: (number / 100) as u8,
        day: (number % 100) as u8,
    }
}

/// The lunar birthday stored as `number`.
pub(crate) fn lunar_day(number: i64) -> LunarDay {
    let SolarDay { month, day } = solar_day(number / 10);
    LunarDay {
        month,
        day,
        leap: number % 10 == 1,
    }
}

/// What `customer.phone_key` holds for a phone: find a customer by phone with `phone_key = phone_key(phone)`.
pub(crate) fn phone_key(phone: &Phone) -> String {
    reversed_digits(phone.e164())
}

/// The digits of `text`, last first.
pub(crate) fn reversed_digits(text: &str) -> String {
    let digits = text.bytes().rev().filter(u8::is_ascii_digit);
    let mut reversed = String::with_capacity(text.len());
    reversed.extend(digits.map(char::from));
    reversed
}

/// How a customer's sex is stored: 1 female, 2 male.
pub(crate) fn sex_number(sex: Sex) -> i64 {
    match sex {
        Sex::Female => 1,
        Sex::Male => 2,
    }
}

/// The sex stored as `number`.
pub(crate) fn sex(number: i64) -> Option<Sex> {
    match number {
        1 => Some(Sex::Female),
        2 => Some(Sex::Male),
        _ => None,
    }
}

/// A customer's columns in the order of [`COLUMNS`], as they are stored.
#[derive(Deserialize)]
struct Stored<'t> {
    id: Uuid,
    name: String,
    sex: Option<i64>,
    phone: Option<&'t str>,
    phone_state: i16,
    tier: Option<String>,
    city: Option<String>,
    #[serde(borrow)]
    tags: Cow<'t, str>,
    site_stage: Option<i16>,
    site_name: Option<String>,
    site_started: Option<i64>,
    site_due: Option<i64>,
    project_manager: Option<String>,
    last_purchase: Option<i64>,
    purchase_count: i64,
    purchase_total: i64,
    birthday: Option<i64>,
    lunar_birthday: Option<i64>,
    service: i16,
    care: i16,
    marketing: i16,
    agent: Option<Uuid>,
    last_contact: Option<i64>,
    erased_at: Option<i64>,
    #[serde(borrow)]
    attributes: Cow<'t, str>,
}

impl Stored<'_> {
    /// Of the weather it says nothing.
    fn facts(self) -> Result<Facts> {
        let day = |number: Option<i64>| number.map(date).transpose();
        Ok(Facts {
            id: CustomerId(self.id),
            name: self.name,
            sex: self.sex.and_then(sex),
            phone: self
                .phone
                .map(Phone::parse)
                .transpose()
                .map_err(|_| Error::Unreadable("customer.phone"))?,
            phone_state: PhoneState::from_number(self.phone_state),
            tier: self.tier,
            city: self.city,
            weather: None,
            tags: json(&self.tags, "[]", "customer.tags")?,
            site_stage: self.site_stage.and_then(SiteStage::from_number),
            site_name: self.site_name,
            site_started: day(self.site_started)?,
            site_due: day(self.site_due)?,
            project_manager: self.project_manager,
            last_purchase: day(self.last_purchase)?,
            purchase_count: self.purchase_count,
            purchase_total: self.purchase_total,
            birthday: self.birthday.map(solar_day),
            lunar_birthday: self.lunar_birthday.map(lunar_day),
            consents: Consents {
                service: Consent::from_number(self.service),
                care: Consent::from_number(self.care),
                marketing: Consent::from_number(self.marketing),
            },
            agent: self.agent.map(UserId),
            last_contact: self.last_contact,
            erased: self.erased_at.is_some(),
            attributes: json(&self.attributes, "{}", "customer.attributes")?,
        })
    }
}

/// Reads a row whose first columns are [`COLUMNS`]; of the weather it says nothing.
pub(crate) fn read(row: &SqliteRow) -> Result<Facts> {
    let stored = Stored {
        id: row.try_get(0)?,
        name: row.try_get(1)?,
        sex: row.try_get(2)?,
        phone: row.try_get(3)?,
        phone_state: row.try_get(4)?,
        tier: row.try_get(5)?,
        city: row.try_get(6)?,
        tags: Cow::Borrowed(row.try_get(7)?),
        site_stage: row.try_get(8)?,
        site_name: row.try_get(9)?,
        site_started: row.try_get(10)?,
        site_due: row.try_get(11)?,
        project_manager: row.try_get(12)?,
        last_purchase: row.try_get(13)?,
        purchase_count: row.try_get(14)?,
        purchase_total: row.try_get(15)?,
        birthday: row.try_get(16)?,
        lunar_birthday: row.try_get(17)?,
        service: row.try_get(18)?,
        care: row.try_get(19)?,
        marketing: row.try_get(20)?,
        agent: row.try_get(21)?,
        last_contact: row.try_get(22)?,
        erased_at: row.try_get(23)?,
        attributes: Cow::Borrowed(row.try_get(24)?),
    };
    stored.facts()
}

/// Reads JSON that mostly is empty.
fn json<T: Default + serde::de::DeserializeOwned>(text: &str, empty: &str, place: &'static str) -> Result<T> {
    if text == empty {
        return Ok(T::default());
    }
    serde_json::from_str(text).map_err(|_| Error::Unreadable(place))
}

/// The next customers whom `rule` selects, by id, after `after`. Reads `limit` at most; fewer mean that there are no more.
pub(crate) async fn audience(
    connection: &mut SqliteConnection,
    rule: &Rule,
    today: &Today,
    after: Option<CustomerId>,
    limit: u32,
) -> Result<Vec<Facts>> {
    let columns = COLUMNS
        .replace("c.id", &packed::octets("c.id"))
        .replace("c.agent_id", &packed::octets("c.agent_id"));
    let mut sql = QueryBuilder::<Engine>::new(packed::select(&columns, "(SELECT "));
    sql.push(COLUMNS)
        .push(" FROM customer c ")
        .push(dialect::BY_ID)
        .push(" WHERE c.id > ");
    sql.push_bind(after.map_or(Uuid::nil(), |id| id.0)).push(" AND ");
    push_rule(&mut sql, rule, today);
    sql.push(" ORDER BY c.id LIMIT ")
        .push_bind(i64::from(limit))
        .push(") c");
    let text: String = sql.build_query_scalar().fetch_one(&mut *connection).await?;
    let rows: Vec<Stored<'_>> = packed::rows(&text, "customer")?;
    let mut page: Vec<Facts> = rows.into_iter().map(Stored::facts).collect::<Result<_>>()?;
    weather::fill(connection, today.date, &mut page).await?;
    Ok(page)
}

/// How many customers `rule` selects, and how many of them have a mobile phone.
pub(crate) async fn count(connection: &mut SqliteConnection, rule: &Rule, today: &Today) -> Result<(u64, u64)> {
    let mut sql = QueryBuilder::<Engine>::new(
        "SELECT COUNT(*), COUNT(CASE WHEN c.phone_state = 1 THEN 1 END) FROM customer c WHERE ",
    );
    push_rule(&mut sql, rule, today);
    let row = sql.build().persistent(false).fetch_one(connection).await?;
    Ok((
        row.try_get::<i64, _>(0)?.unsigned_abs(),
        row.try_get::<i64, _>(1)?.unsigned_abs(),
    ))
}

/// The facts of some customers on a day, in no order. Ids that nobody has are left out. At most 30,000 ids.
pub(crate) async fn of(connection: &mut SqliteConnection, ids: &[CustomerId], today: &Today) -> Result<Vec<Facts>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Engine>::new("SELECT ");
    sql.push(COLUMNS).push(" FROM customer c WHERE c.id IN (");
    let mut list = sql.separated(", ");
    for id in ids {
        list.push_bind(id.0);
    }
    sql.push(")");
    let rows = sql.build().persistent(false).fetch_all(&mut *connection).await?;
    let mut found: Vec<Facts> = rows.iter().map(read).collect::<Result<_>>()?;
    weather::fill(connection, today.date, &mut found).await?;
    Ok(found)
}
