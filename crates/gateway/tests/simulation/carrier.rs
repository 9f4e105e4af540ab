//! A carrier around the sandbox that lets the gateway crash at the worst moments.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use carrier::{Answer, Carrier, Deferral, Key, Live, Lookup, Message, Policy, Receipt, Sandbox, Shares};
use domain::roll;
use domain::time::{HOUR, Millis};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::Notify;

use super::house::START;

/// Who may have an entry: it was handed over, and not definitely refused.
pub type MayHave = Arc<Mutex<HashMap<i64, &'static str>>>;

pub struct Cutting {
    pub name: &'static str,
    pub sandbox: Arc<Sandbox>,
    pub crash: Arc<Notify>,
    /// Over all carriers.
    may_have: MayHave,
    /// There is no connection to it.
    pub down: Mutex<bool>,
    luck: Mutex<ChaCha8Rng>,
    /// Permille of calls in which the gateway crashes.
    pub often: Mutex<u32>,
    /// Of receipts for long messages, by moment and token: of how many parts they were acknowledged.
    told: Mutex<HashMap<(Millis, u64), usize>>,
    /// Whose number each entry was handed over with.
    phones: Mutex<HashMap<i64, String>>,
}

/// A third of all messages is long: taken in parts, each with a receipt of its own.
const PARTS: usize = 3;

fn long(key: Key) -> bool {
    key.entry % 3 == 0
}

fn in_parts(key: Key, references: Vec<String>) -> Vec<String> {
    if !long(key) {
        return references;
    }
    let parts = |reference: String| (1..=PARTS).map(move |part| format!("{reference}.{part}"));
    references.into_iter().flat_map(parts).collect()
}

impl Cutting {
    pub fn new(
        name: &'static str,
        sandbox: Sandbox,
        seed: u64,
        often: u32,
        (crash, may_have): (&Arc<Notify>, &MayHave),
    ) -> Cutting {
        Cutting {
            name,
            sandbox: Arc::new(sandbox),
            crash: crash.clone(),
            may_have: may_have.clone(),
            down: Mutex::default(),
            luck: Mutex::new(ChaCha8Rng::seed_from_u64(seed ^ 0xcafe)),
            often: Mutex::new(often),
            told: Mutex::default(),
            phones: Mutex::default(),
        }
    }

    fn strikes(&self) -> bool {
        let often = *self.often.lock().unwrap();
        self.luck.lock().unwrap().random_range(0..1000) < often
    }

    /// Of a long message: the receipt of its next part, which bears no key, now and then twice. The parts come in any order;
    /// where the message failed, one of them did.
    fn part_of(&self, receipt: Receipt) -> Vec<Receipt> {
        if !receipt.key.is_some_and(long) {
            return vec![receipt];
        }
        let told = *self
            .told
            .lock()
            .unwrap()
            .get(&(receipt.at, receipt.token))
            .unwrap_or(&0);
        let part = (told + receipt.token as usize) % PARTS + 1;
        let status = match receipt.status {
            roll::Receipt::Failed(_) if part != 2 => roll::Receipt::Delivered,
            status => status,
        };
        let one = Receipt {
            reference: format!("{}.{part}", receipt.reference),
            key: None,
            status,
            ..receipt
        };
        vec![one; self.luck.lock().unwrap().random_range(1..=2)]
    }

    /// Whether the sandbox may forget this receipt: it was acknowledged for every part.
    fn told_whole(&self, receipt: &Receipt) -> bool {
        if !receipt.reference.contains('.') {
            return true;
        }
        let mut told = self.told.lock().unwrap();
        let parts = told.entry((receipt.at, receipt.token)).or_insert(0);
        *parts += 1;
        *parts >= PARTS
    }

    /// From here on it may have them; nobody else may, and it had none of them before.
    fn handed(&self, messages: &[Message]) {
        let mut may_have = self.may_have.lock().unwrap();
        for message in messages {
            let phone = message.phone.clone();
            let before = self.phones.lock().unwrap().insert(message.key.entry, phone);
            assert!(
                before.is_none_or(|before| before == message.phone),
                "another phone: {message:?}"
            );
            let other = may_have.insert(message.key.entry, self.name);
            assert_eq!(other, None, "handed to {} again: {:?}", self.name, message.key);
        }
    }

