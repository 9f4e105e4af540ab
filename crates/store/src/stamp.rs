//! Who changes something and when, and what the log says of it.

use domain::id::{TokenId, UserId};
use domain::time::Millis;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff.
    User(UserId),
    /// Another system, by its token.
    Token(TokenId),
    /// A part of the product, by name: `scheduler`, `dispatch`, `receipts`, `setup`, `command`.
    System(&'static str),
}

/// Who acts, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: Millis,
}

/// What the log says of a change. Never personal data: ids, counts, states and digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was done: `campaign.approved`.
    pub action: &'static str,
    /// To what kind of thing: `campaign`.
    pub subject_kind: &'static str,
    /// To which: its id.
    pub subject: String,
    /// From what to what, and more; sorted by key when written.
    pub details: Vec<(&'static str, String)>,
    /// What a person typed about it. The log holds a salted digest of each; the words are kept beside it, where they can be erased.
    pub words: Vec<(&'static str, String)>,
}

impl Actor {
    /// `user`, `token` or `system`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Actor::User(_) => "user",
            Actor::Token(_) => "token",
            Actor::System(_) => "system",
        }
    }

    /// The user's or token's id, or the part's name.
    pub fn id(&self) -> String {
        match self {
            Actor::User(id) => id.to_string(),
            Actor::Token(id) => id.to_string(),
            Actor::System(name) => (*name).to_owned(),
        }
    }
}

impl Change {
    /// A change without details.
    pub fn new(action: &'static str, subject_kind: &'static str, subject: impl ToString) -> Change {
        Change {
            action,
            subject_kind,
            subject: subject.to_string(),
            details: Vec::new(),
            words: Vec::new(),
        }
    }

    /// Adds a detail.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl ToString) -> Change {
        self.details.push((key, value.to_string()));
        self
    }

    /// Adds words that a person typed.
    #[must_use]
    pub fn said(mut self, key: &'static str, words: impl Into<String>) -> Change {
        self.words.push((key, words.into()));
        self
    }
}
