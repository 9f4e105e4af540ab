//! What the engine may rely on in a carrier.

use async_trait::async_trait;
use domain::reply::Cut;
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
        /// The carrier's names for what it took: one for each part that it names, in order, and at least one. The message
        /// is delivered when every one of them is ([`domain::roll::whole`]).
        references: Vec<String>,
    },
    /// It certainly did not take it, for now.
    Deferred {
        /// Why not.
        why: Deferral,
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
    NoAnswer(Doubt),
}

/// Why a carrier does not take a message for now. Each is a definite refusal: nothing of the message was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferral {
    /// We are too fast.
    Throttled,
    /// The carrier's queue, or our window, is full.
    QueueFull,
    /// There is no connection, or it broke before the last octet of the message was written.
    NotBound,
    /// The carrier turned us away, for example for a wrong password, and a person must look into it.
    Stopped,
}

/// What is known of a hand-over in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What happened.
    pub why: DoubtWhy,
    /// Parts that were written whole, answered or not.
    pub written: u16,
    /// Of how many, as the message was cut for the wire; 0: nobody knows.
    pub of: u16,
    /// Names of the parts that were certainly taken.
    pub taken: Vec<String>,
}

/// What left a hand-over in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoubtWhy {
    /// Nothing is known.
    Unknown,
    /// The connection stood, and no answer came in time.
    Silent,
    /// The connection broke after the message was written.
    Broken,
    /// An answer came that cannot be read.
    Unreadable,
    /// Some parts were taken, and others were not.
    Partly,
}

impl DoubtWhy {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            DoubtWhy::Unknown => "unknown",
            DoubtWhy::Silent => "silent",
            DoubtWhy::Broken => "broken",
            DoubtWhy::Unreadable => "unreadable",
            DoubtWhy::Partly => "partly",
        }
    }
}

impl Doubt {
    /// The doubt of which nothing is known.
    pub const UNKNOWN: Doubt = Doubt {
        why: DoubtWhy::Unknown,
        written: 0,
        of: 0,
        taken: Vec::new(),
    };
}

/// A carrier's later word about a message.
#[derive(Clone, PartialEq, Eq)]
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
    /// The numbers that it names, as the carrier spells them, the customer's among them; empty where it names none.
    pub numbers: Vec<String>,
    /// The carrier's number for this receipt, by which it is acknowledged.
    pub token: u64,
}

/// Shows no number of a customer.
impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receipt")
            .field("reference", &self.reference)
            .field("key", &self.key)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("at", &self.at)
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}

/// Which part of a long text a reply is.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// What all parts of the text bear.
    pub reference: u16,
    /// How many they are.
    pub total: u8,
    /// Which it is, from 1.
    pub number: u8,
    /// The part as it came, where it may be cut within a character.
    pub cut: Option<Cut>,
}

/// Shows no text.
impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} under {}", self.number, self.total, self.reference)
    }
}

/// A message from a handset.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// Who wrote, as the carrier spells it; in China without the country's prefix, often.
    pub from: String,
    /// Whether the carrier says that this begins with the country's code.
    pub international: bool,
    /// The number that was written to: our own, with its extension.
    pub to: String,
    /// What was written.
    pub text: String,
    /// Which part of a long text this is.
    pub part: Option<Part>,
    /// When it reached us.
    pub at: Millis,
    /// The carrier's number for it, by which it is acknowledged.
    pub token: u64,
}

/// Shows no phone and no text.
impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply")
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}

/// How a carrier stands at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    /// Connections that are bound.
    pub bound: u16,
    /// Of them, those that send.
    pub sending: u16,
    /// Connections that are wanted; 0 for a carrier without any.
    pub wanted: u16,
    /// Messages under way, unanswered.
    pub in_window: u32,
    /// Most that may be under way on the connections that send.
    pub window: u32,
    /// Answers within the last second in which some came, if that was just now.
    pub rate: u32,
    /// Answers that belong to nothing we sent, and receipts and replies that cannot be read.
    pub strays: u64,
    /// The last error, in words that are safe to show.
    pub last_error: Option<String>,
    /// Why it stopped for good, until a person mends it.
    pub stopped: Option<String>,
    /// Since when no connection sends, though some are wanted.
    pub down_since: Option<Millis>,
    /// Since when a connection hears.
    pub heard_since: Option<Millis>,
    /// Since when none hears, though some are wanted.
    pub deaf_since: Option<Millis>,
}

impl Live {
    /// Counts something that came and that nobody can use.
    pub(crate) fn stray(&mut self, why: &str) {
        self.strays += 1;
        self.last_error = Some(why.to_owned());
    }
}

/// What a carrier answers when asked about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// It has the message, under this reference.
    Has {
        /// The carrier's names for its parts, as in [`Answer::Taken`].
        references: Vec<String>,
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

    /// The same, but each answer is told as soon as it is known, with the place of its message among `messages`: one that comes
    /// late keeps no other waiting. A message of which nothing was told when this returns was not answered.
    async fn hand_over_each(
        &self,
        now: Millis,
        messages: &[Message],
        tell: &(dyn Fn(Vec<(usize, Answer)>) + Send + Sync),
    ) {
        tell(self.hand_over(now, messages).await.into_iter().enumerate().collect());
    }

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

    /// What was told of these hand-overs is written down durably, and need not be remembered.
    async fn looked_up(&self, keys: &[Key]) {
        let _ = keys;
    }

    /// Replies that have come, oldest first, at most `limit`; given again until [`Carrier::acknowledge_replies`].
    async fn replies(&self, limit: usize) -> Vec<Reply> {
        let _ = limit;
        Vec::new()
    }

    /// The replies with these tokens were written down durably.
    async fn acknowledge_replies(&self, tokens: &[u64]) {
        let _ = tokens;
    }

    /// Whether [`Carrier::query`] can answer.
    fn can_query(&self) -> bool {
        false
    }

    /// Asks what became of messages that were taken under these references; `None` where the carrier cannot say.
    async fn query(&self, references: &[String]) -> Vec<Option<roll::Receipt>> {
        vec![None; references.len()]
    }

    /// How else a receipt may spell this reference; empty for carriers that spell it as they told it.
    fn spellings(&self, reference: &str) -> Vec<String> {
        let _ = reference;
        Vec::new()
    }

    /// Takes leave of the carrier and connects no more: what is under way is still answered, and nothing more is handed over.
    fn take_leave(&self) {}

    /// Whether it has taken leave and no connection is left.
    fn has_left(&self) -> bool {
        true
    }

    /// How it stands.
    fn live(&self) -> Live {
        Live::default()
    }
}
