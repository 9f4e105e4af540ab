//! A carrier that answers as a test says, and counts what it took.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use carrier::{Answer, Carrier, Deferral, Doubt, DoubtWhy, Key, Live, Lookup, Message, Policy, Receipt, Reply};
use domain::roll::{self, Failure};
use domain::time::Millis;
use tokio::sync::Semaphore;

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Taken,
    /// Taken, and the receipt is there before the answer.
    Told,
    Throttled,
    Refused,
    /// Taken or not, nobody answers.
    Silent,
    /// One part was taken; of the other nobody knows.
    Half,
}

type Says = dyn Fn(&Message) -> Fate + Send + Sync;

pub struct Script {
    says: Mutex<Box<Says>>,
    /// How often it took a message, by phone.
    pub taken: Mutex<BTreeMap<String, u32>>,
    /// Every message that it was handed, taken or not.
    pub seen: Mutex<Vec<Message>>,
    receipts: Mutex<Vec<Receipt>>,
    replies: Mutex<Vec<Reply>>,
    /// Calls that may answer; every other waits.
    answers: Semaphore,
    live: Mutex<Live>,
    /// Whose message it finds when it is asked.
    finds: Mutex<Option<String>>,
    /// What it tells of the message or part with this name when it is asked.
    tells: Mutex<BTreeMap<String, roll::Receipt>>,
    /// Each name that it was asked after.
    asked: Mutex<Vec<String>>,
    /// Whether whoever looks at it next panics.
    panics: AtomicBool,
}

impl Script {
    pub fn new(says: impl Fn(&Message) -> Fate + Send + Sync + 'static) -> Arc<Script> {
        Arc::new(Script {
            says: Mutex::new(Box::new(says)),
            taken: Mutex::default(),
            seen: Mutex::default(),
            receipts: Mutex::default(),
            replies: Mutex::default(),
            answers: Semaphore::new(Semaphore::MAX_PERMITS),
            live: Mutex::default(),
            finds: Mutex::default(),
            tells: Mutex::default(),
            asked: Mutex::default(),
            panics: AtomicBool::default(),
        })
    }

    pub fn says(&self, says: impl Fn(&Message) -> Fate + Send + Sync + 'static) {
        *self.says.lock().unwrap() = Box::new(says);
    }

    /// How its connections stand from now on.
    pub fn stands(&self, live: Live) {
        *self.live.lock().unwrap() = live;
    }

    /// Whoever looks at it next panics.
    pub fn panics_once(&self) {
        self.panics.store(true, Ordering::SeqCst);
    }

    /// From now on it can be asked, and finds the message to this phone alone.
    pub fn finds(&self, phone: String) {
        *self.finds.lock().unwrap() = Some(phone);
    }

    /// From now on it tells this of the taken part of the message to this phone.
    pub fn tells(&self, phone: &str, status: roll::Receipt) {
        self.tells.lock().unwrap().insert(half(phone), status);
    }

