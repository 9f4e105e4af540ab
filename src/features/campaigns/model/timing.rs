//! A schedule as a form holds it, and what follows from it.

use almanac::{Festival, Rule, SolarTerm};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use domain::occasion::{Firing, Occasion};
use domain::schedule::{self, AllowedHours, Schedule};
use domain::segment::Calendar;

/// Kinds of schedule, in the order in which they are offered.
pub const KINDS: [&str; 8] = [
    "on_approval",
    "once",
    "daily",
    "weekly",
    "monthly",
    "yearly",
    "occasion",
    "birthday",
];

/// Which birthdays count, in the order in which they are offered, by the codes of the form.
pub const CALENDARS: [(&str, Calendar); 3] = [
    ("solar", Calendar::Solar),
    ("lunar", Calendar::Lunar),
    ("either", Calendar::Either),
];

/// A schedule as fields hold it. Fields that a kind doesn't use keep their value, so that changing one's mind loses nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timing {
    /// One of [`KINDS`].
    pub kind: String,
    /// For once: `2026-05-07T14:30`.
    pub at: String,
    /// For the recurring ones: `14:30`.
    pub time: String,
    /// Monday is 1, Sunday 7.
    pub weekday: String,
    /// Day of the month, 1 to 31.
    pub day: String,
    /// Month, 1 to 12.
    pub month: String,
    /// A festival, solar term or own day, as [`occasion_code`] writes it.
    pub occasion: String,
    /// Days from it, one of [`OFFSETS`] where a person chose.
    pub offset: String,
    /// Which birthdays, one of [`CALENDARS`].
    pub calendar: String,
    /// Days from a birthday, one of [`OFFSETS`] where a person chose.
    pub birthday_offset: String,
}

/// What is wrong with a [`Timing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No date and time.
    At,
    /// No time.
    Time,
    /// The day does not exist.
    Day,
}

impl Timing {
    /// The form of a schedule. Fields that it doesn't use begin at what is likely: tomorrow at ten.
    pub fn of(schedule: &Schedule, now: NaiveDateTime) -> Timing {
        let tomorrow = now.date().succ_opt().unwrap_or(now.date());
        let mut timing = Timing {
            kind: KINDS[0].to_owned(),
            at: format!("{tomorrow}T10:00"),
            time: "10:00".to_owned(),
            weekday: "1".to_owned(),
            day: "1".to_owned(),
            month: "1".to_owned(),
            occasion: next_festival(now.date()),
            offset: "0".to_owned(),
            calendar: CALENDARS[0].0.to_owned(),
            birthday_offset: "0".to_owned(),
        };
        let clock = |at: NaiveTime| at.format("%H:%M").to_string();
        match *schedule {
            Schedule::OnApproval => {}
            Schedule::Once(at) => {
                timing.kind = KINDS[1].to_owned();
                timing.at = at.format("%Y-%m-%dT%H:%M").to_string();
            }
            Schedule::Daily { at } => {
                timing.kind = KINDS[2].to_owned();
                timing.time = clock(at);
            }
            Schedule::Weekly { weekday, at } => {
                timing.kind = KINDS[3].to_owned();
                (timing.weekday, timing.time) = (weekday.to_string(), clock(at));
            }
            Schedule::Monthly { day, at } => {
                timing.kind = KINDS[4].to_owned();
                (timing.day, timing.time) = (day.to_string(), clock(at));
            }
            Schedule::Yearly { month, day, at } => {
                timing.kind = KINDS[5].to_owned();
                (timing.month, timing.day, timing.time) = (month.to_string(), day.to_string(), clock(at));
            }
            Schedule::Occasion(Firing {
                occasion: Occasion::Birthday { calendar },
                offset,
                at,
            }) => {
                timing.kind = KINDS[7].to_owned();
                (timing.birthday_offset, timing.time) = (offset.to_string(), clock(at));
                let code = CALENDARS.iter().find(|(_, known)| *known == calendar);
                timing.calendar = code.map_or(CALENDARS[0].0, |(code, _)| code).to_owned();
            }
            Schedule::Occasion(firing) => {
                timing.kind = KINDS[6].to_owned();
                (timing.offset, timing.time) = (firing.offset.to_string(), clock(firing.at));
                timing.occasion = occasion_code(firing.occasion).unwrap_or_default();
            }
        }
        timing
    }

