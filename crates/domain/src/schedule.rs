//! When a campaign fires, in civil time of the organisation's zone.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::consent::Purpose;
use crate::occasion::Firing;

/// When a campaign fires. Dates and times are civil, in the organisation's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// As soon as it is approved.
    OnApproval,
    /// Once.
    // A `date-time` of OpenAPI has an offset, and this has none.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "local-date-time", example = "2026-05-07T10:00:00"))]
    Once(NaiveDateTime),
    /// Every day.
    Daily {
        /// At this time.
        at: NaiveTime,
    },
    /// Every week.
    Weekly {
        /// Monday is 1, Sunday 7.
        weekday: u8,
        /// At this time.
        at: NaiveTime,
    },
    /// Every month; in a month without this day, on its last.
    Monthly {
        /// Day of the month, 1 to 31.
        day: u8,
        /// At this time.
        at: NaiveTime,
    },
    /// Every year; 29 February falls on the 28th in common years.
    Yearly {
        /// Month, 1 to 12.
        month: u8,
        /// Day of the month, 1 to 31.
        day: u8,
        /// At this time.
        at: NaiveTime,
    },
    /// Every year on a festival or a solar term, or some days from it.
    Occasion(Firing),
}

/// What to do with a run that could not start on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LatePolicy {
    /// Send all the same, while it is valid.
    Send,
    /// Hold it until a person decides.
    #[default]
    Hold,
    /// Cancel it.
    Cancel,
}

/// The hours in which a message may be handed over: minutes of the civil day, `from` included, `until` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllowedHours {
    /// First allowed minute of the day, 0 to 1439.
    pub from: u16,
    /// First minute of the day that is no longer allowed, 1 to 1440; greater than `from`.
    pub until: u16,
}

impl Default for AllowedHours {
    /// 08:00–20:00.
    fn default() -> Self {
        AllowedHours {
            from: 8 * 60,
            until: 20 * 60,
        }
    }
}

impl AllowedHours {
    /// Whether `local` is inside.
    pub fn contain(self, local: NaiveDateTime) -> bool {
        let minute = minute_of_day(local);
        self.from <= minute && minute < self.until
    }

    /// When the hours around `local`, which is inside, end; `None`: they are the whole day.
    pub fn end(self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        let whole = self.from == 0 && self.until == 24 * 60;
        let today = local.date().and_time(NaiveTime::MIN);
        (!whole).then(|| today + chrono::Duration::minutes(i64::from(self.until)))
    }

    /// The hours that both allow; `None`: there are none.
    pub fn and(self, other: AllowedHours) -> Option<AllowedHours> {
        let (from, until) = (self.from.max(other.from), self.until.min(other.until));
        (from < until).then_some(AllowedHours { from, until })
    }

    /// Whether these are hours of a day that begin before they end.
    pub const fn are_possible(self) -> bool {
        self.from < self.until && self.until <= 24 * 60
    }

    /// `local` itself if it is inside, else the next moment that is.
    pub fn next(self, local: NaiveDateTime) -> NaiveDateTime {
        if self.contain(local) {
            return local;
        }
        let today = local.date().and_time(NaiveTime::MIN);
        let opening = today + chrono::Duration::minutes(i64::from(self.from));
        if minute_of_day(local) < self.from {
            opening
        } else {
            opening + chrono::Duration::days(1)
        }
    }
}

/// Hours that a purpose has of its own, within the firm's; `None`: the firm's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PurposeHours {
    /// For [`Purpose::Service`].
    pub service: Option<AllowedHours>,
    /// For [`Purpose::Care`].
    pub care: Option<AllowedHours>,
    /// For [`Purpose::Marketing`].
    pub marketing: Option<AllowedHours>,
}

impl PurposeHours {
    /// Those of `purpose`.
    pub const fn of(&self, purpose: Purpose) -> Option<AllowedHours> {
        match purpose {
            Purpose::Service => self.service,
            Purpose::Care => self.care,
            Purpose::Marketing => self.marketing,
        }
    }
}

/// The hours in which a message may be handed over: those that the firm, its purpose and its carrier all allow, where the
/// latter two have hours of their own. `None`: there are none.
pub fn allowed(
    firm: AllowedHours,
    purpose: Option<AllowedHours>,
    carrier: Option<AllowedHours>,
) -> Option<AllowedHours> {
    [purpose, carrier]
        .into_iter()
        .flatten()
        .try_fold(firm, AllowedHours::and)
}

fn minute_of_day(local: NaiveDateTime) -> u16 {
    u16::try_from((local - local.date().and_time(NaiveTime::MIN)).num_minutes()).unwrap_or(0)
}

