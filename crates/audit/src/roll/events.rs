//! What the log says of a roll: the details of `run.frozen` and `run.closed` that prove it.
//!
//! Details are texts, as all of the log's: numbers in decimal, roots in hexadecimal. Other details may stand beside these.

use crate::hash::Hash;
use crate::leaf::Event;
use crate::roll::VERSION;
use crate::roll::counts::Counts;
use crate::roll::outcome::Kind;
use crate::value::Value;

/// The action of the event at the freeze.
pub const FROZEN: &str = "run.frozen";
/// The action of the event at the close.
pub const CLOSED: &str = "run.closed";
/// The outcomes whose counts stand in the event at the close, under their codes.
const TERMINAL: [Kind; 6] = [
    Kind::Excluded,
    Kind::NoReceipt,
    Kind::Delivered,
    Kind::Failed,
    Kind::Expired,
    Kind::Cancelled,
];

/// What `run.frozen` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The root over the leaves at the freeze: detail `freeze_root`.
    pub freeze_root: Hash,
    /// Entries: detail `audience`.
    pub audience: u64,
    /// Those that were left out at once: detail `excluded`.
    pub excluded: u64,
    /// The digest of what was approved (rule, template, text, schedule, limits): detail `content`, where there is one.
    pub content: Option<String>,
    /// Who approved it, where there was an approval.
    pub approval: Option<Approval>,
}

/// Who answers for what a run sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The id of whoever wrote it: detail `author`, where that is a member of staff.
    pub author: Option<String>,
    /// The id of whoever approved it: detail `approved_by`.
    pub by: String,
    /// UTC milliseconds: detail `approved_at`.
    pub at: i64,
}

/// What `run.closed` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// The root at the freeze once more: detail `freeze_root`.
    pub freeze_root: Hash,
    /// The root over the leaves at the close: detail `close_root`.
    pub close_root: Hash,
    /// Entries: detail `audience`.
    pub audience: u64,
    /// Entries at each final outcome: details named by their codes.
    pub counts: Counts,
}

/// Why an event is not one of these.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// Another action, or not about a run.
    #[error("the event is {found}, not {wanted}")]
    Action {
        /// Which was looked for.
        wanted: &'static str,
        /// Which it is.
        found: String,
    },
    /// A detail is missing, or not of its form.
    #[error("the event's detail {0:?} is missing or unreadable")]
    Detail(&'static str),
}

impl Frozen {
    /// Without a word of what was approved.
    pub const fn new(freeze_root: Hash, audience: u64, excluded: u64) -> Self {
        Self {
            freeze_root,
            audience,
            excluded,
            content: None,
            approval: None,
        }
    }

    /// The details to write.
    pub fn details(&self) -> Vec<(&'static str, String)> {
        let mut details = vec![
            ("roll", VERSION.to_string()),
            ("freeze_root", self.freeze_root.to_string()),
            ("audience", self.audience.to_string()),
            ("excluded", self.excluded.to_string()),
        ];
        details.extend(self.content.clone().map(|content| ("content", content)));
        if let Some(Approval { author, by, at }) = &self.approval {
            details.extend(author.clone().map(|author| ("author", author)));
            details.extend([("approved_by", by.clone()), ("approved_at", at.to_string())]);
        }
        details
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`EventError`].
    pub fn read(event: &Event) -> Result<Self, EventError> {
        let details = Reading::of(event, FROZEN)?;
        Ok(Self {
            freeze_root: details.root("freeze_root")?,
            audience: details.number("audience")?,
            excluded: details.number("excluded")?,
            content: details.text("content").map(str::to_owned),
            approval: details.approval()?,
        })
    }
}

impl Approval {
    /// Whether somebody other than its author approved it, as far as the author is known.
    pub fn by_another(&self) -> bool {
        self.author.as_ref().is_some_and(|author| *author != self.by)
    }
}

impl Closed {
    /// The details to write.
    pub fn details(&self) -> Vec<(&'static str, String)> {
        let mut details = vec![
            ("roll", VERSION.to_string()),
            ("freeze_root", self.freeze_root.to_string()),
            ("close_root", self.close_root.to_string()),
            ("audience", self.audience.to_string()),
        ];
        details.extend(TERMINAL.map(|kind| (kind.code(), self.counts.of(kind).to_string())));
        details
    }

