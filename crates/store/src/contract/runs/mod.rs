//! Runs, their rolls, and what is handed over, answered, received and settled.
//!
//! [`domain::roll::advance`] is the only judge of how an entry moves: every function here that changes an outcome asks it.
//! A run's counts change in the transaction that moves its entries, and the database refuses counts that are not the
//! audience's sum.

mod doubt;
mod record;
mod roll;

use async_trait::async_trait;
use domain::id::{CustomerId, RunId, UserId};
use domain::plan::{Terms, Totals};
use domain::roll::{HoldReason, Settlement};
use domain::time::Millis;

pub use doubt::{Doubt, DoubtPlace, Doubtful, Orphan};
pub use record::{Due, NewRun, OpenRuns, Opening, RunFilter, RunHold, RunRecord, RunRow, RunState, UnreadableRun};
pub use roll::{
    Attempted, Awaited, Claim, EntryFilter, EntryRecord, Freezing, Happened, Heard, Letter, NamedPart, Reason,
    Reference, Said, SaidWhat, Steering, Sweep, Unanswered,
};

use crate::error::Result;
use crate::stamp::Stamp;

/// Runs and their rolls.
#[async_trait]
pub trait Runs: Send + Sync {
    /// Takes the engine's lease until `until` for `holder`, or renews it; answers the fence under which to work. `None`
    /// while somebody else holds it.
    async fn take_lease(&self, holder: &str, now: Millis, until: Millis) -> Result<Option<i64>>;

    /// Gives the lease back, so that another engine need not wait for its end.
    async fn release_lease(&self, fence: i64) -> Result<()>;

    /// Approved campaigns whose next firing is not after `now`, oldest firing first; those whose content can't be read are passed over.
    async fn due(&self, now: Millis, limit: u32) -> Result<Vec<Due>>;

    /// Opens the run of a firing and sets the campaign's next one, both or neither. `false`: this firing was opened
    /// already, or the campaign was changed meanwhile.
    async fn open_run(&self, stamp: &Stamp, new: NewRun) -> Result<bool>;

    /// Told that the database is an older copy of itself, holds what may have been sent since that copy was made: runs that are going out,
    /// are paused or are to be frozen. Confirmations of opt-outs that are due lapse. Answers how many runs.
    async fn taken_back(&self, stamp: &Stamp) -> Result<u64>;

    /// Runs that are not closed, oldest first. One that can't be read keeps no other back.
    async fn open_runs(&self) -> Result<OpenRuns>;

    /// Writes the roll of a run that is being frozen, in one transaction: everybody whom its rule selects, each with the
    /// message or the reason why there is none. A run that breaks its limits, or matches nobody, is held.
    async fn freeze(&self, stamp: &Stamp, run: RunId, freezing: Freezing) -> Result<RunRow>;

    /// Holds the run of this number if it is going out and its entries do not stand where its events led them, as far as the store has the
    /// key to know; answers whether they do. Reads all of them.
    async fn held_unless_it_stands(&self, stamp: &Stamp, run: i64) -> Result<bool>;

    /// Takes the next entries of a running run to hand over. When it returns, their intents are durable: from here on the
    /// carrier may have them. Customers who may no longer be written to are left out. `WrongState` when the fence is old.
    async fn claim(&self, stamp: &Stamp, claim: Claim) -> Result<Vec<Letter>>;

    /// Whether a carrier of these terms would be handed nothing of what is queued, since the run was frozen for a cheaper one.
    async fn is_dearer(&self, run: i64, terms: &Terms) -> Result<bool>;

    /// Notes what a carrier said to hand-overs of one run. Receipts that came before their answer are joined to it.
    async fn said(&self, stamp: &Stamp, run: i64, carrier: &str, said: &[Said], receipts_until: Millis) -> Result<()>;

    /// Notes receipts. A message that was taken in parts is delivered when every part is, and failed when one of them did.
    /// Answers the numbers of the runs that they belong to. A receipt of a closed run is kept and changes nothing.
    async fn heard(&self, stamp: &Stamp, carrier: &str, heard: &[Heard], receipts_until: Millis) -> Result<Vec<i64>>;

    /// Moves entries of one run for which a moment or a decision has come, `limit` at most; answers how many.
    async fn sweep(&self, stamp: &Stamp, run: i64, sweep: Sweep, limit: u32) -> Result<u64>;

    /// After a crash: entries whose intent was written under an older fence and never answered are in doubt. Answers how many.
    async fn recover(&self, stamp: &Stamp, fence: i64) -> Result<u64>;

    /// Hand-overs of one run to a carrier that are in doubt, by their entries and behind the entry `after`, for asking it.
    async fn doubtful(&self, run: i64, carrier: &str, after: i64, limit: u32) -> Result<Vec<Attempted>>;

