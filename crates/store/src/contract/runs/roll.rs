//! What travels between the engine and the roll.

use domain::cap::Cap;
use domain::id::CustomerId;
use domain::plan::{Plan, Terms};
use domain::roll::{EntryState, Failure, HoldReason, Outcome, Receipt};
use domain::segment::Today;
use domain::time::Millis;

/// What a freeze needs to know.
#[derive(Debug, Clone)]
pub struct Freezing {
    /// The planning of messages.
    pub plan: Plan,
    /// The day against which the rule is read; for birthdays, the day on which the run was due.
    pub today: Today,
    /// The frequency caps that the planning judges by.
    pub caps: Vec<Cap>,
}

/// What to take for a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The run's number.
    pub run: i64,
    /// The carrier that is to have them.
    pub carrier: String,
    /// Where that is not the run's own, what it asks: it gets nothing from the first message on that would be dearer than it was
    /// frozen with.
    pub second: Option<Terms>,
    /// The engine's fence.
    pub fence: i64,
    /// Until when the lease is renewed by this claim.
    pub lease_until: Millis,
    /// At most so many.
    pub limit: u32,
    /// Together of at most so many parts; the first may have more by itself.
    pub parts: u32,
    /// By when the carrier must have answered.
    pub answer_by: Millis,
    /// Whether the run's purpose needs recorded consent.
    pub needs_consent: bool,
    /// How often a customer may be written to, judged by what other runs handed over.
    pub caps: Vec<Cap>,
}

/// One message to hand over.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The entry's id.
    pub entry: i64,
    /// Which hand-over of it, from 1.
    pub attempt: u32,
    /// The phone in E.164.
    pub phone: String,
    /// The whole text.
    pub text: String,
    /// Parts.
    pub parts: u16,
}

/// Shows the entry alone, so that no phone and no text reaches a log by accident.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter")
            .field("entry", &self.entry)
            .finish_non_exhaustive()
    }
}

/// What a carrier said to one hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The entry's id.
    pub entry: i64,
    /// Which hand-over of it.
    pub attempt: u32,
    /// What.
    pub what: SaidWhat,
}

/// A carrier's name for a message, or for a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// As it was told.
    pub name: String,
    /// How else the carrier may spell it; its name as told counts first.
    pub others: Vec<String>,
}

impl<S: Into<String>> From<S> for Reference {
    fn from(name: S) -> Reference {
        Reference {
            name: name.into(),
            others: Vec::new(),
        }
    }
}

/// What is known of a hand-over that nobody can tell the end of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unanswered {
    /// What happened, and how much was written, for a person who settles it. Nothing personal.
    pub evidence: Option<String>,
    /// Names of the parts that were certainly taken.
    pub taken: Vec<Reference>,
    /// Parts of the whole message.
    pub parts: u16,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaidWhat {
    /// Taken, under these references: one for each part that the carrier names, and at least one.
    Taken(Vec<Reference>),
    /// Certainly not taken; to be tried again at `until`. With the carrier's code.
    Deferred(Millis, String),
    /// Certainly not taken, for good. With the carrier's code.
    Refused(Failure, String),
    /// Nobody knows.
    NoAnswer(Unanswered),
}

impl SaidWhat {
    /// Taken whole, under one reference.
    pub fn taken(reference: impl Into<Reference>) -> SaidWhat {
        SaidWhat::Taken(vec![reference.into()])
    }
}

/// A receipt.
#[derive(Clone, PartialEq, Eq)]
pub struct Heard {
    /// The carrier's name for the message, or for the part that it speaks of.
    pub reference: Reference,
    /// Entry and attempt, where the carrier echoes them.
    pub key: Option<(i64, u32)>,
    /// What became of the message.
    pub status: Receipt,
    /// The carrier's own code.
    pub code: Option<String>,
    /// When, by the carrier's clock.
    pub at: Millis,
    /// The numbers that it names, in any spelling, the customer's among them; empty where it names none. A name in another
    /// spelling counts only for a customer with one of them.
    pub numbers: Vec<String>,
}

