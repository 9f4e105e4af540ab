//! What a row says, once it is read.

use std::borrow::Cow;

use chrono::NaiveDate;
use domain::customer::{LunarDay, Sex, SiteStage, SolarDay};
use serde::{Deserialize, Serialize};

use crate::phone::{PhoneReading, Region};

/// What reading a row needs to know besides the row.
#[derive(Debug, Clone)]
pub struct Context {
    /// Where a phone without country code belongs.
    pub region: Region,
    /// Today in the organisation's zone: birthdays and purchases can't lie after it.
    pub today: NaiveDate,
    /// The kind of the events of a file without a column for it.
    pub event_kind: Option<EventKind>,
}

impl Context {
    /// The rules of a Chinese firm on a given day.
    pub fn china(today: NaiveDate) -> Self {
        Self {
            region: Region::CN,
            today,
            event_kind: None,
        }
    }
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The site went to another stage.
    Site,
    /// A repair was asked for.
    Repair,
    /// A complaint was made.
    Complaint,
}

/// How a row says which customer it is about. At least one of number and phone text is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who<'r> {
    /// The external number; match by it first.
    pub number: Option<Cow<'r, str>>,
    /// The phone; match by it if there is no number.
    pub phone: PhoneReading,
    /// The phone as written (one line); empty if there is none. To be kept with an invalid phone.
    pub phone_raw: Cow<'r, str>,
}

/// What a row says of consent; `None` is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Consents {
    /// To service messages.
    pub service: Option<bool>,
    /// To care messages.
    pub care: Option<bool>,
    /// To marketing.
    pub marketing: Option<bool>,
}

/// A customer as a row describes them. `None` is not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedCustomer<'r> {
    /// Who.
    pub who: Who<'r>,
    /// The name, at most 64 characters.
    pub name: Option<Cow<'r, str>>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Stage of the site.
    pub site_stage: Option<SiteStage>,
    /// Name or address of the site.
    pub site: Option<Cow<'r, str>>,
    /// When the work began.
    pub started: Option<NaiveDate>,
    /// When the site is or was handed over; not before `started`.
    pub delivered: Option<NaiveDate>,
    /// Membership tier.
    pub tier: Option<Cow<'r, str>>,
    /// Solar birthday.
    pub birthday: Option<SolarDay>,
    /// Lunar birthday.
    pub lunar_birthday: Option<LunarDay>,
    /// The day of the last purchase.
    pub last_purchase: Option<NaiveDate>,
    /// Its amount in fen. With `last_purchase` it makes one purchase.
    pub amount: Option<i64>,
    /// City.
    pub city: Option<Cow<'r, str>>,
    /// Tags, without repeats; empty if not said.
    pub tags: Vec<Cow<'r, str>>,
    /// The responsible agent, by the name or login that the file uses.
    pub agent: Option<Cow<'r, str>>,
    /// The project manager.
    pub project_manager: Option<Cow<'r, str>>,
    /// Consents.
    pub consents: Consents,
    /// A note of several lines.
    pub note: Option<Cow<'r, str>>,
    /// Custom attributes that are said: name and value.
    pub attributes: Vec<(&'r str, Cow<'r, str>)>,
}

/// A purchase as a row describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedPurchase<'r> {
    /// Whose.
    pub who: Who<'r>,
    /// Its number in the firm's other system.
    pub number: Option<Cow<'r, str>>,
    /// The day.
    pub date: NaiveDate,
    /// The amount in fen.
    pub amount: i64,
    /// What was bought.
    pub item: Option<Cow<'r, str>>,
}

/// An event as a row describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedEvent<'r> {
    /// Whose.
    pub who: Who<'r>,
    /// What kind.
    pub kind: EventKind,
    /// The day.
    pub date: NaiveDate,
    /// The site's new stage, if said.
    pub site_stage: Option<SiteStage>,
    /// What happened.
    pub text: Option<Cow<'r, str>>,
    /// Its number in the firm's other system.
    pub number: Option<Cow<'r, str>>,
}

/// What a row came to, by the kind of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
// The value lives on the stack for one row; a box would cost an allocation a row.
#[allow(clippy::large_enum_variant)]
pub enum Parsed<'r> {
    /// A customer.
    Customer(ParsedCustomer<'r>),
    /// A purchase.
    Purchase(ParsedPurchase<'r>),
    /// An event.
    Event(ParsedEvent<'r>),
}

impl ParsedCustomer<'_> {
    /// A customer of whom nothing is said.
    pub(crate) fn empty() -> Self {
        Self {
            who: Who {
                number: None,
                phone: PhoneReading::Missing,
                phone_raw: Cow::Borrowed(""),
            },
            name: None,
            sex: None,
            site_stage: None,
            site: None,
            started: None,
            delivered: None,
            tier: None,
            birthday: None,
            lunar_birthday: None,
            last_purchase: None,
            amount: None,
            city: None,
            tags: Vec::new(),
            agent: None,
            project_manager: None,
            consents: Consents::default(),
            note: None,
            attributes: Vec::new(),
        }
    }
}