impl Schedule {
    /// The first firing strictly after `after`; `None` when there is none, and for [`Schedule::OnApproval`].
    pub fn next_after(&self, after: NaiveDateTime) -> Option<NaiveDateTime> {
        let first = after.date();
        let candidates: Box<dyn Iterator<Item = NaiveDateTime>> = match *self {
            Schedule::OnApproval => return None,
            Schedule::Once(at) => return (at > after).then_some(at),
            Schedule::Occasion(firing) => return firing.next_after(after),
            Schedule::Daily { at } => {
                Box::new((0..=1).filter_map(move |n| Some(first.checked_add_days(Days::new(n))?.and_time(at))))
            }
            Schedule::Weekly { weekday, at } => Box::new(
                (0..=7)
                    .filter_map(move |n| first.checked_add_days(Days::new(n)))
                    .filter(move |date| date.weekday().number_from_monday() == u32::from(weekday))
                    .map(move |date| date.and_time(at)),
            ),
            Schedule::Monthly { day, at } => Box::new((0..=1).filter_map(move |n| {
                let month = first.with_day(1)?.checked_add_months(Months::new(n))?;
                Some(day_or_last(month.year(), month.month(), day)?.and_time(at))
            })),
            Schedule::Yearly { month, day, at } => Box::new(
                (0..=1).filter_map(move |n| Some(day_or_last(first.year() + n, u32::from(month), day)?.and_time(at))),
            ),
        };
        candidates.into_iter().find(|&at| at > after)
    }

    /// The time of day at which it fires; `None` for [`Schedule::OnApproval`].
    pub const fn time(&self) -> Option<NaiveTime> {
        match self {
            Schedule::OnApproval => None,
            Schedule::Once(at) => Some(at.time()),
            Schedule::Daily { at }
            | Schedule::Weekly { at, .. }
            | Schedule::Monthly { at, .. }
            | Schedule::Yearly { at, .. }
            | Schedule::Occasion(Firing { at, .. }) => Some(*at),
        }
    }

    /// Whether it fires more than once.
    pub const fn recurs(&self) -> bool {
        !matches!(self, Schedule::OnApproval | Schedule::Once(_))
    }
}

/// The day of the month, or its last day if it is shorter.
fn day_or_last(year: i32, month: u32, day: u8) -> Option<NaiveDate> {
    (28..=u32::from(day).max(28))
        .rev()
        .map(|candidate| candidate.min(u32::from(day)))
        .find_map(|candidate| NaiveDate::from_ymd_opt(year, month, candidate))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn next_firing() {
        let at = NaiveTime::from_hms_opt(9, 30, 0).unwrap();
        let cases = [
            (
                Schedule::Once(local("2026-05-07 09:30")),
                "2026-05-07 09:29",
                Some("2026-05-07 09:30"),
            ),
            (Schedule::Once(local("2026-05-07 09:30")), "2026-05-07 09:30", None),
            (Schedule::OnApproval, "2026-05-07 09:30", None),
            (Schedule::Daily { at }, "2026-05-07 09:30", Some("2026-05-08 09:30")),
            (
                Schedule::Weekly { weekday: 4, at },
                "2026-05-07 09:30",
                Some("2026-05-14 09:30"),
            ),
            (
                Schedule::Weekly { weekday: 5, at },
                "2026-05-07 09:30",
                Some("2026-05-08 09:30"),
            ),
            (
                Schedule::Monthly { day: 31, at },
                "2026-01-31 10:00",
                Some("2026-02-28 09:30"),
            ),
            (
                Schedule::Monthly { day: 5, at },
                "2026-12-06 10:00",
                Some("2027-01-05 09:30"),
            ),
            (
                Schedule::Yearly { month: 2, day: 29, at },
                "2026-01-01 00:00",
                Some("2026-02-28 09:30"),
            ),
            (
                Schedule::Yearly { month: 2, day: 29, at },
                "2027-03-01 00:00",
                Some("2028-02-29 09:30"),
            ),
        ];
        for (schedule, after, expected) in cases {
            assert_eq!(
                schedule.next_after(local(after)),
                expected.map(local),
                "{schedule:?} after {after}"
            );
        }
    }

    #[test]
    fn only_hours_that_all_allow_are_left() {
        let hours = |from: u16, until: u16| AllowedHours {
            from: from * 60,
            until: until * 60,
        };
        let firm = AllowedHours::default();
        for (purpose, carrier, left) in [
            (None, None, Some(firm)),
            (Some(hours(9, 19)), None, Some(hours(9, 19))),
            (None, Some(hours(0, 24)), Some(firm)),
            (Some(hours(9, 19)), Some(hours(7, 12)), Some(hours(9, 12))),
            (Some(hours(9, 12)), Some(hours(12, 20)), None),
            (None, Some(hours(20, 24)), None),
        ] {
            assert_eq!(allowed(firm, purpose, carrier), left, "{purpose:?} {carrier:?}");
        }
        assert!(hours(0, 24).are_possible() && !hours(8, 8).are_possible() && !hours(8, 25).are_possible());
    }

    #[test]
    fn hours_hold_until_they_open() {
        let hours = AllowedHours::default();
        for (now, next) in [
            ("2026-05-07 08:00", "2026-05-07 08:00"),
            ("2026-05-07 07:59", "2026-05-07 08:00"),
            ("2026-05-07 19:59", "2026-05-07 19:59"),
            ("2026-05-07 20:00", "2026-05-08 08:00"),
            ("2026-12-31 23:10", "2027-01-01 08:00"),
        ] {
            assert_eq!(hours.next(local(now)), local(next), "{now}");
        }
        assert_eq!(hours.end(local("2026-05-07 19:59")), Some(local("2026-05-07 20:00")));
        let always = AllowedHours { from: 0, until: 1440 };
        assert_eq!(always.end(local("2026-05-07 19:59")), None);
        let evenings = AllowedHours { from: 0, until: 1439 };
        assert_eq!(evenings.end(local("2026-05-07 00:00")), Some(local("2026-05-07 23:59")));
    }
}
