//! What the connections of one carrier share.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::time::Millis;
use futures::future::select_ok;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::dialect::Verdict;
use super::inbox::Inbox;
use crate::contract::{Deferral, Live};

const SECOND: Duration = Duration::from_secs(1);

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

/// Which PDU: the place of its message among those that were handed over together, and of the part in the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub message: u32,
    pub part: u16,
}

/// What became of a PDU.
pub(super) type Word = (Spot, Told);

/// Why a PDU was certainly not sent, and the code of it.
pub(super) type NotSent = (Deferral, &'static str);

/// A PDU to be written; made by the connection, which knows the sequence.
pub(super) struct Wanted {
    pub make: Box<dyn FnOnce(u32) -> Vec<u8> + Send>,
    pub told: Teller,
}

/// Tells what became of a PDU.
#[derive(Debug)]
pub(super) struct Teller {
    spot: Spot,
    words: UnboundedSender<Word>,
}

/// A PDU, and its place among those that may be under way.
pub(super) type Placed = (Wanted, OwnedSemaphorePermit);

/// A connection that is bound and sends.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub number: u64,
    pub wants: UnboundedSender<Placed>,
    pub window: Arc<Semaphore>,
}

/// A place on a connection.
#[derive(Debug)]
pub(super) struct Free {
    wants: UnboundedSender<Placed>,
    place: OwnedSemaphorePermit,
}

/// Why there is no place.
#[derive(Debug)]
pub(super) enum NoPlace {
    /// There is no connection.
    NotSent(NotSent),
    /// All windows are full.
    Full(Full),
}

/// Connections whose windows are full.
#[derive(Debug)]
pub(super) struct Full(Vec<Bound>);

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
    /// Messages of which parts are under way or yet to go.
    begun: AtomicUsize,
    /// Rings when the last of them is done with.
    settled: Notify,
}

/// A message of which parts are under way or yet to go, until this is dropped.
#[derive(Debug)]
pub(super) struct Begun(Arc<State>);

