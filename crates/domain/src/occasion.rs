//! Occasions that come every year: festivals, solar terms, the firm's own days, and customers' birthdays.

use almanac::{Birthday, Festival, SolarTerm};
use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::lang::Lang;
use crate::segment::{Calendar, Condition};

/// Why a campaign fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FiringOccasion))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Occasion {
    /// A festival.
    Festival {
        /// Which.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        festival: Festival,
    },
    /// The day on which a solar term begins.
    Term {
        /// Which.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        term: SolarTerm,
    },
    /// A day of the firm's own.
    Own {
        /// What places it in the year.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        day: almanac::Rule,
    },
    /// Customers' birthdays: fires every day, for those whose day it is.
    Birthday {
        /// Which birthday counts.
        calendar: Calendar,
    },
}

/// A yearly day of the firm's own: its founding, a sale, an open house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnDay {
    /// Chinese name, 1 to 30 characters.
    pub zh: String,
    /// English name, up to 60 characters; empty: the Chinese one stands for it.
    #[serde(default)]
    pub en: String,
    /// What places it in the year: a day of the civil or of the Chinese calendar.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub day: almanac::Rule,
}

/// The most days of its own that a firm keeps.
pub const MOST_OWN_DAYS: usize = 50;

impl OwnDay {
    /// Its name.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.trim().is_empty() => &self.en,
            _ => &self.zh,
        }
    }

    /// Whether its names have their lengths, and some year has the day.
    pub fn is_possible(&self) -> bool {
        let length = |text: &str| text.trim().chars().count();
        let plain = |text: &str| !text.chars().any(char::is_control);
        let named = (1..=30).contains(&length(&self.zh)) && length(&self.en) <= 60;
        named && plain(&self.zh) && plain(&self.en) && own_day_exists(self.day)
    }
}

/// Whether a firm's own day may be placed so, and some year has it.
pub fn own_day_exists(rule: almanac::Rule) -> bool {
    match rule {
        almanac::Rule::Solar { month, day } => Birthday::Solar { month, day }.exists(),
        almanac::Rule::Lunar { month, day } => Birthday::Lunar {
            month,
            day,
            leap: false,
        }
        .exists(),
        _ => false,
    }
}

/// When a campaign fires on an occasion. Civil time of the organisation's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Firing {
    /// The occasion.
    pub occasion: Occasion,
    /// Days after it; negative: before. See [`Firing::is_possible`].
    #[serde(default)]
    pub offset: i16,
    /// At this time.
    pub at: NaiveTime,
}

/// How the time that is left for approval compares to the time that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// Enough.
    Enough,
    /// Less than it usually takes: so much is left.
    Short(Duration),
    /// It will not fire any more.
    Never,
}

/// The most days between an occasion and its firing.
pub const MOST_OFFSET: i16 = 60;

impl Firing {
    /// Whether the offset is within [`MOST_OFFSET`], and some year has the firm's own day.
    pub fn is_possible(&self) -> bool {
        let near = -MOST_OFFSET <= self.offset && self.offset <= MOST_OFFSET;
        near && match self.occasion {
            Occasion::Own { day } => own_day_exists(day),
            Occasion::Festival { .. } | Occasion::Term { .. } | Occasion::Birthday { .. } => true,
        }
    }

    /// The first firing strictly after `after`; `None` beyond what the almanac knows.
    pub fn next_after(&self, after: NaiveDateTime) -> Option<NaiveDateTime> {
        let today = after.date();
        if let Occasion::Birthday { .. } = self.occasion {
            let tomorrow = today.checked_add_days(Days::new(1))?;
            return [today, tomorrow]
                .into_iter()
                .map(|day| day.and_time(self.at))
                .find(|at| *at > after);
        }
        // Two days back: today's own firing, of an occasion that lies the offset away, may still be to come.
        let mut day = shifted(today, -i64::from(self.offset) - 2)?;
        loop {
            day = self.day_after(day)?;
            let at = shifted(day, i64::from(self.offset))?.and_time(self.at);
            if at > after {
                return Some(at);
            }
        }
    }

    /// The next firings after `after`, at most `most`.
    pub fn upcoming(&self, after: NaiveDateTime, most: usize) -> Vec<NaiveDateTime> {
        std::iter::successors(self.next_after(after), |at| self.next_after(*at))
            .take(most)
            .collect()
    }

    /// The day of the occasion for which it fires on `day`.
    pub fn occasion_of(&self, day: NaiveDate) -> NaiveDate {
        shifted(day, -i64::from(self.offset)).unwrap_or(day)
    }

    /// Whether the next firing leaves the time that an approval takes.
    pub fn lead(&self, now: NaiveDateTime, needed: Duration) -> Lead {
        match self.next_after(now) {
            None => Lead::Never,
            Some(at) if at - now < needed => Lead::Short(at - now),
            Some(_) => Lead::Enough,
        }
    }

    /// Whom the occasion itself selects on the day of firing; `None` where it is the same day for everybody.
    pub fn condition(&self) -> Option<Condition> {
        match self.occasion {
            Occasion::Birthday { calendar } => Some(Condition::Birthday {
                calendar,
                from: self.offset.saturating_neg(),
                days: 1,
            }),
            _ => None,
        }
    }