/// Shows no number of a customer.
impl std::fmt::Debug for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Heard")
            .field("reference", &self.reference)
            .field("key", &self.key)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// What comes over entries by a moment or a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sweep {
    /// Queued entries are held.
    Hold {
        /// Until when.
        until: Option<Millis>,
        /// Why.
        why: HoldReason,
    },
    /// Held entries whose moment has come by then are queued again.
    Release(Millis),
    /// Entries that are held for the allowed hours are queued again, whenever their moment was to be: the hours allow it now.
    Open,
    /// Waiting entries expire: the run's validity ended.
    Expire,
    /// Waiting entries are cancelled.
    Cancel,
    /// Hand-overs that were to be answered by then are in doubt.
    Unanswered(Millis),
    /// Accepted entries whose receipt was to come by then have none.
    WindowPassed(Millis),
}

/// What a person does with a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Steering {
    /// Nothing more is handed over until it is resumed.
    Pause(Option<String>),
    /// It goes on.
    Resume(Option<String>),
    /// What waits is cancelled; what was handed over is followed.
    Cancel(String),
    /// A held run goes out all the same.
    Release(Option<String>),
}

/// A hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attempted {
    /// The entry's id.
    pub entry: i64,
    /// Which hand-over of it.
    pub attempt: u32,
}

/// A message that a carrier took and whose receipt is awaited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The entry's id.
    pub entry: i64,
    /// Until when the receipt is awaited.
    pub until: Millis,
    /// The carrier that took it.
    pub carrier: String,
    /// The carrier's names for it, or for its parts.
    pub references: Vec<String>,
}

/// A part that a carrier has certainly taken, of a message that is in doubt for the rest of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPart {
    /// The entry's id, and the number of the part.
    pub place: (i64, i64),
    /// The carrier that took it.
    pub carrier: String,
    /// The carrier's name for it.
    pub reference: String,
}

/// An outcome with a reason and its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Outcome.
    pub outcome: Outcome,
    /// Code of the reason.
    pub reason: Option<String>,
    /// Entries.
    pub entries: u64,
}

/// Which entries to list; absent: all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// At this outcome.
    pub outcome: Option<Outcome>,
    /// With this reason.
    pub reason: Option<String>,
    /// Whose name contains this, or whose phone ends with it.
    pub search: Option<String>,
}

/// One entry of a roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRecord {
    /// Its place on the roll, from 0.
    pub seq: u32,
    /// Which customer.
    pub customer: CustomerId,
    /// The customer's name at the freeze; empty if erased.
    pub name: String,
    /// The phone in E.164.
    pub phone: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Which wording it is in, from 0; `None` where there was one only, and where there is no message.
    pub wording: Option<u16>,
    /// Outcome and reason.
    pub state: EntryState,
    /// More to the reason: [`domain::plan::Detail`] of an exclusion, else the carrier's code.
    pub detail: Option<String>,
    /// Parts, as it was handed over last; before that, as planned.
    pub parts: u16,
    /// Their cost, in fen × 1,000.
    pub cost_millis: u64,
    /// Hand-overs.
    pub attempts: u16,
    /// Whether the carrier has it, or may have it: then it counts in the run's parts and cost.
    pub charged: bool,
    /// When it was last handed over.
    pub handed_at: Option<Millis>,
    /// Last change.
    pub updated_at: Millis,
}

/// One attempt, answer, receipt or settlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: Millis,
    /// `intent`, `accepted`, `deferred`, `refused`, `no_answer`, `receipt`, `late_receipt`, `settled`.
    pub what: String,
    /// The carrier that was to have it, its reference or code, or the reason of a settlement.
    pub detail: Option<String>,
    /// For settlements: who, as an id.
    pub by: Option<String>,
}