    /// The schedule that the fields say.
    pub fn schedule(&self) -> Result<Schedule, Flaw> {
        let time = || time_of(&self.time).ok_or(Flaw::Time);
        let number = |text: &str, most: u8| {
            let number: u8 = text.trim().parse().map_err(|_| Flaw::Day)?;
            (1..=most).contains(&number).then_some(number).ok_or(Flaw::Day)
        };
        Ok(match self.kind.as_str() {
            "once" => Schedule::Once(local(&self.at).ok_or(Flaw::At)?),
            "daily" => Schedule::Daily { at: time()? },
            "weekly" => Schedule::Weekly {
                weekday: number(&self.weekday, 7)?,
                at: time()?,
            },
            "monthly" => Schedule::Monthly {
                day: number(&self.day, 31)?,
                at: time()?,
            },
            "yearly" => {
                let (month, day) = (number(&self.month, 12)?, number(&self.day, 31)?);
                if day > days_of(month) {
                    return Err(Flaw::Day);
                }
                Schedule::Yearly {
                    month,
                    day,
                    at: time()?,
                }
            }
            "occasion" => Schedule::Occasion(Firing {
                occasion: occasion_of(&self.occasion).ok_or(Flaw::Day)?,
                offset: self.offset.parse().map_err(|_| Flaw::Day)?,
                at: time()?,
            }),
            "birthday" => {
                let calendar = CALENDARS.iter().find(|(code, _)| *code == self.calendar);
                let (_, calendar) = *calendar.ok_or(Flaw::Day)?;
                Schedule::Occasion(Firing {
                    occasion: Occasion::Birthday { calendar },
                    offset: self.birthday_offset.parse().map_err(|_| Flaw::Day)?,
                    at: time()?,
                })
            }
            _ => Schedule::OnApproval,
        })
    }
}

/// Days from the occasion that the form offers.
pub const OFFSETS: [i16; 8] = [0, -1, -2, -3, -7, 1, 2, 3];

/// An occasion as the form's choice writes it; `None` for one that the form does not offer.
pub fn occasion_code(occasion: Occasion) -> Option<String> {
    match occasion {
        Occasion::Festival { festival } => Some(format!("festival:{}", festival.id())),
        Occasion::Term { term } => Some(format!("term:{}", term.id())),
        Occasion::Own {
            day: Rule::Solar { month, day },
        } => Some(format!("solar:{month}-{day}")),
        Occasion::Own {
            day: Rule::Lunar { month, day },
        } => Some(format!("lunar:{month}-{day}")),
        Occasion::Own { .. } | Occasion::Birthday { .. } => None,
    }
}

fn occasion_of(code: &str) -> Option<Occasion> {
    let (kind, id) = code.split_once(':')?;
    let day = || {
        let (month, day) = id.split_once('-')?;
        Some((month.parse().ok()?, day.parse().ok()?))
    };
    match kind {
        "solar" => day().map(|(month, day)| Occasion::Own {
            day: Rule::Solar { month, day },
        }),
        "lunar" => day().map(|(month, day)| Occasion::Own {
            day: Rule::Lunar { month, day },
        }),
        "festival" => Some(Occasion::Festival {
            festival: Festival::from_id(id)?,
        }),
        _ => Some(Occasion::Term {
            term: SolarTerm::from_id(id)?,
        }),
    }
}

/// The festival that comes next.
fn next_festival(today: NaiveDate) -> String {
    let coming = Festival::ALL.iter().filter_map(|festival| {
        let date = almanac::next(*festival, today)?;
        Some((date, *festival))
    });
    let next = coming.min_by_key(|(date, _)| *date);
    next.and_then(|(_, festival)| occasion_code(Occasion::Festival { festival }))
        .unwrap_or_default()
}

/// The most days that a month can have.
const fn days_of(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn time_of(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.get(..5)?, "%H:%M").ok()
}

/// A wall-clock time as inputs write it: `2026-05-07T14:30`.
pub fn local(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text.get(..16)?, "%Y-%m-%dT%H:%M").ok()
}

/// A wall-clock time as inputs and [`crate::locale::date::parse_local`] read it.
pub fn to_input(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}

/// The next firings after `now`, at most `most`.
pub fn upcoming(schedule: &Schedule, now: NaiveDateTime, most: usize) -> Vec<NaiveDateTime> {
    let mut found: Vec<NaiveDateTime> = Vec::new();
    while found.len() < most {
        let Some(next) = schedule.next_after(found.last().copied().unwrap_or(now)) else {
            break;
        };
        found.push(next);
    }
    found
}

/// Whether it can never fire again.
pub fn passed(schedule: &Schedule, now: NaiveDateTime) -> bool {
    *schedule != Schedule::OnApproval && schedule.next_after(now).is_none()
}

/// The hours that hold for a campaign, each from where it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// The firm's.
    pub firm: AllowedHours,
    /// Those of its purpose.
    pub purpose: Option<AllowedHours>,
    /// Those of its carrier.
    pub carrier: Option<AllowedHours>,
}

