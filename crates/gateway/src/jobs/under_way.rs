//! Hand-overs that wait for their answers while the engine does everything else. What is here when the process dies is what
//! is in doubt afterwards, so nothing more is claimed than a carrier has room for.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use carrier::{Answer, Carrier, Doubt, Key, Message};
use domain::time::Millis;
use futures::FutureExt as _;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;

use super::bucket::Load;

/// When we give up waiting for a carrier's answers: well before the entries' own deadline.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// How long more answers are awaited after the first: they come close together, and each time that some are written down is a
/// durable commit.
const GATHER: Duration = Duration::from_millis(20);

/// Answers that are taken in together.
const TOGETHER: usize = 64;

/// Hand-overs to all carriers. Whoever drops it ends them.
pub(super) struct UnderWay {
    waiting: JoinSet<()>,
    /// Where the hand-overs tell their answers, and where these are heard.
    tell: UnboundedSender<Answered>,
    told: UnboundedReceiver<Answered>,
    /// Answers that are not written down yet, and how many they are.
    answered: Vec<Answered>,
    answers: usize,
    on: HashMap<Arc<str>, Load>,
}

/// What a carrier answered to messages of one run.
pub(super) struct Answered {
    /// The run's number.
    pub run: i64,
    /// The carrier.
    pub carrier: Arc<dyn Carrier>,
    /// Its name.
    pub name: Arc<str>,
    /// Each message's key and parts, and the answer to it.
    pub answers: Vec<((Key, u16), Answer)>,
}

/// Messages that were handed over together, and who hears what is answered to them.
struct Handed {
    run: i64,
    carrier: Arc<dyn Carrier>,
    name: Arc<str>,
    /// Each message's key and parts; `None`: it is answered.
    open: Mutex<Vec<Option<(Key, u16)>>>,
    tell: UnboundedSender<Answered>,
}

impl Handed {
    fn open(&self) -> MutexGuard<'_, Vec<Option<(Key, u16)>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells answers by the places of their messages, of each message the first.
    fn answer(&self, told: Vec<(usize, Answer)>) {
        let mut open = self.open();
        let first = |(place, answer)| Some((open.get_mut::<usize>(place)?.take()?, answer));
        let answers: Vec<_> = told.into_iter().filter_map(first).collect();
        if answers.is_empty() {
            return;
        }
        // Nobody hears it where the engine is gone: what it had under way is in doubt.
        let _ = self.tell.send(Answered {
            run: self.run,
            carrier: self.carrier.clone(),
            name: self.name.clone(),
            answers,
        });
    }
}

impl Drop for Handed {
    /// However the hand-over ended, of those that were not answered nothing is known.
    fn drop(&mut self) {
        let keys = self.open().clone().into_iter().enumerate();
        let unknown = keys.filter_map(|(place, key)| key.map(|_| (place, Answer::NoAnswer(Doubt::UNKNOWN))));
        self.answer(unknown.collect());
    }
}

impl Default for UnderWay {
    fn default() -> UnderWay {
        let (tell, told) = mpsc::unbounded_channel();
        UnderWay {
            waiting: JoinSet::new(),
            tell,
            told,
            answered: Vec::new(),
            answers: 0,
            on: HashMap::new(),
        }
    }
}

impl UnderWay {
    /// What this carrier has and whose answers are not written down.
    pub fn on(&self, carrier: &str) -> Load {
        self.on.get(carrier).copied().unwrap_or_default()
    }

    /// Whether answers are awaited; those that could not be written down are not.
    pub fn awaits(&self) -> bool {
        self.answers < self.all()
    }

    /// Hands messages of one run over. One that is answered late keeps no other from being written down.
    pub fn begin(
        &mut self,
        run: i64,
        name: &Arc<str>,
        carrier: &Arc<dyn Carrier>,
        now: Millis,
        messages: Vec<Message>,
    ) {
        *self.on.entry(name.clone()).or_default() += Load::of(messages.iter().map(|message| message.parts));
        let open = messages.iter().map(|message| Some((message.key, message.parts)));
        let handed = Handed {
            run,
            carrier: carrier.clone(),
            name: name.clone(),
            open: Mutex::new(open.collect()),
            tell: self.tell.clone(),
        };
        self.waiting.spawn(async move {
            let tell = |told| handed.answer(told);
            let hand_over = handed.carrier.hand_over_each(now, &messages, &tell);
            // What was not answered by then is told of as such when this ends.
            let _ = tokio::time::timeout(PATIENCE, hand_over).await;
        });
    }

