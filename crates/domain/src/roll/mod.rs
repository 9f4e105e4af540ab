//! The roll: one entry for each customer of the audience, its outcome, and the sum that must hold.
//!
//! [`advance`] is the only function that decides how an entry moves; store, gateway and app use it.

mod lattice;
mod outcome;
mod parts;
mod tally;

pub use lattice::{Evidence, Receipt, Settlement, Step, advance};
pub use outcome::{EntryState, Exclusion, Failure, HoldReason, Outcome};
pub use parts::whole;
pub use tally::Tally;