impl Hours {
    /// What all allow; `None`: there are no such hours.
    pub fn allowed(self) -> Option<AllowedHours> {
        schedule::allowed(self.firm, self.purpose, self.carrier)
    }

    /// What all allow, or the firm's where there is nothing in common, which is told apart from this.
    pub fn shown(self) -> AllowedHours {
        self.allowed().unwrap_or(self.firm)
    }
}

/// The time of day at which it fires, if it is fixed and outside the allowed hours.
pub fn outside(schedule: &Schedule, hours: AllowedHours) -> Option<NaiveTime> {
    let at = schedule.time()?;
    let minute = at.num_seconds_from_midnight() / 60;
    let allowed = (u32::from(hours.from)..u32::from(hours.until)).contains(&minute);
    (!allowed).then_some(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn at(text: &str) -> NaiveDateTime {
        local(text).unwrap()
    }

    #[test]
    fn a_schedule_survives_its_form() {
        let time = NaiveTime::from_hms_opt(9, 30, 0).unwrap();
        let all = [
            Schedule::OnApproval,
            Schedule::Once(at("2026-05-07T14:30")),
            Schedule::Daily { at: time },
            Schedule::Weekly { weekday: 7, at: time },
            Schedule::Monthly { day: 31, at: time },
            Schedule::Yearly {
                month: 2,
                day: 29,
                at: time,
            },
            Schedule::Occasion(Firing {
                occasion: Occasion::Term {
                    term: SolarTerm::WinterSolstice,
                },
                offset: -1,
                at: time,
            }),
            Schedule::Occasion(Firing {
                occasion: Occasion::Birthday {
                    calendar: Calendar::Either,
                },
                offset: -2,
                at: time,
            }),
        ];
        for (schedule, kind) in all.into_iter().zip(KINDS) {
            let timing = Timing::of(&schedule, at("2026-05-01T08:00"));
            assert_eq!(timing.kind, kind);
            assert_eq!(timing.schedule(), Ok(schedule));
        }
    }

    #[test]
    fn occasions_are_read_as_they_are_written() {
        for occasion in [
            Occasion::Own {
                day: Rule::Solar { month: 12, day: 6 },
            },
            Occasion::Own {
                day: Rule::Lunar { month: 8, day: 30 },
            },
            Occasion::Festival {
                festival: Festival::ALL[0],
            },
        ] {
            let code = occasion_code(occasion).unwrap();
            assert_eq!(occasion_of(&code), Some(occasion), "{code}");
        }
        assert_eq!(occasion_of("solar:6"), None);
    }

    type Spoil = fn(&mut Timing);

    #[test]
    fn what_is_wrong_is_named() {
        let good = Timing::of(&Schedule::OnApproval, at("2026-12-31T23:00"));
        assert_eq!(good.at, "2027-01-01T10:00");
        let cases: [(Spoil, Flaw); 5] = [
            (|t| (t.kind, t.at) = ("once".into(), String::new()), Flaw::At),
            (|t| (t.kind, t.time) = ("daily".into(), "2".into()), Flaw::Time),
            (|t| (t.kind, t.day) = ("monthly".into(), "32".into()), Flaw::Day),
            (|t| (t.kind, t.weekday) = ("weekly".into(), "0".into()), Flaw::Day),
            (
                |t| (t.kind, t.month, t.day) = ("yearly".into(), "4".into(), "31".into()),
                Flaw::Day,
            ),
        ];
        for (spoil, flaw) in cases {
            let mut timing = good.clone();
            spoil(&mut timing);
            assert_eq!(timing.schedule(), Err(flaw), "{timing:?}");
        }
    }

    #[test]
    fn firings_follow_each_other() {
        let time = NaiveTime::from_hms_opt(9, 30, 0).unwrap();
        let now = at("2026-01-30T10:00");
        let monthly = Schedule::Monthly { day: 31, at: time };
        let dates: Vec<String> = upcoming(&monthly, now, 3).into_iter().map(to_input).collect();
        assert_eq!(dates, ["2026-01-31T09:30", "2026-02-28T09:30", "2026-03-31T09:30"]);
        let once = Schedule::Once(at("2026-01-30T09:00"));
        assert!(upcoming(&once, now, 3).is_empty());
        assert!(passed(&once, now));
        assert!(!passed(&Schedule::OnApproval, now));
    }

    #[test]
    fn a_time_outside_the_hours_is_seen() {
        let hours = AllowedHours::default();
        for (time, outside_them) in [("07:59", true), ("08:00", false), ("19:59", false), ("20:00", true)] {
            let time = time_of(time).unwrap();
            assert_eq!(
                outside(&Schedule::Daily { at: time }, hours).is_some(),
                outside_them,
                "{time}"
            );
        }
    }
}