    /// Takes in what is answered, once something is, or when `patience` is over. Half of what is under way is awaited for a
    /// moment: while it is written down, the carrier works on the other half.
    pub async fn hear(&mut self, patience: Duration) {
        while self.waiting.try_join_next().is_some() {}
        let enough = (self.answers + self.all()).div_ceil(2);
        if !matches!(tokio::time::timeout(patience, self.take()).await, Ok(true)) {
            return;
        }
        let gathered = async { while self.answers < enough && self.take().await {} };
        // What has come until then is kept, whichever ends first.
        let _ = tokio::time::timeout(GATHER, gathered).await;
        while self.take().now_or_never() == Some(true) {}
    }

    /// Takes in answers once there are some; `false`: none is awaited. Nothing is lost where it is dropped.
    async fn take(&mut self) -> bool {
        if !self.awaits() {
            return false;
        }
        let before = self.answered.len();
        self.told.recv_many(&mut self.answered, TOGETHER).await;
        self.answers += count(&self.answered[before..]);
        true
    }

    /// Messages under way, those included whose answers are not written down.
    fn all(&self) -> usize {
        self.on.values().map(|load| load.messages as usize).sum()
    }

    /// What was answered and is not written down, by run and carrier.
    pub fn answered(&mut self) -> BTreeMap<(i64, Arc<str>), Vec<Answered>> {
        let mut all: BTreeMap<(i64, Arc<str>), Vec<Answered>> = BTreeMap::new();
        self.answers = 0;
        for answered in self.answered.drain(..) {
            all.entry((answered.run, answered.name.clone()))
                .or_default()
                .push(answered);
        }
        all
    }

    /// These answers were written down.
    pub fn done(&mut self, answered: &[Answered]) {
        for one in answered {
            if let Some(load) = self.on.get_mut(&one.name) {
                *load -= Load::of(one.answers.iter().map(|((_, parts), _)| *parts));
            }
        }
    }

    /// These could not be written down; they are tried again.
    pub fn keep(&mut self, answered: Vec<Answered>) {
        self.answers += count(&answered);
        self.answered.extend(answered);
    }
}

fn count(answered: &[Answered]) -> usize {
    answered.iter().map(|one| one.answers.len()).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use async_trait::async_trait;
    use carrier::{Deferral, Policy, Receipt};
    use tokio::sync::oneshot;

    use super::*;

    /// Answers each message when it is told to.
    struct Slow(Mutex<HashMap<i64, oneshot::Receiver<()>>>);

    #[async_trait]
    impl Carrier for Slow {
        fn policy(&self) -> Policy {
            Policy {
                free_text: true,
                max_parts: 0,
                blocked: Vec::new(),
            }
        }

        async fn hand_over(&self, _now: Millis, messages: &[Message]) -> Vec<Answer> {
            let told = self.0.lock().unwrap().remove(&messages[0].key.entry).unwrap();
            told.await.unwrap();
            vec![Answer::Deferred {
                why: Deferral::Throttled,
                retry_after: 0,
                code: String::new(),
            }]
        }

        async fn receipts(&self, _now: Millis, _limit: usize) -> Vec<Receipt> {
            Vec::new()
        }

        async fn acknowledge(&self, _receipts: &[Receipt]) {}
    }

    fn message(entry: i64) -> Message {
        Message {
            key: Key { entry, attempt: 1 },
            phone: String::new(),
            text: String::new(),
            parts: 1,
            valid_until: Millis::MAX,
        }
    }

    #[tokio::test]
    async fn half_of_what_is_under_way_is_awaited_and_no_more() {
        let (mut tell, told): (Vec<_>, HashMap<_, _>) = (0..8)
            .map(|entry| {
                let (tell, told) = oneshot::channel();
                (tell, (entry, told))
            })
            .unzip();
        let carrier: Arc<dyn Carrier> = Arc::new(Slow(Mutex::new(told)));
        let mut under_way = UnderWay::default();
        let name = Arc::from("slow");
        for entry in 0..8 {
            under_way.begin(1, &name, &carrier, 0, vec![message(entry)]);
        }
        tokio::join!(under_way.hear(PATIENCE), async {
            // The first answer comes by itself, three more when it has been heard.
            for together in [1, 3] {
                tokio::task::yield_now().await;
                tell.drain(..together).for_each(|tell| tell.send(()).unwrap());
            }
        });
        let answered = |all: BTreeMap<_, Vec<Answered>>| all.into_values().map(|all| all.len()).sum::<usize>();
        assert_eq!(answered(under_way.answered()), 4, "half of them, in one go");
        // Where the others are silent, what has come is not kept waiting for them.
        tell.remove(0).send(()).unwrap();
        under_way.hear(PATIENCE).await;
        assert_eq!(answered(under_way.answered()), 1);
    }
}