    /// How many messages for each phone it took.
    pub fn taken_by_phone(&self) -> HashMap<String, u32> {
        let phones = self.phones.lock().unwrap();
        let mut taken = HashMap::new();
        for (entry, times) in self.sandbox.handed() {
            *taken.entry(phones[&entry].clone()).or_default() += times;
        }
        taken
    }

    /// It definitely refused this one.
    fn refused(&self, message: &Message) {
        self.may_have.lock().unwrap().remove(&message.key.entry);
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
        self.handed(messages);
        if *self.down.lock().unwrap() {
            for message in messages {
                self.refused(message);
            }
            let answer = Answer::Deferred {
                why: Deferral::NotBound,
                retry_after: 1_000,
                code: "not bound".into(),
            };
            return vec![answer; messages.len()];
        }
        if self.strikes() {
            // Before a byte was sent, in the middle, or after the last one.
            let sent = self.luck.lock().unwrap().random_range(0..=messages.len());
            self.sandbox.hand_over(now, &messages[..sent]).await;
            self.die().await;
        }
        let answers = self.sandbox.hand_over(now, messages).await;
        messages
            .iter()
            .zip(answers)
            .map(|(message, answer)| match answer {
                Answer::Taken { references } => Answer::Taken {
                    references: in_parts(message.key, references),
                },
                Answer::Deferred { .. } => {
                    self.refused(message);
                    answer
                }
                other => other,
            })
            .collect()
    }

    async fn receipts(&self, now: Millis, limit: usize) -> Vec<Receipt> {
        let receipts = self.sandbox.receipts(now, limit.min(3)).await;
        receipts.into_iter().flat_map(|receipt| self.part_of(receipt)).collect()
    }

    fn live(&self) -> Live {
        if !*self.down.lock().unwrap() {
            return Live::default();
        }
        Live {
            wanted: 1,
            window: 16,
            down_since: Some(START - HOUR),
            ..Live::default()
        }
    }

    async fn acknowledge(&self, receipts: &[Receipt]) {
        // They were written down, and the acknowledgement is lost: they come again.
        if self.strikes() {
            self.die().await;
        }
        let mut whole: Vec<Receipt> = receipts.to_vec();
        whole.dedup_by_key(|receipt| (receipt.at, receipt.token));
        whole.retain(|receipt| self.told_whole(receipt));
        self.sandbox.acknowledge(&whole).await;
    }

    fn can_look_up(&self) -> bool {
        self.sandbox.can_look_up()
    }

    async fn look_up(&self, keys: &[Key]) -> Vec<Lookup> {
        let told = self.sandbox.look_up(keys).await;
        keys.iter()
            .zip(told)
            .map(|(&key, told)| match told {
                Lookup::Has { references } => Lookup::Has {
                    references: in_parts(key, references),
                },
                other => other,
            })
            .collect()
    }
}

/// The carriers of a world.
pub fn carriers(seed: u64, luck: &mut ChaCha8Rng) -> [Arc<Cutting>; 2] {
    let (crash, may_have) = (Arc::default(), MayHave::default());
    let often = if seed.is_multiple_of(5) { 0 } else { 120 };
    [("sandbox", 0), ("second", 1 << 32)].map(|(name, salt)| {
        let sandbox = Sandbox::in_memory(shares(seed, seed ^ salt, luck));
        Arc::new(Cutting::new(name, sandbox, seed ^ salt, often, (&crash, &may_have)))
    })
}

/// What befalls the messages of one carrier.
fn shares(world: u64, seed: u64, luck: &mut ChaCha8Rng) -> Shares {
    let mut share = || {
        if luck.random_bool(0.5) {
            luck.random_range(0..200)
        } else {
            0
        }
    };
    Shares {
        seed,
        refused: share(),
        failed: share(),
        silent: share(),
        twice: share(),
        late: share(),
        throttled: 2 * share(),
        dropped: share(),
        receipt_ms: 1_000,
        lookups: world.is_multiple_of(3),
    }
}
