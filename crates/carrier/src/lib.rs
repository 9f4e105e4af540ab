//! Carriers behind one trait: SMPP, CMPP, and the built-in sandbox.
//!
//! A carrier is outside: it may take a message and lose the answer, answer late, or speak twice. [`Carrier`] says what the
//! engine may rely on, and no more. No carrier is assumed to be idempotent.

pub mod cmpp;
mod codes;
mod contract;
pub mod sandbox;
pub mod session;
pub mod smpp;

pub use contract::{
    Answer, Carrier, Deferral, Doubt, DoubtWhy, Key, Live, Lookup, Message, Part, Policy, Receipt, Reply,
};
pub use sandbox::{Sandbox, Shares};
