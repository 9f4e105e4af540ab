//! The carriers that are set up, each opened once and told when its settings change.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use carrier::{Carrier, Live, Sandbox, Shares};
use store::contract::CarrierRecord;

use self::trial::Trials;
use super::breakers::Troubles;
use crate::handlers::carriers::SANDBOX;
use crate::secrets::Secrets;

pub mod direct;
pub mod trial;

/// How long taking leave may take when the gateway stops, or somebody waits, and how often it is looked whether it is done.
const LEAVE: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(20);

/// The open carriers, by name.
#[derive(Default)]
pub struct Carriers {
    /// Where carriers keep what they must remember; `None`: in memory.
    folder: Option<PathBuf>,
    secrets: Secrets,
    open: Mutex<HashMap<String, Open>>,
    direct: Mutex<HashMap<String, OpenDirect>>,
    /// Carriers that stand in for those that are set up.
    instead: Mutex<HashMap<String, Arc<dyn Carrier>>>,
    trials: Trials,
    troubles: Troubles,
    awaited: Mutex<HashSet<String>>,
}

struct Open {
    config: String,
    sandbox: Arc<Sandbox>,
}

struct OpenDirect {
    config: String,
    /// `Err`: why it could not be opened with this config, in words safe to show; the log says so once.
    carrier: Result<Arc<dyn Carrier>, String>,
    /// Whether it was told to go. It is heard until it has left, and only then another takes its place: few accounts may bind
    /// twice.
    leaves: bool,
}

impl OpenDirect {
    fn leave(&mut self) {
        if let Ok(carrier) = &self.carrier
            && !self.leaves
        {
            carrier.take_leave();
        }
        self.leaves = true;
    }

    fn has_left(&self) -> bool {
        self.leaves && self.carrier.as_ref().map_or(true, |carrier| carrier.has_left())
    }
}

impl Carriers {
    /// Carriers that remember in memory.
    pub fn in_memory() -> Carriers {
        Carriers::default()
    }

    /// Carriers that remember in files in `folder`.
    pub fn in_folder(folder: PathBuf) -> Carriers {
        Carriers {
            secrets: Secrets::in_folder(&folder),
            folder: Some(folder),
            ..Carriers::default()
        }
    }

    /// Uses `carrier` under this name, whatever is set up there.
    pub fn put(&self, name: &str, carrier: Arc<dyn Carrier>) {
        let mut instead = self.instead.lock().unwrap_or_else(PoisonError::into_inner);
        instead.insert(name.to_owned(), carrier);
    }

    /// The carrier of this record; `None` when it cannot be opened, which the log says.
    pub fn get(&self, record: &CarrierRecord) -> Option<Arc<dyn Carrier>> {
        let instead = self.instead.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(carrier) = instead.get(&record.name) {
            return Some(carrier.clone());
        }
        drop(instead);
        if record.kind != SANDBOX {
            return self.direct(record);
        }
        let sandbox: Arc<dyn Carrier> = self.sandbox(record)?;
        Some(sandbox)
    }

    /// Carriers that take nothing.
    pub const fn troubles(&self) -> &Troubles {
        &self.troubles
    }

    /// What seals and opens the carriers' secrets.
    pub const fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// The messages on no roll whose receipts are awaited.
    pub const fn trials(&self) -> &Trials {
        &self.trials
    }

    /// The carrier of this record for one trial, once the one before has left. One that is switched off, and from which nothing is awaited, is opened for it
    /// alone, and hangs up when it is dropped; `true`: nobody else listens to it.
    ///
    /// `None` when it cannot be opened, which the log says.
    pub async fn for_trial(&self, record: &CarrierRecord) -> Option<(Arc<dyn Carrier>, bool)> {
        let left = async {
            while self.is_leaving(record) {
                tokio::time::sleep(LOOK).await;
            }
        };
        let _ = tokio::time::timeout(LEAVE, left).await;
        if record.enabled || record.kind == SANDBOX || self.is_awaited(&record.name) {
            return Some((self.get(record)?, false));
        }
        let carrier = direct::open(&record.name, &record.config, &self.secrets)
            .inspect_err(|error| tracing::error!(carrier = record.name, %error, "the carrier can't be opened"))
            .ok()?;
        Some((carrier, true))
    }

    /// How a direct carrier stands, if it was to be opened; opens none. One that could not be opened has stopped.
    pub fn live(&self, name: &str) -> Option<Live> {
        let instead = self.instead.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(carrier) = instead.get(name) {
            return Some(carrier.live());
        }
        drop(instead);
        Some(match &self.directs().get(name)?.carrier {
            Ok(carrier) => carrier.live(),
            Err(why) => Live {
                stopped: Some(why.clone()),
                ..Live::default()
            },
        })
    }

