//! A run, as it is stored.

use domain::campaign::Content;
use domain::consent::Purpose;
use domain::id::{CampaignId, RunId, UserId};
use domain::roll::Tally;
use domain::time::Millis;

macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// The code under which it is stored.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

coded! {
    /// Where a run stands.
    RunState {
        /// Its audience is to be frozen.
        Freezing = "freezing",
        /// Waits for a person.
        Held = "held",
        /// Going out.
        Running = "running",
        /// A person paused it.
        Paused = "paused",
        /// Everything is handed over; receipts are awaited.
        Awaiting = "awaiting",
        /// Cancelled; what was handed over is followed until it closes.
        Cancelling = "cancelling",
        /// Every entry is accounted for.
        Closed = "closed",
    }
}

coded! {
    /// Why a run is held.
    RunHold {
        /// It could not start on time.
        Late = "late",
        /// More people than approved.
        People = "people",
        /// More parts than approved.
        Parts = "parts",
        /// Dearer than approved.
        Cost = "cost",
        /// Nobody was matched.
        Nobody = "nobody",
        /// Its content is not what was approved, or its entries are not where the log led them: the database was changed.
        Altered = "altered",
        /// The database is an older copy of itself: what was to be sent may have been sent since that copy was made.
        TakenBack = "taken_back",
    }
}

/// An approved campaign whose firing has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Which campaign.
    pub campaign: CampaignId,
    /// Its version.
    pub version: i64,
    /// What was approved.
    pub content: Content,
    /// When it is to fire.
    pub due_at: Millis,
}

/// How a run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It is frozen at once.
    Freeze,
    /// It is late and waits for a person.
    Hold,
    /// It is late and cancelled: its roll is written, so that it shows who was not written to.
    Doom,
    /// It is so late that the next firing is due too, and is cancelled in its favour; its roll is written as well.
    Overtaken,
    /// The database is an older copy of itself, and the firing may have gone out since: it waits for a person.
    TakenBack,
}

/// A run to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// Its id.
    pub id: RunId,
    /// The campaign.
    pub campaign: CampaignId,
    /// The campaign's version that fires.
    pub version: i64,
    /// When it was to fire.
    pub due_at: Millis,
    /// When the campaign fires next.
    pub next_at: Option<Millis>,
    /// Until when its messages are worth sending.
    pub valid_until: Millis,
    /// How it begins.
    pub opening: Opening,
}

/// A run, without what was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Its number.
    pub no: i64,
    /// Its id.
    pub id: RunId,
    /// The campaign.
    pub campaign: CampaignId,
    /// Name of the campaign.
    pub name: String,
    /// Why we write.
    pub purpose: Purpose,
    /// Name of the carrier.
    pub carrier: String,
    /// Who wrote the campaign.
    pub author: Option<UserId>,
    /// Where it stands.
    pub state: RunState,
    /// Why it is held.
    pub held_why: Option<RunHold>,
    /// Late and cancelled.
    pub doomed: bool,
    /// When it was to fire.
    pub due_at: Millis,
    /// When it was opened.
    pub opened_at: Millis,
    /// When it froze.
    pub frozen_at: Option<Millis>,
    /// When it closed.
    pub closed_at: Option<Millis>,
    /// Until when its messages are worth sending.
    pub valid_until: Millis,
    /// The audience.
    pub audience: u64,
    /// Entries by outcome.
    pub tally: Tally,
    /// Parts handed over and not definitely refused.
    pub parts: u64,
    /// Their cost, in fen × 1,000.
    pub cost_millis: u64,
    /// Counts up with every change.
    pub revision: i64,
    /// How many messages are handed over a minute at most; `None`: as many as the carrier takes.
    pub rate: Option<u32>,
    /// Carriers that took over part of it, beside its own.
    pub seconds: Vec<String>,
    /// Whether the roll was committed to the log at its freeze, so that it can be proved once it is closed.
    pub committed: bool,
}

/// A run with what was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRecord {
    /// The run.
    pub row: RunRow,
    /// What was approved.
    pub content: Content,
    /// Its digest.
    pub digest: String,
    /// Who wrote it, by name.
    pub author: String,
    /// Who approved it, by name.
    pub approver: String,
    /// When it was approved.
    pub approved_at: Millis,
}

/// Runs that are not closed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenRuns {
    /// Oldest first.
    pub runs: Vec<RunRow>,
    /// Those that stand still, since this version can't read them.
    pub unreadable: Vec<UnreadableRun>,
}

/// A run that this version can't read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableRun {
    /// Its number.
    pub no: i64,
    /// Which, and the campaign's name; empty where these can't be read either.
    pub id: RunId,
    /// Name.
    pub name: String,
    /// What can't be read.
    pub why: String,
}

/// Which runs to list; absent: all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// In this state.
    pub state: Option<RunState>,
    /// Of this campaign.
    pub campaign: Option<CampaignId>,
    /// Whose campaign was written by this person.
    pub author: Option<UserId>,
}
