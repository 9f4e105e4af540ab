//! Counts and facets that are read again and again. Any change of a customer through this process voids them at once;
//! what others change (another process, a dispatch) is seen a minute later at the latest.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::contract::customers::CustomerFacets;

const KEPT_FOR: Duration = Duration::from_mins(1);
const MOST_COUNTS: usize = 500;

type Kept<T> = (u64, Instant, T);

/// What is kept.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    changes: AtomicU64,
    facets: Mutex<Option<Kept<CustomerFacets>>>,
    counts: Mutex<HashMap<String, Kept<(u64, u64)>>>,
}

impl Cache {
    /// To be called after a commit that changed customers.
    pub(crate) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// How many changes there were; to be read before what is kept is read.
    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    pub(crate) fn facets(&self) -> Option<CustomerFacets> {
        self.fresh(lock(&self.facets).as_ref())
    }

    pub(crate) fn keep_facets(&self, changes: u64, facets: CustomerFacets) {
        *lock(&self.facets) = Some((changes, Instant::now(), facets));
    }

    pub(crate) fn count(&self, key: &str) -> Option<(u64, u64)> {
        self.fresh(lock(&self.counts).get(key))
    }

    pub(crate) fn keep_count(&self, key: String, changes: u64, count: (u64, u64)) {
        let mut counts = lock(&self.counts);
        if counts.len() >= MOST_COUNTS {
            counts.clear();
        }
        counts.insert(key, (changes, Instant::now(), count));
    }

    fn fresh<T: Clone>(&self, kept: Option<&Kept<T>>) -> Option<T> {
        let (changes, since, value) = kept?;
        (*changes == self.changes() && since.elapsed() < KEPT_FOR).then(|| value.clone())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