    fn day_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        match self.occasion {
            Occasion::Festival { festival } => almanac::next(festival, day),
            Occasion::Term { term } => almanac::Rule::Term { term }.next(day),
            Occasion::Own { day: rule } => rule.next(day),
            Occasion::Birthday { .. } => day.succ_opt(),
        }
    }
}

fn shifted(day: NaiveDate, by: i64) -> Option<NaiveDate> {
    day.checked_add_signed(Duration::days(by))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn firing(json: &str) -> Firing {
        serde_json::from_str(json).unwrap()
    }

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn check(json: &str, after: &str, dates: [&str; 5]) {
        let got = firing(json).upcoming(local(after), 5);
        let got: Vec<String> = got.iter().map(|at| at.format("%Y-%m-%d").to_string()).collect();
        assert_eq!(got, dates, "{json}");
    }

    #[test]
    fn the_next_five_dates() {
        let dragon = ["2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05"];
        let json = r#"{"occasion":{"kind":"festival","festival":"dragon_boat"},"at":"10:00:00"}"#;
        check(json, "2026-06-19T09:59:00", dragon);
        check(
            r#"{"occasion":{"kind":"festival","festival":"spring_festival"},"offset":-1,"at":"10:00:00"}"#,
            "2026-02-16T10:00:00",
            ["2027-02-05", "2028-01-25", "2029-02-12", "2030-02-02", "2031-01-22"],
        );
        check(
            r#"{"occasion":{"kind":"term","term":"start_of_spring"},"offset":3,"at":"10:00:00"}"#,
            "2026-02-07T09:00:00",
            ["2026-02-07", "2027-02-07", "2028-02-07", "2029-02-06", "2030-02-07"],
        );
        check(
            r#"{"occasion":{"kind":"own","day":{"rule":"solar","month":2,"day":29}},"at":"10:00:00"}"#,
            "2026-01-01T09:00:00",
            ["2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28"],
        );
        check(
            r#"{"occasion":{"kind":"birthday","calendar":"either"},"offset":-2,"at":"10:00:00"}"#,
            "2026-01-01T10:00:00",
            ["2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05", "2026-01-06"],
        );
    }

    #[test]
    fn birthdays_select_whom_they_are_for() {
        let json = r#"{"occasion":{"kind":"birthday","calendar":"lunar"},"offset":-2,"at":"10:00:00"}"#;
        let mut firing = firing(json);
        let condition = firing.condition();
        assert!(matches!(condition, Some(Condition::Birthday { from: 2, days: 1, .. })));
        assert!(firing.is_possible());
        firing.offset = 1;
        let condition = firing.condition();
        assert!(matches!(condition, Some(Condition::Birthday { from: -1, days: 1, .. })));
        assert!(firing.is_possible());
        firing.offset = MOST_OFFSET + 1;
        assert!(!firing.is_possible());
    }

    #[test]
    fn days_of_ones_own_exist_and_have_names() {
        let day = |json: &str| OwnDay {
            zh: "周年庆".into(),
            en: String::new(),
            day: serde_json::from_str(json).unwrap(),
        };
        for (json, possible) in [
            (r#"{"rule":"solar","month":2,"day":29}"#, true),
            (r#"{"rule":"solar","month":2,"day":30}"#, false),
            (r#"{"rule":"lunar","month":12,"day":30}"#, true),
            (r#"{"rule":"lunar","month":13,"day":1}"#, false),
            (r#"{"rule":"lunar_year_end"}"#, false),
        ] {
            assert_eq!(day(json).is_possible(), possible, "{json}");
            let occasion = format!(r#"{{"occasion":{{"kind":"own","day":{json}}},"at":"09:00:00"}}"#);
            assert_eq!(firing(&occasion).is_possible(), possible, "{json}");
        }
        let mut anniversary = day(r#"{"rule":"lunar","month":8,"day":15}"#);
        assert_eq!(anniversary.name(Lang::En), "周年庆");
        anniversary.en = "Anniversary".into();
        assert_eq!(anniversary.name(Lang::En), "Anniversary");
        anniversary.zh = " ".into();
        assert!(!anniversary.is_possible());
    }

    #[test]
    fn a_short_lead_is_told() {
        let json = r#"{"occasion":{"kind":"festival","festival":"mid_autumn"},"at":"10:00:00"}"#;
        let lead = |now| firing(json).lead(local(now), Duration::hours(24));
        assert_eq!(lead("2026-09-20T10:00:00"), Lead::Enough);
        assert_eq!(lead("2026-09-25T08:00:00"), Lead::Short(Duration::hours(2)));
        assert_eq!(lead("2100-12-01T08:00:00"), Lead::Never);
    }

    proptest! {
        #[test]
        fn firings_follow_each_other(n in 0usize..21, offset in -60i16..=60, days in 0i64..60_000) {
            let occasion = Occasion::Festival { festival: Festival::ALL[n] };
            let firing = Firing { occasion, offset, at: NaiveTime::MIN };
            let after = almanac::FIRST_DAY.and_time(NaiveTime::MIN) + Duration::days(days + 200);
            let next = firing.next_after(after).unwrap();
            prop_assert!(next > after && (next - after).num_days() < 400);
            let day = shifted(next.date(), -i64::from(offset)).unwrap();
            prop_assert!(almanac::festivals_on(day).contains(&Festival::ALL[n]));
        }
    }
}
