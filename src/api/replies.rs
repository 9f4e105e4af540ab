//! The gateway's endpoints of 回复 (Replies), one function each.

use domain::id::ConversationId;
use wire::Page;
use wire::replies::{Conversation, ConversationRow, DealtWith, MoveConversation, RepliesQuery, Waiting};

use super::transport::{get, post};
use super::{Answer, query};

/// A page of conversations.
pub fn list(filter: &RepliesQuery) -> Answer<Page<ConversationRow>> {
    get(&query::with("/api/replies", filter))
}

/// One conversation.
pub fn one(id: ConversationId) -> Answer<Conversation> {
    get(&format!("/api/replies/{id}"))
}

/// How many wait.
pub fn waiting() -> Answer<Waiting> {
    get("/api/replies/waiting")
}

/// What is done to a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Takes it.
    Take,
    /// Gives it back.
    GiveBack,
    /// Has dealt with it, with a note or none.
    Done(Option<String>),
    /// Takes it up again.
    Reopen,
}

/// Does it, if it still has this version.
pub fn act(id: ConversationId, version: i64, act: Act) -> Answer<Conversation> {
    let verb = match act {
        Act::Take => "take",
        Act::GiveBack => "give-back",
        Act::Reopen => "reopen",
        Act::Done(note) => return post(&format!("/api/replies/{id}/done"), &DealtWith { version, note }),
    };
    post(&format!("/api/replies/{id}/{verb}"), &MoveConversation { version })
}
