//! A firm, its customers, an approved campaign, and what befalls them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use carrier::{Sandbox, Shares};
use domain::campaign::{Content, Limits};
use domain::consent::{Consent, Purpose};
use domain::id::{CampaignId, CustomerId, UserId};
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use domain::roll::{EntryState, Outcome, Settlement};
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::Rule;
use domain::time::{HOUR, Millis};
use gateway::jobs::carriers::Carriers;
use gateway::jobs::engine::{Engine, Stepped};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use store::contract::customers::{Card, CardPhone, ConsentRecord};
use store::contract::runs::{EntryFilter, RunFilter, RunRow, RunState, Steering};
use store::contract::{CarrierRecord, NewStaff, Organisation};
use store::{Actor, Sqlite, Stamp, Store};
use uuid::Uuid;

use super::cut::Cutting;

/// 2026-05-07 10:00 in Shanghai.
const START: Millis = 1_778_119_200_000;
const AUTHOR: UserId = UserId(Uuid::from_u128(0xa));
const APPROVER: UserId = UserId(Uuid::from_u128(0xb));
const CAMPAIGN: CampaignId = CampaignId(Uuid::from_u128(0xc));
const CUSTOMERS: u128 = 24;

fn stamp(at: Millis) -> Stamp {
    Stamp {
        actor: Actor::User(APPROVER),
        at,
    }
}

fn customer(n: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(n))
}

/// A folder in memory where there is one: what crashes here is the process, not the machine.
fn memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// A database with everything in it but a run, to be copied for each seed.
pub struct Template {
    folder: tempfile::TempDir,
}

impl Template {
    pub async fn make() -> Template {
        let folder = memory();
        let template = Template { folder };
        let store = Sqlite::open(&template.path()).await.unwrap();
        let setup = Stamp {
            actor: Actor::System("setup"),
            at: START,
        };
        for (id, name, role) in [(AUTHOR, "小安", Role::Agent), (APPROVER, "老李", Role::Supervisor)] {
            let staff = NewStaff {
                id,
                login: name.into(),
                name: name.into(),
                role,
                password_hash: "!".into(),
            };
            store::contract::Accounts::add_staff(&store, &setup, staff)
                .await
                .unwrap();
        }
        let store: &dyn Store = &store;
        store
            .set_organisation(&setup, 0, Organisation::default())
            .await
            .unwrap();
        put_carrier(store, 0).await;
        for n in 1..=CUSTOMERS {
            store.create_customer(customer(n), &card(n), &setup).await.unwrap();
        }
        let content = content();
        let author = Stamp {
            actor: Actor::User(AUTHOR),
            at: START,
        };
        store
            .add_campaign(&author, CAMPAIGN, "立夏问候", &content, None)
            .await
            .unwrap();
        store.submit_campaign(&author, CAMPAIGN, 1).await.unwrap();
        store
            .approve_campaign(&stamp(START), CAMPAIGN, &content.digest(), None, Some(START))
            .await
            .unwrap();
        store.shut().await;
        template
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("rollcall.sqlite")
    }
}

fn content() -> Content {
    Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: "{姓名}您好，立夏安康。".into(),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose: Purpose::Care,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 30,
        carrier: "sandbox".into(),
        limits: Limits {
            people: 1000,
            parts: 1000,
            cost: 100_000,
        },
    }
}

fn card(n: u128) -> Card {
    let (phone, state) = match n % 12 {
        0 => (format!("+862087650{n:03}"), PhoneState::Landline),
        1 => ("+8613800000002".to_owned(), PhoneState::Mobile),
        _ => (format!("+86138{n:08}"), PhoneState::Mobile),
    };
    Card {
        name: format!("客户{n}"),
        phone: Some(CardPhone {
            state,
            phone: Phone::parse(&phone).ok(),
            raw: None,
        }),
        ..Card::default()
    }
}

async fn put_carrier(store: &dyn Store, rate: u32) {
    let record = CarrierRecord {
        name: "sandbox".into(),
        kind: "sandbox".into(),
        enabled: true,
        price_millis: 4_500,
        rate,
        policy: None,
        config: "{}".into(),
    };
    store.put_carrier(&stamp(START), record).await.unwrap();
}