impl Drop for Begun {
    fn drop(&mut self) {
        if self.0.begun.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.settled.notify_waiters();
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Inner {
    pub bound: Vec<Bound>,
    pub inbox: Inbox,
    pub live: Live,
    /// Since when nothing was sent or heard before a connection was made that is yet to be of use.
    pub down_before: Option<Millis>,
    pub deaf_before: Option<Millis>,
    /// Connections that hear.
    pub hearing: u16,
    pub connections: u64,
    pub turn: usize,
    pub reference: u16,
    answers: Answers,
}

/// Answers by the second: of the one that runs since the first answer in it, and of the one before.
#[derive(Debug, Clone, Copy, Default)]
struct Answers {
    second: Option<(Instant, u32)>,
    before: u32,
}

impl Answers {
    fn count(&mut self, now: Instant) {
        self.before = self.rate(now);
        match &mut self.second {
            Some((since, count)) if now.duration_since(*since) < SECOND => *count += 1,
            second => *second = Some((now, 1)),
        }
    }

    /// Of the last whole second; nothing where that is long ago.
    fn rate(&self, now: Instant) -> u32 {
        match self.second {
            Some((since, _)) if now.duration_since(since) < SECOND => self.before,
            Some((since, count)) if now.duration_since(since) < 2 * SECOND => count,
            _ => 0,
        }
    }
}

impl State {
    /// Ends all connections once what was begun is settled, and at once those that are just being made.
    pub fn stop(&self) {
        self.gone.store(true, Ordering::SeqCst);
        self.stopping.notify_waiters();
    }

    /// Whether they are to end.
    pub fn stopped(&self) -> bool {
        self.gone.load(Ordering::SeqCst)
    }

    /// Begins a message; `None`: no other may be.
    pub fn begin(self: &Arc<State>) -> Option<Begun> {
        // Counted before the look: whoever has said stop since waits for it.
        self.begun.fetch_add(1, Ordering::SeqCst);
        let begun = Begun(self.clone());
        (!self.stopped()).then_some(begun)
    }

    /// Returns once nothing that was begun is unsettled.
    pub async fn settled(&self) {
        loop {
            let settled = self.settled.notified();
            if self.begun.load(Ordering::SeqCst) == 0 {
                return;
            }
            settled.await;
        }
    }

    pub fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Counts an answer for the rate.
    pub fn answered(&mut self, now: Instant) {
        self.answers.count(now);
    }

    /// Answers a second, as of now.
    pub fn rate(&self, now: Instant) -> u32 {
        self.answers.rate(now)
    }

    /// A number of its own for a message whose parts are tied together; they begin anew after 65,535.
    pub fn next_reference(&mut self) -> u16 {
        self.reference = self.reference.wrapping_add(1);
        self.reference
    }

    /// The next connection in turn, for what has its place elsewhere than in a window.
    pub fn beside(&mut self, place: OwnedSemaphorePermit) -> Option<Free> {
        self.turn = self.turn.wrapping_add(1);
        let bound = self.bound.get(self.turn % self.bound.len().max(1))?;
        let wants = bound.wants.clone();
        Some(Free { wants, place })
    }

    /// A place on the next connection in turn that has one.
    pub fn place(&mut self) -> Result<Free, NoPlace> {
        for _ in 0..self.bound.len() {
            self.turn = self.turn.wrapping_add(1);
            let bound = &self.bound[self.turn % self.bound.len()];
            if let Ok(place) = bound.window.clone().try_acquire_owned() {
                let wants = bound.wants.clone();
                return Ok(Free { wants, place });
            }
        }
        Err(match &self.live.stopped {
            _ if !self.bound.is_empty() => NoPlace::Full(Full(self.bound.clone())),
            Some(_) => NoPlace::NotSent((Deferral::Stopped, "stopped")),
            None => NoPlace::NotSent(NoPlace::NOT_BOUND),
        })
    }
}

impl NoPlace {
    pub const NOT_BOUND: NotSent = (Deferral::NotBound, "not_bound");
    pub const WINDOW_FULL: NotSent = (Deferral::QueueFull, "window_full");
}

impl Full {
    /// The first place that becomes free on any of them; none does where all connections end.
    pub async fn freed(self) -> Result<Free, NotSent> {
        let freed = self.0.into_iter().map(|bound| {
            Box::pin(async move {
                let place = bound.window.acquire_owned().await?;
                let wants = bound.wants;
                Ok::<Free, tokio::sync::AcquireError>(Free { wants, place })
            })
        });
        let (free, _) = select_ok(freed).await.map_err(|_| NoPlace::NOT_BOUND)?;
        Ok(free)
    }
}

impl Free {
    /// Has the connection write this PDU; `Err`: it is certainly not sent.
    pub fn put(self, wanted: Wanted) -> Result<(), NotSent> {
        let sent = self.wants.send((wanted, self.place));
        sent.map_err(|_| NoPlace::NOT_BOUND)
    }
}

/// Nothing of what waits is written any more.
pub(super) fn refuse(mut wanted: UnboundedReceiver<Placed>) {
    // Closed first: nothing comes behind what is there.
    wanted.close();
    while let Ok((wanted, _)) = wanted.try_recv() {
        wanted.told.tell(Told::NotSent);
    }
}

impl Teller {
    pub fn new(spot: Spot, words: UnboundedSender<Word>) -> Teller {
        Teller { spot, words }
    }

    /// Whether nobody listens any more.
    pub fn is_deaf(&self) -> bool {
        self.words.is_closed()
    }

    /// Whoever listens no more need not be told.
    pub fn tell(self, told: Told) {
        let _ = self.words.send((self.spot, told));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_now() {
        let (start, mut answers) = (Instant::now(), Answers::default());
        let at = |ms| start + Duration::from_millis(ms);
        for ms in (0..1_000).step_by(100) {
            answers.count(at(ms));
        }
        assert_eq!(answers.rate(at(999)), 0, "the first second runs");
        assert_eq!((answers.rate(at(1_500)), answers.rate(at(2_000))), (10, 0));
        answers.count(at(1_200));
        assert_eq!(answers.rate(at(1_300)), 10);
        // After a rest nothing is told of before.
        answers.count(at(60_000));
        assert_eq!((answers.rate(at(60_001)), answers.rate(at(61_000))), (0, 1));
    }
}
