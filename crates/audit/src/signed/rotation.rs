//! The events by which a log says which keys sign it.

use crate::leaf::Event;
use crate::value::Value;

/// The action by which a key becomes one of the log's; its detail `key` is the public key.
pub const ADDED: &str = "log.key_added";
/// The action by which it ceases to be one.
pub const RETIRED: &str = "log.key_retired";

/// What an event says of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange<'e> {
    /// It signs from now on.
    Added(&'e str),
    /// What it signs alone counts no longer in a log that holds this event.
    Retired(&'e str),
}

impl<'e> KeyChange<'e> {
    /// What this event says, if it speaks of a key.
    pub fn of(event: &'e Event) -> Option<Self> {
        let Some(Value::Text(key)) = event.details.get("key") else {
            return None;
        };
        match event.action.as_str() {
            ADDED => Some(Self::Added(key)),
            RETIRED => Some(Self::Retired(key)),
            _ => None,
        }
    }
}
