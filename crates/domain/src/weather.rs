//! The weather of a customer's city.

pub use crate::library::Weather;

/// A city as weather is kept and looked up by: without white space around it, and without the 市 of its full name, so that
/// 杭州市 and 杭州 are one.
pub fn city_key(city: &str) -> &str {
    let city = city.trim();
    match city.strip_suffix('市') {
        Some(short) if short.chars().count() >= 2 => short,
        _ => city,
    }
}

impl Weather {
    /// The stable code, as stored and as it travels.
    pub const fn code(self) -> &'static str {
        match self {
            Weather::ColdWave => "cold_wave",
            Weather::HeavyRain => "heavy_rain",
            Weather::Heat => "heat",
            Weather::Gale => "gale",
            Weather::SnowIce => "snow_ice",
            Weather::Fog => "fog",
            Weather::Thunderstorm => "thunderstorm",
            Weather::Dust => "dust",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Weather> {
        Weather::ALL.iter().copied().find(|weather| weather.code() == code)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_city_is_found_under_its_full_name_too() {
        for (written, key) in [
            ("杭州市", "杭州"),
            (" 杭州 ", "杭州"),
            ("沙市", "沙市"),
            ("Hangzhou", "Hangzhou"),
            ("", ""),
        ] {
            assert_eq!(city_key(written), key, "{written}");
        }
    }

    #[test]
    fn codes_are_those_that_travel() {
        for weather in Weather::ALL {
            assert_eq!(serde_json::to_value(weather).unwrap(), weather.code());
            assert_eq!(Weather::from_code(weather.code()), Some(*weather));
        }
    }
}
