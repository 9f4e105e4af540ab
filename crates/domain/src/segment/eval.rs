//! Whether a rule selects a customer.
//!
//! Two-valued: a condition over a missing value does not hold, and `none` of it does. A rule never selects an erased
//! customer. The store's SQL says the same.

use almanac::{lunar_keys_between, solar_keys_between};
use chrono::{Days, NaiveDate, NaiveTime};

use super::{Calendar, Condition, DateTest, NumberTest, Rule, TextTest};
use crate::customer::Facts;
use crate::time::{self, Millis};

/// The day against which rules with dates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// The civil date in the organisation's zone.
    pub date: NaiveDate,
    /// The zone's offset in force, in minutes east of UTC.
    pub offset_minutes: i32,
}

impl Today {
    /// The day at `now`.
    pub fn at(now: Millis, offset_minutes: i32) -> Today {
        Today {
            date: time::civil_date(now, offset_minutes),
            offset_minutes,
        }
    }

    /// The moment at which `date` begins.
    pub fn start_of(&self, date: NaiveDate) -> Millis {
        time::moment(date.and_time(NaiveTime::MIN), self.offset_minutes)
    }
}

/// The dates that satisfy a [`DateTest`]: a closed range of days, open where there is no end, or a missing date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRange {
    /// From the first to the last day, both included; `None` is open.
    Days(Option<NaiveDate>, Option<NaiveDate>),
    /// Any known date.
    Known,
    /// No date.
    Unknown,
}

impl DateTest {
    /// What the test asks for, as of `today`.
    pub fn range(self, today: NaiveDate) -> DateRange {
        let back = |days: u16| {
            today
                .checked_sub_days(Days::new(u64::from(days)))
                .unwrap_or(NaiveDate::MIN)
        };
        let ahead = |days: u16| {
            today
                .checked_add_days(Days::new(u64::from(days)))
                .unwrap_or(NaiveDate::MAX)
        };
        match self {
            DateTest::WithinLast(days) => DateRange::Days(Some(back(days)), Some(today)),
            DateTest::LongerAgoThan(days) => {
                DateRange::Days(None, Some(back(days).pred_opt().unwrap_or(NaiveDate::MIN)))
            }
            DateTest::WithinNext(days) => DateRange::Days(Some(today), Some(ahead(days))),
            DateTest::Between(from, to) => DateRange::Days(Some(from), Some(to)),
            DateTest::Known => DateRange::Known,
            DateTest::Unknown => DateRange::Unknown,
        }
    }

    /// Whether `date` satisfies the test.
    pub fn holds(self, date: Option<NaiveDate>, today: NaiveDate) -> bool {
        match (self.range(today), date) {
            (DateRange::Unknown, date) => date.is_none(),
            (_, None) => false,
            (DateRange::Known, Some(_)) => true,
            (DateRange::Days(from, to), Some(date)) => {
                from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to)
            }
        }
    }
}

impl NumberTest {
    /// Whether `number` satisfies the test.
    pub const fn holds(self, number: i64) -> bool {
        match self {
            NumberTest::AtLeast(least) => number >= least,
            NumberTest::AtMost(most) => number <= most,
            NumberTest::Between(least, most) => number >= least && number <= most,
        }
    }
}

impl TextTest {
    /// Whether `text` satisfies the test.
    pub fn holds(&self, text: Option<&str>) -> bool {
        match (self, text) {
            (TextTest::Unknown, text) => text.is_none(),
            (TextTest::Known, text) => text.is_some(),
            (TextTest::OneOf(these), Some(text)) => these.iter().any(|one| one == text),
            (TextTest::Contains(part), Some(text)) => text.contains(part.as_str()),
            (_, None) => false,
        }
    }
}

/// Whether a customer's attribute can bear this name: 1 to 60 characters without quotation marks, backslashes and controls.
pub fn attribute_name_fits(name: &str) -> bool {
    (1..=60).contains(&name.chars().count()) && !name.chars().any(|c| c == '"' || c == '\\' || c.is_control())
}

/// Whether `rule` selects the customer.
pub fn matches(rule: &Rule, customer: &Facts, today: &Today) -> bool {
    !customer.erased && holds(rule, customer, today)
}

/// Whether this part of a rule holds for the customer.
pub(super) fn holds(rule: &Rule, customer: &Facts, today: &Today) -> bool {
    match rule {
        Rule::All(parts) => parts.iter().all(|part| holds(part, customer, today)),
        Rule::Any(parts) => parts.iter().any(|part| holds(part, customer, today)),
        Rule::None(parts) => !parts.iter().any(|part| holds(part, customer, today)),
        Rule::Is(condition) => is(condition, customer, today),
    }
}

fn one_of<T: PartialEq>(these: &[T], value: Option<&T>) -> bool {
    value.is_some_and(|value| these.contains(value))
}

