//! Signed notes and checkpoints, as C2SP specifies them.

pub mod checkpoint;
pub mod key;
pub mod note;

pub use checkpoint::{Checkpoint, CheckpointError, Signed};
pub use key::{KeyError, KeyName, SignerKey, VerifierKey, verifier_keys};
pub use note::{Note, NoteError, NoteSignature};
