//! Customers.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::consent::{Consent, Purpose};
use domain::customer::{Facts, LunarDay, Sex, SiteStage, SolarDay};
use domain::id::{CustomerId, RunId, UserId};
use domain::phone::{Phone, PhoneState};
use domain::roll::Outcome;
use domain::segment::{Rule, Today};
use domain::time::Millis;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::stamp::Stamp;

/// A customer as people read one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRecord {
    /// What rules read, too.
    pub facts: Facts,
    /// For optimistic locking.
    pub version: i64,
    /// The firm's own number.
    pub number: Option<String>,
    /// What was written instead of a phone, if the state is `Invalid`.
    pub phone_raw: Option<String>,
    /// A standing note.
    pub note: Option<String>,
    /// Name of the responsible agent.
    pub agent_name: Option<String>,
    /// When the customer was created.
    pub created_at: Millis,
    /// When the card was last changed.
    pub updated_at: Millis,
    /// When the customer was erased.
    pub erased_at: Option<Millis>,
}

/// A phone as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardPhone {
    /// What we know of it.
    pub state: PhoneState,
    /// In E.164, if the state is `Mobile` or `Landline`.
    pub phone: Option<Phone>,
    /// As written, if the state is `Invalid`.
    pub raw: Option<String>,
}

/// What one writes on a customer. Texts are trimmed and never empty; tags are sorted, without repeats.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Card {
    pub number: Option<String>,
    pub name: String,
    pub sex: Option<Sex>,
    /// When editing, `None` leaves the phone as it is.
    pub phone: Option<CardPhone>,
    pub tier: Option<String>,
    pub city: Option<String>,
    pub tags: Vec<String>,
    pub site_stage: Option<SiteStage>,
    pub site_name: Option<String>,
    pub site_started: Option<NaiveDate>,
    pub site_due: Option<NaiveDate>,
    pub project_manager: Option<String>,
    pub birthday: Option<SolarDay>,
    pub lunar_birthday: Option<LunarDay>,
    pub agent: Option<UserId>,
    pub note: Option<String>,
    pub attributes: BTreeMap<String, String>,
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CustomerOrder {
    /// Last added first.
    #[default]
    Newest,
    /// By name.
    Name,
    /// Last changed first.
    Changed,
}

/// A place in a list: the last customer shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerPlace {
    /// Its id.
    pub id: CustomerId,
    /// Its name, for the order by name.
    pub name: String,
    /// When it was changed, for the order by change.
    pub changed: Millis,
}

/// What a list shows. Erased customers are never in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerFilter {
    /// Part of a name, the last digits of a phone (three or more), or the beginning of an external number.
    pub search: Option<String>,
    /// Bears this tag.
    pub tag: Option<String>,
    /// In this city.
    pub city: Option<String>,
    /// Of this tier.
    pub tier: Option<String>,
    /// Whose site is at this stage.
    pub stage: Option<SiteStage>,
    /// Whose phone is so.
    pub phone: Option<PhoneState>,
    /// Whom this rule selects on this day.
    pub rule: Option<(Rule, Today)>,
    /// In which order.
    pub order: CustomerOrder,
    /// Those after this place.
    pub after: Option<CustomerPlace>,
    /// How many at most.
    pub limit: u32,
}

/// A value and how many customers bear it.
pub type FacetCount = (String, u64);

/// What lists and rules offer to choose from, most frequent first, at most 200 each. May be a minute old.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerFacets {
    /// Cities.
    pub cities: Vec<FacetCount>,
    /// Tags.
    pub tags: Vec<FacetCount>,
    /// Tiers.
    pub tiers: Vec<FacetCount>,
    /// Names of the firm's own attributes.
    pub attributes: Vec<String>,
    /// All customers not erased.
    pub customers: u64,
}

/// A consent that was given or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRecord {
    /// Which purpose.
    pub purpose: Purpose,
    /// Given or withdrawn.
    pub is: Consent,
    /// How we know: `form`, `phone`, `shop`, `reply`, `import`, `other`; `suppressed`: the number withdrew before it was theirs.
    pub source: String,
    /// The evidence.
    pub evidence: Option<String>,
    /// When.
    pub given_at: Millis,
}

/// A place in a time line: how many items of the moment `at` were shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelinePlace {
    /// The moment of the last item shown.
    pub at: Millis,
    /// How many items of that moment were shown.
    pub shown: u32,
}

/// One item of a customer's time line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineItem {
    /// When.
    pub at: Millis,
    /// What.
    pub what: TimelineWhat,
}

