//! Persistence behind one contract.
//!
//! [`Store`] is the contract, in parts by area (`contract`); [`Sqlite`] is the embedded engine. Each change of state takes a
//! [`Stamp`] and appends its event to the log in the same transaction. Commits are durable once a call returns.

pub mod contract;
mod error;
mod sqlite;
mod stamp;

pub use contract::Store;
pub use error::{Error, Result};
pub use sqlite::{EventCode, EventKey, NumberKey, RollKey, RollSum, Sqlite, Summed, ToldSum};
pub use stamp::{Actor, Change, Stamp};
