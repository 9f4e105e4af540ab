//! A carrier around the sandbox that lets the gateway crash at the worst moments.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use carrier::{Answer, Carrier, Key, Lookup, Message, Policy, Receipt, Sandbox};
use domain::time::Millis;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::Notify;

pub struct Cutting {
    pub sandbox: Arc<Sandbox>,
    pub crash: Arc<Notify>,
    luck: Mutex<ChaCha8Rng>,
    /// Permille of calls in which the gateway crashes.
    pub often: Mutex<u32>,
}

impl Cutting {
    pub fn new(sandbox: Arc<Sandbox>, seed: u64, often: u32) -> Cutting {
        Cutting {
            sandbox,
            crash: Arc::default(),
            luck: Mutex::new(ChaCha8Rng::seed_from_u64(seed ^ 0xcafe)),
            often: Mutex::new(often),
        }
    }

    fn strikes(&self) -> bool {
        let often = *self.often.lock().unwrap();
        self.luck.lock().unwrap().random_range(0..1000) < often
    }

    /// The gateway dies here: the call never returns, and the world drops it.
    async fn die(&self) -> ! {
        self.crash.notify_one();
        std::future::pending().await
    }
}

#[async_trait]
impl Carrier for Cutting {
    fn policy(&self) -> Policy {
        self.sandbox.policy()
    }

    async fn hand_over(&self, now: Millis, messages: &[Message]) -> Vec<Answer> {
        if self.strikes() {
            // Before a byte was sent, in the middle, or after the last one.
            let sent = self.luck.lock().unwrap().random_range(0..=messages.len());
            self.sandbox.hand_over(now, &messages[..sent]).await;
            self.die().await;
        }
        self.sandbox.hand_over(now, messages).await
    }

    async fn receipts(&self, now: Millis, limit: usize) -> Vec<Receipt> {
        self.sandbox.receipts(now, limit.min(3)).await
    }

    async fn acknowledge(&self, receipts: &[Receipt]) {
        // They were written down, and the acknowledgement is lost: they come again.
        if self.strikes() {
            self.die().await;
        }
        self.sandbox.acknowledge(receipts).await;
    }

    fn can_look_up(&self) -> bool {
        self.sandbox.can_look_up()
    }

    async fn look_up(&self, keys: &[Key]) -> Vec<Lookup> {
        self.sandbox.look_up(keys).await
    }
}