/// What happened to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum TimelineWhat {
    /// On a roll.
    Entry {
        run: RunId,
        seq: u32,
        campaign: String,
        text: Option<String>,
        outcome: Outcome,
        reason: Option<String>,
        /// Whether the run is closed and its roll was committed to the log, so that the entry can be proved.
        provable: bool,
    },
    /// The customer wrote to us.
    Reply { text: String },
    /// We confirmed that they opted out: how far that message came. On no roll, and without a receipt.
    Confirmation { text: String, outcome: Outcome },
    /// A consent was given or withdrawn.
    Consent {
        record: ConsentRecord,
        /// Name of the campaign that was answered by it, where that is known.
        answers: Option<String>,
    },
    /// A purchase.
    Purchase {
        number: Option<String>,
        amount: i64,
        item: Option<String>,
    },
    /// Something happened: `site`, `repair` or `complaint`.
    Event { kind: String, text: String },
    /// A note of ours.
    Note { author: String, text: String },
    /// The card was `created`, `edited`, `imported` or `erased`.
    Card { act: &'static str, actor: String },
}

/// What we know of a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberKnown {
    /// Whether a customer has it.
    pub customers: bool,
    /// Whether consent to anything was withdrawn by it, or by one of them.
    pub opted_out: bool,
}

/// Customers, as rules and people read and write them.
#[async_trait]
pub trait Customers: Send + Sync {
    /// The next customers whom `rule` selects, in the order of ids, after `after`. Reads `limit` at most; fewer mean that
    /// there are no more. Erased customers are never selected.
    async fn audience(&self, rule: &Rule, today: &Today, after: Option<CustomerId>, limit: u32) -> Result<Vec<Facts>>;

    /// How many customers `rule` selects, and how many of them have a mobile phone.
    async fn count(&self, rule: &Rule, today: &Today) -> Result<(u64, u64)>;

    /// Like [`Customers::count`], but may be a minute old. A change of a customer is seen at once.
    async fn count_lately(&self, rule: &Rule, today: &Today) -> Result<(u64, u64)>;

    /// A few customers whom `rule` selects, whichever are found first.
    async fn sample(&self, rule: &Rule, today: &Today, limit: u32) -> Result<Vec<CustomerRecord>>;

    /// The facts of some customers, in no order; ids that nobody has are left out. At most 30,000 ids.
    async fn facts(&self, ids: &[CustomerId], today: &Today) -> Result<Vec<Facts>>;

    /// A page of a list.
    async fn customers(&self, filter: &CustomerFilter) -> Result<Vec<CustomerRecord>>;

    /// What lists and rules offer to choose from.
    async fn customer_facets(&self) -> Result<CustomerFacets>;

    /// One customer.
    async fn customer(&self, id: CustomerId) -> Result<CustomerRecord>;

    /// Whether somebody with this phone was erased, and nobody entered it since.
    async fn was_erased(&self, phone: &Phone) -> Result<bool>;

    /// Creates a customer; one whose number opted out before has withdrawn. `Taken("card.number")` if another has the number.
    async fn create_customer(&self, id: CustomerId, card: &Card, stamp: &Stamp) -> Result<()>;

    /// Replaces a customer's card, if the version is still `version`. `Conflict`; `Taken("card.number")`; `WrongState` if erased.
    async fn edit_customer(&self, id: CustomerId, version: i64, card: &Card, stamp: &Stamp) -> Result<()>;

    /// Erases everything personal of a customer, wherever it is kept; id, sums, outcomes and the log stay, and what was
    /// withdrawn is known of the number, whose hash is kept for that. Once erased, erasing again does nothing.
    async fn erase_customer(&self, id: CustomerId, reason: &str, stamp: &Stamp) -> Result<()>;

    /// The phone in full, or what was written in its place; the log says who asked. `WrongState` if there is none.
    /// With an attribute's name, its value instead.
    async fn reveal_phone(&self, id: CustomerId, attribute: Option<&str>, stamp: &Stamp) -> Result<String>;

    /// Notes when we last wrote to customers, where that is later than what is known. No event: it follows from rolls.
    async fn note_contacts(&self, contacts: &[(CustomerId, Millis)]) -> Result<()>;

    /// Adds a note.
    async fn add_note(&self, id: CustomerId, text: &str, stamp: &Stamp) -> Result<()>;

    /// Records a consent; the latest by the time it was given stands. What was said by reply (`record.source` is `reply`)
    /// was said by the number: it is recorded for every customer who has the same phone. What is given is from then on
    /// no longer withdrawn by the number.
    async fn add_consent(&self, id: CustomerId, record: &ConsentRecord, stamp: &Stamp) -> Result<()>;

    /// The mobile phones under which some customer has withdrawn consent to `purpose`. No other customer with one of them
    /// may be written to either.
    async fn opted_out(&self, purpose: Purpose) -> Result<Vec<Phone>>;

    /// Whose a number is, and whether it opted out; also one that is nobody's.
    async fn number_is_known(&self, phone: &Phone) -> Result<NumberKnown>;

    /// All consents of a customer, latest first.
    async fn consents(&self, id: CustomerId) -> Result<Vec<(Millis, ConsentRecord)>>;

    /// A page of everything said, heard and done, newest first. Fewer than `limit` mean that there are no more.
    async fn timeline(&self, id: CustomerId, after: Option<TimelinePlace>, limit: u32) -> Result<Vec<TimelineItem>>;
}
