//! What a rule can say.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::consent::{Consent, Purpose};
use crate::customer::SiteStage;
use crate::id::{CustomerId, UserId};

/// A rule: conditions joined by all, any and none, nested at will.
///
/// Rules are two-valued: a condition over a missing value does not hold, and `none` of it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Every one of these holds; empty: holds for everybody.
    All(Vec<Rule>),
    /// At least one of these holds; empty: holds for nobody.
    Any(Vec<Rule>),
    /// Not one of these holds; empty: holds for everybody.
    None(Vec<Rule>),
    /// One condition.
    Is(Condition),
}

/// One condition over a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The site is at one of these stages.
    SiteStage(Vec<SiteStage>),
    /// When the site started.
    SiteStarted(DateTest),
    /// When the site is, or was, handed over.
    SiteDue(DateTest),
    /// The tier is one of these.
    Tier(Vec<String>),
    /// The city is one of these.
    City(Vec<String>),
    /// The customer bears one of these tags.
    Tag(Vec<String>),
    /// The last purchase.
    LastPurchase(DateTest),
    /// How many purchases.
    PurchaseCount(NumberTest),
    /// The sum of purchases, in fen.
    PurchaseTotal(NumberTest),
    /// A birthday falls on one of the `days` days that begin `from` days after today (0: today; negative: before it).
    Birthday {
        /// Which birthday counts.
        calendar: Calendar,
        /// Days from today to the first day of the window, -366 to 366.
        from: i16,
        /// Length of the window, 1 to 366.
        days: u16,
    },
    /// The customer stands so for a purpose.
    Consent {
        /// Which purpose.
        purpose: Purpose,
        /// Where the customer stands.
        is: Consent,
    },
    /// The responsible agent is one of these.
    Agent(Vec<UserId>),
    /// When we last wrote to the customer.
    LastContact(DateTest),
    /// One of the firm's own attributes.
    Attribute {
        /// Name of the attribute.
        name: String,
        /// What it must be.
        is: TextTest,
    },
    /// It is one of these, named one by one: for writing to somebody, not for lists.
    Customers(Vec<CustomerId>),
}

/// A test of a civil date against today. Days are whole days in the organisation's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DateTest {
    /// From `n` days ago until today, both included.
    WithinLast(u16),
    /// More than `n` days ago.
    LongerAgoThan(u16),
    /// From today until `n` days ahead, both included.
    WithinNext(u16),
    /// Between two dates, both included.
    Between(NaiveDate, NaiveDate),
    /// The date is known.
    Known,
    /// The date is not known.
    Unknown,
}

/// A test of a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberTest {
    /// At least this.
    AtLeast(i64),
    /// At most this.
    AtMost(i64),
    /// Between these, both included.
    Between(i64, i64),
}

/// A test of a text. Comparison is exact, letter case included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextTest {
    /// One of these.
    OneOf(Vec<String>),
    /// Contains this; never empty.
    Contains(String),
    /// The attribute is there.
    Known,
    /// The attribute is not there.
    Unknown,
}

/// Which birthday counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// The solar one.
    Solar,
    /// The lunar one.
    Lunar,
    /// Either.
    Either,
}

impl Rule {
    /// Everybody.
    pub const fn everybody() -> Rule {
        Rule::All(Vec::new())
    }

    /// Nobody.
    pub const fn nobody() -> Rule {
        Rule::Any(Vec::new())
    }

    /// The customers whom the rule names one by one, where that is all that it says.
    pub fn named(&self) -> Option<&[CustomerId]> {
        match self {
            Rule::Is(Condition::Customers(these)) => Some(these),
            _ => None,
        }
    }
}
