//! A firm, its customers, an approved campaign, and what befalls them.

mod holds;
mod people;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::consent::Consent;
use domain::id::CampaignId;
use domain::roll::Outcome;
use domain::time::{DAY, HOUR, MINUTE, Millis};
use gateway::jobs::carriers::Carriers;
use gateway::jobs::engine::{Engine, Stepped};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use store::contract::runs::{RunFilter, RunRow, RunState, Steering};
use store::{Actor, EventKey, NumberKey, Sqlite, Stamp, Store};
use uuid::Uuid;

use super::cut::{Cutting, carriers};
use super::house::{AUTHOR, START, Template, content, memory, put_carriers, stamp};

/// One in so many crashes opens the store anew.
const REOPENED: u32 = 12;
/// So far apart the worlds of one house begin: what befell in one counts for nothing in the next.
const APART: Millis = 40 * DAY;

/// What befell one world, a line each, and its seed: printed where it ends badly.
#[derive(Clone, Default)]
pub struct Story(Arc<Mutex<(u64, Vec<String>)>>);

impl Story {
    fn begin(&self, seed: u64) {
        *self.told() = (seed, Vec::new());
    }

    fn tell(&self, line: String) {
        self.told().1.push(line);
    }

    /// The seed and the last lines.
    pub fn end(&self) -> (u64, String) {
        let told = self.told();
        (told.0, told.1[told.1.len().saturating_sub(25)..].join("\n"))
    }

    fn told(&self) -> MutexGuard<'_, (u64, Vec<String>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One world after another in one house: the same database, and in each world carriers, a campaign and a time of its own.
pub struct World {
    story: Story,
    luck: ChaCha8Rng,
    campaign: CampaignId,
    start: Millis,
    now: Millis,
    /// The database outlives the gateway, as the carriers do.
    folder: tempfile::TempDir,
    carriers: [Arc<Cutting>; 2],
    gateway: Gateway,
    disk: Arc<Disk>,
    /// How often it fails in this world.
    failing: u32,
    lives: u32,
    /// Steps of the engine in which the disk failed.
    pub faults: u64,
    /// The run's revision whose entries were counted last.
    counted: i64,
    /// Entries that a person settled, or was told of: their outcome is no longer the carrier's word.
    settled: bool,
    /// Customers who withdrew.
    withdrawn: Vec<u128>,
    /// The rate that the run was given last, and what it allows.
    pace: Option<Pace>,
    /// Phones whose opt-out is recorded, each with how many messages for it the carrier had taken until then.
    barred: HashMap<String, u32>,
}

/// What a run with a rate of its own may hand over since it was given it, at most.
struct Pace {
    /// Messages a minute.
    rate: u32,
    /// What was handed over before.
    before: u64,
    /// Messages, in 1 / 60,000: what a full bucket holds, once for each engine, and what flowed in.
    allowed: i64,
}

impl Pace {
    /// An engine begins with a full bucket: one second's worth, or one message.
    fn fill(&mut self) {
        self.allowed += (i64::from(self.rate) * 1_000).max(MINUTE);
    }
}

struct Gateway {
    store: Arc<dyn Store>,
    engine: Engine,
}

/// The disk: of a thousand commits so many fail while the engine steps.
struct Disk {
    often: AtomicU32,
    luck: Mutex<ChaCha8Rng>,
}

impl Disk {
    fn new() -> Arc<Disk> {
        Arc::new(Disk {
            often: AtomicU32::new(0),
            luck: Mutex::new(ChaCha8Rng::seed_from_u64(0)),
        })
    }

    fn fails(&self) -> bool {
        let often = self.often.load(Ordering::SeqCst);
        often > 0 && self.luck.lock().unwrap().random_range(0..1000) < often
    }
}

impl World {
    /// A house in which no world has begun; `story` is told what befalls.
    pub async fn house(template: &Template, story: Story) -> World {
        let folder = memory();
        std::fs::copy(template.path(), folder.path().join("rollcall.sqlite")).unwrap();
        let mut luck = ChaCha8Rng::seed_from_u64(0);
        let carriers = carriers(0, &mut luck);
        let disk = Disk::new();
        let gateway = start((&folder, &disk), None, &carriers, 0, &mut luck).await;
        World {
            story,
            luck,
            campaign: CampaignId(Uuid::nil()),
            start: START,
            now: START,
            folder,
            carriers,
            gateway,
            disk,
            failing: 0,
            lives: 0,
            faults: 0,
            counted: -1,
            settled: false,
            withdrawn: Vec::new(),
            pace: None,
            barred: HashMap::new(),
        }
    }

