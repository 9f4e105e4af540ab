//! What came of checking a pack.

use crate::check::reason::Fault;
use crate::pack::Unreadable;
use crate::roll::Counts;
use crate::signed::Checkpoint;

/// What came of checking a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It proves what [`Proof`] says.
    Proved(Box<Proof>),
    /// It is in form, and something in it does not fit.
    Disproved(Fault),
    /// It is no pack, or a damaged one: nothing can be said.
    Unreadable(Unreadable),
}

/// What a pack proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What was shown.
    pub shown: Shown,
    /// Under which checkpoint.
    pub checkpoint: Checkpoint,
    /// By which key, as text.
    pub key: String,
    /// What was not shown, and might be taken for shown.
    pub not_shown: Vec<NotShown>,
}

/// What a pack shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Everyone who was frozen has one final outcome.
    Run {
        /// The run's id.
        run: String,
        /// UTC milliseconds.
        frozen_at: i64,
        /// UTC milliseconds.
        closed_at: i64,
        /// How many at each outcome.
        counts: Counts,
        /// When what was sent was approved, where the log says so, and whether by somebody other than its author.
        approved: Option<(i64, bool)>,
        /// How many entries are sealed: counted, but not opened.
        sealed: u64,
    },
    /// One entry and its outcome.
    Receipt {
        /// The run's id.
        run: String,
        /// UTC milliseconds.
        frozen_at: i64,
        /// UTC milliseconds.
        closed_at: i64,
        /// Its place on the roll, from 0.
        place: u32,
        /// Entries on the roll.
        audience: u64,
        /// The outcome.
        outcome: String,
        /// The customer's id; `None` for a sealed entry.
        customer: Option<String>,
    },
    /// Consents and withdrawals were recorded at their times.
    Consent {
        /// How many records.
        records: u64,
        /// Of how many customers in a row, as far as they are shown.
        customers: u64,
        /// How many of those that are shown give consent.
        given: u64,
        /// How many of these have no evidence.
        bare: u64,
        /// How many withdraw it.
        withdrawn: u64,
        /// How many records are sealed: counted, but not opened.
        sealed: u64,
        /// How many were recorded before consents were committed to the log, and when the last of them was committed.
        late: Option<(u64, i64)>,
    },
    /// A range of events stands in the log.
    Log {
        /// The number of the first.
        first: u64,
        /// How many.
        count: u64,
        /// Whether an older checkpoint was shown to be a beginning of this log.
        since: bool,
    },
}

/// What a pack does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotShown {
    /// That the key is the firm's: no trusted key was given.
    Key,
    /// That the segment was well chosen.
    Segment,
    /// That what the carrier said is true.
    Carrier,
    /// That two customers don't share a phone.
    Phones,
    /// Who the sealed entries are.
    Sealed,
    /// That the others on the roll have an outcome: a run pack shows that.
    Others,
    /// That what was committed later was there since it is said to be.
    Earlier,
    /// That nothing was recorded later, such as a withdrawal.
    Later,
    /// That these are all the records of a customer, or of everyone on a run.
    Rest,
    /// That the log says once how the run froze and closed.
    Once,
    /// That the log was not forked: others must see the same checkpoint.
    Fork,
}

impl Verdict {
    /// The exit status: 0 proved, 1 disproved, 2 unreadable.
    pub const fn status(&self) -> u8 {
        match self {
            Self::Proved(_) => 0,
            Self::Disproved(_) => 1,
            Self::Unreadable(_) => 2,
        }
    }
}
