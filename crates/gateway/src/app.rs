//! What every handler and job needs.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;
use domain::time::{Millis, civil_date};
use store::Store;
use store::contract::Organisation;
use uuid::Uuid;

use crate::auth::password::Passwords;
use crate::auth::throttle::Throttle;
use crate::clock::Clock;
use crate::jobs::Jobs;
use crate::jobs::carriers::Carriers;
use crate::jobs::drive::Failing;
use crate::jobs::import::Imports;
use crate::jobs::witness::Looked;
use crate::ledger::{LogKeys, Sequencer};
use crate::live::LiveBus;

/// The gateway's parts; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The gateway's parts.
pub struct Parts {
    /// Persistence.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Clock,
    /// The open browsers.
    pub live: LiveBus,
    /// What runs beside the requests.
    pub jobs: Jobs,
    /// The imports that run, and where their files are.
    pub imports: Imports,
    /// Hashing and checking of passwords.
    pub passwords: Passwords,
    /// Sign-ins that were refused lately.
    pub throttle: Throttle,
    /// The open carriers.
    pub carriers: Arc<Carriers>,
    /// Wakes the engine: whoever gives it something to do calls `notify_one`.
    pub wake: Arc<tokio::sync::Notify>,
    /// The name under which this gateway's engine holds its lease.
    pub holder: String,
    /// Since when the engine fails.
    pub engine: Failing,
    /// Held by the engine during each step: whoever holds it keeps the engine still.
    pub still: tokio::sync::Mutex<()>,
    /// Signs the log.
    pub sequencer: Sequencer,
    /// What was looked at where checkpoints are kept.
    pub looked: tokio::sync::Mutex<Looked>,
    settings: RwLock<Arc<Organisation>>,
}

impl std::ops::Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Assembles the gateway around a store, with carriers that remember in memory.
    pub async fn new(store: Arc<dyn Store>, clock: Clock) -> store::Result<App> {
        App::with_carriers(store, clock, Carriers::in_memory()).await
    }

    /// Assembles the gateway around a store and carriers, with a key of its own that nobody keeps.
    pub async fn with_carriers(store: Arc<dyn Store>, clock: Clock, carriers: Carriers) -> store::Result<App> {
        App::signing(store, clock, carriers, LogKeys::fresh()).await
    }

    /// Assembles the gateway around a store and carriers, signing the log with these keys.
    pub async fn signing(store: Arc<dyn Store>, clock: Clock, carriers: Carriers, keys: LogKeys) -> store::Result<App> {
        let (_, settings) = store.organisation().await?;
        Ok(App(Arc::new(Parts {
            sequencer: Sequencer::new(store.clone(), keys),
            store,
            clock,
            live: LiveBus::default(),
            jobs: Jobs::default(),
            imports: Imports::default(),
            passwords: Passwords::default(),
            throttle: Throttle::default(),
            carriers: Arc::new(carriers),
            wake: Arc::default(),
            holder: Uuid::now_v7().to_string(),
            engine: Failing::default(),
            still: tokio::sync::Mutex::default(),
            looked: tokio::sync::Mutex::default(),
            settings: RwLock::new(Arc::new(settings)),
        })))
    }

    /// Now.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A new id, UUIDv7.
    #[allow(clippy::unused_self)]
    pub fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// The organisation's settings.
    pub fn settings(&self) -> Arc<Organisation> {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the settings again; whoever changes them calls this.
    pub async fn reload_settings(&self) -> store::Result<()> {
        let (_, settings) = self.store.organisation().await?;
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
        Ok(())
    }

    /// The organisation's zone; Shanghai's when the stored name is unknown.
    pub fn zone(&self) -> Tz {
        zone_of(&self.settings())
    }

    /// The zone's offset from UTC in force at `at`, in minutes.
    pub fn offset_minutes(&self, at: Millis) -> i32 {
        let moment = chrono::DateTime::from_timestamp_millis(at).unwrap_or_default();
        let offset = self.zone().offset_from_utc_datetime(&moment.naive_utc());
        offset.fix().local_minus_utc() / 60
    }

    /// Today, in the organisation's zone.
    pub fn today(&self) -> NaiveDate {
        let now = self.now();
        civil_date(now, self.offset_minutes(now))
    }
}

/// The firm's zone by these settings; Shanghai's when the name is unknown.
pub fn zone_of(settings: &Organisation) -> Tz {
    settings.zone.parse().unwrap_or(Tz::Asia__Shanghai)
}
