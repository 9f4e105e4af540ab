//! The engine: everything that moves runs, one step at a time.
//!
//! A step takes the moment as an argument, does what is due, and keeps nothing in memory that a crash could lose: the
//! store is the only truth, and a step that is cut off anywhere is found again by the next one, of this engine or of
//! another. Intents are durable before a carrier sees a message; what was handed over and not answered is in doubt.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use domain::cap::Cap;
use domain::consent::Purpose;
use domain::failover::Standing;
use domain::roll::Outcome;
use domain::schedule::AllowedHours;
use domain::time::{MINUTE, Millis, civil};
use store::contract::runs::{RunRow, RunState};
use store::contract::{CarrierRecord, Organisation};
use store::{Actor, Result, Stamp, Store};

use super::asking::{self, Asking};
use super::breakers::Breakers;
use super::bucket::Buckets;
use super::carriers::Carriers;
use super::confirmations::Confirming;
use super::portions::{Resting, Whose};
use super::turns::Turns;
use super::under_way::{PATIENCE, UnderWay};
use super::{dispatch, freeze, receipts, reconcile, replies, scheduler};
use crate::firing;

/// For how long the engine's lease is taken; a crashed engine's successor waits as long at most.
pub const LEASE: Millis = 5_000;
/// How often the lease is renewed while nothing else does.
const RENEW: Millis = 1_000;
/// By when a carrier must have answered; the hand-over itself gives up earlier.
pub(super) const ANSWER: Millis = 2 * MINUTE;
/// For how long a carrier is listened to before a receipt counts as missing that it may have kept while nobody listened.
const LISTEN: Millis = 2 * MINUTE;
/// For how long that is waited for, once a receipt's time is over, from when it was last listened to.
const LISTEN_AT_MOST: Millis = 30 * MINUTE;
/// How long a step waits for answers to what it handed over.
const HEAR: Duration = Duration::from_millis(20);

/// Moves runs.
pub struct Engine {
    pub(super) store: Arc<dyn Store>,
    pub(super) carriers: Arc<Carriers>,
    pub(super) buckets: Buckets,
    pub(super) turns: Turns,
    pub(super) batch: u32,
    pub(super) under_way: UnderWay,
    pub(super) breakers: Breakers,
    pub(super) confirming: Confirming,
    pub(super) asking: Asking,
    /// By run and carrier: the last doubt that the carrier was asked about.
    pub(super) looked_up: HashMap<(i64, String), i64>,
    /// Runs whose entries stood where their events led them when they were first to be sent on by this engine.
    pub(super) stood: HashSet<i64>,
    /// Runs whose close was refused, and when.
    pub(super) refused: HashMap<i64, Millis>,
    /// Numbers of the runs that can't be read, of which the log tells once.
    unreadable: BTreeSet<i64>,
    pub(super) resting: Resting,
    /// By carrier: since when it has not been listened to, or not for long enough yet.
    unheard: HashMap<String, Millis>,
    holder: String,
    lease: Option<Lease>,
}

#[derive(Debug, Clone, Copy)]
struct Lease {
    fence: i64,
    taken_at: Millis,
}

/// What a step works with.
pub(crate) struct Moment {
    pub now: Millis,
    pub zone: Tz,
    pub settings: Organisation,
    /// By name: in an order, so that the same seed leads through the same simulated world.
    pub carriers: BTreeMap<String, CarrierRecord>,
    pub fence: i64,
}

/// What a step did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stepped {
    /// Numbers of the runs that changed.
    pub runs: BTreeSet<i64>,
    /// Whether there is more to do at once.
    pub busy: bool,
    /// Whether what waits in the inbox of replies changed.
    pub replied: bool,
    /// Whether another engine holds the lease: nothing was done.
    pub waits: bool,
    /// What could not be done; the log says why. All else was.
    pub faults: u32,
    /// Whether one of these was the store's: not what a row holds, which hinders nothing else.
    pub stalls: bool,
}

impl Stepped {
    /// Notes what could not be done.
    pub(super) fn fault(&mut self, error: &store::Error) {
        self.faults += 1;
        self.stalls |= !error.is_of_a_row();
    }

