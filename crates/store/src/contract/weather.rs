//! The weather of customers' cities.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::weather::Weather;

use crate::{Result, Stamp};

/// The weather of a city on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CityWeather {
    /// The day, in the organisation's zone.
    pub day: NaiveDate,
    /// The city; kept as [`domain::weather::city_key`] writes it.
    pub city: String,
    /// What is coming, or came; `None` takes back what was noted.
    pub kind: Option<Weather>,
}

/// The weather of customers' cities, as the firm was told it. Freezing and previewing read it for the day of sending.
#[async_trait]
pub trait Forecast: Send + Sync {
    /// What is noted from `from` to `to`, both included, by day and city.
    async fn weather(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<CityWeather>>;

    /// Notes weather; what was noted of the same city and day before is replaced.
    async fn note_weather(&self, stamp: &Stamp, rows: &[CityWeather]) -> Result<()>;
}
