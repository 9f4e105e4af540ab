//! What is noted for the days to come.

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use chrono::{Days, NaiveDate};
use domain::weather::{Weather, city_key};
use wire::weather::{WeatherCity, WeatherTable};

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;

/// Days of the table, today included.
const DAYS: u64 = 5;
/// Cities of the table; those with weather are there even beyond.
const CITIES: usize = 30;

/// The weather of today and the days to come, in the cities with most customers and wherever else some is noted.
#[utoipa::path(get, path = "/weather", tag = "weather", security(("capability" = ["see_customers"])),
    responses((status = 200, body = WeatherTable)))]
pub async fn list(_may: May<cap::SeeCustomers>, State(app): State<App>) -> Answer<Json<WeatherTable>> {
    Ok(Json(table(&app).await?))
}

pub(super) async fn table(app: &App) -> Answer<WeatherTable> {
    let today = app.today();
    let days: Vec<NaiveDate> = (0..DAYS).filter_map(|n| today.checked_add_days(Days::new(n))).collect();
    let noted = app.store.weather(today, days.last().copied().unwrap_or(today)).await?;
    let noted: HashMap<(NaiveDate, String), Weather> = noted
        .into_iter()
        .filter_map(|row| Some(((row.day, row.city), row.kind?)))
        .collect();
    let mut known = customers_by_city(app).await?;
    known.sort_by(|(one, a), (other, b)| b.cmp(a).then_with(|| one.cmp(other)));
    let mut cities: Vec<(String, u64)> = known.iter().take(CITIES).cloned().collect();
    let shown = |cities: &[(String, u64)], city: &str| cities.iter().any(|(one, _)| one == city);
    let mut others: Vec<&String> = noted.keys().map(|(_, city)| city).collect();
    others.sort();
    for city in others {
        if !shown(&cities, city) {
            let customers = known.iter().find(|(one, _)| one == city).map_or(0, |(_, count)| *count);
            cities.push((city.clone(), customers));
        }
    }
    let rows = cities.into_iter().map(|(city, customers)| WeatherCity {
        kinds: days
            .iter()
            .map(|day| noted.get(&(*day, city.clone())).copied())
            .collect(),
        city,
        customers,
    });
    Ok(WeatherTable {
        cities: rows.collect(),
        days,
    })
}

/// Customers by city, under the name by which weather is kept.
pub(crate) async fn customers_by_city(app: &App) -> Answer<Vec<(String, u64)>> {
    let facets = app.store.customer_facets().await?;
    let mut cities: BTreeMap<String, u64> = BTreeMap::new();
    for (city, customers) in facets.cities {
        *cities.entry(city_key(&city).to_owned()).or_default() += customers;
    }
    Ok(cities.into_iter().collect())
}
