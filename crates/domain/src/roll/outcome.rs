//! Outcomes of an entry and the closed reasons behind them.

use serde::{Deserialize, Serialize};

use crate::time::Millis;

/// The outcome of an entry, without its reason. The discriminants are stored and travel as cells of the roll: they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Outcome {
    /// Left out at the freeze, with a reason.
    Excluded = 0,
    /// Waits to be handed over.
    Queued = 1,
    /// Waits for a moment or a decision.
    Held = 2,
    /// The intent is written; the carrier has not answered yet.
    HandedOver = 3,
    /// Handed over, and we do not know whether it was taken.
    InDoubt = 4,
    /// The carrier took it; a receipt may come.
    Accepted = 5,
    /// The carrier took it, and the receipt window passed without a receipt. Terminal.
    NoReceipt = 6,
    /// The receipt says delivered. Terminal.
    Delivered = 7,
    /// Refused for good, or the receipt says failed. Terminal.
    Failed = 8,
    /// Not delivered within its validity. Terminal.
    Expired = 9,
    /// Cancelled before it was handed over. Terminal.
    Cancelled = 10,
}

impl Outcome {
    /// All outcomes, in the order of their numbers.
    pub const ALL: [Outcome; 11] = [
        Outcome::Excluded,
        Outcome::Queued,
        Outcome::Held,
        Outcome::HandedOver,
        Outcome::InDoubt,
        Outcome::Accepted,
        Outcome::NoReceipt,
        Outcome::Delivered,
        Outcome::Failed,
        Outcome::Expired,
        Outcome::Cancelled,
    ];

    /// The number under which this is stored.
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The outcome stored under `number`.
    pub fn from_number(number: i16) -> Option<Outcome> {
        usize::try_from(number)
            .ok()
            .and_then(|index| Outcome::ALL.get(index).copied())
    }

    /// The stable code of this outcome.
    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Excluded => "excluded",
            Outcome::Queued => "queued",
            Outcome::Held => "held",
            Outcome::HandedOver => "handed_over",
            Outcome::InDoubt => "in_doubt",
            Outcome::Accepted => "accepted",
            Outcome::NoReceipt => "no_receipt",
            Outcome::Delivered => "delivered",
            Outcome::Failed => "failed",
            Outcome::Expired => "expired",
            Outcome::Cancelled => "cancelled",
        }
    }

    /// Whether nothing further is awaited.
    pub const fn is_terminal(self) -> bool {
        matches!(
            self,
            Outcome::Excluded
                | Outcome::NoReceipt
                | Outcome::Delivered
                | Outcome::Failed
                | Outcome::Expired
                | Outcome::Cancelled
        )
    }
}

/// Why a customer of the audience is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// There is no phone.
    NoPhone,
    /// The phone is not a number that can exist.
    InvalidPhone,
    /// The phone is a landline.
    Landline,
    /// Another entry of this roll, named beside the reason, has the same phone.
    Duplicate,
    /// No consent for this purpose was recorded.
    NoConsent,
    /// The customer opted out.
    OptedOut,
    /// The customer was erased.
    Erased,
    /// The same campaign wrote for this birthday already.
    Greeted,
    /// We wrote often enough already.
    FrequencyCap,
    /// A variable of the text has no value and no fallback.
    VariableMissing,
    /// The carrier does not take this text.
    CarrierPolicy,
    /// The run's budget is used up.
    OverBudget,
}

/// Why an entry is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// Outside the allowed hours; goes on when they begin.
    Hours,
    /// The carrier asked us to slow down or could not be reached; goes on by itself.
    Backoff,
    /// The run was late, and its policy asks a person.
    Late,
}

/// Why an entry failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The number is not in use.
    UnknownSubscriber,
    /// The handset was switched off or out of reach until the carrier gave up.
    Unreachable,
    /// The network or the carrier blocked the text.
    Blocked,
    /// The carrier refused the message for good.
    Rejected,
    /// The carrier says failed and no more.
    Unspecified,
    /// A person settled a doubt so.
    SettledNotSent,
}

