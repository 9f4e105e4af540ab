//! What the engine may rely on in a carrier.

use async_trait::async_trait;
use domain::roll::{self, Failure};
use domain::time::Millis;

/// Our own name for one hand-over of one entry. Carriers that can echo it help to resolve doubts; none is asked to use it
/// against repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The entry; negative for a message that belongs to no roll, such as a test to one's own number.
    pub entry: i64,
    /// Which hand-over of it, from 1.
    pub attempt: u32,
}

/// One message to hand over.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Our name for this hand-over.
    pub key: Key,
    /// The phone in E.164.
    pub phone: String,
    /// The whole text, with signature and opt-out line.
    pub text: String,
    /// Parts that we count.
    pub parts: u16,
    /// Until when it is worth delivering.
    pub valid_until: Millis,
}

/// Shows the key alone, so that no phone and no text reaches a log by accident.
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// What a carrier says to a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It took the message; receipts will bear this reference.
    Taken {
        /// The carrier's name for the message.
        reference: String,
    },
    /// It certainly did not take it, for now: throttled, not connected, queue full.
    Deferred {
        /// How long to wait, in milliseconds.
        retry_after: Millis,
        /// The carrier's own code.
        code: String,
    },
    /// It certainly did not take it, and never will.
    Refused {
        /// Why.
        failure: Failure,
        /// The carrier's own code.
        code: String,
    },
    /// No answer came, or the connection broke: nobody knows whether it was taken.
    NoAnswer,
}

/// A carrier's later word about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The carrier's name for the message.
    pub reference: String,
    /// Our own name, where the carrier echoes it.
    pub key: Option<Key>,
    /// What became of the message.
    pub status: roll::Receipt,
    /// The carrier's own code.
    pub code: Option<String>,
    /// When it happened, by the carrier's clock.
    pub at: Millis,
    /// The carrier's number for this receipt, by which it is acknowledged.
    pub token: u64,
}

/// What a carrier answers when asked about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// It has the message, under this reference.
    Has {
        /// The carrier's name for the message.
        reference: String,
    },
    /// It certainly never took it.
    HasNot,
    /// It cannot say.
    Unknown,
}

/// What a carrier takes. Data, so that composer and freeze can check against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Whether it takes free text; otherwise only approved templates with parameters.
    pub free_text: bool,
    /// Most parts of one message; 0: no limit.
    pub max_parts: u16,
    /// Words that it blocks.
    pub blocked: Vec<String>,
}

/// A carrier.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// What it takes.
    fn policy(&self) -> Policy;

    /// Hands messages over. The answers are in the order of the messages, one each; whatever breaks on the way is an
    /// [`Answer::NoAnswer`] for each message concerned, never an error for all.
    async fn hand_over(&self, now: Millis, messages: &[Message]) -> Vec<Answer>;

    /// Receipts that have come by `now`, oldest first, at most `limit`. They are given again until
    /// [`Carrier::acknowledge`] is called, also after a restart.
    async fn receipts(&self, now: Millis, limit: usize) -> Vec<Receipt>;

    /// These receipts were written down durably and need not be given again.
    async fn acknowledge(&self, receipts: &[Receipt]);

    /// When the next receipt is expected, if the carrier knows.
    fn next_receipt_at(&self) -> Option<Millis> {
        None
    }

    /// Whether [`Carrier::look_up`] can answer.
    fn can_look_up(&self) -> bool {
        false
    }

    /// Asks what became of hand-overs that were never answered; in the order of `keys`.
    async fn look_up(&self, keys: &[Key]) -> Vec<Lookup> {
        vec![Lookup::Unknown; keys.len()]
    }
}