    /// Hangs up; a [`Carriers::get`] connects anew once it has left. So a person has a carrier that stopped try again.
    pub fn hang_up(&self, name: &str) {
        if let Some(open) = self.directs().get_mut(name) {
            open.leave();
        }
    }

    /// Whether the carrier of this record has still to take leave before it can be opened as it is set up now.
    fn is_leaving(&self, record: &CarrierRecord) -> bool {
        self.get(record);
        self.directs().get(&record.name).is_some_and(|open| open.leaves)
    }

    /// Takes leave of all carriers that are spoken to directly; returns once they are gone, or after a few seconds.
    pub async fn shut(&self) {
        let open: Vec<OpenDirect> = self.directs().drain().map(|(_, open)| open).collect();
        let carriers = open.into_iter().filter_map(|open| open.carrier.ok());
        let gone = carriers.map(async |carrier| {
            carrier.take_leave();
            while !carrier.has_left() {
                tokio::time::sleep(LOOK).await;
            }
        });
        let _ = tokio::time::timeout(LEAVE, futures::future::join_all(gone)).await;
    }

    /// Notes which carriers have receipts to tell for what they were handed: they are heard though they are switched off.
    pub fn await_receipts(&self, carriers: HashSet<String>) {
        *self.awaited.lock().unwrap_or_else(PoisonError::into_inner) = carriers;
    }

    fn is_awaited(&self, name: &str) -> bool {
        self.awaited
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(name)
    }

    /// The direct carrier of this record: one as long as its config stays the same, and the one before until it has left; none
    /// while it is switched off, unless receipts are awaited from it.
    fn direct(&self, record: &CarrierRecord) -> Option<Arc<dyn Carrier>> {
        let mut open = self.directs();
        let wanted = record.enabled || self.is_awaited(&record.name);
        if let Some(known) = open.get_mut(&record.name) {
            if !wanted || known.config != record.config {
                known.leave();
            }
            if !known.has_left() {
                return known.carrier.clone().ok();
            }
            open.remove(&record.name);
        }
        if !wanted {
            return None;
        }
        let carrier = direct::open(&record.name, &record.config, &self.secrets)
            .inspect_err(|error| tracing::error!(carrier = record.name, %error, "the carrier can't be opened"))
            .map_err(|error| error.to_string());
        let known = OpenDirect {
            config: record.config.clone(),
            carrier: carrier.clone(),
            leaves: false,
        };
        open.insert(record.name.clone(), known);
        carrier.ok()
    }

    fn directs(&self) -> MutexGuard<'_, HashMap<String, OpenDirect>> {
        self.direct.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The sandbox of this record; `None` when it is another carrier, or cannot be opened.
    pub fn sandbox(&self, record: &CarrierRecord) -> Option<Arc<Sandbox>> {
        if record.kind != SANDBOX {
            tracing::warn!(carrier = record.name, kind = record.kind, "no such kind of carrier");
            return None;
        }
        let mut open = self.lock();
        if let Some(known) = open.get_mut(&record.name) {
            if known.config != record.config {
                known.sandbox.configure(shares(record)?);
                known.config.clone_from(&record.config);
            }
            return Some(known.sandbox.clone());
        }
        let sandbox = Arc::new(self.open_sandbox(record)?);
        open.insert(
            record.name.clone(),
            Open {
                config: record.config.clone(),
                sandbox: sandbox.clone(),
            },
        );
        Some(sandbox)
    }

    fn open_sandbox(&self, record: &CarrierRecord) -> Option<Sandbox> {
        let shares = shares(record)?;
        let Some(folder) = &self.folder else {
            return Some(Sandbox::in_memory(shares));
        };
        let file: String = record.name.chars().filter(|c| c.is_alphanumeric()).collect();
        match Sandbox::open(shares, &folder.join(format!("{file}.journal"))) {
            Ok(sandbox) => Some(sandbox),
            Err(error) => {
                tracing::error!(carrier = record.name, %error, "the sandbox's journal can't be opened");
                None
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the sandbox does, from its settings.
fn shares(record: &CarrierRecord) -> Option<Shares> {
    let config: wire::settings::Sandbox = match serde_json::from_str(&record.config) {
        Ok(config) => config,
        Err(error) => {
            tracing::error!(carrier = record.name, %error, "the carrier's settings can't be read");
            return None;
        }
    };
    Some(Shares {
        seed: config.seed,
        refused: config.refused,
        failed: config.failed,
        silent: config.silent,
        twice: config.twice,
        late: config.late,
        throttled: config.throttled,
        dropped: config.dropped,
        receipt_ms: config.receipt_ms,
        lookups: false,
    })
}
