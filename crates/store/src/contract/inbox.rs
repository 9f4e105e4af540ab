//! What customers wrote back, as conversations that a person works through; and confirmations of opt-outs.

use async_trait::async_trait;
use domain::id::{CampaignId, ConversationId, CustomerId, RunId, UserId};
use domain::reply::Cut;
use domain::time::Millis;
use serde::{Deserialize, Serialize};

use super::customers::TimelineItem;
use crate::error::Result;
use crate::stamp::Stamp;

/// What somebody wrote back.
#[derive(Clone, PartialEq, Eq)]
pub struct Replied {
    /// By whom, in E.164 where it is a number.
    pub phone: String,
    /// The other number that the carrier's spelling may mean.
    pub or: Option<Sender>,
    /// What.
    pub text: String,
    /// Whether it withdraws consent.
    pub opt_out: bool,
    /// What confirms the opt-out, where the firm wants it confirmed; of a part, what would.
    pub confirm: Option<String>,
    /// Which part of a long text it is.
    pub part: Option<ReplyPart>,
    /// When it reached us.
    pub at: Millis,
}

/// A number that may have written.
#[derive(Clone, PartialEq, Eq)]
pub struct Sender {
    /// In E.164.
    pub phone: String,
    /// What confirms the opt-out to it, as [`Replied::confirm`].
    pub confirm: Option<String>,
}

/// A part of a long reply.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyPart {
    /// What all parts of the reply bear.
    pub reference: u16,
    /// How many they are.
    pub total: u8,
    /// Which it is, from 1.
    pub number: u8,
    /// The part as it came, where it may be cut within a character.
    pub cut: Option<Cut>,
}

/// Shows no phone and no text.
impl std::fmt::Debug for Replied {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replied")
            .field("opt_out", &self.opt_out)
            .finish_non_exhaustive()
    }
}

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConversationState {
    /// Nobody has dealt with the last reply.
    New,
    /// Somebody is at it.
    Taken,
    /// Dealt with.
    Done,
}

impl ConversationState {
    /// All states.
    pub const ALL: [ConversationState; 3] = [Self::New, Self::Taken, Self::Done];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Taken => "taken",
            Self::Done => "done",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<ConversationState> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// The message that a reply answers: the last one before it to the customer, within thirty days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The run.
    pub run: RunId,
    /// Its place on the roll.
    pub seq: u32,
    /// The campaign.
    pub campaign: CampaignId,
    /// Its name.
    pub name: String,
    /// Who wrote the campaign.
    pub author: Option<UserId>,
}

/// A conversation with one number.
#[derive(Clone, PartialEq, Eq)]
pub struct ConversationRecord {
    /// Which.
    pub id: ConversationId,
    /// For optimistic locking; a reply counts as a change.
    pub version: i64,
    /// Where it stands.
    pub state: ConversationState,
    /// As the reply named it.
    pub phone: String,
    /// Who has the number: of several, whom we wrote to last.
    pub customer: Option<CustomerId>,
    /// The customer's name.
    pub name: Option<String>,
    /// The last reply.
    pub text: String,
    /// What it answers.
    pub answers: Option<Answered>,
    /// Who took it, or dealt with it.
    pub staff: Option<(UserId, String)>,
    /// The first reply that nobody has dealt with.
    pub waits_since: Millis,
    /// The last reply.
    pub replied_at: Millis,
    /// What was noted when it was dealt with.
    pub note: Option<String>,
}

/// Shows no phone, no name and no text.
impl std::fmt::Debug for ConversationRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConversationRecord")
            .field("id", &self.id)
            .field("version", &self.version)
            .field("state", &self.state)
            .field("customer", &self.customer)
            .field("staff", &self.staff)
            .field("waits_since", &self.waits_since)
            .field("replied_at", &self.replied_at)
            .finish_non_exhaustive()
    }
}

