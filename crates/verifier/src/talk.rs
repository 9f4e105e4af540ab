//! What the app asks the worker, and what the worker tells. It travels as JSON; a file travels beside it.

use crate::asked::Asked;
use crate::behind::{Behind, Shown};
use crate::held::Held;
use crate::receipt::Receipt;
use crate::report::Report;
use crate::witness::Kept;
use serde::{Deserialize, Serialize};

/// What the worker says once it can be asked.
pub const READY: &str = "ready";

/// A question of the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// Checks the file that comes along, and holds its checkpoint against the one that is kept.
    File {
        /// By which keys.
        terms: Terms,
        /// The gateway's origin; empty where the app came from.
        gateway: String,
        /// What is kept.
        kept: Kept,
    },
    /// Fetches a pack, checks that it proves what is asked, and holds its checkpoint against the one that is kept.
    Pack {
        /// From where.
        url: String,
        /// What it is to prove.
        asked: Asked,
        /// By which keys.
        terms: Terms,
        /// The gateway's origin.
        gateway: String,
        /// What is kept.
        kept: Kept,
    },
    /// The same with a receipt, which is made ready for a page.
    Receipt {
        /// From where.
        url: String,
        /// What it is to prove.
        asked: Asked,
        /// By which keys.
        terms: Terms,
        /// The gateway's origin.
        gateway: String,
        /// What is kept.
        kept: Kept,
    },
    /// Fetches the last checkpoint and holds it against the one that is kept.
    Witness {
        /// The gateway's origin; empty where the app came from.
        gateway: String,
        /// What is kept; `None` on the first visit.
        kept: Option<Kept>,
    },
    /// Proves an event of the log against the checkpoint that is kept.
    Event {
        /// The gateway's origin.
        gateway: String,
        /// What is kept.
        kept: Kept,
        /// The event as the app shows it.
        shown: Shown,
    },
}

/// By which keys is checked, and how moments are written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Public keys, `name+id+base64`. Without any, the pack's own is used, and the report says so.
    pub keys: Vec<String>,
    /// The zone of the moments, an IANA name.
    pub zone: String,
}

/// An answer of the worker. The app reads the part that it asked for by the part's own type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "snake_case")]
pub enum Told {
    /// How far the reading is; more follows.
    Progress {
        /// Octets read.
        done: u64,
        /// Octets of the file.
        of: u64,
    },
    /// What came of a file or a pack.
    File(Filed),
    /// What came of a receipt.
    Receipt(Checked),
    /// What is to be kept from now on.
    Witness(Witnessed),
    /// What is behind an event.
    Event(Behind),
    /// Nothing could be checked.
    Failed(Failure),
}

/// What came of a file or a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// What came of it.
    pub report: Report,
    /// How its checkpoint stands to the one that is kept; `None` where there is nothing to compare.
    pub held: Option<Held>,
}

/// What came of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// What came of it.
    pub report: Report,
    /// How its checkpoint stands to the one that is kept; `None` where there is nothing to compare.
    pub held: Option<Held>,
    /// What stands on its page; `None` where it is not proved.
    pub receipt: Option<Receipt>,
}

/// What is to be kept from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witnessed {
    /// `None` while the log has no checkpoint and none was seen.
    pub kept: Option<Kept>,
}

/// Why nothing could be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Failure {
    /// A given key is none.
    Key {
        /// What was given.
        given: String,
    },
    /// The network, or the gateway does not answer.
    Network,
    /// The gateway refused.
    Refused {
        /// The status of its answer.
        status: u16,
    },
    /// What came has not the form that it should have.
    Form,
    /// The worker could not be started.
    Worker,
}

impl Failure {
    /// Whether the gateway was reached and had the right to be asked, and still did not answer as it should.
    pub const fn is_gateways(&self) -> bool {
        match self {
            Self::Refused { status } => !matches!(status, 401 | 403 | 429),
            Self::Form => true,
            Self::Key { .. } | Self::Network | Self::Worker => false,
        }
    }
}