    /// The world of this seed begins: everybody may be written to, and a campaign is approved.
    async fn begin(&mut self, seed: u64) {
        self.story.begin(seed);
        self.luck = ChaCha8Rng::seed_from_u64(seed);
        *self.disk.luck.lock().unwrap() = ChaCha8Rng::seed_from_u64(seed ^ 0xd15c);
        self.failing = if seed.is_multiple_of(2) { 0 } else { 150 };
        self.carriers = carriers(seed, &mut self.luck);
        self.start += APART;
        self.now = self.start;
        for n in std::mem::take(&mut self.withdrawn) {
            self.consent(n, Consent::Given, self.start).await;
        }
        self.barred.clear();
        self.pace = None;
        (self.counted, self.settled) = (-1, false);
        self.restart(true).await;
        let store = &*self.gateway.store;
        put_carriers(store, 0).await;
        self.campaign = CampaignId(Uuid::from_u128(0xc000 + u128::from(seed)));
        let content = content();
        let author = Stamp {
            actor: Actor::User(AUTHOR),
            at: self.start,
        };
        store
            .add_campaign(&author, self.campaign, "立夏问候", &content, None)
            .await
            .unwrap();
        store.submit_campaign(&author, self.campaign, 1).await.unwrap();
        store
            .approve_campaign(
                &stamp(self.start),
                self.campaign,
                &content.digest(),
                None,
                Some(self.start),
            )
            .await
            .unwrap();
    }

    /// The world of this seed: everything that befalls, and then the quiet time in which all must come to its end. Answers how
    /// many messages the second carrier took.
    pub async fn live(&mut self, seed: u64) -> usize {
        self.begin(seed).await;
        // One world in five lives long.
        for _ in 0..if seed.is_multiple_of(5) { 100 } else { 40 } {
            self.befall().await;
        }
        self.quiet().await;
        let run = self.run().await.unwrap();
        self.check(run).await;
        self.account().await;
        self.carriers[1].sandbox.handed().len()
    }

    async fn befall(&mut self) {
        let dice = self.luck.random_range(0..1000);
        let before = self.now;
        let what = match dice {
            0..520 => "steps",
            520..550 => "the carrier goes or comes",
            550..800 => "the clock moves",
            800..850 => "dies and starts again",
            850..900 => "is paused",
            900..950 => "is resumed",
            950..960 => "is released",
            960..965 => "is cancelled",
            965..972 => "the carrier gets another rate",
            972..982 => "gets another rate",
            982..990 => "a customer withdraws",
            _ => "doubts are settled",
        };
        match dice {
            0..520 => drop(self.step().await),
            520..550 => {
                let mut down = self.carriers[0].down.lock().unwrap();
                *down = !*down;
            }
            550..750 => self.now += self.luck.random_range(0..3_000),
            750..780 => self.now += self.luck.random_range(0..2 * HOUR),
            780..800 => self.now -= self.luck.random_range(0..HOUR),
            800..850 => self.crash().await,
            850..900 => self.steer(Steering::Pause(None)).await,
            900..950 => self.steer(Steering::Resume(None)).await,
            950..960 => self.steer(Steering::Release(None)).await,
            960..965 => self.steer(Steering::Cancel("改期".into())).await,
            965..972 => {
                let rate = [0, 1, 5, 50][self.luck.random_range(0..4)];
                put_carriers(&*self.gateway.store, rate).await;
            }
            972..982 => {
                let rate = [None, Some(1), Some(60), Some(600)][self.luck.random_range(0..4)];
                self.set_rate(rate).await;
            }
            982..990 => self.withdraw().await,
            _ => self.settle().await,
        }
        if let Some(pace) = &mut self.pace {
            pace.allowed += (self.now - before).max(0) * i64::from(pace.rate);
        }
        let run = self.run().await;
        self.story.tell(format!(
            "{:>10} {what} ({:+} ms) {:?}",
            self.now - self.start,
            self.now - before,
            run.as_ref().map(|run| (run.state, run.tally))
        ));
        if let Some(run) = run {
            self.check(run).await;
        }
    }