    /// Reads them.
    ///
    /// # Errors
    /// [`EventError`].
    pub fn read(event: &Event) -> Result<Self, EventError> {
        let details = Reading::of(event, CLOSED)?;
        let mut counts = Counts::default();
        for kind in TERMINAL {
            counts.add(kind, details.number(kind.code())?);
        }
        Ok(Self {
            freeze_root: details.root("freeze_root")?,
            close_root: details.root("close_root")?,
            audience: details.number("audience")?,
            counts,
        })
    }
}

struct Reading<'a>(&'a Event);

impl<'a> Reading<'a> {
    fn of(event: &'a Event, wanted: &'static str) -> Result<Self, EventError> {
        if event.action != wanted || event.subject.kind != "run" {
            let found = event.action.clone();
            return Err(EventError::Action { wanted, found });
        }
        let details = Self(event);
        match details.text("roll") {
            Some(version) if version == VERSION.to_string() => Ok(details),
            _ => Err(EventError::Detail("roll")),
        }
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        match self.0.details.get(key) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn root(&self, key: &'static str) -> Result<Hash, EventError> {
        let root = self.text(key).and_then(|text| text.parse().ok());
        root.ok_or(EventError::Detail(key))
    }

    fn approval(&self) -> Result<Option<Approval>, EventError> {
        let Some(by) = self.text("approved_by") else {
            return Ok(None);
        };
        let at = self.text("approved_at").and_then(|text| text.parse().ok());
        Ok(Some(Approval {
            author: self.text("author").map(str::to_owned),
            by: by.to_owned(),
            at: at.ok_or(EventError::Detail("approved_at"))?,
        }))
    }

    /// A number below 2^32: more entries than a roll can have would only be there to overflow a sum.
    fn number(&self, key: &'static str) -> Result<u64, EventError> {
        let number = self.text(key).and_then(|text| text.parse::<u32>().ok());
        number.map(u64::from).ok_or(EventError::Detail(key))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::leaf::{Form, Party};

    fn event(action: &str, details: Vec<(&'static str, String)>) -> Event {
        Event {
            form: Form::Worded,
            at: 1,
            actor: Party::new("system", "engine"),
            action: action.into(),
            subject: Party::new("run", "r"),
            details: details
                .into_iter()
                .map(|(key, text)| (key.to_owned(), Value::Text(text)))
                .collect(),
        }
    }

    #[test]
    fn there_and_back() {
        let mut frozen = Frozen::new(Hash::EMPTY, 5, 1);
        assert_eq!(Frozen::read(&event(FROZEN, frozen.details())), Ok(frozen.clone()));
        frozen.content = Some("d1".into());
        assert_eq!(Frozen::read(&event(FROZEN, frozen.details())), Ok(frozen.clone()));
        for author in [None, Some("u1".to_owned())] {
            let (by, at) = ("u2".to_owned(), 7);
            frozen.approval = Some(Approval { author, by, at });
            assert_eq!(Frozen::read(&event(FROZEN, frozen.details())), Ok(frozen.clone()));
        }
        let mut undated = event(FROZEN, frozen.details());
        undated.details.remove("approved_at");
        assert_eq!(Frozen::read(&undated), Err(EventError::Detail("approved_at")));
        let mut counts = Counts::default();
        counts.add(Kind::Failed, 3);
        let closed = Closed {
            freeze_root: Hash::EMPTY,
            close_root: Hash::new([1; 32]),
            audience: 3,
            counts,
        };
        assert_eq!(Closed::read(&event(CLOSED, closed.details())), Ok(closed));
        let found = CLOSED.to_owned();
        let wanted = FROZEN;
        assert_eq!(
            Frozen::read(&event(CLOSED, closed.details())),
            Err(EventError::Action { wanted, found })
        );
        for (key, _) in closed.details() {
            let mut event = event(CLOSED, closed.details());
            event.details.insert(key.to_owned(), Value::Text("x".into()));
            assert_eq!(Closed::read(&event), Err(EventError::Detail(key)));
        }
    }
}
