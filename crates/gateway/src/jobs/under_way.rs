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