    /// Messages of one run whose receipts are awaited no longer than `until`, in the order of their times and ids, and behind
    /// the one at `after`; `limit` at most.
    async fn awaited(&self, run: i64, after: (Millis, i64), until: Millis, limit: u32) -> Result<Vec<Awaited>>;

    /// Parts of one run's doubts that carriers have named and whose end no receipt has told, by entry and part, and behind the one
    /// at `after`; `limit` at most.
    async fn named_parts(&self, run: i64, after: (i64, i64), limit: u32) -> Result<Vec<NamedPart>>;

    /// What a carrier says of a doubt when asked: it has the message, under these references, or certainly never took it.
    async fn looked_up(
        &self,
        stamp: &Stamp,
        run: i64,
        carrier: &str,
        found: &[(Attempted, Option<Vec<Reference>>)],
        receipts_until: Millis,
    ) -> Result<()>;

    /// Pauses, resumes, cancels or releases a run. `WrongState` where it cannot be; `WrongState("own_work")` when whoever releases
    /// one that breaks its approved limits has a hand in its campaign, or is no member of staff.
    async fn steer(&self, stamp: &Stamp, run: RunId, steering: Steering) -> Result<RunRow>;

    /// Gives a run another rate, in messages a minute; `None`: as many as the carrier takes. Whether it is the one that it had
    /// already or not, the log says who asked for it. `WrongState` where nothing is to be handed over any more.
    async fn set_rate(&self, stamp: &Stamp, run: RunId, rate: Option<u32>) -> Result<RunRow>;

    /// Settles doubts of a run: those of `entries`, or all. Answers how many.
    async fn settle(
        &self,
        stamp: &Stamp,
        run: RunId,
        entries: Option<&[u32]>,
        how: Settlement,
        reason: &str,
    ) -> Result<u64>;

    /// Closes a run, by one statement that counts the roll itself and holds only if every entry is at a terminal outcome
    /// and together they are the audience. `false`: it does not add up, and nothing was changed.
    async fn close_run(&self, stamp: &Stamp, run: RunId) -> Result<bool>;

    /// One page of runs, newest first, of those before `before` (a run's number); those that can't be read are passed over.
    async fn runs(&self, filter: &RunFilter, before: Option<i64>, limit: u32) -> Result<Vec<RunRow>>;

    /// A run with what was approved.
    async fn run(&self, run: RunId) -> Result<RunRecord>;

    /// What the messages come to that still wait to be handed over: what a release sends.
    async fn unsent(&self, run: i64) -> Result<Totals>;

    /// Entries by outcome and reason.
    async fn reasons(&self, run: i64) -> Result<Vec<Reason>>;

    /// One page of a roll, from place `from` on.
    async fn entries(&self, run: i64, filter: &EntryFilter, from: u32, limit: u32) -> Result<Vec<EntryRecord>>;

    /// One entry and what was done and heard, oldest first.
    async fn entry(&self, run: i64, seq: u32) -> Result<(EntryRecord, Vec<Happened>)>;

    /// The outcomes' numbers of at most `limit` entries from place `from` on, in the order of the roll.
    async fn cells(&self, run: i64, from: u32, limit: u32) -> Result<Vec<u8>>;

    /// Place and outcome of the entries that changed after `revision`; `None` when more than `limit` did.
    async fn cells_since(&self, run: i64, revision: i64, limit: u32) -> Result<Option<Vec<(u32, u8)>>>;

    /// Hand-overs of a run since `since`.
    async fn handed_since(&self, run: i64, since: Millis) -> Result<u64>;

    /// Runs with entries in doubt, the one with the oldest doubt first.
    async fn doubts(&self) -> Result<Vec<Doubt>>;

    /// One page of the entries in doubt on runs that are not closed, of those after `after`: whichever was handed over longest
    /// ago comes first. Only on runs of campaigns that `author` wrote, where one is named.
    async fn in_doubt(&self, author: Option<UserId>, after: Option<DoubtPlace>, limit: u32) -> Result<Vec<Doubtful>>;

    /// What stands on rolls for one customer, newest first: the run and the entry.
    async fn letters_to(&self, customer: CustomerId, limit: u32) -> Result<Vec<(RunRow, EntryRecord)>>;

    /// The names of runs that have yet to write to a customer, and left out somebody else as the customer's duplicate.
    async fn stands_in(&self, customer: CustomerId) -> Result<Vec<String>>;

    /// Receipts that belong to no hand-over we know of.
    async fn orphans(&self) -> Result<u64>;

    /// One page of them, latest first, of those that came before `before` (an orphan's id).
    async fn orphan_receipts(&self, before: Option<i64>, limit: u32) -> Result<Vec<Orphan>>;
}

/// What an engine does with a whole run's waiting entries.
impl Sweep {
    /// Holds what is queued until the allowed hours begin.
    pub const fn hours(until: Millis) -> Sweep {
        Sweep::Hold {
            until: Some(until),
            why: HoldReason::Hours,
        }
    }
}