fn is(condition: &Condition, customer: &Facts, today: &Today) -> bool {
    match condition {
        Condition::SiteStage(these) => one_of(these, customer.site_stage.as_ref()),
        Condition::SiteStarted(test) => test.holds(customer.site_started, today.date),
        Condition::SiteDue(test) => test.holds(customer.site_due, today.date),
        Condition::Tier(these) => one_of(these, customer.tier.as_ref()),
        Condition::City(these) => one_of(these, customer.city.as_ref()),
        Condition::Tag(these) => these.iter().any(|tag| customer.tags.contains(tag)),
        Condition::LastPurchase(test) => test.holds(customer.last_purchase, today.date),
        Condition::PurchaseCount(test) => test.holds(customer.purchase_count),
        Condition::PurchaseTotal(test) => test.holds(customer.purchase_total),
        Condition::Birthday { calendar, from, days } => birthday(*calendar, *from, *days, customer, today.date),
        Condition::Consent { purpose, is } => customer.consents.of(*purpose) == *is,
        Condition::Agent(these) => one_of(these, customer.agent.as_ref()),
        Condition::LastContact(test) => {
            let day = customer
                .last_contact
                .map(|at| time::civil_date(at, today.offset_minutes));
            test.holds(day, today.date)
        }
        Condition::Attribute { name, is } => is.holds(customer.attributes.get(name).map(String::as_str)),
        Condition::Customers(these) => these.contains(&customer.id),
    }
}

/// The first day of a birthday window and its length in days.
pub fn birthday_window(today: NaiveDate, from: i16, days: u16) -> (NaiveDate, u32) {
    let first = today
        .checked_add_signed(chrono::Duration::days(from.into()))
        .unwrap_or(NaiveDate::MAX);
    (first, u32::from(days))
}

fn birthday(calendar: Calendar, from: i16, days: u16, customer: &Facts, today: NaiveDate) -> bool {
    let (first, length) = birthday_window(today, from, days);
    let solar = || {
        customer
            .birthday
            .is_some_and(|day| solar_keys_between(first, length).contains(&(day.month, day.day)))
    };
    let lunar = || {
        customer
            .lunar_birthday
            .is_some_and(|day| lunar_keys_between(first, length).contains(&(day.month, day.day, day.leap)))
    };
    match calendar {
        Calendar::Solar => solar(),
        Calendar::Lunar => lunar(),
        Calendar::Either => solar() || lunar(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::customer::{LunarDay, SiteStage, SolarDay};
    use crate::id::CustomerId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(condition: Condition, customer: &Facts, expected: bool) {
        let today = Today {
            date: day("2026-05-07"),
            offset_minutes: 480,
        };
        let rule = Rule::Is(condition.clone());
        assert_eq!(matches(&rule, customer, &today), expected, "{condition:?}");
        assert_eq!(
            matches(&Rule::None(vec![rule]), customer, &today),
            !expected,
            "none of {condition:?}"
        );
    }

    fn nobody() -> Facts {
        Facts::unknown(CustomerId(uuid::Uuid::nil()))
    }

    #[test]
    fn missing_values_satisfy_only_unknown() {
        let nobody = nobody();
        for (condition, expected) in [
            (Condition::SiteStage(vec![SiteStage::Started]), false),
            (Condition::SiteDue(DateTest::LongerAgoThan(0)), false),
            (Condition::SiteDue(DateTest::Unknown), true),
            (Condition::LastContact(DateTest::LongerAgoThan(1)), false),
            (
                Condition::Birthday {
                    calendar: Calendar::Either,
                    from: 0,
                    days: 366,
                },
                false,
            ),
            (
                Condition::Attribute {
                    name: "车".into(),
                    is: TextTest::Unknown,
                },
                true,
            ),
            (Condition::PurchaseCount(NumberTest::AtMost(0)), true),
            (Condition::Customers(vec![CustomerId(uuid::Uuid::max())]), false),
            (Condition::Customers(vec![nobody.id]), true),
        ] {
            check(condition, &nobody, expected);
        }
    }

    #[test]
    fn days_are_whole_days_of_the_zone() {
        let mut customer = nobody();
        // 2026-05-06 23:59:59.999 in Shanghai, one millisecond before today.
        customer.last_contact = Some(time::moment(day("2026-05-07").and_time(NaiveTime::MIN), 480) - 1);
        customer.site_due = Some(day("2026-05-10"));
        for (condition, expected) in [
            (Condition::LastContact(DateTest::WithinLast(0)), false),
            (Condition::LastContact(DateTest::WithinLast(1)), true),
            (Condition::LastContact(DateTest::LongerAgoThan(0)), true),
            (Condition::SiteDue(DateTest::WithinNext(2)), false),
            (Condition::SiteDue(DateTest::WithinNext(3)), true),
            (
                Condition::SiteDue(DateTest::Between(day("2026-05-10"), day("2026-05-10"))),
                true,
            ),
        ] {
            check(condition, &customer, expected);
        }
    }

    #[test]
    fn either_birthday_counts() {
        let mut customer = nobody();
        customer.birthday = Some(SolarDay { month: 5, day: 8 });
        // 2026-05-09 is the 23rd of the third lunar month.
        customer.lunar_birthday = Some(LunarDay {
            month: 3,
            day: 23,
            leap: false,
        });
        for (calendar, from, days, expected) in [
            (Calendar::Solar, 0, 1, false),
            (Calendar::Solar, 0, 2, true),
            (Calendar::Lunar, 0, 2, false),
            (Calendar::Lunar, 2, 1, true),
            (Calendar::Either, 1, 1, true),
            (Calendar::Either, -3, 3, false),
            (Calendar::Either, -3, 5, true),
        ] {
            check(Condition::Birthday { calendar, from, days }, &customer, expected);
        }
    }

    #[test]
    fn an_erased_customer_is_never_selected() {
        let mut customer = nobody();
        let today = Today {
            date: day("2026-05-07"),
            offset_minutes: 480,
        };
        assert!(matches(&Rule::everybody(), &customer, &today));
        customer.erased = true;
        assert!(!matches(&Rule::everybody(), &customer, &today));
        assert!(!matches(&Rule::None(Vec::new()), &customer, &today));
    }
}
