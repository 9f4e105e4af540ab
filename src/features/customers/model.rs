//! The list's filter as the URL spells it, birthdays to come, and how old a contact is.

use chrono::NaiveDate;
use domain::customer::{LunarDay, SiteStage, SolarDay};
use domain::id::SegmentId;
use domain::phone::PhoneState;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::customers::{CustomerQuery, CustomerSort};

use crate::routes::query_value;

/// The URL's keys of the filter.
pub(super) mod key {
    pub const SEARCH: &str = "q";
    pub const TAG: &str = "tag";
    pub const CITY: &str = "city";
    pub const TIER: &str = "tier";
    pub const STAGE: &str = "stage";
    pub const PHONE: &str = "phone";
    pub const SEGMENT: &str = "segment";
    pub const SORT: &str = "sort";
    /// Those that narrow the list; the order does not.
    pub const FILTERS: [&str; 7] = [SEARCH, TAG, CITY, TIER, STAGE, PHONE, SEGMENT];
}

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    pub search: Option<String>,
    pub tag: Option<String>,
    pub city: Option<String>,
    pub tier: Option<String>,
    pub stage: Option<SiteStage>,
    pub phone: Option<PhoneState>,
    pub segment: Option<SegmentId>,
    pub sort: Option<CustomerSort>,
}

impl Filter {
    /// Reads the URL's query; what does not parse counts as absent.
    pub fn of_query(search: &str) -> Self {
        let text = |name| {
            query_value(search, name)
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        Self {
            search: text(key::SEARCH),
            tag: text(key::TAG),
            city: text(key::CITY),
            tier: text(key::TIER),
            stage: text(key::STAGE).and_then(|code| of_code(&code)),
            phone: text(key::PHONE).and_then(|code| of_code(&code)),
            segment: text(key::SEGMENT).and_then(|id| id.parse().ok()),
            sort: text(key::SORT).and_then(|code| of_code(&code)),
        }
    }

    /// Whether everybody is shown.
    pub fn is_everybody(&self) -> bool {
        *self
            == Self {
                sort: self.sort,
                ..Self::default()
            }
    }

    /// What the gateway is asked.
    pub fn query(&self, cursor: Option<String>) -> CustomerQuery {
        CustomerQuery {
            search: self.search.clone(),
            tag: self.tag.clone(),
            city: self.city.clone(),
            tier: self.tier.clone(),
            stage: self.stage,
            phone: self.phone,
            segment: self.segment,
            sort: self.sort,
            cursor,
            limit: Some(100),
        }
    }
}

/// The code under which a value of a closed list travels.
pub(super) fn code_of(value: impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The value of a closed list with this code.
pub(super) fn of_code<T: DeserializeOwned>(code: &str) -> Option<T> {
    crate::api::json::read(serde_json::Value::String(code.to_owned())).ok()
}

/// The next day, today included, on which a solar birthday is kept.
pub(super) fn next_solar(day: SolarDay, today: NaiveDate) -> Option<NaiveDate> {
    let birthday = almanac::Birthday::Solar {
        month: day.month,
        day: day.day,
    };
    almanac::next_birthday(birthday, today.pred_opt()?).ok()
}

/// The next day, today included, on which a lunar birthday is kept.
pub(super) fn next_lunar(day: LunarDay, today: NaiveDate) -> Option<NaiveDate> {
    let birthday = almanac::Birthday::Lunar {
        month: day.month,
        day: day.day,
        leap: day.leap,
    };
    almanac::next_birthday(birthday, today.pred_opt()?).ok()
}

/// A lunar day in words.
pub(super) fn lunar_words(day: LunarDay, lang: crate::locale::Lang) -> String {
    match lang {
        crate::locale::Lang::ZhCn => almanac::month_day_zh(day.month, day.day, day.leap),
        crate::locale::Lang::En => almanac::month_day_en(day.month, day.day, day.leap),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_link_gives_its_filter() {
        let filter = Filter::of_query("?q=%E7%8E%8B&stage=mid_term&phone=landline&sort=name&tier=VIP");
        assert_eq!(filter.search.as_deref(), Some("王"));
        assert_eq!(filter.stage, Some(SiteStage::MidTerm));
        assert_eq!(filter.phone, Some(PhoneState::Landline));
        assert_eq!(filter.sort, Some(CustomerSort::Name));
        assert_eq!(filter.tier.as_deref(), Some("VIP"));
        assert!(!filter.is_everybody());
        for everybody in ["", "?sort=name", "?q=%20", "?stage=nonsense&segment=7"] {
            assert!(Filter::of_query(everybody).is_everybody(), "{everybody}");
        }
    }

    #[test]
    fn codes_are_those_of_the_wire() {
        for stage in SiteStage::ALL {
            assert_eq!(of_code(&code_of(stage)), Some(stage));
        }
        assert_eq!(code_of(PhoneState::Mobile), "mobile");
        assert_eq!(of_code::<SiteStage>("nonsense"), None);
    }

    #[test]
    fn a_birthday_today_is_the_next_one() {
        let today: NaiveDate = "2026-05-09".parse().unwrap();
        for (month, day, next) in [(5, 9, "2026-05-09"), (5, 8, "2027-05-08"), (2, 29, "2027-02-28")] {
            assert_eq!(next_solar(SolarDay { month, day }, today), next.parse().ok());
        }
        // 2026: the first of the first lunar month is 17 February.
        let spring = LunarDay {
            month: 1,
            day: 1,
            leap: false,
        };
        let eve: NaiveDate = "2026-02-16".parse().unwrap();
        assert_eq!(next_lunar(spring, eve), "2026-02-17".parse().ok());
        assert_eq!(
            next_lunar(spring, "2026-02-17".parse().unwrap()),
            "2026-02-17".parse().ok()
        );
        assert_eq!(next_lunar(spring, today), "2027-02-06".parse().ok());
    }
}
