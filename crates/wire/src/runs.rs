//! Runs and their rolls. `/api/runs…`
//!
//! `GET /api/runs/{id}/cells` answers one byte an entry, in the order of the roll: the outcome's number.
//! `GET /api/runs/{id}/roll.csv` and `roll.xlsx` export the roll; `GET /api/runs/{id}/pack?phones=` answers the run pack and
//! `GET /api/runs/{id}/entries/{seq}/receipt?phones=` a receipt, as `docs/formats.md` describes them.

use domain::campaign::Limits;
use domain::id::{CampaignId, CustomerId, RunId};
use domain::roll::{Outcome, Settlement, Tally};
use domain::schedule::AllowedHours;
use domain::time::Millis;

use crate::travels;

travels! {
    /// Where a run stands.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum RunState {
        /// Its audience is being frozen.
        Freezing,
        /// Waits for a person: it was late, breaks the approved limits, is not what was approved, or may have been sent already. `held_why` says which.
        Held,
        /// Going out.
        Running,
        /// A person paused it.
        Paused,
        /// Everything is handed over; receipts are awaited.
        Awaiting,
        /// Every entry is accounted for.
        Closed,
        /// Cancelled; entries not yet handed over are cancelled, the others are still followed until it closes.
        Cancelling,
    }

    /// Why a run is held.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum RunHold {
        /// It could not start on time.
        Late,
        /// More people than approved.
        People,
        /// More parts than approved.
        Parts,
        /// Dearer than approved.
        Cost,
        /// Nobody was matched.
        Nobody,
        /// Its content is not what was approved, or its entries are not where the log led them: the database was changed.
        Altered,
        /// The database is an older copy of itself: the run may have been sent since that copy was made.
        TakenBack,
    }

    /// One row of `GET /api/runs?state=&campaign=&cursor=`, and of the live events.
    pub struct Run {
        /// Which run.
        pub id: RunId,
        /// Which campaign.
        pub campaign: CampaignId,
        /// Name of the campaign at the freeze.
        pub name: String,
        /// Where it stands.
        pub state: RunState,
        /// Why it is held.
        pub held_why: Option<RunHold>,
        /// When it was to fire.
        pub due_at: Millis,
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
        /// Parts handed over.
        pub parts: u64,
        /// Cost in fen × 1,000 of what was handed over.
        pub cost_millis: u64,
        /// How many messages are handed over a minute at most; absent: as many as the carrier takes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rate: Option<u32>,
        /// Counts up with every change, for live updates.
        pub revision: u64,
        /// Whether it can be proved: it is closed, and its roll was committed to the log when it froze.
        #[serde(default)]
        pub provable: bool,
    }

    /// How much of phones a pack shows: `GET /api/runs/{id}/pack?phones=` and `/entries/{seq}/receipt?phones=`.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum PhonesShown {
        /// In full.
        Full,
        /// With their middle hidden.
        Masked,
        /// Not at all, and texts are left out too.
        Absent,
    }

    /// `GET /api/runs/{id}`.
    pub struct RunDetail {
        /// The run.
        pub run: Run,
        /// The segment's rule in words at the freeze, in the language of the request.
        pub sentence: String,
        /// The text with its variables.
        pub text: String,
        /// Further wordings, dealt in turn with it.
        pub others: Vec<String>,
        /// The carrier.
        pub carrier: String,
        /// Carriers that took over part of it.
        #[serde(default)]
        pub seconds: Vec<String>,
        /// Who wrote it.
        pub author: String,
        /// Who approved it.
        pub approver: String,
        /// When it was approved.
        pub approved_at: Millis,
        /// The digest that was approved.
        pub digest: String,
        /// Entries by outcome and reason.
        pub reasons: Vec<ReasonCount>,
        /// Messages handed over within the last minute.
        #[serde(default)]
        pub lately: u64,
        /// How many of its messages a minute its carrier takes at most, by the carrier's rate and the parts that they have had so
        /// far; 0: no limit.
        #[serde(default)]
        pub carrier_rate: u32,
        /// The hours of the day in which it may go out: the firm's, within them the purpose's and the carrier's. Absent: there are
        /// none that all allow.
        #[serde(default)]
        pub hours: Option<AllowedHours>,
        /// What was approved at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub limits: Option<Limits>,
        /// Of a run that is held: what a release sends. Absent also where it has no roll yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub waiting: Option<Waiting>,
    }

    /// What still waits to be handed over.
    #[derive(Copy, Eq)]
    pub struct Waiting {
        /// Customers.
        pub people: u64,
        /// Parts of their messages.
        pub parts: u64,
        /// What they cost, in fen, rounded up.
        pub cost: u64,
    }

    /// An outcome with a reason and its count.
    pub struct ReasonCount {
        /// Outcome.
        pub outcome: Outcome,
        /// Code of the reason.
        pub reason: Option<String>,
        /// Entries.
        pub entries: u64,
    }

    /// One row of `GET /api/runs/{id}/entries?outcome=&reason=&search=&cursor=&at=SEQ`.
    pub struct Entry {
        /// Number on the roll, from 0.
        pub seq: u32,
        /// Which customer.
        pub customer: CustomerId,
        /// Name; empty if erased.
        pub name: String,
        /// Masked phone.
        pub phone: Option<String>,
        /// Outcome.
        pub outcome: Outcome,
        /// Code of the reason.
        pub reason: Option<String>,
        /// More to the reason: the entry it duplicates, the variable that is missing, the carrier's own code.
        pub detail: Option<String>,
        /// Until when it is held.
        pub until: Option<Millis>,
        /// The rendered text.
        pub text: Option<String>,
        /// Which wording it is in, from 0; absent where there was one only.
        pub wording: Option<u16>,
        /// Parts.
        pub parts: u16,
        /// Hand-overs.
        pub attempts: u16,
        /// Last change.
        pub updated_at: Millis,
    }

    /// `GET /api/runs/{id}/entries/{seq}`: everything about one entry.
    pub struct EntryDetail {
        /// The entry.
        pub entry: Entry,
        /// What was done and heard, oldest first.
        pub history: Vec<EntryEvent>,
    }

    /// One attempt, answer, receipt or settlement.
    pub struct EntryEvent {
        /// When.
        pub at: Millis,
        /// `intent`, `accepted`, `deferred`, `refused`, `no_answer`, `receipt`, `late_receipt`, `settled`.
        pub what: String,
        /// The carrier's reference or code, or the person and the reason.
        pub detail: Option<String>,
    }

    /// One row of `GET /api/runs/doubts`: a run with entries in doubt, the one with the oldest doubt first.
    pub struct Doubt {
        /// Which run.
        pub run: RunId,
        /// Name of the campaign.
        pub name: String,
        /// How many.
        pub entries: u64,
        /// When the oldest was handed over.
        pub since: Millis,
    }

    /// One row of `GET /api/runs/doubts/entries?cursor=`: an entry in doubt, whichever was handed over longest ago first.
    pub struct DoubtfulEntry {
        /// Which run.
        pub run: RunId,
        /// Name of the campaign.
        pub name: String,
        /// The carrier that it was handed to last.
        pub carrier: String,
        /// When.
        pub since: Millis,
        /// How many of its parts that carrier took by name.
        pub taken: u16,
        /// The entry.
        pub entry: Entry,
    }

    /// What a receipt says of a message.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum ReceiptStatus {
        /// The carrier has it; nothing final.
        Enroute,
        /// It reached the handset.
        Delivered,
        /// It did not, and will not.
        Failed,
        /// Its validity ended at the carrier.
        Expired,
    }

    /// One row of `GET /api/receipts/orphans?cursor=`: a receipt for no message that we know of, latest first.
    pub struct OrphanReceipt {
        /// The carrier that told it.
        pub carrier: String,
        /// The carrier's name for the message.
        pub reference: String,
        /// What it says.
        pub status: ReceiptStatus,
        /// The carrier's own code.
        pub code: Option<String>,
        /// When, by the carrier's clock.
        pub at: Millis,
        /// When it came.
        pub received_at: Millis,
        /// The number that it names, masked but for its end; absent where it names none. Of several, all.
        pub phone: Option<String>,
    }

    /// `POST /api/runs/{id}/settle`: settles doubts.
    pub struct Settle {
        /// Which entries; absent: all that are in doubt.
        pub entries: Option<Vec<u32>>,
        /// How.
        pub how: Settlement,
        /// Why; needed.
        pub reason: String,
    }

    /// Answer of `POST /api/runs/{id}/settle`.
    pub struct Settled {
        /// How many were settled.
        pub entries: u64,
    }

    /// `POST /api/runs/{id}/rate`: gives a run that is not all handed over another rate.
    pub struct SetRate {
        /// Messages a minute, 1 to 1,000,000; absent: as many as the carrier takes. No rate makes it faster than its carrier.
        pub rate: Option<u32>,
    }

    /// `POST /api/runs/{id}/pause`, `/resume`, `/cancel`, and `/release` for a held run.
    pub struct Steer {
        /// Why; needed to cancel.
        pub reason: Option<String>,
    }
}

impl PhonesShown {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Masked => "masked",
            Self::Absent => "absent",
        }
    }
}
