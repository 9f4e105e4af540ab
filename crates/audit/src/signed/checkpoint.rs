//! Checkpoints: <https://c2sp.org/tlog-checkpoint>. A signed note whose text says a log's name, size and root.
//!
//! ```text
//! origin "\n" size "\n" base64(root) "\n" ( extension "\n" )*
//! ```

use crate::base64;
use crate::hash::Hash;
use crate::signed::key::{KnownKey, SignerKey, VerifierKey};
use crate::signed::note::{Note, NoteError};
use std::fmt;
use std::str::FromStr;

/// What a log says of itself at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

/// Why a text is no checkpoint, or one that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text of the note has not the lines of a checkpoint.
    #[error("not a checkpoint: origin, size and root, a line each")]
    Form,
    /// The note around it.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Only keys signed that were retired before the log had so many events.
    #[error("signed by {key} alone, which event {event} of the log retired")]
    Retired {
        /// The first of them.
        key: String,
        /// The number of the event.
        event: u64,
    },
}

/// A checkpoint whose signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// By which of the keys asked for; one at least.
    pub by: Vec<VerifierKey>,
}

impl Signed {
    /// The same without the signatures of keys that had been retired by then.
    ///
    /// # Errors
    /// [`CheckpointError::Retired`] if no other is left.
    pub fn of_the_time(mut self, known: &[KnownKey]) -> Result<Self, CheckpointError> {
        let size = self.checkpoint.size();
        let retired = |key: &VerifierKey| {
            let mut known = known.iter().filter(|known| known.key == *key);
            known.find_map(|known| known.retired_at(size))
        };
        let first = self.by.first().map(|key| (key.to_string(), retired(key)));
        self.by.retain(|key| retired(key).is_none());
        match first {
            Some((key, Some(event))) if self.by.is_empty() => Err(CheckpointError::Retired { key, event }),
            _ => Ok(self),
        }
    }
}

impl Checkpoint {
    /// A checkpoint without extension lines.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] if the origin is empty or no single line.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, CheckpointError> {
        Self::with_extensions(origin, size, root, Vec::new())
    }

    /// A checkpoint with extension lines, which other readers pass over.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] if the origin or an extension is empty or no single line.
    pub fn with_extensions(
        origin: &str,
        size: u64,
        root: Hash,
        extensions: Vec<String>,
    ) -> Result<Self, CheckpointError> {
        let line = |text: &str| !text.is_empty() && !text.chars().any(|c| c < ' ');
        if !line(origin) || !extensions.iter().all(|text| line(text)) {
            return Err(CheckpointError::Form);
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
            extensions,
        })
    }

    /// Which log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many events it has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root over them.
    pub const fn root(&self) -> &Hash {
        &self.root
    }

    /// Lines after the root, which mean nothing to this reader.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Signs it. Sign only what extends every checkpoint that was signed before: a log that contradicts itself is dead.
    ///
    /// # Errors
    /// [`CheckpointError::Note`] without a key.
    pub fn sign(&self, keys: &[&SignerKey]) -> Result<Note, CheckpointError> {
        Ok(Note::sign(&self.to_string(), keys)?)
    }

    /// Reads a signed checkpoint, and believes it only if one of `keys` signed.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Signed, CheckpointError> {
        let note = Note::parse(note.as_bytes())?;
        let by = note.verify(keys)?.into_iter().cloned().collect();
        let checkpoint = note.text().parse()?;
        Ok(Signed { checkpoint, by })
    }

    /// The same by keys of which some may have been retired: what one of those signed counts up to the event that retired it.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn open_known(note: &str, known: &[KnownKey]) -> Result<Signed, CheckpointError> {
        let keys: Vec<VerifierKey> = known.iter().map(|known| known.key.clone()).collect();
        Self::open(note, &keys)?.of_the_time(known)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = base64::encode(self.root.as_bytes());
        writeln!(f, "{}\n{}\n{root}", self.origin, self.size)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        parse(text).ok_or(CheckpointError::Form)
    }
}