pub struct World {
    luck: ChaCha8Rng,
    now: Millis,
    /// The database outlives the gateway, as the carrier does.
    folder: tempfile::TempDir,
    sandbox: Arc<Sandbox>,
    cutting: Arc<Cutting>,
    gateway: Gateway,
    lives: u32,
    /// Entries that a person settled, or was told of: their outcome is no longer the carrier's word.
    settled: bool,
    /// Phones whose opt-out is recorded, each with how many messages for it the carrier had taken until then.
    barred: HashMap<String, u32>,
}

struct Gateway {
    store: Arc<dyn Store>,
    engine: Engine,
}

impl World {
    pub async fn new(template: &Template, seed: u64) -> World {
        let mut luck = ChaCha8Rng::seed_from_u64(seed);
        let folder = memory();
        std::fs::copy(template.path(), folder.path().join("rollcall.sqlite")).unwrap();
        let mut share = || {
            if luck.random_bool(0.5) {
                luck.random_range(0..200)
            } else {
                0
            }
        };
        let shares = Shares {
            seed,
            refused: share(),
            failed: share(),
            silent: share(),
            twice: share(),
            late: share(),
            throttled: 2 * share(),
            dropped: share(),
            receipt_ms: 1_000,
            lookups: seed.is_multiple_of(3),
        };
        let sandbox = Arc::new(Sandbox::in_memory(shares));
        let cutting = Arc::new(Cutting::new(
            sandbox.clone(),
            seed,
            if seed.is_multiple_of(5) { 0 } else { 120 },
        ));
        let gateway = start(&folder, &cutting, 0, &mut luck).await;
        World {
            luck,
            now: START,
            folder,
            sandbox,
            cutting,
            gateway,
            lives: 0,
            settled: false,
            barred: HashMap::new(),
        }
    }

    /// Everything that befalls, and then the quiet time in which all must come to its end.
    pub async fn live(mut self) {
        for _ in 0..80 {
            self.befall().await;
            self.check().await;
        }
        self.quiet().await;
        self.check().await;
        self.account().await;
    }

    async fn befall(&mut self) {
        match self.luck.random_range(0..1000) {
            0..550 => drop(self.step().await),
            550..750 => self.now += self.luck.random_range(0..3_000),
            750..780 => self.now += self.luck.random_range(0..2 * HOUR),
            780..800 => self.now -= self.luck.random_range(0..HOUR),
            800..850 => self.crash().await,
            850..900 => self.steer(Steering::Pause(None)).await,
            900..950 => self.steer(Steering::Resume(None)).await,
            950..960 => self.steer(Steering::Release(None)).await,
            960..965 => self.steer(Steering::Cancel("改期".into())).await,
            965..980 => {
                let rate = [0, 1, 5, 50][self.luck.random_range(0..4)];
                put_carrier(&*self.gateway.store, rate).await;
            }
            980..990 => self.withdraw().await,
            _ => self.settle().await,
        }
    }

    /// One step of the engine; where the carrier lets it crash, the gateway is started again. Answers whether there is more
    /// to do at this moment.
    async fn step(&mut self) -> bool {
        let crash = self.cutting.crash.clone();
        let stepped = tokio::select! {
            biased;
            () = crash.notified() => None,
            stepped = self.gateway.engine.step(self.now) => Some(stepped.unwrap()),
        };
        match stepped {
            None => {
                self.crash().await;
                true
            }
            Some(Stepped { faults, busy, .. }) => {
                assert_eq!(faults, 0);
                busy
            }
        }
    }

    /// The gateway dies without a word: the engine is dropped, the store is opened anew.
    async fn crash(&mut self) {
        self.lives += 1;
        let next = start(&self.folder, &self.cutting, self.lives, &mut self.luck).await;
        let before = std::mem::replace(&mut self.gateway, next);
        drop(before.engine);
        before.store.shut().await;
    }

    async fn run(&self) -> Option<RunRow> {
        let runs = self.gateway.store.runs(&RunFilter::default(), None, 10).await.unwrap();
        assert!(runs.len() <= 1, "the firing opened {} runs", runs.len());
        runs.into_iter().next()
    }

    async fn steer(&mut self, steering: Steering) {
        if let Some(run) = self.run().await {
            // Where it cannot be, nothing happens.
            let _ = self.gateway.store.steer(&stamp(self.now), run.id, steering).await;
        }
    }

