//! A customer, as the rules see one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::consent::Consents;
use crate::id::{CustomerId, UserId};
use crate::phone::{Phone, PhoneState};
use crate::time::Millis;
use crate::weather::Weather;

/// How far a customer's building site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SiteStage {
    /// 未开工
    NotStarted,
    /// 已开工
    Started,
    /// 中期
    MidTerm,
    /// 收尾
    Final,
    /// 已交付
    Delivered,
    /// 维保中
    Maintenance,
}

impl SiteStage {
    /// All stages, in the order in which a site passes through them.
    pub const ALL: [SiteStage; 6] = [
        SiteStage::NotStarted,
        SiteStage::Started,
        SiteStage::MidTerm,
        SiteStage::Final,
        SiteStage::Delivered,
        SiteStage::Maintenance,
    ];

    /// The stable number under which this is stored, from 1.
    pub const fn number(self) -> i16 {
        self as i16 + 1
    }

    /// The stage stored under `number`.
    pub fn from_number(number: i16) -> Option<SiteStage> {
        usize::try_from(number)
            .ok()?
            .checked_sub(1)
            .and_then(|index| SiteStage::ALL.get(index).copied())
    }
}

/// How a customer is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 女士
    Female,
    /// 先生
    Male,
}

/// A day of the solar year; 1 ≤ month ≤ 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SolarDay {
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

/// A day of the Chinese lunar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LunarDay {
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 30.
    pub day: u8,
    /// Whether the month is a leap month.
    pub leap: bool,
}

/// What rules, templates and plans may read of a customer. Dates are civil dates in the organisation's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Which customer.
    pub id: CustomerId,
    /// Full name; may be empty.
    pub name: String,
    /// How the customer is addressed, if known.
    pub sex: Option<Sex>,
    /// The phone in E.164, if the state is `Mobile` or `Landline`.
    pub phone: Option<Phone>,
    /// What we know of the phone.
    pub phone_state: PhoneState,
    /// Membership tier, as the firm names it.
    pub tier: Option<String>,
    /// City, as the firm names it.
    pub city: Option<String>,
    /// The weather in that city on the day of sending, where the firm was told it.
    pub weather: Option<Weather>,
    /// Tags, sorted, without repeats.
    pub tags: Vec<String>,
    /// How far the building site is.
    pub site_stage: Option<SiteStage>,
    /// Name or address of the site.
    pub site_name: Option<String>,
    /// When the site started.
    pub site_started: Option<NaiveDate>,
    /// When the site is, or was, handed over.
    pub site_due: Option<NaiveDate>,
    /// The project manager of the site.
    pub project_manager: Option<String>,
    /// The last purchase.
    pub last_purchase: Option<NaiveDate>,
    /// How many purchases.
    pub purchase_count: i64,
    /// Their sum, in fen.
    pub purchase_total: i64,
    /// Birthday by the solar calendar.
    pub birthday: Option<SolarDay>,
    /// Birthday by the lunar calendar.
    pub lunar_birthday: Option<LunarDay>,
    /// Consents.
    pub consents: Consents,
    /// The responsible agent.
    pub agent: Option<UserId>,
    /// When we last handed a message to them over to a carrier.
    pub last_contact: Option<Millis>,
    /// When the customer was erased.
    pub erased: bool,
    /// The firm's own attributes.
    pub attributes: BTreeMap<String, String>,
}

impl Facts {
    /// A customer of whom nothing is known but the id.
    pub fn unknown(id: CustomerId) -> Facts {
        Facts {
            id,
            name: String::new(),
            sex: None,
            phone: None,
            phone_state: PhoneState::Missing,
            tier: None,
            city: None,
            weather: None,
            tags: Vec::new(),
            site_stage: None,
            site_name: None,
            site_started: None,
            site_due: None,
            project_manager: None,
            last_purchase: None,
            purchase_count: 0,
            purchase_total: 0,
            birthday: None,
            lunar_birthday: None,
            consents: Consents::default(),
            agent: None,
            last_contact: None,
            erased: false,
            attributes: BTreeMap::new(),
        }
    }
}
