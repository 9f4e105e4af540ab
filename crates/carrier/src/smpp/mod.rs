//! SMPP 3.4: what carriers outside China, and many aggregators inside, speak.
//!
//! The PDUs are those of the crate `rusmpp`. The stream is cut by the session, not by the crate's own codec, which loses its
//! place in the stream when one PDU cannot be read.

mod dialect;
mod receipt;
mod submit;

pub use dialect::{Long, Settings, Smpp};
pub use receipt::{same_id, spellings};

/// How what is sent is counted and cut. Of a message_payload the carrier makes, and charges, as many parts.
pub const RULE: sms::Rule = sms::Rule::Radio;