    /// Notes that a run changed.
    pub(super) fn moved(&mut self, run: i64) {
        self.runs.insert(run);
        self.busy = true;
    }

    /// Notes whether a part of the step was done. One that was not is tried again by the next step, and holds up no other.
    pub(super) fn note(&mut self, what: &'static str, done: Result<()>) {
        if let Err(error) = done {
            tracing::error!(%error, "{what}");
            self.fault(&error);
        }
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

    /// How often a customer may be written to for this purpose, over all campaigns.
    pub fn caps(&self, purpose: Purpose) -> Vec<Cap> {
        self.settings
            .caps(purpose, self.now, firing::midnight(self.zone, self.now))
    }

    /// The hours in which messages of this purpose may go to this carrier, if they are now.
    pub fn hours_now(&self, purpose: Purpose, carrier: &CarrierRecord) -> Option<AllowedHours> {
        let hours = self.settings.allowed(purpose, carrier.hours)?;
        hours.contain(civil(self.now, self.offset())).then_some(hours)
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
            breakers: Breakers::new(carriers.troubles().clone()),
            carriers,
            buckets: Buckets::default(),
            turns: Turns::default(),
            batch: 4_096,
            under_way: UnderWay::default(),
            confirming: Confirming::default(),
            asking: Asking::default(),
            looked_up: HashMap::new(),
            stood: HashSet::new(),
            refused: HashMap::new(),
            unreadable: BTreeSet::new(),
            resting: Resting::default(),
            unheard: HashMap::new(),
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

    /// Does what is due at `now`, a batch of each kind at most. It is busy while answers are awaited.
    pub async fn step(&mut self, now: Millis) -> Result<Stepped> {
        let mut stepped = Stepped::default();
        let fence = self.hold(now).await?;
        let moment = moment(&*self.store, now, fence.unwrap_or_default()).await?;
        if fence.is_none() {
            stepped.waits = true;
            self.hear(&moment, &mut stepped).await?;
            return Ok(stepped);
        }
        self.breakers.forget();
        self.resting.forget(now);
        let opened = scheduler::open_due(self, &moment, &mut stepped).await;
        stepped.note("runs that are due can't be opened", opened);
        let mut runs = self.open_runs().await?;
        self.carriers.await_receipts(awaited(&runs));
        self.listen(&moment, &runs);
        receipts::take(self, &moment, &mut stepped).await;
        let asked = asking::step(self, &moment, &runs, &mut stepped).await;
        stepped.note("what carriers told can't be written down", asked);
        replies::take(self, &moment, &mut stepped).await;
        if !stepped.runs.is_empty() {
            runs = self.open_runs().await?;
        }
        self.buckets.keep(&runs.iter().map(|run| run.no).collect());
        self.turns.order(&mut runs, |run| run.no);
        self.looked_up.retain(|(no, _), _| runs.iter().any(|run| run.no == *no));
        self.stood.retain(|no| runs.iter().any(|run| run.no == *no));
        self.refused.retain(|no, _| runs.iter().any(|run| run.no == *no));
        for run in runs {
            if self.resting.rests(&Whose::Run(run.no), now) {
                continue;
            }
            if let Err(error) = self.step_run(&moment, &run, &mut stepped).await {
                let fault = ("the run could not be moved on", &error);
                self.resting.note(Whose::Run(run.no), fault, now, &mut stepped);
            }
        }
        stepped.busy |= self.under_way.awaits();
        self.hear(&moment, &mut stepped).await?;
        Ok(stepped)
    }

    /// The runs that are to be moved. One that can't be read stands still, and Today tells of it.
    async fn open_runs(&mut self) -> Result<Vec<RunRow>> {
        let open = self.store.open_runs().await?;
        for run in &open.unreadable {
            if !self.unreadable.contains(&run.no) {
                tracing::error!(run = %run.id, why = run.why, "the run can't be read: it stands still");
            }
        }
        self.unreadable = open.unreadable.iter().map(|run| run.no).collect();
        Ok(open.runs)
    }

    /// Takes in answers and writes them down; whoever holds the lease meanwhile, they are true.
    async fn hear(&mut self, moment: &Moment, stepped: &mut Stepped) -> Result<()> {
        self.under_way.hear(HEAR).await;
        dispatch::record(self, moment, stepped).await
    }

    /// Waits for what is under way and writes it down, then gives the lease back: the last act of an engine that is asked to
    /// stop. What carriers do not answer meanwhile is in doubt, as after a crash.
    pub async fn finish(&mut self, now: impl Fn() -> Millis) -> Result<()> {
        let until = tokio::time::Instant::now() + PATIENCE;
        loop {
            let moment = moment(&*self.store, now(), 0).await?;
            self.hear(&moment, &mut Stepped::default()).await?;
            if !self.under_way.awaits() || tokio::time::Instant::now() >= until {
                break;
            }
            self.keep(now()).await?;
        }
        self.confirming.finish(until).await;
        self.shut().await
    }

    /// Notes which carriers of these runs are not listened to.
    fn listen(&mut self, moment: &Moment, runs: &[RunRow]) {
        let names: HashSet<&String> = runs.iter().flat_map(carriers_of).collect();
        self.unheard.retain(|name, _| names.contains(name));
        for name in names {
            let Some(record) = moment.carriers.get(name) else {
                self.unheard.remove(name);
                continue;
            };
            let live = self.carriers.get(record).map(|carrier| carrier.live());
            let long = |since: Millis| !(0..LISTEN).contains(&(moment.now - since));
            if live.is_some_and(|live| live.wanted == 0 || live.heard_since.is_some_and(long)) {
                self.unheard.remove(name);
            } else {
                self.unheard.entry(name.clone()).or_insert(moment.now);
            }
        }
    }

    /// Receipts of this run that were awaited until then are missing; `None`: none is yet. A carrier that has kept receipts while
    /// nobody listened tells them right after the bind, so it is listened to for a while first; for one that is never bound a
    /// receipt is waited for a while longer.
    pub(super) fn heard_until(&self, moment: &Moment, run: &RunRow) -> Option<Millis> {
        match carriers_of(run).filter_map(|name| self.unheard.get(name)).max() {
            None => Some(moment.now),
            Some(since) if (0..LISTEN_AT_MOST).contains(&(moment.now - since)) => None,
            Some(_) => Some(moment.now - LISTEN_AT_MOST),
        }
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

    /// Renews the lease that is held.
    async fn keep(&mut self, now: Millis) -> Result<()> {
        if self.lease.is_some() {
            self.hold(now).await?;
        }
        Ok(())
    }

    /// Gives the lease back.
    async fn shut(&mut self) -> Result<()> {
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
            self.stood.clear();
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
}

/// What a step at `now` works with.
pub(crate) async fn moment(store: &dyn Store, now: Millis, fence: i64) -> Result<Moment> {
    let (_, settings) = store.organisation().await?;
    let carriers = store.carriers().await?;
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

/// How a carrier that is switched on stands.
pub(crate) fn standing(carriers: &Carriers, record: &CarrierRecord) -> Standing {
    let Some(carrier) = carriers.get(record) else {
        return Standing {
            stopped: true,
            ..Standing::default()
        };
    };
    let live = carrier.live();
    Standing {
        stopped: live.stopped.is_some(),
        down_since: live.down_since.filter(|_| live.wanted > 0 && live.sending == 0),
        deaf_since: live.deaf_since.filter(|_| live.wanted > 0),
        rests: carriers.troubles().of(&record.name).is_some(),
    }
}

/// The carriers that have answers or receipts to tell for these runs.
fn awaited(runs: &[RunRow]) -> HashSet<String> {
    let told_later = [Outcome::HandedOver, Outcome::InDoubt, Outcome::Accepted];
    runs.iter()
        .filter(|run| told_later.iter().any(|&outcome| run.tally.of(outcome) > 0))
        .flat_map(carriers_of)
        .cloned()
        .collect()
}

/// The carriers that may have messages of a run.
fn carriers_of(run: &RunRow) -> impl Iterator<Item = &String> {
    run.seconds.iter().chain([&run.carrier])
}
