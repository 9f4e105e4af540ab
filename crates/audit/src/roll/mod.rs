//! Rolls: the entries of a run as salted commitments, in one tree at the freeze and another at the close.
//!
//! The leaf of an entry at the close holds its leaf at the freeze, so both trees are over the same entries by construction.
//! `docs/formats.md` describes every octet for those who check without this crate.

pub mod counts;
pub mod entry;
pub mod events;
pub mod makers;
pub mod moved;
pub mod outcome;
pub mod secret;
pub mod trees;

pub use counts::Counts;
pub use entry::{Entry, close_leaf, mask_commitment, phone_commitment, text_commitment};
pub use events::{Approval, Closed, EventError, Frozen};
pub use makers::Makers;
pub use moved::Moved;
pub use outcome::{Kind, Outcome};
pub use secret::Secret;
pub use trees::{FitError, Trees, Which};

/// The version of this layout, which the events name.
pub const VERSION: u8 = 1;