macro_rules! codes {
    ($type:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl $type {
            /// All of them.
            pub const ALL: &[$type] = &[$($type::$variant),+];

            /// The stable code, as stored and as it travels.
            pub const fn code(self) -> &'static str {
                match self { $($type::$variant => $code),+ }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<$type> {
                match code { $($code => Some($type::$variant),)+ _ => None }
            }
        }
    };
}

codes!(Exclusion {
    NoPhone = "no_phone",
    InvalidPhone = "invalid_phone",
    Landline = "landline",
    Duplicate = "duplicate",
    NoConsent = "no_consent",
    OptedOut = "opted_out",
    Erased = "erased",
    Greeted = "greeted",
    FrequencyCap = "frequency_cap",
    VariableMissing = "variable_missing",
    CarrierPolicy = "carrier_policy",
    OverBudget = "over_budget",
});
codes!(HoldReason { Hours = "hours", Backoff = "backoff", Late = "late" });
codes!(Failure {
    UnknownSubscriber = "unknown_subscriber",
    Unreachable = "unreachable",
    Blocked = "blocked",
    Rejected = "rejected",
    Unspecified = "unspecified",
    SettledNotSent = "settled_not_sent",
});

/// The outcome of an entry with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryState {
    /// See [`Outcome::Excluded`].
    Excluded(Exclusion),
    /// See [`Outcome::Queued`].
    Queued,
    /// See [`Outcome::Held`]; `until` is the moment at which it goes on by itself, `None` when a person decides.
    Held {
        /// When it goes on.
        until: Option<Millis>,
        /// Why it waits.
        why: HoldReason,
    },
    /// See [`Outcome::HandedOver`].
    HandedOver,
    /// See [`Outcome::InDoubt`].
    InDoubt,
    /// See [`Outcome::Accepted`].
    Accepted,
    /// See [`Outcome::NoReceipt`].
    NoReceipt,
    /// See [`Outcome::Delivered`].
    Delivered,
    /// See [`Outcome::Failed`].
    Failed(Failure),
    /// See [`Outcome::Expired`].
    Expired,
    /// See [`Outcome::Cancelled`].
    Cancelled,
}

impl EntryState {
    /// The outcome without its reason.
    pub const fn outcome(self) -> Outcome {
        match self {
            EntryState::Excluded(_) => Outcome::Excluded,
            EntryState::Queued => Outcome::Queued,
            EntryState::Held { .. } => Outcome::Held,
            EntryState::HandedOver => Outcome::HandedOver,
            EntryState::InDoubt => Outcome::InDoubt,
            EntryState::Accepted => Outcome::Accepted,
            EntryState::NoReceipt => Outcome::NoReceipt,
            EntryState::Delivered => Outcome::Delivered,
            EntryState::Failed(_) => Outcome::Failed,
            EntryState::Expired => Outcome::Expired,
            EntryState::Cancelled => Outcome::Cancelled,
        }
    }

    /// The stable code of the reason, where the outcome has one.
    pub const fn reason(self) -> Option<&'static str> {
        match self {
            EntryState::Excluded(why) => Some(why.code()),
            EntryState::Held { why, .. } => Some(why.code()),
            EntryState::Failed(why) => Some(why.code()),
            _ => None,
        }
    }

    /// Reads what the store holds: the outcome's number, the reason's code, and until when an entry is held.
    /// `None` if they do not fit together.
    pub fn from_stored(outcome: i16, reason: Option<&str>, until: Option<Millis>) -> Option<EntryState> {
        Some(match Outcome::from_number(outcome)? {
            Outcome::Excluded => EntryState::Excluded(Exclusion::from_code(reason?)?),
            Outcome::Queued => EntryState::Queued,
            Outcome::Held => EntryState::Held {
                until,
                why: HoldReason::from_code(reason?)?,
            },
            Outcome::HandedOver => EntryState::HandedOver,
            Outcome::InDoubt => EntryState::InDoubt,
            Outcome::Accepted => EntryState::Accepted,
            Outcome::NoReceipt => EntryState::NoReceipt,
            Outcome::Delivered => EntryState::Delivered,
            Outcome::Failed => EntryState::Failed(Failure::from_code(reason?)?),
            Outcome::Expired => EntryState::Expired,
            Outcome::Cancelled => EntryState::Cancelled,
        })
    }
}
