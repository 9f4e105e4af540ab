//! The log as others follow it: what signs its checkpoints, checks it at the start, and proves from it.

pub mod check;
pub mod key;
pub mod pack;
pub mod proofs;
pub mod recompute;
pub mod sequencer;

pub use check::{Broken, check};
pub use key::{KeyFault, LogKeys};
pub use sequencer::{SealFault, Sequencer};
