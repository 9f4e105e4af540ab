//! What conditions are about, and how one begins.

use chrono::{Days, NaiveDate};
use domain::consent::{Consent, Purpose};
use domain::segment::{Calendar, Condition, DateTest, NumberTest, TextTest};

/// What a condition is about; the add menu's entries, in their groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Topic {
    SiteStage,
    SiteStarted,
    SiteDue,
    LastPurchase,
    PurchaseCount,
    PurchaseTotal,
    Tier,
    City,
    Tag,
    Birthday,
    Agent,
    Consent,
    LastContact,
    Attribute,
    /// Not in the add menu: a segment is a rule, but one that names customers is shown as what it is.
    Customers,
}

impl Topic {
    /// All, in the order of the add menu.
    #[cfg(test)]
    pub const ALL: [Self; 15] = [
        Self::SiteStage,
        Self::SiteStarted,
        Self::SiteDue,
        Self::LastPurchase,
        Self::PurchaseCount,
        Self::PurchaseTotal,
        Self::Tier,
        Self::City,
        Self::Tag,
        Self::Birthday,
        Self::Agent,
        Self::Consent,
        Self::LastContact,
        Self::Attribute,
        Self::Customers,
    ];

    /// What a condition is about.
    pub const fn of(condition: &Condition) -> Self {
        match condition {
            Condition::SiteStage(_) => Self::SiteStage,
            Condition::SiteStarted(_) => Self::SiteStarted,
            Condition::SiteDue(_) => Self::SiteDue,
            Condition::Tier(_) => Self::Tier,
            Condition::City(_) => Self::City,
            Condition::Tag(_) => Self::Tag,
            Condition::LastPurchase(_) => Self::LastPurchase,
            Condition::PurchaseCount(_) => Self::PurchaseCount,
            Condition::PurchaseTotal(_) => Self::PurchaseTotal,
            Condition::Birthday { .. } => Self::Birthday,
            Condition::Consent { .. } => Self::Consent,
            Condition::Agent(_) => Self::Agent,
            Condition::LastContact(_) => Self::LastContact,
            Condition::Attribute { .. } => Self::Attribute,
            Condition::Customers(_) => Self::Customers,
        }
    }

    /// A condition to begin with.
    pub fn fresh(self) -> Condition {
        match self {
            Self::SiteStage => Condition::SiteStage(Vec::new()),
            Self::SiteStarted => Condition::SiteStarted(DateTest::WithinLast(30)),
            Self::SiteDue => Condition::SiteDue(DateTest::WithinNext(30)),
            Self::Tier => Condition::Tier(Vec::new()),
            Self::City => Condition::City(Vec::new()),
            Self::Tag => Condition::Tag(Vec::new()),
            Self::LastPurchase => Condition::LastPurchase(DateTest::WithinLast(90)),
            Self::PurchaseCount => Condition::PurchaseCount(NumberTest::AtLeast(1)),
            Self::PurchaseTotal => Condition::PurchaseTotal(NumberTest::AtLeast(1_000_000)),
            Self::Birthday => Condition::Birthday {
                calendar: Calendar::Either,
                from: 0,
                days: 7,
            },
            Self::Consent => Condition::Consent {
                purpose: Purpose::Care,
                is: Consent::Given,
            },
            Self::Agent => Condition::Agent(Vec::new()),
            Self::LastContact => Condition::LastContact(DateTest::LongerAgoThan(90)),
            Self::Attribute => Condition::Attribute {
                name: String::new(),
                is: TextTest::Known,
            },
            Self::Customers => Condition::Customers(Vec::new()),
        }
    }
}

/// A kind of test of a date, without its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateKind {
    WithinLast,
    LongerAgo,
    WithinNext,
    Between,
    Known,
    Unknown,
}

impl DateKind {
    pub const ALL: [Self; 6] = [
        Self::WithinLast,
        Self::LongerAgo,
        Self::WithinNext,
        Self::Between,
        Self::Known,
        Self::Unknown,
    ];

    pub const fn of(test: DateTest) -> Self {
        match test {
            DateTest::WithinLast(_) => Self::WithinLast,
            DateTest::LongerAgoThan(_) => Self::LongerAgo,
            DateTest::WithinNext(_) => Self::WithinNext,
            DateTest::Between(..) => Self::Between,
            DateTest::Known => Self::Known,
            DateTest::Unknown => Self::Unknown,
        }
    }

    /// The test of this kind that keeps what it can of `before`.
    pub fn test(self, before: DateTest, today: NaiveDate) -> DateTest {
        let days = match before {
            DateTest::WithinLast(days) | DateTest::LongerAgoThan(days) | DateTest::WithinNext(days) => days,
            _ => 30,
        };
        match self {
            Self::WithinLast => DateTest::WithinLast(days),
            Self::LongerAgo => DateTest::LongerAgoThan(days),
            Self::WithinNext => DateTest::WithinNext(days),
            Self::Between => {
                let from = today.checked_sub_days(Days::new(u64::from(days))).unwrap_or(today);
                DateTest::Between(from, today)
            }
            Self::Known => DateTest::Known,
            Self::Unknown => DateTest::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    #[test]
    fn a_fresh_condition_is_about_its_topic() {
        for topic in Topic::ALL {
            assert_eq!(Topic::of(&topic.fresh()), topic);
        }
    }

    #[test]
    fn a_test_of_another_kind_keeps_the_days() {
        let today: NaiveDate = "2026-05-07".parse().unwrap();
        for kind in DateKind::ALL {
            assert_eq!(DateKind::of(kind.test(DateTest::WithinLast(12), today)), kind);
        }
        assert_eq!(
            DateKind::LongerAgo.test(DateTest::WithinNext(12), today),
            DateTest::LongerAgoThan(12)
        );
        assert_eq!(
            DateKind::Between.test(DateTest::WithinLast(6), today),
            DateTest::Between("2026-05-01".parse().unwrap(), today)
        );
    }
}
