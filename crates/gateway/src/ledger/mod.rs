//! The log as others follow it: what signs its checkpoints, checks it at the start, and proves from it.

pub mod authentic;
pub mod check;
pub mod checked;
pub mod consents;
mod consents_check;
mod helpers;
pub mod key;
pub mod known_keys;
pub mod last_signed;
mod opt_outs_check;
pub mod pack;
pub mod proofs;
pub mod recompute;
mod rules;
mod run_check;
pub mod sequencer;
mod signed_check;
mod stored;
mod told;

pub use authentic::Authentic;
pub use check::{Broken, check};
pub use checked::Checked;
pub use helpers::helpers;
pub use key::{KeyFault, LogKeys};
pub use last_signed::LastSigned;
pub use sequencer::{Halt, SealFault, Sequencer};
pub use stored::root_at;
