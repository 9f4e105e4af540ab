//! The word on the last check of the whole log, signed by the log's key: who has the database alone cannot make one.

use audit::Hash;
use audit::signed::{Note, NoteError, VerifierKey};
use domain::time::Millis;
use store::contract::SignedHead;

use super::key::LogKeys;

/// The first line. A checkpoint has a size in the second, and this has the log's name there: neither can be taken for the other.
const FORM: &str = "rollcall/log-checked/v1";

/// How far the log was checked from its first event on, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// The head that was checked.
    pub head: SignedHead,
    /// When, UTC milliseconds.
    pub at: Millis,
}

impl Checked {
    /// The note that says so.
    ///
    /// # Errors
    /// [`NoteError`] without a key.
    pub fn sign(&self, keys: &LogKeys) -> Result<String, NoteError> {
        let (origin, SignedHead { size, root }, at) = (keys.origin(), self.head, self.at);
        let text = format!("{FORM}\n{origin}\n{size}\n{root}\n{at}\n");
        Ok(Note::sign(&text, &keys.signers())?.to_string())
    }

    /// Reads a note; `None` unless one of `keys` signed it for its own log.
    pub fn open(note: &str, keys: &[VerifierKey]) -> Option<Checked> {
        let note = Note::parse(note.as_bytes()).ok()?;
        let by = note.verify(keys).ok()?;
        let mut lines = note.text().lines();
        let named = lines.next()? == FORM
            && by
                .iter()
                .all(|key| Some(key.name().as_str()) == note.text().lines().nth(1));
        let mut rest = lines.skip(1);
        let size = rest.next()?.parse().ok()?;
        let root: Hash = rest.next()?.parse().ok()?;
        let at = rest.next()?.parse().ok()?;
        let head = SignedHead { size, root };
        (named && rest.next().is_none()).then_some(Checked { head, at })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use audit::signed::Checkpoint;

    #[test]
    fn only_the_logs_own_key_gives_the_word() {
        let (keys, others) = (LogKeys::fresh(), LogKeys::fresh());
        let root = Hash::new([7; 32]);
        let head = SignedHead { size: 42, root };
        let checked = Checked { head, at: 5 };
        let note = checked.sign(&keys).unwrap();
        assert_eq!(Checked::open(&note, &keys.verifiers()), Some(checked));
        assert_eq!(Checked::open(&note, &others.verifiers()), None);
        assert_eq!(
            Checked::open(&note.replace("\n42\n", "\n41\n"), &keys.verifiers()),
            None
        );
        assert!(
            Checkpoint::open(&note, &keys.verifiers()).is_err(),
            "it is no checkpoint"
        );
        let checkpoint = Checkpoint::new(keys.origin(), 42, root).unwrap();
        let checkpoint = checkpoint.sign(&keys.signers()).unwrap().to_string();
        assert_eq!(
            Checked::open(&checkpoint, &keys.verifiers()),
            None,
            "and a checkpoint is no such word"
        );
    }
}