    /// One step of the engine; where the carrier lets it crash, the gateway is started again. Answers whether there is more
    /// to do at this moment.
    async fn step(&mut self) -> bool {
        let crash = self.carriers[0].crash.clone();
        self.disk.often.store(self.failing, Ordering::SeqCst);
        let stepped = tokio::select! {
            biased;
            () = crash.notified() => None,
            stepped = self.gateway.engine.step(self.now) => Some(stepped),
        };
        self.disk.often.store(0, Ordering::SeqCst);
        match stepped {
            None => {
                self.crash().await;
                true
            }
            Some(Ok(Stepped { faults: 0, busy, .. })) => busy,
            Some(stepped) => {
                assert!(self.failing > 0, "{stepped:?}");
                self.faults += 1;
                true
            }
        }
    }

    /// The gateway dies without a word: the engine is dropped, and the store is opened anew, now and then. Mostly what it had
    /// under way is rolled back just so: opening takes longer than all else that befalls.
    async fn crash(&mut self) {
        self.restart(!(self.lives + 1).is_multiple_of(REOPENED)).await;
    }

    /// A new engine takes the place of the one before; with the store that there is, or with one that is opened anew.
    async fn restart(&mut self, keep: bool) {
        self.lives += 1;
        self.pace.iter_mut().for_each(Pace::fill);
        let kept = keep.then(|| self.gateway.store.clone());
        let next = start(
            (&self.folder, &self.disk),
            kept,
            &self.carriers,
            self.lives,
            &mut self.luck,
        )
        .await;
        let before = std::mem::replace(&mut self.gateway, next);
        drop(before.engine);
        if !keep {
            before.store.shut().await;
        }
    }

    async fn run(&self) -> Option<RunRow> {
        let filter = RunFilter {
            campaign: Some(self.campaign),
            ..RunFilter::default()
        };
        let runs = self.gateway.store.runs(&filter, None, 10).await.unwrap();
        assert!(runs.len() <= 1, "the firing opened {} runs", runs.len());
        runs.into_iter().next()
    }

    /// No more faults; the clock goes on until every deadline has passed.
    async fn quiet(&mut self) {
        for carrier in &self.carriers {
            *carrier.often.lock().unwrap() = 0;
            *carrier.down.lock().unwrap() = false;
        }
        self.failing = 0;
        self.now = self.now.max(self.start);
        put_carriers(&*self.gateway.store, 0).await;
        self.set_rate(None).await;
        self.steer(Steering::Resume(None)).await;
        self.steer(Steering::Release(None)).await;
        // The run's validity, then the receipt window of the last hand-over.
        for hours in [1, 1, 1, 5, 12, 12, 24, 49, 1, 24, 24] {
            while self.step().await {}
            if self.run().await.is_some_and(|run| run.state == RunState::Closed) {
                break;
            }
            self.now += hours * HOUR;
        }
        while self.step().await {}
        let run = self.run().await.unwrap();
        let open = run.audience - run.tally.settled();
        assert_eq!(
            open,
            run.tally.of(Outcome::InDoubt),
            "after the last deadline: {:?}",
            run.tally
        );
        if open > 0 {
            self.settle().await;
            while self.step().await {}
        }
        let run = self.run().await.unwrap();
        assert_eq!(run.state, RunState::Closed, "{:?}", run.tally);
    }
}

/// Starts a gateway; without a store that is kept, one is opened.
async fn start(
    (folder, disk): (&tempfile::TempDir, &Arc<Disk>),
    kept: Option<Arc<dyn Store>>,
    all: &[Arc<Cutting>; 2],
    life: u32,
    luck: &mut ChaCha8Rng,
) -> Gateway {
    let store: Arc<dyn Store> = match kept {
        Some(store) => store,
        None => {
            let disk = disk.clone();
            let fails = Arc::new(move || disk.fails());
            let path = folder.path().join("rollcall.sqlite");
            let store = Sqlite::open_failing(&path, fails).await.unwrap();
            let store = store.with_number_key(NumberKey::derived(&[7; 32])).await.unwrap();
            // With it the close finds an entry that stands elsewhere than the events led it.
            Arc::new(store.with_event_key(EventKey::derived(&[7; 32])).await.unwrap())
        }
    };
    let carriers = Carriers::in_memory();
    for carrier in all {
        carriers.put(carrier.name, carrier.clone());
    }
    let batch = luck.random_range(1..12);
    let engine = Engine::new(store.clone(), Arc::new(carriers), format!("life {life}")).with_batch(batch);
    Gateway { store, engine }
}