fn parse(text: &str) -> Option<Checkpoint> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let origin = lines.next()?;
    let digits = lines.next()?;
    let size = digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    if digits.len() > 1 && digits.starts_with('0') {
        return None;
    }
    let root = Hash::new(base64::decode_32(lines.next()?.as_bytes())?);
    Checkpoint::with_extensions(origin, size, root, lines.map(str::to_owned).collect()).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signed::key::KeyName;

    /// The example of the specification.
    const EXAMPLE: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    const SIGNED: &str = "\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    #[test]
    fn the_example_of_the_specification_is_read() {
        let note = Note::parse(format!("{EXAMPLE}{SIGNED}").as_bytes()).unwrap();
        let checkpoint: Checkpoint = note.text().parse().unwrap();
        assert_eq!(checkpoint.origin(), "example.com/behind-the-sofa");
        assert_eq!(checkpoint.size(), 20_852_163);
        assert_eq!(
            checkpoint.root().to_string(),
            "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
        );
        assert_eq!(checkpoint.to_string(), EXAMPLE);
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        for bad in [
            String::new(),
            format!("a\n1\n{root}"),
            format!("\n1\n{root}\n"),
            format!("a\n01\n{root}\n"),
            format!("a\n+1\n{root}\n"),
            format!("a\n-1\n{root}\n"),
            format!("a\n\n{root}\n"),
            format!("a\n18446744073709551616\n{root}\n"),
            format!("a\n1\n{}\n", &root[..40]),
            format!("a\n1\n{root}\n\n"),
            format!("a\n1\n{root}\nx\n\n"),
            "a\n1\n".to_owned(),
        ] {
            assert_eq!(bad.parse::<Checkpoint>(), Err(CheckpointError::Form), "{bad:?}");
        }
        for good in [format!("a\n0\n{root}\n"), format!("a b\n1\n{root}\nx\ny z\n")] {
            assert_eq!(good.parse::<Checkpoint>().unwrap().to_string(), good);
        }
    }

    #[test]
    fn what_a_retired_key_signs_alone_counts_up_to_the_event_that_retired_it() {
        let [old, new] =
            [1, 2].map(|seed| SignerKey::from_seed(KeyName::parse("example.com/log").unwrap(), [seed; 32]));
        let known = [
            KnownKey {
                key: old.verifier().clone(),
                until: Some(7),
            },
            new.verifier().clone().into(),
        ];
        let opened = |size: u64, keys: &[&SignerKey]| {
            let checkpoint = Checkpoint::new("example.com/log", size, Hash::EMPTY).unwrap();
            let opened = Checkpoint::open_known(&checkpoint.sign(keys).unwrap().to_string(), &known);
            opened.map(|signed| signed.by)
        };
        let [o, n] = [&old, &new].map(|key| key.verifier().clone());
        assert_eq!(opened(7, &[&old]), Ok(vec![o.clone()]));
        assert_eq!(opened(7, &[&old, &new]), Ok(vec![o.clone(), n.clone()]));
        assert_eq!(opened(8, &[&old, &new]), Ok(vec![n]), "the other still vouches for it");
        let retired = CheckpointError::Retired {
            key: o.to_string(),
            event: 7,
        };
        assert_eq!(opened(8, &[&old]), Err(retired));
    }

    #[test]
    fn a_checkpoint_is_believed_by_its_signature() {
        let key = |name, seed| SignerKey::from_seed(KeyName::parse(name).unwrap(), [seed; 32]);
        let (log, witness) = (key("example.com/log", 1), key("witness", 2));
        let checkpoint = Checkpoint::new("example.com/log", 7, Hash::EMPTY).unwrap();
        let note = checkpoint.sign(&[&log, &witness]).unwrap().to_string();
        let signed = Checkpoint::open(&note, &[log.verifier().clone()]).unwrap();
        assert_eq!(
            (signed.checkpoint, signed.by),
            (checkpoint, vec![log.verifier().clone()])
        );
        let other = key("example.com/log", 3);
        assert_eq!(
            Checkpoint::open(&note, &[other.verifier().clone()]),
            Err(NoteError::Unsigned.into())
        );
        let changed = note.replace("\n7\n", "\n8\n");
        assert_eq!(
            Checkpoint::open(&changed, &[log.verifier().clone()]),
            Err(NoteError::Signature("example.com/log".into()).into())
        );
        let no_checkpoint = Note::sign("hi\n", &[&log]).unwrap().to_string();
        assert_eq!(
            Checkpoint::open(&no_checkpoint, &[log.verifier().clone()]),
            Err(CheckpointError::Form)
        );
    }
}
