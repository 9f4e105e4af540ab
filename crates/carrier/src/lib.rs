//! Carriers behind one trait; the sandbox is built in.
//!
//! A carrier is outside: it may take a message and lose the answer, answer late, or speak twice. [`Carrier`] says what the
//! engine may rely on, and no more. No carrier is assumed to be idempotent.

mod contract;
pub mod sandbox;

pub use contract::{Answer, Carrier, Key, Lookup, Message, Policy, Receipt};
pub use sandbox::{Sandbox, Shares};
