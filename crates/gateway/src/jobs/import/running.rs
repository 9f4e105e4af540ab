//! The imports that run now: how far they are, and how to stop them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use domain::id::ImportId;
use store::contract::imports::ImportCounts as Stored;
use tokio::sync::watch;
use wire::imports::{ImportCounts, Progress};

use super::uploads::Uploads;

/// The imports that run, and where their files are.
#[derive(Default)]
pub struct Imports {
    folder: OnceLock<PathBuf>,
    pub(crate) uploads: Uploads,
    running: Mutex<HashMap<ImportId, Arc<Running>>>,
}

/// One import that runs.
pub struct Running {
    stop: AtomicU8,
    so_far: Mutex<(Progress, ImportCounts)>,
    ended: watch::Sender<bool>,
}

/// Why a running import is to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Stop {
    /// A person cancelled it.
    Cancelled = 1,
    /// The columns were corrected: it begins anew.
    Superseded = 2,
}

/// Counts as they travel.
pub(crate) fn said(counts: Stored) -> ImportCounts {
    ImportCounts {
        new: counts.new,
        changed: counts.changed,
        unchanged: counts.unchanged,
        refused: counts.refused,
        unreachable: counts.unreachable,
    }
}

impl Imports {
    /// Keeps the files in `folder`, which is made when the first file comes.
    pub fn keep_in(&self, folder: &Path) {
        let _ = self.folder.set(folder.to_owned());
    }

    /// The folder of the files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder
            .get_or_init(|| std::env::temp_dir().join(format!("rollcall-imports-{}", std::process::id())))
    }

    pub(crate) fn begin(&self, id: ImportId) -> Arc<Running> {
        let running = Arc::new(Running {
            stop: AtomicU8::new(0),
            so_far: Mutex::default(),
            ended: watch::channel(false).0,
        });
        self.lock().insert(id, running.clone());
        running
    }

    pub(crate) fn end(&self, id: ImportId, running: &Running) {
        self.lock().remove(&id);
        running.ended.send_replace(true);
    }

    /// How far an import is, if it runs.
    pub(crate) fn so_far(&self, id: ImportId) -> Option<(Progress, ImportCounts)> {
        let running = self.lock().get(&id).cloned()?;
        Some(*running.so_far.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells an import to stop, and returns once it has. False if it does not run.
    pub(crate) async fn stop(&self, id: ImportId, why: Stop) -> bool {
        let Some(running) = self.lock().get(&id).cloned() else {
            return false;
        };
        running.stop.store(why as u8, Ordering::SeqCst);
        let mut ended = running.ended.subscribe();
        let _ = ended.wait_for(|ended| *ended).await;
        true
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ImportId, Arc<Running>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// Why it is to stop, if it is.
    pub(crate) fn told(&self) -> Option<Stop> {
        match self.stop.load(Ordering::SeqCst) {
            1 => Some(Stop::Cancelled),
            2 => Some(Stop::Superseded),
            _ => None,
        }
    }

    pub(crate) fn set(&self, progress: Progress, counts: ImportCounts) {
        *self.so_far.lock().unwrap_or_else(PoisonError::into_inner) = (progress, counts);
    }
}
