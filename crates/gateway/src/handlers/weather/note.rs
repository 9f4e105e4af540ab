//! Noting the weather.

use axum::extract::State;
use chrono::Days;
use store::contract::weather::CityWeather;
use wire::weather::{WeatherEdit, WeatherTable};

use super::list::table;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;

/// Most rows of one request.
const MOST: usize = 2_000;
/// How far ahead weather is taken: nobody knows it longer.
const AHEAD: u64 = 40;

/// Notes the weather of cities, by hand or from another system; what was noted of the same city and day is replaced. Answers
/// what then stands.
#[utoipa::path(put, path = "/weather", tag = "weather", security(("capability" = ["compose"])), request_body = Vec<WeatherEdit>,
    responses((status = 200, body = WeatherTable), (status = 422, body = wire::Problem)))]
pub async fn note(
    may: May<cap::Compose>,
    State(app): State<App>,
    Json(body): Json<Vec<WeatherEdit>>,
) -> Answer<Json<WeatherTable>> {
    if body.len() > MOST {
        return Err(Failure::field(
            "rows",
            ("一次最多 2,000 行。", "At most 2,000 rows at once."),
        ));
    }
    let today = app.today();
    let first = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    let last = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    let mut faults = Vec::new();
    for (n, row) in body.iter().enumerate() {
        let length = row.city.trim().chars().count();
        if !(1..=60).contains(&length) || row.city.chars().any(char::is_control) {
            let words = ("城市为 1 到 60 个字。", "A city has 1 to 60 characters.");
            faults.push((format!("rows.{n}.city"), words.into()));
        }
        if !(first..=last).contains(&row.day) {
            let words = ("日期在昨天到 40 天以内。", "A day from yesterday to 40 days ahead.");
            faults.push((format!("rows.{n}.day"), words.into()));
        }
    }
    Failure::of_fields(faults)?;
    let rows: Vec<CityWeather> = body
        .into_iter()
        .map(|row| CityWeather {
            day: row.day,
            city: row.city,
            kind: row.kind,
        })
        .collect();
    app.store.note_weather(&may.stamp(&app), &rows).await?;
    Ok(Json(table(&app).await?))
}
