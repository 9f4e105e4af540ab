//! One connection: connects, has its talk with the carrier until that ends, waits, and begins anew.

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, timeout};

use super::dialect::{Dialect, Leg};
use super::settings::{Clock, Connector, Pace};
use super::state::{Bound, Placed, State, refuse};
use super::talk::{End, LEFT, Talk};
use super::tls::not_connected;

/// How often in a row a bind is tried again that is refused for good, once one was granted: the carrier may not have noticed yet
/// that the connection before has ended, and few accounts may bind twice.
const AFTER_ONE: u32 = 5;

pub(super) struct Link<D: Dialect> {
    pub dialect: Arc<D>,
    pub connector: Arc<dyn Connector>,
    pub pace: Pace,
    pub clock: Clock,
    pub state: Arc<State>,
    pub leg: Leg,
}

/// What came of the attempts since a connection stood.
#[derive(Debug, Clone, Copy, Default)]
struct Attempts {
    failures: u32,
    /// Binds in a row that were refused for good.
    refused: u32,
}

impl<D: Dialect> Link<D> {
    /// Runs until stopped.
    pub async fn run(self) {
        let mut attempts = Attempts::default();
        loop {
            if self.state.stopped() {
                return;
            }
            let end = self.once(&mut attempts).await;
            attempts.failures += 1;
            let stopped = self.ended(end);
            self.state.changed.notify_waiters();
            if stopped {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(self.pace.backoff.wait(attempts.failures)) => {}
                () = self.stopping() => return,
            }
        }
    }

    /// Notes why a connection ended; answers whether no other may be tried.
    fn ended(&self, end: End) -> bool {
        let mut inner = self.state.lock();
        let (End::Broken(why) | End::Stop(why)) = &end;
        inner.live.last_error = Some(why.clone());
        if let End::Stop(why) = end {
            inner.live.stopped = Some(why);
        }
        inner.live.stopped.is_some()
    }

    /// Returns once it is time to stop.
    async fn stopping(&self) {
        loop {
            // Asked for before the look: whoever says stop in between is heard all the same.
            let stopping = self.state.stopping.notified();
            if self.state.stopped() {
                return;
            }
            stopping.await;
        }
    }

    async fn once(&self, attempts: &mut Attempts) -> End {
        let connecting = timeout(self.pace.connect, self.connector.connect());
        let connected = tokio::select! {
            connected = connecting => connected,
            () = self.stopping() => return End::Broken(LEFT.into()),
        };
        let stream = match connected {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return End::Broken(not_connected(&error)),
            Err(_) => return End::Broken("not connected: no answer".into()),
        };
        let mut talk = Talk::new(self, stream);
        let bound = tokio::select! {
            bound = timeout(self.pace.connect, talk.bind()) => bound,
            () = self.stopping() => return End::Broken(LEFT.into()),
        };
        match bound {
            Ok(Ok(())) => attempts.refused = 0,
            Ok(Err(End::Stop(why))) if attempts.refused < AFTER_ONE && self.state.lock().connections > 0 => {
                attempts.refused += 1;
                return End::Broken(why);
            }
            Ok(Err(end)) => return end,
            Err(_) => return End::Broken("the bind was not answered".into()),
        }
        let (wants, mut wanted) = mpsc::unbounded_channel();
        let window = Arc::new(Semaphore::new(self.pace.window.into()));
        let number = self.enter(wants, window.clone());
        let since = Instant::now();
        let mut end = tokio::select! {
            end = talk.carry(&mut wanted) => Some(end),
            () = self.stopping() => None,
        };
        if end.is_none() {
            // What was begun goes whole and is answered, for as long as it may take.
            let settled = timeout(self.pace.place + self.pace.answer, self.state.settled());
            end = tokio::select! {
                end = talk.carry(&mut wanted) => Some(end),
                _ = settled => None,
            };
        }
        window.close();
        let end = match end {
            Some(end) => end,
            None => talk.take_leave().await,
        };
        // A bind that is granted and ended again and again is no success.
        let stood = since.elapsed() >= self.pace.backoff.most;
        self.leave(number, stood || talk.served);
        if stood {
            attempts.failures = 0;
        }
        talk.settle();
        refuse(wanted);
        end
    }

    fn enter(&self, wants: mpsc::UnboundedSender<Placed>, window: Arc<Semaphore>) -> u64 {
        let mut inner = self.state.lock();
        inner.connections += 1;
        let number = inner.connections;
        inner.live.bound += 1;
        if self.leg != Leg::Send {
            inner.hearing += 1;
            inner.deaf_before = inner.live.deaf_since.take().or(inner.deaf_before);
            inner.live.heard_since.get_or_insert_with(|| (self.clock)());
        }
        if self.leg != Leg::Hear {
            inner.bound.push(Bound { number, wants, window });
            inner.down_before = inner.live.down_since.take().or(inner.down_before);
        }
        drop(inner);
        self.state.changed.notify_waiters();
        number
    }

    /// A connection has ended. One that was of no use ends no outage: who grants each bind and hangs up is as good as away.
    fn leave(&self, number: u64, was_of_use: bool) {
        let mut inner = self.state.lock();
        inner.live.bound -= 1;
        inner.bound.retain(|bound| bound.number != number);
        if was_of_use && self.leg != Leg::Hear {
            inner.down_before = None;
        }
        if was_of_use && self.leg != Leg::Send {
            inner.deaf_before = None;
        }
        if inner.bound.is_empty() {
            let before = inner.down_before.take();
            let since = || before.unwrap_or_else(|| (self.clock)());
            inner.live.down_since.get_or_insert_with(since);
        }
        if self.leg != Leg::Send {
            inner.hearing -= 1;
            if inner.hearing == 0 {
                inner.live.heard_since = None;
                let before = inner.deaf_before.take();
                inner.live.deaf_since = Some(before.unwrap_or_else(|| (self.clock)()));
            }
        }
    }
}
