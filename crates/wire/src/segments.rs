//! Segments. `/api/segments…`

use domain::id::{CustomerId, SegmentId};
use domain::segment::Rule;
use domain::time::Millis;

use crate::customers::CustomerRow;
use crate::travels;

travels! {
    /// One row of `GET /api/segments`.
    pub struct SegmentRow {
        /// Which segment.
        pub id: SegmentId,
        /// Name in the language of the request for built-in ones.
        pub name: String,
        /// The rule in words, in the language of the request; empty where it can't be read.
        pub sentence: String,
        /// Came with the product.
        pub built_in: bool,
        /// How many customers it selects now.
        pub customers: u64,
        /// Its rule can't be read by this version, or was kept before a check that it does not pass. It is not counted, and waits to be mended or archived.
        pub unusable: bool,
        /// How many campaigns use it.
        pub campaigns: u64,
        /// Last changed.
        pub updated_at: Millis,
    }

    /// `GET /api/segments/{id}`.
    pub struct Segment {
        /// Which segment.
        pub id: SegmentId,
        /// For optimistic locking.
        pub version: i64,
        /// Name.
        pub name: String,
        /// The rule; absent where this version can't read what is kept, which is then written anew or archived.
        pub rule: Option<Rule>,
        /// Came with the product; copy it to change it.
        pub built_in: bool,
        /// Archived.
        pub archived: bool,
        /// Who changed it last.
        pub updated_by: String,
        /// When.
        pub updated_at: Millis,
    }

    /// `POST /api/segments`, and `PUT /api/segments/{id}` with the version edited.
    pub struct SegmentEdit {
        /// The version edited; absent when new.
        pub version: Option<i64>,
        /// 1 to 60 characters.
        pub name: String,
        /// The rule.
        pub rule: Rule,
    }

    /// `POST /api/segments/preview`.
    pub struct PreviewRule {
        /// The rule.
        pub rule: Rule,
    }

    /// Whom a rule selects now.
    pub struct RulePreview {
        /// How many.
        pub customers: u64,
        /// Of them with a mobile phone.
        pub reachable: u64,
        /// A few of them, at most 8.
        pub sample: Vec<CustomerRow>,
        /// How long counting took, in microseconds.
        pub micros: u64,
    }

    /// `POST /api/segments/explain`.
    pub struct ExplainRule {
        /// The rule.
        pub rule: Rule,
        /// The customer.
        pub customer: CustomerId,
    }

    /// Why a customer is in or out: the rule's tree with its truth.
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub struct Explanation {
        /// Whether this part holds.
        pub holds: bool,
        /// This part in words, in the language of the request.
        pub sentence: String,
        /// What the customer has there, in words; for conditions.
        pub found: Option<String>,
        /// Its parts.
        pub parts: Vec<Explanation>,
    }
}