/// What a list shows: who waits longest comes first; of what is done, the last reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationFilter {
    /// Which state.
    pub state: ConversationState,
    /// Answers to this campaign only.
    pub campaign: Option<CampaignId>,
}

/// A place in a list: the last conversation shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationPlace {
    /// When it began to wait; of what is done, its last reply.
    pub at: Millis,
    /// Its id.
    pub id: ConversationId,
}

/// What waits in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Conversations that nobody has taken.
    pub new: u64,
    /// Since when the oldest of them waits.
    pub since: Option<Millis>,
    /// Conversations that somebody is at.
    pub taken: u64,
    /// Campaigns that some conversation answers, by name.
    pub campaigns: Vec<(CampaignId, String)>,
}

/// What a person does with a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConversationMove {
    /// Takes a new one.
    Take(UserId),
    /// Gives one that is taken back to all.
    GiveBack,
    /// Has dealt with a new or taken one, with a note or none.
    Done(Option<UserId>, Option<String>),
    /// Takes up again what is done.
    Reopen,
}

/// A confirmation that is to be handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Which.
    pub id: i64,
    /// To whom, in E.164.
    pub phone: String,
    /// What.
    pub text: String,
}

/// Shows no phone.
impl std::fmt::Debug for Confirmation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Confirmation")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// What a carrier said of a confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// It took it.
    Taken,
    /// It refuses it for good.
    Refused,
    /// It took it not, but may later: due again.
    Later,
    /// It did not answer: never sent again.
    InDoubt,
}

/// Conversations, and confirmations of opt-outs.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Notes what was written back to a carrier, for every customer with the number. An opt-out withdraws all consents of
    /// each, and is confirmed if it is to be and the number belongs to somebody and had no confirmation within thirty days.
    /// Anything else opens the number's conversation, or joins it; one that was done is new again. What nobody of ours wrote
    /// is kept without a customer, and an opt-out among it by the number: whoever is entered with it has withdrawn. The same
    /// words from the same number within ten minutes are one reply, told again, unless consent was given in between; parts of a
    /// long text that come within so long are one reply, whatever their order. Written durably, all or none. Answers whether a
    /// conversation changed.
    async fn replied(&self, stamp: &Stamp, carrier: &str, replies: &[Replied]) -> Result<bool>;

    /// A page of conversations.
    async fn conversations(
        &self,
        filter: &ConversationFilter,
        after: Option<ConversationPlace>,
        limit: u32,
    ) -> Result<Vec<ConversationRecord>>;

    /// How many conversations a filter finds.
    async fn count_conversations(&self, filter: &ConversationFilter) -> Result<u64>;

    /// One conversation.
    async fn conversation(&self, id: ConversationId) -> Result<ConversationRecord>;

    /// What was said in it: our messages, their replies, our notes, newest first.
    async fn conversation_items(&self, id: ConversationId, limit: u32) -> Result<Vec<TimelineItem>>;

    /// What waits.
    async fn waiting(&self) -> Result<Waiting>;

    /// Moves a conversation that still has `version`. `Conflict`; `WrongState`.
    async fn move_conversation(
        &self,
        stamp: &Stamp,
        id: ConversationId,
        version: i64,
        what: ConversationMove,
    ) -> Result<()>;

    /// Takes confirmations that are due on `carrier` to hand them over; they are durably marked when this returns. What an
    /// engine before this one left unanswered is in doubt for good, and so is what became due before `not_before` and was
    /// handed over; what was not lapses.
    /// `WrongState` if another engine holds the lease.
    async fn claim_confirmations(
        &self,
        stamp: &Stamp,
        fence: i64,
        carrier: &str,
        not_before: Millis,
        limit: u32,
    ) -> Result<Vec<Confirmation>>;

    /// Writes down what the carrier said of them.
    async fn answer_confirmations(&self, stamp: &Stamp, carrier: &str, answers: &[(i64, Confirmed)]) -> Result<()>;
}
