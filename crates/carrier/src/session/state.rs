//! What the connections of one carrier share.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, Semaphore, mpsc, oneshot};
use tokio::time::Instant;

use super::dialect::Verdict;
use super::inbox::Inbox;
use crate::contract::Live;

/// What became of a PDU that was to be written.
#[derive(Debug)]
pub(super) enum Told {
    /// It was answered.
    Answer(Verdict),
    /// It was certainly not written whole.
    NotSent,
    /// It was written whole, and the connection broke.
    Broken,
}

/// A PDU to be written; made by the connection, which knows the sequence.
pub(super) struct Wanted {
    pub make: Box<dyn FnOnce(u32) -> Vec<u8> + Send>,
    pub told: oneshot::Sender<Told>,
    pub place: tokio::sync::OwnedSemaphorePermit,
}

/// A connection that is bound and sends.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub number: u64,
    pub wants: mpsc::UnboundedSender<Wanted>,
    pub window: Arc<Semaphore>,
}

impl std::fmt::Debug for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wanted").finish_non_exhaustive()
    }
}

#[derive(Debug, Default)]
pub(super) struct State {
    inner: Mutex<Inner>,
    /// Rings when a connection is bound, breaks, or stops.
    pub changed: Notify,
    pub stopping: Notify,
    gone: AtomicBool,
}

#[derive(Debug, Default)]
pub(super) struct Inner {
    pub bound: Vec<Bound>,
    pub inbox: Inbox,
    pub live: Live,
    pub connections: u64,
    pub turn: usize,
    pub reference: u16,
    second: Option<(Instant, u32)>,
}

impl State {
    /// Ends all connections, those included that are just being made.
    pub fn stop(&self) {
        self.gone.store(true, Ordering::SeqCst);
        self.stopping.notify_waiters();
    }

    /// Whether they are to end.
    pub fn stopped(&self) -> bool {
        self.gone.load(Ordering::SeqCst)
    }

    pub fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Counts an answer for the rate.
    pub fn answered(&mut self, now: Instant) {
        match &mut self.second {
            Some((since, count)) if now.duration_since(*since).as_millis() < 1_000 => *count += 1,
            second => {
                self.live.rate = second.map_or(0, |(_, count)| count);
                *second = Some((now, 1));
            }
        }
    }

    /// The next connection in turn.
    pub fn next_bound(&mut self) -> Option<Bound> {
        self.turn = self.turn.wrapping_add(1);
        let count = self.bound.len();
        (count > 0).then(|| self.bound[self.turn % count].clone())
    }
}
