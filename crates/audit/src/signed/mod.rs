//! Signed notes and checkpoints, as C2SP specifies them.

pub mod checkpoint;
pub mod key;
pub mod note;
pub mod rotation;

pub use checkpoint::{Checkpoint, CheckpointError, Signed};
pub use key::{KeyError, KeyName, KnownKey, SignerKey, VerifierKey, known_keys};
pub use note::{Note, NoteError, NoteSignature};
pub use rotation::KeyChange;
