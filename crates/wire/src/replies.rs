//! What customers wrote back, as conversations. `GET /api/replies…`, `POST /api/replies/{id}/…`.

use domain::id::{CampaignId, ConversationId, CustomerId, RunId};
use domain::time::Millis;

use crate::customers::{CustomerRow, TimelineItem};
use crate::travels;

travels! {
    /// Where a conversation stands.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum ConversationState {
        /// Nobody has dealt with the last reply.
        New,
        /// Somebody is at it.
        Taken,
        /// Dealt with.
        Done,
    }

    /// The message that the last reply answers: the last one to the customer within thirty days before it.
    pub struct Answers {
        /// Which campaign.
        pub campaign: CampaignId,
        /// Its name.
        pub name: String,
        /// Run and place on its roll, where the caller may read the run.
        pub entry: Option<(RunId, u32)>,
    }

    /// A row of `GET /api/replies`.
    pub struct ConversationRow {
        /// Which.
        pub id: ConversationId,
        /// For optimistic locking; a reply counts as a change.
        pub version: i64,
        /// Where it stands.
        pub state: ConversationState,
        /// Who has the number: of several, whom we wrote to last.
        pub customer: Option<CustomerId>,
        /// The customer's name.
        pub name: Option<String>,
        /// The number, masked.
        pub phone: String,
        /// The last reply.
        pub text: String,
        /// What it answers.
        pub answers: Option<Answers>,
        /// Name of who took it, or dealt with it.
        pub staff: Option<String>,
        /// Whether the caller may take it, give it back or deal with it: an agent may not with what a colleague has taken.
        pub may_move: bool,
        /// The first reply that nobody has dealt with.
        pub waits_since: Millis,
        /// The last reply.
        pub replied_at: Millis,
    }

    /// `GET /api/replies/{id}`, and the answer to every change of it.
    pub struct Conversation {
        /// As in the list.
        pub row: ConversationRow,
        /// The customer.
        pub customer: Option<CustomerRow>,
        /// What was noted when it was dealt with.
        pub note: Option<String>,
        /// Our messages (`entry`), their replies (`reply`) and our notes (`note`), newest first, at most 100.
        pub items: Vec<TimelineItem>,
    }

    /// `GET /api/replies/waiting`.
    #[derive(Default)]
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

    /// `POST /api/replies/{id}/take`, `/give-back`, `/reopen`.
    pub struct MoveConversation {
        /// The version that was seen.
        pub version: i64,
    }

    /// `POST /api/replies/{id}/done`.
    pub struct DealtWith {
        /// The version that was seen.
        pub version: i64,
        /// What came of it, up to 500 characters.
        pub note: Option<String>,
    }

    /// Query of `GET /api/replies`.
    #[derive(Default)]
    #[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
    pub struct RepliesQuery {
        /// Where they stand; default: new.
        pub state: Option<ConversationState>,
        /// Answers to this campaign.
        pub campaign: Option<CampaignId>,
        /// Where to go on.
        pub cursor: Option<String>,
        /// Rows, 1 to 200; default 50.
        pub limit: Option<u32>,
    }
}
