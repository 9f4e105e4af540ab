//! Customers as rules, templates and plans read them.
//!
//! [`columns`] goes with `FROM customer c`, and [`read`] reads a row that begins with them. The audience of a rule is read
//! in pages by id: [`audience`] on any connection, thus also inside the transaction that freezes a run.

use chrono::{Days, NaiveDate};
use domain::consent::{Consent, Consents};
use domain::customer::{Facts, LunarDay, Sex, SiteStage, SolarDay};
use domain::id::{CustomerId, UserId};
use domain::phone::{Phone, PhoneState};
use domain::segment::{Rule, Today};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite as Engine, SqliteConnection};
use uuid::Uuid;

use super::dialect;
use super::rule::push_rule;
use super::weather;
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

/// Reads a row whose first columns are [`COLUMNS`]; of the weather it says nothing.
pub(crate) fn read(row: &SqliteRow) -> Result<Facts> {
    let day = |index: usize| row.try_get::<Option<i64>, _>(index)?.map(date).transpose();
    let tags: &str = row.try_get(7)?;
    let attributes: &str = row.try_get(24)?;
    let consent = |index: usize| Ok::<_, Error>(Consent::from_number(row.try_get(index)?));
    Ok(Facts {
        id: CustomerId(row.try_get(0)?),
        name: row.try_get(1)?,
        sex: row.try_get::<Option<i64>, _>(2)?.and_then(sex),
        phone: row
            .try_get::<Option<&str>, _>(3)?
            .map(Phone::parse)
            .transpose()
            .map_err(|_| Error::Unreadable("customer.phone"))?,
        phone_state: PhoneState::from_number(row.try_get(4)?),
        tier: row.try_get(5)?,
        city: row.try_get(6)?,
        weather: None,
        tags: json(tags, "[]", "customer.tags")?,
        site_stage: row.try_get::<Option<i16>, _>(8)?.and_then(SiteStage::from_number),
        site_name: row.try_get(9)?,
        site_started: day(10)?,
        site_due: day(11)?,
        project_manager: row.try_get(12)?,
        last_purchase: day(13)?,
        purchase_count: row.try_get(14)?,
        purchase_total: row.try_get(15)?,
        birthday: row.try_get::<Option<i64>, _>(16)?.map(solar_day),
        lunar_birthday: row.try_get::<Option<i64>, _>(17)?.map(lunar_day),
        consents: Consents {
            service: consent(18)?,
            care: consent(19)?,
            marketing: consent(20)?,
        },
        agent: row.try_get::<Option<Uuid>, _>(21)?.map(UserId),
        last_contact: row.try_get(22)?,
        erased: row.try_get::<Option<i64>, _>(23)?.is_some(),
        attributes: json(attributes, "{}", "customer.attributes")?,
    })
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
    let mut sql = QueryBuilder::<Engine>::new("SELECT ");
    sql.push(COLUMNS)
        .push(" FROM customer c ")
        .push(dialect::BY_ID)
        .push(" WHERE c.id > ");
    sql.push_bind(after.map_or(Uuid::nil(), |id| id.0)).push(" AND ");
    push_rule(&mut sql, rule, today);
    sql.push(" ORDER BY c.id LIMIT ").push_bind(i64::from(limit));
    let rows = sql.build().fetch_all(&mut *connection).await?;
    let mut page: Vec<Facts> = rows.iter().map(read).collect::<Result<_>>()?;
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
