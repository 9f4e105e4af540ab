//! What streams to the open browsers.

use tokio::sync::broadcast;
use wire::live::Live;

/// How many events a slow reader may lag behind before it misses some; it then refetches.
const BUFFER: usize = 1024;

/// Hands live events to everybody who listens. Sending never waits.
#[derive(Debug, Clone)]
pub struct LiveBus(broadcast::Sender<Live>);

impl Default for LiveBus {
    fn default() -> Self {
        LiveBus(broadcast::channel(BUFFER).0)
    }
}

impl LiveBus {
    /// Sends an event to all listeners; nobody listening is fine.
    pub fn send(&self, event: Live) {
        let _ = self.0.send(event);
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.0.receiver_count()
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Live> {
        self.0.subscribe()
    }
}
