//! Proof packs: files that prove one run, one customer's entry, consents, or a range of the log.
//!
//! Each is JSON Lines in one canonical form: a header, entries, a trailer. `docs/formats.md` describes them so that a verifier
//! can be written without this crate; [`crate::check`] is one. Writers stream, and the same content makes the same octets.

pub mod consent;
mod encoding;
pub mod entry;
pub mod header;
pub mod lines;
pub mod log;
pub mod receipt;
pub mod run;
pub(crate) mod scan;

pub use consent::{ConsentLine, ConsentPack, ConsentRecord, write_consents};
pub use entry::{EntryLine, PhoneShown, ShownEntry, TextShown};
pub use header::{EventProof, Signing};
pub use lines::Unreadable;
pub use log::{LogHeader, LogPack};
pub use receipt::{ReceiptHeader, write_receipt};
pub use run::{RunHeader, RunPack};

/// The version of these formats.
pub const VERSION: u32 = 1;