    /// How often it was asked after that part.
    pub fn times_asked(&self, phone: &str) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|name| **name == half(phone)).count()
    }

    /// Takes messages from now on, and answers none.
    pub fn fall_silent(&self) {
        self.answers.forget_permits(Semaphore::MAX_PERMITS);
    }

    /// Gives the answers that are owed, and answers from now on.
    pub fn speak(&self) {
        self.answers.add_permits(1_000);
    }

    pub fn reply(&self, from: &str, text: &str, token: u64) {
        self.reply_at(from, text, token, 0);
    }

    pub fn reply_at(&self, from: &str, text: &str, token: u64, at: Millis) {
        self.replies.lock().unwrap().push(Reply {
            from: from.into(),
            international: false,
            to: "10690001".into(),
            text: text.into(),
            part: None,
            at,
            token,
        });
    }

    /// A receipt for everything that it took and told nothing of.
    pub fn deliver_all(&self, now: Millis) {
        let seen = self.seen.lock().unwrap().clone();
        for message in seen {
            self.receipts.lock().unwrap().push(receipt(&message, now));
        }
    }

    pub fn times(&self, phone: &str) -> u32 {
        self.taken.lock().unwrap().get(phone).copied().unwrap_or(0)
    }

    pub fn all_taken(&self) -> u32 {
        self.taken.lock().unwrap().values().sum()
    }

    #[track_caller]
    pub fn nobody_twice(&self) {
        for (phone, times) in &*self.taken.lock().unwrap() {
            assert_eq!(*times, 1, "{phone}");
        }
    }

    fn answer(&self, now: Millis, message: &Message) -> Answer {
        let fate = (self.says.lock().unwrap())(message);
        self.seen.lock().unwrap().push(message.clone());
        if !matches!(fate, Fate::Throttled | Fate::Refused) {
            *self.taken.lock().unwrap().entry(message.phone.clone()).or_default() += 1;
        }
        if fate == Fate::Told {
            self.receipts.lock().unwrap().push(receipt(message, now));
        }
        match fate {
            Fate::Taken | Fate::Told => Answer::Taken {
                references: vec![reference(message)],
            },
            Fate::Throttled => Answer::Deferred {
                why: Deferral::Throttled,
                retry_after: 1_000,
                code: "0x58".into(),
            },
            Fate::Refused => Answer::Refused {
                failure: Failure::UnknownSubscriber,
                code: "0x0B".into(),
            },
            Fate::Silent => Answer::NoAnswer(Doubt {
                why: DoubtWhy::Silent,
                written: 1,
                of: 0,
                taken: Vec::new(),
            }),
            Fate::Half => Answer::NoAnswer(Doubt {
                why: DoubtWhy::Partly,
                written: 2,
                of: 2,
                taken: vec![half(&message.phone)],
            }),
        }
    }
}

fn half(phone: &str) -> String {
    format!("{phone}/1")
}

fn reference(message: &Message) -> String {
    format!("r{}.{}", message.key.entry, message.key.attempt)
}

fn receipt(message: &Message, now: Millis) -> Receipt {
    Receipt {
        reference: reference(message),
        key: None,
        status: roll::Receipt::Delivered,
        code: Some("DELIVRD".into()),
        at: now,
        numbers: vec![message.phone.clone()],
        token: message.key.entry as u64,
    }
}

#[async_trait]
impl Carrier for Script {
    fn policy(&self) -> Policy {
        Policy {
            free_text: true,
            max_parts: 0,
            blocked: Vec::new(),
        }
    }

    fn live(&self) -> Live {
        assert!(!self.panics.swap(false, Ordering::SeqCst), "as it was told to");
        self.live.lock().unwrap().clone()
    }

    async fn hand_over(&self, now: Millis, messages: &[Message]) -> Vec<Answer> {
        let answers = messages.iter().map(|message| self.answer(now, message)).collect();
        drop(self.answers.acquire().await.unwrap());
        answers
    }

    fn can_look_up(&self) -> bool {
        self.finds.lock().unwrap().is_some()
    }

    async fn look_up(&self, keys: &[Key]) -> Vec<Lookup> {
        let finds = self.finds.lock().unwrap().clone();
        let seen = self.seen.lock().unwrap();
        let found = |key: &Key| {
            seen.iter()
                .find(|message| message.key == *key && Some(&message.phone) == finds.as_ref())
        };
        keys.iter()
            .map(|key| match found(key) {
                Some(message) => Lookup::Has {
                    references: vec![reference(message)],
                },
                None => Lookup::Unknown,
            })
            .collect()
    }

    fn can_query(&self) -> bool {
        true
    }

    async fn query(&self, references: &[String]) -> Vec<Option<roll::Receipt>> {
        self.asked.lock().unwrap().extend_from_slice(references);
        let tells = self.tells.lock().unwrap();
        references.iter().map(|name| tells.get(name).copied()).collect()
    }

    async fn receipts(&self, _now: Millis, limit: usize) -> Vec<Receipt> {
        self.receipts.lock().unwrap().iter().take(limit).cloned().collect()
    }

    async fn acknowledge(&self, receipts: &[Receipt]) {
        self.receipts
            .lock()
            .unwrap()
            .retain(|one| receipts.iter().all(|told| told.token != one.token));
    }

    async fn replies(&self, limit: usize) -> Vec<Reply> {
        self.replies.lock().unwrap().iter().take(limit).cloned().collect()
    }

    async fn acknowledge_replies(&self, tokens: &[u64]) {
        self.replies.lock().unwrap().retain(|one| !tokens.contains(&one.token));
    }
}
