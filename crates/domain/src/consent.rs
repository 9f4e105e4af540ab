//! Consent, per purpose, with the evidence that it was given.

use serde::{Deserialize, Serialize};

/// Why we write; consent is given or withdrawn for each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// About something the customer has with us: a visit, a repair, an order.
    Service,
    /// Greetings, weather warnings, maintenance reminders.
    Care,
    /// Offers. Needs the opt-out line.
    Marketing,
}

/// Where a customer stands for one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Nothing recorded.
    #[default]
    Unknown,
    /// Given, with evidence.
    Given,
    /// Withdrawn: opted out.
    Withdrawn,
}

impl Purpose {
    /// All purposes, in the order in which [`Consents`] holds them.
    pub const ALL: [Purpose; 3] = [Purpose::Service, Purpose::Care, Purpose::Marketing];

    /// The stable code of this purpose.
    pub const fn code(self) -> &'static str {
        match self {
            Purpose::Service => "service",
            Purpose::Care => "care",
            Purpose::Marketing => "marketing",
        }
    }

    /// Whether the text must end with the opt-out line.
    pub const fn needs_opt_out(self) -> bool {
        matches!(self, Purpose::Marketing)
    }
}

impl Consent {
    /// The stable number under which this is stored: 0 unknown, 1 given, 2 withdrawn.
    pub const fn number(self) -> i16 {
        match self {
            Consent::Unknown => 0,
            Consent::Given => 1,
            Consent::Withdrawn => 2,
        }
    }

    /// The consent stored under `number`; an unknown number reads as [`Consent::Withdrawn`], the safe side.
    pub const fn from_number(number: i16) -> Consent {
        match number {
            0 => Consent::Unknown,
            1 => Consent::Given,
            _ => Consent::Withdrawn,
        }
    }
}

/// Where a customer stands for every purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consents {
    /// For [`Purpose::Service`].
    pub service: Consent,
    /// For [`Purpose::Care`].
    pub care: Consent,
    /// For [`Purpose::Marketing`].
    pub marketing: Consent,
}

impl Consents {
    /// Where the customer stands for `purpose`.
    pub const fn of(&self, purpose: Purpose) -> Consent {
        match purpose {
            Purpose::Service => self.service,
            Purpose::Care => self.care,
            Purpose::Marketing => self.marketing,
        }
    }
}
