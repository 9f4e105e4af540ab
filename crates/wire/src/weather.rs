//! The weather of customers' cities. `/api/weather`

use chrono::NaiveDate;
use domain::weather::Weather;

use crate::travels;

travels! {
    /// `GET /api/weather`: what is noted for the days to come.
    pub struct WeatherTable {
        /// The days, today first.
        pub days: Vec<NaiveDate>,
        /// The cities, those with most customers first.
        pub cities: Vec<WeatherCity>,
    }

    /// A city of the table.
    pub struct WeatherCity {
        /// The city.
        pub city: String,
        /// How many customers live there.
        pub customers: u64,
        /// Its weather on each of the table's days; absent: nothing is noted.
        pub kinds: Vec<Option<Weather>>,
    }

    /// One row of `PUT /api/weather`, which takes a list of them: another system may send what it knows.
    pub struct WeatherEdit {
        /// The day, in the organisation's zone.
        pub day: NaiveDate,
        /// The city, 1 to 60 characters; 杭州 and 杭州市 are one.
        pub city: String,
        /// What is coming; absent takes back what was noted.
        pub kind: Option<Weather>,
    }
}
