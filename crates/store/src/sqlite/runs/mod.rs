//! Runs and their rolls in SQLite.

mod answers;
mod claim;
#[cfg(test)]
mod deadline_test;
mod doubts;
mod freeze;
mod greeted;
mod handed;
mod heard;
mod held;
pub(crate) mod lease;
mod matching;
pub(in crate::sqlite) mod moves;
mod open;
mod parts;
mod read;
mod recent;
mod rows;
mod said;
mod seal;
mod sealed;
mod steer;
mod sums;
mod sweep;
mod taken_back;

use async_trait::async_trait;
use domain::id::{CustomerId, RunId, UserId};
use domain::plan::{Terms, Totals};
use domain::roll::Settlement;
use domain::time::Millis;

use super::Sqlite;
use crate::contract::runs::{
    Attempted, Awaited, Claim, Doubt, DoubtPlace, Doubtful, Due, EntryFilter, EntryRecord, Freezing, Happened, Heard,
    Letter, NamedPart, NewRun, OpenRuns, Orphan, Reason, Reference, RunFilter, RunRecord, RunRow, Runs, Said, Steering,
    Sweep,
};
use crate::error::Result;
use crate::stamp::Stamp;

pub(crate) use greeted::greeted;
pub(crate) use handed::{sums as handed_over, unfounded};
pub(super) use open::content;
pub(crate) use read::as_kept as runs_as_kept;
pub(crate) use recent::recent;
pub(crate) use rows::first as first_entry;
pub(crate) use seal::sealing;
pub(crate) use sealed::{as_kept as entries_as_kept, entries as sealed_entries};
pub(crate) use sums::kept_sum;

