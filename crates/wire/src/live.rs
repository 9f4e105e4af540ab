//! What streams: `GET /api/live`, server-sent events with the event's name as `event:` and JSON as `data:`.

use crate::imports::{ImportCounts, ImportState, Progress};
use crate::runs::Run;
use crate::travels;

travels! {
    /// One event. The SSE event name is the tag.
    #[serde(rename_all = "snake_case", tag = "event", content = "data")]
    pub enum Live {
        /// A run moved on.
        Run(Run),
        /// An import moved on.
        Import(ImportMoved),
        /// The inbox of approvals changed.
        Approvals {},
        /// What waits in the inbox of replies changed.
        Replies {},
        /// The log grew.
        Log {
            /// Events in the log.
            size: u64,
        },
    }

    /// An import moved on.
    pub struct ImportMoved {
        /// Which import.
        pub id: domain::id::ImportId,
        /// Where it stands.
        pub state: ImportState,
        /// How far.
        pub progress: Progress,
        /// Counts so far.
        pub counts: ImportCounts,
    }
}