    async fn withdraw(&mut self) {
        let n = self.luck.random_range(1..=CUSTOMERS);
        let record = ConsentRecord {
            purpose: Purpose::Care,
            is: Consent::Withdrawn,
            source: "reply".into(),
            evidence: None,
            given_at: self.now,
        };
        self.gateway
            .store
            .add_consent(customer(n), &record, &stamp(self.now))
            .await
            .unwrap();
        if let Some(phone) = card(n).phone.and_then(|phone| phone.phone) {
            let taken = self.taken(phone.e164());
            self.barred.entry(phone.e164().to_owned()).or_insert(taken);
        }
    }

    /// How many messages for this phone the carrier took.
    fn taken(&self, phone: &str) -> u32 {
        self.sandbox.handed().by_phone.get(phone).copied().unwrap_or(0)
    }

    async fn settle(&mut self) {
        let Some(run) = self.run().await else { return };
        let how = if self.luck.random_bool(0.5) {
            Settlement::Sent
        } else {
            Settlement::NotSent
        };
        let store = &self.gateway.store;
        if store
            .settle(&stamp(self.now), run.id, None, how, "已核实")
            .await
            .unwrap()
            > 0
        {
            self.settled = true;
        }
    }

    /// What must hold at every moment.
    async fn check(&self) {
        let Some(run) = self.run().await else { return };
        assert_eq!(run.tally.total(), run.audience);
        if run.frozen_at.is_some() {
            assert_eq!(u128::from(run.audience), CUSTOMERS);
        }
        let reasons = self.gateway.store.reasons(run.no).await.unwrap();
        for outcome in Outcome::ALL {
            let counted: u64 = reasons
                .iter()
                .filter(|one| one.outcome == outcome)
                .map(|one| one.entries)
                .sum();
            assert_eq!(counted, run.tally.of(outcome), "{outcome:?}");
        }
        for (entry, taken) in self.sandbox.handed().by_entry {
            assert!(taken <= 1, "entry {entry} was sent {taken} times");
        }
        for (phone, before) in &self.barred {
            assert_eq!(
                self.taken(phone),
                *before,
                "{phone} was written to after it had opted out"
            );
        }
    }

    /// No more faults; the clock goes on until every deadline has passed.
    async fn quiet(&mut self) {
        *self.cutting.often.lock().unwrap() = 0;
        self.now = self.now.max(START);
        put_carrier(&*self.gateway.store, 0).await;
        self.steer(Steering::Resume(None)).await;
        self.steer(Steering::Release(None)).await;
        // The run's validity, then the receipt window of the last hand-over.
        for hour in 0..(30 + 24 + 72 + 24) {
            while self.step().await {}
            if self.run().await.is_some_and(|run| run.state == RunState::Closed) {
                break;
            }
            // Nothing but the receipt window moves after the first day.
            self.now += if hour < 30 { HOUR } else { 6 * HOUR };
        }
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

    /// The carrier's own tally against the roll.
    async fn account(&self) {
        let run = self.run().await.unwrap();
        let handed = self.sandbox.handed();
        for (phone, taken) in &handed.by_phone {
            assert_eq!(*taken, 1, "{phone}");
        }
        let store = &self.gateway.store;
        let entries = store.entries(run.no, &EntryFilter::default(), 0, 1000).await.unwrap();
        assert_eq!(entries.len() as u128, CUSTOMERS);
        for entry in entries {
            let taken = handed
                .by_entry
                .get(&((run.no << 32) + i64::from(entry.seq)))
                .copied()
                .unwrap_or(0);
            match entry.state {
                EntryState::Excluded(_) | EntryState::Cancelled | EntryState::Expired => {
                    assert_eq!(taken, 0, "{entry:?}");
                }
                EntryState::Delivered => assert_eq!(taken, 1, "{entry:?}"),
                EntryState::NoReceipt if !self.settled => assert_eq!(taken, 1, "{entry:?}"),
                _ => {}
            }
        }
    }
}

async fn start(folder: &tempfile::TempDir, cutting: &Arc<Cutting>, life: u32, luck: &mut ChaCha8Rng) -> Gateway {
    let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
    let store: Arc<dyn Store> = Arc::new(store);
    let carriers = Carriers::in_memory();
    carriers.put("sandbox", cutting.clone());
    let batch = luck.random_range(1..12);
    let engine = Engine::new(store.clone(), Arc::new(carriers), format!("life {life}")).with_batch(batch);
    Gateway { store, engine }
}
