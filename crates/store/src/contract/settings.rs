//! The organisation's settings and its carriers.

use async_trait::async_trait;
use domain::cap::{self, Cap, PurposeCaps};
use domain::consent::{Confirmation, Purpose};
use domain::occasion::OwnDay;
use domain::phone::Phone;
use domain::schedule::{AllowedHours, PurposeHours, allowed};
use domain::time::Millis;
use serde::{Deserialize, Serialize};

use crate::{Result, Stamp};

/// The organisation's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Organisation {
    /// The firm's name.
    pub firm: String,
    /// Default signature, without brackets.
    pub signature: String,
    /// The number at which its customers reach it; may be empty.
    pub phone: String,
    /// IANA name of the zone.
    pub zone: String,
    /// Allowed hours.
    pub hours: AllowedHours,
    /// Hours that purposes have of their own; what counts is what both allow.
    pub purpose_hours: PurposeHours,
    /// At most so many messages to one customer within `cap_days`; 0: no cap. Service messages are exempt.
    pub cap_messages: u16,
    /// Days of the cap.
    pub cap_days: u16,
    /// Caps of each purpose.
    pub caps: PurposeCaps,
    /// For how many hours a receipt is awaited.
    pub receipt_hours: u16,
    /// After how many days without a word from us a customer counts as a gap.
    pub gap_days: u16,
    /// Whether care messages need recorded consent (marketing always does), or only no withdrawal.
    pub care_needs_consent: bool,
    /// The firm's own yearly days.
    pub days: Vec<OwnDay>,
    /// Whether and in which words an opt-out by reply is confirmed.
    pub confirmation: Confirmation,
}

impl Default for Organisation {
    /// What a firm starts with: Shanghai's zone, 08:00–20:00, four messages a week, receipts for three days, gaps after ninety.
    fn default() -> Self {
        Organisation {
            firm: String::new(),
            signature: String::new(),
            phone: String::new(),
            zone: "Asia/Shanghai".to_owned(),
            hours: AllowedHours::default(),
            purpose_hours: PurposeHours::default(),
            cap_messages: 4,
            cap_days: 7,
            caps: PurposeCaps::default(),
            receipt_hours: 72,
            gap_days: 90,
            care_needs_consent: false,
            days: Vec::new(),
            confirmation: Confirmation::default(),
        }
    }
}

impl Organisation {
    /// The hours in which a message of this purpose may be handed to a carrier with these hours of its own; `None`: never.
    pub fn allowed(&self, purpose: Purpose, carrier: Option<AllowedHours>) -> Option<AllowedHours> {
        allowed(self.hours, self.purpose_hours.of(purpose), carrier)
    }

    /// The frequency caps for a message of this purpose at `now`, where the firm's day began at `midnight`.
    pub fn caps(&self, purpose: Purpose, now: Millis, midnight: Millis) -> Vec<Cap> {
        let overall = (self.cap_messages, self.cap_days);
        cap::at(purpose, overall, self.caps.of(purpose), now, midnight)
    }
}

/// A carrier as it is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarrierRecord {
    /// Its name.
    pub name: String,
    /// Which module drives it: `sandbox`, `smpp` or `cmpp`.
    pub kind: String,
    /// May be used.
    pub enabled: bool,
    /// Price for a part, in fen × 1,000.
    pub price_millis: u64,
    /// Most parts a second; 0: as fast as it takes them.
    pub rate: u32,
    /// What its module needs, as JSON.
    pub config: String,
    /// What it does not take: the id of a policy that comes with the product.
    pub policy: Option<String>,
    /// Hours of its own, in the firm's zone; what counts is what it and the firm allow.
    pub hours: Option<AllowedHours>,
    /// The name of the carrier that takes over while this one sends nothing.
    pub fallback: Option<String>,
}

/// The organisation's settings and its carriers.
#[async_trait]
pub trait Settings: Send + Sync {
    /// The settings and their version; the defaults with version 0 before the firm is set up.
    async fn organisation(&self) -> Result<(i64, Organisation)>;

    /// Replaces the settings that had `version`; answers the new version. `Conflict` when they were changed since.
    async fn set_organisation(&self, stamp: &Stamp, version: i64, organisation: Organisation) -> Result<i64> {
        self.set_organisation_and_firings(stamp, version, organisation, &|at| at)
            .await
    }

    /// The same; and what approved campaigns fire next is moved by `moved`, for it is meant in the firm's zone.
    async fn set_organisation_and_firings(
        &self,
        stamp: &Stamp,
        version: i64,
        organisation: Organisation,
        moved: &(dyn Fn(Millis) -> Millis + Sync),
    ) -> Result<i64>;

    /// The carriers, by name.
    async fn carriers(&self) -> Result<Vec<CarrierRecord>>;

    /// One carrier.
    async fn carrier(&self, name: &str) -> Result<CarrierRecord>;

    /// Adds a carrier or changes it.
    async fn put_carrier(&self, stamp: &Stamp, carrier: CarrierRecord) -> Result<()>;

    /// Removes a carrier. `NotFound`; `WrongState` while a run that is not closed, or a campaign that is submitted or
    /// approved, uses it, or another carrier names it as the one that takes over.
    async fn remove_carrier(&self, stamp: &Stamp, name: &str) -> Result<()>;

    /// Notes that a message on no roll is about to try a carrier out, with the last digits of the number; `false`: the actor has
    /// sent `most` of them, and of tests of campaigns, after `since`.
    async fn note_carrier_test(&self, stamp: &Stamp, name: &str, to: &Phone, most: u32, since: Millis) -> Result<bool>;

    /// Answers whether the store can be read, for readiness checks.
    async fn ping(&self) -> Result<()>;

    /// Finishes what is under way and closes the files.
    async fn shut(&self);
}
