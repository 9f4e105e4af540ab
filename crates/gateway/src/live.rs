//! What streams to the open browsers.

use tokio::sync::broadcast;
use uuid::Uuid;
use wire::live::Live;
use wire::runs::Run;

/// How many events a slow reader may lag behind before it misses some; it then refetches.
const BUFFER: usize = 1024;

/// An event on its way to those who may know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What happened.
    pub event: Live,
    /// Whose run it tells of; nobody's where it tells of no run, or of one that nobody wrote.
    pub author: Option<Uuid>,
}

/// Hands live events to everybody who listens. Sending never waits.
#[derive(Debug, Clone)]
pub struct LiveBus(broadcast::Sender<Told>);

impl Default for LiveBus {
    fn default() -> Self {
        LiveBus(broadcast::channel(BUFFER).0)
    }
}

impl LiveBus {
    /// Sends an event to all listeners; nobody listening is fine.
    pub fn send(&self, event: Live) {
        let _ = self.0.send(Told { event, author: None });
    }

    /// Sends what became of a run, with who wrote its campaign.
    pub fn send_run(&self, run: Run, author: Option<Uuid>) {
        let event = Live::Run(run);
        let _ = self.0.send(Told { event, author });
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.0.receiver_count()
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Told> {
        self.0.subscribe()
    }
}
