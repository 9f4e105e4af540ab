//! The weather of customers' cities, in SQLite.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::customer::Facts;
use domain::weather::{Weather, city_key};
use sqlx::{Row, SqliteConnection};

use super::facts::{date, day_number};
use super::{Sqlite, log};
use crate::contract::weather::{CityWeather, Forecast};
use crate::{Change, Error, Result, Stamp};

#[async_trait]
impl Forecast for Sqlite {
    async fn weather(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<CityWeather>> {
        sqlx::query("SELECT day, city, kind FROM weather WHERE day BETWEEN $1 AND $2 ORDER BY day, city")
            .bind(day_number(from))
            .bind(day_number(to))
            .fetch_all(self.read())
            .await?
            .iter()
            .map(|row| {
                Ok(CityWeather {
                    day: date(row.try_get(0)?)?,
                    city: row.try_get(1)?,
                    kind: Some(kind(row.try_get(2)?)?),
                })
            })
            .collect()
    }

    async fn note_weather(&self, stamp: &Stamp, rows: &[CityWeather]) -> Result<()> {
        let mut tx = self.begin().await?;
        let mut changed = 0;
        for row in rows {
            let (day, city) = (day_number(row.day), city_key(&row.city));
            let done = match row.kind {
                Some(kind) => {
                    sqlx::query(
                        "INSERT INTO weather (day, city, kind) VALUES ($1, $2, $3)
                         ON CONFLICT (day, city) DO UPDATE SET kind = excluded.kind WHERE kind <> excluded.kind",
                    )
                    .bind(day)
                    .bind(city)
                    .bind(kind.code())
                    .execute(&mut *tx)
                    .await?
                }
                None => {
                    sqlx::query("DELETE FROM weather WHERE day = $1 AND city = $2")
                        .bind(day)
                        .bind(city)
                        .execute(&mut *tx)
                        .await?
                }
            };
            changed += done.rows_affected();
        }
        if changed > 0 {
            let change = Change::new("weather.noted", "organisation", 1).with("rows", changed);
            log::append(&mut tx, stamp, change).await?;
        }
        Ok(tx.commit().await?)
    }
}

fn kind(code: &str) -> Result<Weather> {
    Weather::from_code(code).ok_or(Error::Unreadable("weather.kind"))
}

/// Fills in the weather of a day in the customers' cities.
pub(super) async fn fill(connection: &mut SqliteConnection, day: NaiveDate, customers: &mut [Facts]) -> Result<()> {
    let rows = sqlx::query("SELECT city, kind FROM weather WHERE day = $1")
        .bind(day_number(day))
        .fetch_all(connection)
        .await?;
    if rows.is_empty() {
        return Ok(());
    }
    let mut known: HashMap<&str, Weather> = HashMap::with_capacity(rows.len());
    for row in &rows {
        known.insert(row.try_get(0)?, kind(row.try_get(1)?)?);
    }
    for facts in customers {
        facts.weather = facts
            .city
            .as_deref()
            .and_then(|city| known.get(city_key(city)).copied());
    }
    Ok(())
}
