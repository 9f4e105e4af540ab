//! What can be wrong with a pack that is in form.

use crate::roll::{FitError, Kind, Which};

/// Where it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// In the first line.
    Header,
    /// At this entry or consent, from 0.
    Entry(u64),
    /// At this event of the log, by its number.
    Event(u64),
    /// In all of it together: no entry alone is to blame.
    Whole,
}

/// The first thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub at: At,
    /// What.
    pub reason: Reason,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the texts say what each is")]
pub enum Reason {
    #[error("the checkpoint is not signed by the key that the pack names")]
    Signature,
    #[error("the checkpoint is not signed by a key that you trust")]
    Untrusted,
    #[error("the checkpoint is signed by {key} alone, which event {event} of the log retired")]
    Retired { key: String, event: u64 },
    #[error("the event is not in the log of the checkpoint at its place")]
    EventProof,
    #[error("the event is not the one that belongs here, or lacks what proves the roll")]
    Event,
    #[error("the events at the freeze and at the close are of two runs, or in the wrong order")]
    TwoRuns,
    /// Both as they are told: entries count from 1, and events are called by their numbers.
    #[error("place {expected} was to follow, and {found} does: something was dropped, repeated or moved")]
    Place { expected: u64, found: u64 },
    #[error("what is shown of the entry is not what was frozen")]
    Leaf,
    #[error("the event leads to another hash than is shown with it")]
    Octets,
    #[error("the customer does not follow the one before: repeated, or moved")]
    Customer,
    #[error("the entry was frozen neither as queued nor as left out")]
    Froze,
    #[error("the entry was left out at the freeze, and has another outcome at the close")]
    LeftOut,
    #[error("the entry is not on the roll at its place")]
    EntryProof(Which),
    #[error("the trailer counts {said} entries, and there are {found}")]
    Trailer { said: u64, found: u64 },
    #[error("{0} entries were left out at the freeze by the entries themselves, and the log says otherwise")]
    Excluded(u64),
    #[error(transparent)]
    Fit(#[from] FitError),
    #[error("the consent is not the one that was recorded")]
    Consent,
    #[error("the record stands in the file already")]
    Again,
    #[error("the events lead to another root than the log has")]
    Range,
    #[error("the older checkpoint is not one that this log grew from")]
    Since,
}

impl Reason {
    /// This reason, there.
    pub const fn at(self, at: At) -> Fault {
        Fault { at, reason: self }
    }

    /// A stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Untrusted => "untrusted",
            Self::Retired { .. } => "retired",
            Self::EventProof => "event_proof",
            Self::Event => "event",
            Self::TwoRuns => "two_runs",
            Self::Place { .. } => "place",
            Self::Leaf => "leaf",
            Self::Octets => "octets",
            Self::Customer => "customer",
            Self::Froze => "froze",
            Self::LeftOut => "left_out",
            Self::EntryProof(_) => "entry_proof",
            Self::Trailer { .. } => "trailer",
            Self::Excluded(_) => "excluded",
            Self::Fit(FitError::NotTerminal(_)) => "not_terminal",
            Self::Fit(FitError::Audience { .. }) => "audience",
            Self::Fit(FitError::Count { .. }) => "count",
            Self::Fit(FitError::Root(Which::Frozen)) => "freeze_root",
            Self::Fit(FitError::Root(Which::Closed)) => "close_root",
            Self::Consent => "consent",
            Self::Again => "again",
            Self::Range => "range",
            Self::Since => "since",
        }
    }
}

/// An excluded entry keeps its outcome to the end; the others are queued when they are frozen.
pub(crate) fn froze_fits(froze: crate::roll::Outcome<'_>, outcome: crate::roll::Outcome<'_>) -> Result<(), Reason> {
    match froze.kind() {
        Kind::Queued => Ok(()),
        Kind::Excluded if froze == outcome => Ok(()),
        Kind::Excluded => Err(Reason::LeftOut),
        _ => Err(Reason::Froze),
    }
}
