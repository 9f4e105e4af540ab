//! Hand-overs that wait for their answers while the engine does everything else. What is here when the process dies is what
//! is in doubt afterwards, so nothing more is claimed than a carrier has room for.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use carrier::{Answer, Carrier, Doubt, Key, Message};
use domain::time::Millis;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt as _};

/// When we give up waiting for a carrier's answers: well before the entries' own deadline.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// How long more answers are awaited after the first: they come close together, and each time that some are written down is a
/// durable commit.
const GATHER: Duration = Duration::from_millis(20);

/// Hand-overs to all carriers.
#[derive(Default)]
pub(super) struct UnderWay {
    /// Never locked: within the mutex, which is shared between threads where futures are not, it is reached by `get_mut`.
    waiting: Mutex<FuturesUnordered<BoxFuture<'static, Answered>>>,
    /// Answers that are not written down yet.
    answered: Vec<Answered>,
    messages: HashMap<Arc<str>, u32>,
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

impl UnderWay {
    /// Messages that this carrier has and whose answers are not written down.
    pub fn on(&self, carrier: &str) -> u32 {
        self.messages.get(carrier).copied().unwrap_or(0)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.messages.values().all(|&messages| messages == 0)
    }

    /// Hands messages of one run over, all in one call.
    pub fn begin(
        &mut self,
        run: i64,
        name: &Arc<str>,
        carrier: &Arc<dyn Carrier>,
        now: Millis,
        messages: Vec<Message>,
    ) {
        *self.messages.entry(name.clone()).or_default() += messages.len() as u32;
        let (carrier, name) = (carrier.clone(), name.clone());
        let hand_over = async move {
            let answers = tokio::time::timeout(PATIENCE, carrier.hand_over(now, &messages)).await;
            // A carrier that answers fewer than it was given leaves the others unanswered.
            let mut answers = answers.unwrap_or_default().into_iter();
            let answers = messages
                .iter()
                .map(|message| {
                    let answer = answers.next().unwrap_or(Answer::NoAnswer(Doubt::UNKNOWN));
                    ((message.key, message.parts), answer)
                })
                .collect();
            Answered {
                run,
                carrier,
                name,
                answers,
            }
        };
        self.waiting().push(hand_over.boxed());
    }

    /// Takes in what is answered, once something is, or when `patience` is over. Half of what is under way is awaited for a
    /// moment: while it is written down, the carrier works on the other half.
    pub async fn hear(&mut self, patience: Duration) {
        let waiting = self.waiting.get_mut().unwrap_or_else(PoisonError::into_inner);
        let enough = self.answered.len() + waiting.len().div_ceil(2);
        let Ok(Some(first)) = tokio::time::timeout(patience, waiting.next()).await else {
            return;
        };
        self.answered.push(first);
        let gathered = async {
            while self.answered.len() < enough
                && let Some(next) = waiting.next().await
            {
                self.answered.push(next);
            }
        };
        // What has come until then is kept, whichever ends first.
        let _ = tokio::time::timeout(GATHER, gathered).await;
        while let Some(Some(next)) = waiting.next().now_or_never() {
            self.answered.push(next);
        }
    }

    fn waiting(&mut self) -> &mut FuturesUnordered<BoxFuture<'static, Answered>> {
        self.waiting.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was answered and is not written down, by run and carrier.
    pub fn answered(&mut self) -> BTreeMap<(i64, Arc<str>), Vec<Answered>> {
        let mut all: BTreeMap<(i64, Arc<str>), Vec<Answered>> = BTreeMap::new();
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
            if let Some(messages) = self.messages.get_mut(&one.name) {
                *messages = messages.saturating_sub(one.answers.len() as u32);
            }
        }
    }

    /// These could not be written down; they are tried again.
    pub fn keep(&mut self, answered: Vec<Answered>) {
        self.answered.extend(answered);
    }
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
