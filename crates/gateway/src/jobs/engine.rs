//! The engine: everything that moves runs, one step at a time.
//!
//! A step takes the moment as an argument, does what is due, and keeps nothing in memory that a crash could lose: the
//! store is the only truth, and a step that is cut off anywhere is found again by the next one, of this engine or of
//! another. Intents are durable before a carrier sees a message; what was handed over and not answered is in doubt.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono_tz::Tz;
use domain::time::{MINUTE, Millis};
use store::contract::runs::{RunRow, RunState};
use store::contract::{CarrierRecord, Organisation};
use store::{Actor, Result, Stamp, Store};

use super::bucket::Bucket;
use super::carriers::Carriers;
use super::{dispatch, freeze, receipts, reconcile, replies, scheduler};
use crate::firing;

/// For how long the engine's lease is taken; a crashed engine's successor waits as long at most.
pub const LEASE: Millis = 5_000;
/// How often the lease is renewed while nothing else does.
const RENEW: Millis = 1_000;
/// By when a carrier must have answered; the hand-over itself gives up earlier.
pub(super) const ANSWER: Millis = 2 * MINUTE;

/// Moves runs.
pub struct Engine {
    pub(super) store: Arc<dyn Store>,
    pub(super) carriers: Arc<Carriers>,
    pub(super) buckets: HashMap<String, Bucket>,
    pub(super) batch: u32,
    holder: String,
    lease: Option<Lease>,
}

#[derive(Debug, Clone, Copy)]
struct Lease {
    fence: i64,
    taken_at: Millis,
}

/// What a step works with.
pub(super) struct Moment {
    pub now: Millis,
    pub zone: Tz,
    pub settings: Organisation,
    pub carriers: HashMap<String, CarrierRecord>,
    pub fence: i64,
}

/// What a step did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stepped {
    /// Numbers of the runs that changed.
    pub runs: BTreeSet<i64>,
    /// Whether there is more to do at once.
    pub busy: bool,
    /// Whether another engine holds the lease: nothing was done.
    pub waits: bool,
    /// Runs that could not be moved; the log says why. The others were.
    pub faults: u32,
}

impl Stepped {
    /// Notes that a run changed.
    pub(super) fn moved(&mut self, run: i64) {
        self.runs.insert(run);
        self.busy = true;
    }
}

impl Moment {
    /// Who does it, for the log.
    pub fn stamp(&self, part: &'static str) -> Stamp {
        Stamp {
            actor: Actor::System(part),
            at: self.now,
        }
    }

    /// The zone's offset from UTC in force now, in minutes.
    pub fn offset(&self) -> i32 {
        firing::offset_minutes(self.zone, self.now)
    }

    /// Until when a receipt is awaited for what is handed over now.
    pub fn receipts_until(&self) -> Millis {
        self.now + Millis::from(self.settings.receipt_hours) * domain::time::HOUR
    }
}

impl Engine {
    /// An engine of its own name; `holder` must differ from that of every other.
    pub fn new(store: Arc<dyn Store>, carriers: Arc<Carriers>, holder: String) -> Engine {
        Engine {
            store,
            carriers,
            buckets: HashMap::new(),
            batch: 4_096,
            holder,
            lease: None,
        }
    }

    /// Takes at most so many entries at a time.
    #[must_use]
    pub fn with_batch(mut self, batch: u32) -> Engine {
        self.batch = batch.max(1);
        self
    }

    /// Does what is due at `now`, a batch of each kind at most.
    pub async fn step(&mut self, now: Millis) -> Result<Stepped> {
        let mut stepped = Stepped::default();
        let Some(fence) = self.hold(now).await? else {
            stepped.waits = true;
            return Ok(stepped);
        };
        let moment = self.moment(now, fence).await?;
        scheduler::open_due(self, &moment, &mut stepped).await?;
        receipts::take(self, &moment, &mut stepped).await?;
        replies::take(self, &moment, &mut stepped).await?;
        for run in self.store.open_runs().await? {
            if let Err(error) = self.step_run(&moment, &run, &mut stepped).await {
                tracing::error!(run = %run.id, %error, "the run could not be moved on");
                stepped.faults += 1;
            }
        }
        Ok(stepped)
    }

    async fn step_run(&mut self, moment: &Moment, run: &RunRow, stepped: &mut Stepped) -> Result<()> {
        if run.state == RunState::Freezing {
            return freeze::freeze(self, moment, run, stepped).await;
        }
        if reconcile::reconcile(self, moment, run, stepped).await? {
            return Ok(());
        }
        if run.state == RunState::Running {
            dispatch::dispatch(self, moment, run, stepped).await?;
        }
        Ok(())
    }

    /// Gives the lease back: the last act of an engine that is asked to stop.
    pub async fn shut(&mut self) -> Result<()> {
        match self.lease.take() {
            Some(lease) => self.store.release_lease(lease.fence).await,
            None => Ok(()),
        }
    }

    /// Holds the lease, and answers its fence. Whoever takes it anew first finds what the one before left unanswered.
    async fn hold(&mut self, now: Millis) -> Result<Option<i64>> {
        if let Some(lease) = self.lease
            && (0..RENEW).contains(&(now - lease.taken_at))
        {
            return Ok(Some(lease.fence));
        }
        let Some(fence) = self.store.take_lease(&self.holder, now, now + LEASE).await? else {
            self.lease = None;
            return Ok(None);
        };
        if self.lease.is_none_or(|lease| lease.fence != fence) {
            let stamp = Stamp {
                actor: Actor::System("reconcile"),
                at: now,
            };
            let doubts = self.store.recover(&stamp, fence).await?;
            if doubts > 0 {
                tracing::warn!(doubts, "hand-overs were never answered: they are in doubt");
            }
        }
        self.lease = Some(Lease { fence, taken_at: now });
        Ok(Some(fence))
    }

    async fn moment(&self, now: Millis, fence: i64) -> Result<Moment> {
        let (_, settings) = self.store.organisation().await?;
        let carriers = self.store.carriers().await?;
        Ok(Moment {
            now,
            zone: settings.zone.parse().unwrap_or(Tz::Asia__Shanghai),
            settings,
            carriers: carriers
                .into_iter()
                .map(|record| (record.name.clone(), record))
                .collect(),
            fence,
        })
    }
}
