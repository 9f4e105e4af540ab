//! Customers. `/api/customers…`

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::consent::{Consent, Consents, Purpose};
use domain::customer::{LunarDay, Sex, SiteStage, SolarDay};
use domain::id::{CustomerId, RunId, UserId};
use domain::phone::PhoneState;
use domain::roll::Outcome;
use domain::time::Millis;

use crate::travels;

travels! {
    /// Query of `GET /api/customers`.
    #[derive(Default)]
    #[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
    pub struct CustomerQuery {
        /// Name, last digits of the phone, or external number.
        pub search: Option<String>,
        /// Tag.
        pub tag: Option<String>,
        /// City.
        pub city: Option<String>,
        /// Tier.
        pub tier: Option<String>,
        /// Stage of the site.
        pub stage: Option<SiteStage>,
        /// Phone state.
        pub phone: Option<PhoneState>,
        /// Customers whom this segment selects.
        pub segment: Option<domain::id::SegmentId>,
        /// Order; default [`CustomerSort::Newest`].
        pub sort: Option<CustomerSort>,
        /// Where to go on.
        pub cursor: Option<String>,
        /// Rows, 1 to 500; default 100.
        pub limit: Option<u16>,
    }

    /// Order of the list.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum CustomerSort {
        /// Last added first.
        Newest,
        /// By name.
        Name,
        /// Last changed first.
        Changed,
    }

    /// One row of the list.
    pub struct CustomerRow {
        /// Which customer.
        pub id: CustomerId,
        /// The firm's own number.
        pub number: Option<String>,
        /// Name; empty if erased.
        pub name: String,
        /// Masked phone, as given if it is no number.
        pub phone: Option<String>,
        /// What we know of the phone.
        pub phone_state: PhoneState,
        /// Tier.
        pub tier: Option<String>,
        /// City.
        pub city: Option<String>,
        /// Tags.
        pub tags: Vec<String>,
        /// Stage of the site.
        pub site_stage: Option<SiteStage>,
        /// Last purchase.
        pub last_purchase: Option<NaiveDate>,
        /// When we last wrote.
        pub last_contact: Option<Millis>,
        /// Erased.
        pub erased: bool,
    }

    /// `GET /api/customers/{id}`.
    pub struct Customer {
        /// Which customer.
        pub id: CustomerId,
        /// For optimistic locking: send it back with a change.
        pub version: i64,
        /// Names of attributes of whose values a part is hidden: they read as phones.
        pub hidden: Vec<String>,
        /// What can be edited; the phone is masked, and so is what reads as a phone among the attributes.
        pub card: CustomerCard,
        /// What we know of the phone.
        pub phone_state: PhoneState,
        /// Name of the responsible agent.
        pub agent_name: Option<String>,
        /// How many purchases.
        pub purchase_count: i64,
        /// Their sum, in fen.
        pub purchase_total: i64,
        /// The last one.
        pub last_purchase: Option<NaiveDate>,
        /// Where the customer stands.
        pub consents: Consents,
        /// When we last wrote.
        pub last_contact: Option<Millis>,
        /// When the customer was erased.
        pub erased_at: Option<Millis>,
        /// Created.
        pub created_at: Millis,
        /// Last changed.
        pub updated_at: Millis,
    }

    /// What one writes on a customer: `POST /api/customers`, and in [`CustomerEdit`].
    #[derive(Default)]
    pub struct CustomerCard {
        /// The firm's own number; unique.
        pub number: Option<String>,
        /// Name.
        pub name: String,
        /// Sex.
        pub sex: Option<Sex>,
        /// Phone as written. When editing, absent means unchanged, empty means none.
        pub phone: Option<String>,
        /// Tier.
        pub tier: Option<String>,
        /// City.
        pub city: Option<String>,
        /// Tags.
        pub tags: Vec<String>,
        /// Stage of the site.
        pub site_stage: Option<SiteStage>,
        /// Name or address of the site.
        pub site_name: Option<String>,
        /// When the site started.
        pub site_started: Option<NaiveDate>,
        /// When it is handed over.
        pub site_due: Option<NaiveDate>,
        /// The project manager.
        pub project_manager: Option<String>,
        /// Solar birthday.
        pub birthday: Option<SolarDay>,
        /// Lunar birthday.
        pub lunar_birthday: Option<LunarDay>,
        /// The responsible agent.
        pub agent: Option<UserId>,
        /// A standing note.
        pub note: Option<String>,
        /// The firm's own attributes.
        pub attributes: BTreeMap<String, String>,
    }

    /// `PUT /api/customers/{id}`.
    pub struct CustomerEdit {
        /// The version that was edited.
        pub version: i64,
        /// The whole card.
        pub card: CustomerCard,
    }

    /// `POST /api/customers/{id}/erase`.
    pub struct Erase {
        /// Why, for the log. Never names the person.
        pub reason: String,
    }

    /// Its answer.
    pub struct Erased {
        /// What is left of the customer.
        #[serde(flatten)]
        pub customer: Customer,
        /// The names of runs that had yet to write to the customer, and left out somebody else for having the same number: nobody
        /// at that number hears of them now.
        #[serde(default)]
        pub unheard: Vec<String>,
    }

    /// Answer of `POST /api/customers/{id}/phone`; the reveal is logged.
    pub struct RevealedPhone {
        /// In full.
        pub phone: String,
    }

    /// `GET /api/customers/facets`: what lists and rules offer to choose from, most frequent first, at most 200 each.
    #[derive(Default)]
    pub struct Facets {
        /// Cities.
        pub cities: Vec<FacetCount>,
        /// Tags.
        pub tags: Vec<FacetCount>,
        /// Tiers.
        pub tiers: Vec<FacetCount>,
        /// Names of the firm's own attributes.
        pub attributes: Vec<String>,
        /// Members of staff who can be responsible.
        pub agents: Vec<AgentName>,
        /// All customers not erased.
        pub customers: u64,
    }

    /// A value and how many customers bear it.
    pub struct FacetCount {
        /// The value.
        pub value: String,
        /// Customers.
        pub customers: u64,
    }

    /// A member of staff.
    pub struct AgentName {
        /// Which user.
        pub id: UserId,
        /// Name.
        pub name: String,
    }

    /// `GET /api/customers/{id}/timeline`: a page of everything said, heard and done, newest first.
    pub struct TimelineItem {
        /// When.
        pub at: Millis,
        /// What.
        pub what: TimelineWhat,
    }

    /// What happened to a customer.
    #[serde(rename_all = "snake_case", tag = "kind")]
    pub enum TimelineWhat {
        /// On a roll.
        Entry {
            /// Which run.
            run: RunId,
            /// Entry's number on the roll.
            seq: u32,
            /// Name of the campaign.
            campaign: String,
            /// The rendered text; absent when excluded.
            text: Option<String>,
            /// Outcome.
            outcome: Outcome,
            /// Reason code.
            reason: Option<String>,
            /// Whether a receipt proves it: `GET /api/runs/{id}/entries/{seq}/receipt`.
            provable: bool,
        },
        /// The customer wrote to us.
        Reply {
            /// What.
            text: String,
        },
        /// We told the customer that their opt-out was heard; on no roll.
        Confirmation {
            /// What we wrote.
            text: String,
            /// How far it came: queued, handed over, accepted, in doubt, failed, or expired. No receipt is awaited.
            outcome: Outcome,
        },
        /// A consent was given or withdrawn.
        Consent {
            /// Which purpose.
            purpose: Purpose,
            /// Where the customer stands since.
            is: Consent,
            /// How we know.
            source: String,
            /// The evidence: a form's name, a call's number, the reply's text.
            evidence: Option<String>,
            /// Name of the campaign that was answered by it, on the time line and where that is known.
            #[serde(default)]
            answers: Option<String>,
        },
        /// A purchase.
        Purchase {
            /// Its number.
            number: Option<String>,
            /// Amount in fen.
            amount: i64,
            /// What.
            item: Option<String>,
        },
        /// Something happened at the site, a repair or a complaint.
        Event {
            /// `site`, `repair` or `complaint`.
            event: String,
            /// What.
            text: String,
        },
        /// A note of ours.
        Note {
            /// Whose.
            author: String,
            /// What.
            text: String,
        },
        /// The customer's card was created, edited, imported or erased.
        Card {
            /// `created`, `edited`, `imported`, `erased`.
            act: String,
            /// By whom.
            actor: String,
        },
    }

    /// `POST /api/customers/{id}/notes`.
    pub struct NewNote {
        /// 1 to 2,000 characters.
        pub text: String,
    }

    /// `POST /api/customers/{id}/consents`; `GET` answers all records as timeline items.
    pub struct NewConsent {
        /// Which purpose.
        pub purpose: Purpose,
        /// Given or withdrawn.
        pub is: Consent,
        /// How we know: `form`, `phone`, `shop`, `reply`, `import`, `other`.
        pub source: String,
        /// The evidence; needed when given.
        pub evidence: Option<String>,
        /// When it was given, if not now.
        pub given_at: Option<Millis>,
    }
}