#[async_trait]
impl Runs for Sqlite {
    async fn take_lease(&self, holder: &str, now: Millis, until: Millis) -> Result<Option<i64>> {
        lease::take(self, holder, now, until).await
    }
    async fn release_lease(&self, fence: i64) -> Result<()> {
        lease::release(self, fence).await
    }
    async fn due(&self, now: Millis, limit: u32) -> Result<Vec<Due>> {
        open::due(self, now, limit).await
    }
    async fn open_run(&self, stamp: &Stamp, new: NewRun) -> Result<bool> {
        open::open(self, stamp, new).await
    }
    async fn taken_back(&self, stamp: &Stamp) -> Result<u64> {
        taken_back::hold(self, stamp).await
    }
    async fn open_runs(&self) -> Result<OpenRuns> {
        open::open_runs(self).await
    }
    async fn freeze(&self, stamp: &Stamp, run: RunId, freezing: Freezing) -> Result<RunRow> {
        freeze::freeze(self, stamp, run, freezing).await
    }
    async fn held_unless_it_stands(&self, stamp: &Stamp, run: i64) -> Result<bool> {
        held::unless_it_stands(self, stamp, run).await
    }
    async fn claim(&self, stamp: &Stamp, claim: Claim) -> Result<Vec<Letter>> {
        claim::claim(self, stamp, claim).await
    }
    async fn is_dearer(&self, run: i64, terms: &Terms) -> Result<bool> {
        claim::is_dearer(self, run, terms).await
    }
    async fn said(&self, stamp: &Stamp, run: i64, carrier: &str, said: &[Said], receipts_until: Millis) -> Result<()> {
        said::said(self, stamp, run, carrier, said, receipts_until).await
    }
    async fn heard(&self, stamp: &Stamp, carrier: &str, heard: &[Heard], receipts_until: Millis) -> Result<Vec<i64>> {
        heard::heard(self, stamp, carrier, heard, receipts_until).await
    }
    async fn sweep(&self, stamp: &Stamp, run: i64, sweep: Sweep, limit: u32) -> Result<u64> {
        sweep::sweep(self, stamp, run, sweep, limit).await
    }
    async fn recover(&self, stamp: &Stamp, fence: i64) -> Result<u64> {
        sweep::recover(self, stamp, fence).await
    }
    async fn doubtful(&self, run: i64, carrier: &str, after: i64, limit: u32) -> Result<Vec<Attempted>> {
        sweep::doubtful(self, run, carrier, after, limit).await
    }
    async fn awaited(&self, run: i64, after: (Millis, i64), until: Millis, limit: u32) -> Result<Vec<Awaited>> {
        sweep::awaited(self, run, after, until, limit).await
    }
    async fn named_parts(&self, run: i64, after: (i64, i64), limit: u32) -> Result<Vec<NamedPart>> {
        doubts::named_parts(self, run, after, limit).await
    }
    async fn looked_up(
        &self,
        stamp: &Stamp,
        run: i64,
        carrier: &str,
        found: &[(Attempted, Option<Vec<Reference>>)],
        receipts_until: Millis,
    ) -> Result<()> {
        sweep::looked_up(self, stamp, run, carrier, found, receipts_until).await
    }
    async fn steer(&self, stamp: &Stamp, run: RunId, steering: Steering) -> Result<RunRow> {
        steer::steer(self, stamp, run, steering).await
    }
    async fn set_rate(&self, stamp: &Stamp, run: RunId, rate: Option<u32>) -> Result<RunRow> {
        steer::set_rate(self, stamp, run, rate).await
    }
    async fn settle(
        &self,
        stamp: &Stamp,
        run: RunId,
        entries: Option<&[u32]>,
        how: Settlement,
        reason: &str,
    ) -> Result<u64> {
        steer::settle(self, stamp, run, entries, how, reason).await
    }
    async fn close_run(&self, stamp: &Stamp, run: RunId) -> Result<bool> {
        steer::close(self, stamp, run).await
    }
    async fn runs(&self, filter: &RunFilter, before: Option<i64>, limit: u32) -> Result<Vec<RunRow>> {
        read::runs(self, filter, before, limit).await
    }
    async fn run(&self, run: RunId) -> Result<RunRecord> {
        read::run(self, run).await
    }
    async fn unsent(&self, run: i64) -> Result<Totals> {
        read::unsent(self, run).await
    }
    async fn reasons(&self, run: i64) -> Result<Vec<Reason>> {
        read::reasons(self, run).await
    }
    async fn entries(&self, run: i64, filter: &EntryFilter, from: u32, limit: u32) -> Result<Vec<EntryRecord>> {
        read::entries(self, run, filter, from, limit).await
    }
    async fn entry(&self, run: i64, seq: u32) -> Result<(EntryRecord, Vec<Happened>)> {
        read::entry(self, run, seq).await
    }
    async fn cells(&self, run: i64, from: u32, limit: u32) -> Result<Vec<u8>> {
        read::cells(self, run, from, limit).await
    }
    async fn cells_since(&self, run: i64, revision: i64, limit: u32) -> Result<Option<Vec<(u32, u8)>>> {
        read::cells_since(self, run, revision, limit).await
    }
    async fn handed_since(&self, run: i64, since: Millis) -> Result<u64> {
        read::handed_since(self, run, since).await
    }
    async fn doubts(&self) -> Result<Vec<Doubt>> {
        doubts::doubts(self).await
    }
    async fn in_doubt(&self, author: Option<UserId>, after: Option<DoubtPlace>, limit: u32) -> Result<Vec<Doubtful>> {
        doubts::in_doubt(self, author, after, limit).await
    }
    async fn letters_to(&self, customer: CustomerId, limit: u32) -> Result<Vec<(RunRow, EntryRecord)>> {
        read::letters_to(self, customer, limit).await
    }
    async fn stands_in(&self, customer: CustomerId) -> Result<Vec<String>> {
        read::stands_in(self, customer).await
    }
    async fn orphans(&self) -> Result<u64> {
        doubts::orphans(self).await
    }
    async fn orphan_receipts(&self, before: Option<i64>, limit: u32) -> Result<Vec<Orphan>> {
        doubts::orphan_receipts(self, before, limit).await
    }
}
