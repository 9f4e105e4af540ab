//! Signed notes: <https://c2sp.org/signed-note>.
//!
//! ```text
//! note      = text "\n" signature*           text ends in a newline; the last empty line parts the two
//! signature = "— " name " " base64(id:u32 ‖ octets) "\n"
//! ```

use crate::base64;
use crate::signed::key::{KeyName, SignerKey, VerifierKey};
use std::fmt;

/// The most signatures that a note may have; the specification asks for 16 at least.
const MOST_SIGNATURES: usize = 100;
const DASH: &str = "— ";

/// A text and signatures over it, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key.
    pub name: KeyName,
    /// The id of the key.
    pub id: u32,
    /// What the key's algorithm made; 64 octets for Ed25519.
    pub octets: Vec<u8>,
}

/// Why a text is no note, or a note does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not UTF-8, a control character, no end of line, or no signature.
    #[error("not a signed note")]
    Malformed,
    /// A signature of a known key is not over this text.
    #[error("the signature by {0} does not belong to this text")]
    Signature(String),
    /// None of the keys asked for has signed.
    #[error("no known key has signed")]
    Unsigned,
}

impl Note {
    /// Signs `text`, by one key or several.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] if it does not end in a newline or holds another control character.
    pub fn sign(text: &str, keys: &[&SignerKey]) -> Result<Self, NoteError> {
        let signatures = keys.iter().map(|key| NoteSignature {
            name: key.verifier().name().clone(),
            id: key.verifier().id(),
            octets: key.sign(text.as_bytes()).to_vec(),
        });
        let signatures: Vec<_> = signatures.collect();
        if signatures.is_empty() {
            return Err(NoteError::Unsigned);
        }
        if !is_text(text) || signatures.len() > MOST_SIGNATURES {
            return Err(NoteError::Malformed);
        }
        Ok(Self {
            text: text.to_owned(),
            signatures,
        })
    }

    /// Reads a note; checks its form, and none of its signatures.
    ///
    /// # Errors
    /// [`NoteError::Malformed`].
    pub fn parse(octets: &[u8]) -> Result<Self, NoteError> {
        let whole = std::str::from_utf8(octets).map_err(|_| NoteError::Malformed)?;
        let (text, lines) = whole.rsplit_once("\n\n").ok_or(NoteError::Malformed)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Malformed)?;
        let text = format!("{text}\n");
        if !is_text(&text) {
            return Err(NoteError::Malformed);
        }
        let signatures: Vec<_> = lines
            .split('\n')
            .take(MOST_SIGNATURES + 1)
            .map(|line| signature(line).ok_or(NoteError::Malformed))
            .collect::<Result<_, _>>()?;
        if signatures.len() > MOST_SIGNATURES {
            return Err(NoteError::Malformed);
        }
        Ok(Self { text, signatures })
    }

    /// The text, to be believed only after [`Note::verify`].
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its signatures, in their order.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The keys among `keys` that signed. Signatures of other keys are passed over, as the specification wants: a note may
    /// carry those of witnesses.
    ///
    /// # Errors
    /// [`NoteError::Signature`] if one of the keys is named and did not sign this text; [`NoteError::Unsigned`] if none is named.
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<&'k VerifierKey>, NoteError> {
        let mut signed: Vec<&VerifierKey> = Vec::new();
        for signature in &self.signatures {
            let known = |key: &&VerifierKey| key.name() == &signature.name && key.id() == signature.id;
            let mut known = keys.iter().filter(known).peekable();
            if known.peek().is_none() {
                continue;
            }
            match known.find(|key| key.verify(self.text.as_bytes(), &signature.octets)) {
                Some(key) if signed.contains(&key) => {}
                Some(key) => signed.push(key),
                None => return Err(NoteError::Signature(signature.name.to_string())),
            }
        }
        if signed.is_empty() {
            return Err(NoteError::Unsigned);
        }
        Ok(signed)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| {
            let octets = base64::encode(&[&signature.id.to_be_bytes(), &signature.octets[..]].concat());
            writeln!(f, "{DASH}{} {octets}", signature.name)
        })
    }
}

fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.chars().any(|c| c < ' ' && c != '\n')
}

fn signature(line: &str) -> Option<NoteSignature> {
    let (name, octets) = line.strip_prefix(DASH)?.split_once(' ')?;
    let octets = base64::decode(octets)?;
    let (id, octets) = octets.split_first_chunk()?;
    (!octets.is_empty()).then_some(())?;
    Some(NoteSignature {
        name: KeyName::parse(name).ok()?,
        id: u32::from_be_bytes(*id),
        octets: octets.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    // golang.org/x/mod/sumdb/note, note_test.go.
    const TEXT: &str =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const PETER_SIGNS: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const PETER_SIGNED: &str =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    const ENOCH_SIGNED: &str =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    fn names(note: &str, keys: &[&str]) -> Result<Vec<String>, NoteError> {
        let keys: Vec<VerifierKey> = keys.iter().map(|key| key.parse().unwrap()).collect();
        let signed = Note::parse(note.as_bytes())?
            .verify(&keys)?
            .into_iter()
            .map(|key| key.name().to_string())
            .collect();
        Ok(signed)
    }

    #[test]
    fn the_known_note_is_signed_to_the_octet() {
        let signer = SignerKey::from_secret_text(PETER_SIGNS).unwrap();
        let note = Note::sign(TEXT, &[&signer]).unwrap();
        assert_eq!(note.to_string(), format!("{TEXT}\n{PETER_SIGNED}"));
        assert_eq!(Note::sign("abc", &[&signer]), Err(NoteError::Malformed));
        assert_eq!(Note::sign(TEXT, &[]), Err(NoteError::Unsigned));
    }

    #[test]
    fn the_known_notes_are_opened() {
        type Case<'a> = (&'a str, &'a [&'a str], Result<&'a [&'a str], NoteError>);
        let both = format!("{TEXT}\n{PETER_SIGNED}{ENOCH_SIGNED}");
        let twice = format!("{TEXT}\n{PETER_SIGNED}{PETER_SIGNED}{ENOCH_SIGNED}");
        let spoilt = format!("{TEXT}\n{}ABCD{}", &PETER_SIGNED[..60], &PETER_SIGNED[60..]);
        let other = both.replace("cryptography", "Cryptography");
        let wrong = NoteError::Signature("PeterNeumann".into());
        let first_spoilt = both.replacen("x08go/ZJ", "x08go/ZK", 1);
        let cases: [Case<'_>; 9] = [
            (&both, &[PETER], Ok(&["PeterNeumann"])),
            (&both, &[PETER, ENOCH], Ok(&["PeterNeumann", "EnochRoot"])),
            (&both, &[], Err(NoteError::Unsigned)),
            (&twice, &[PETER], Ok(&["PeterNeumann"])),
            (&spoilt, &[PETER], Err(wrong.clone())),
            (&spoilt, &[ENOCH], Err(NoteError::Unsigned)),
            (&first_spoilt, &[ENOCH], Ok(&["EnochRoot"])),
            (&first_spoilt, &[ENOCH, PETER], Err(wrong.clone())),
            (&other, &[PETER, ENOCH], Err(wrong)),
        ];
        for (note, keys, want) in cases {
            let want = want.map(|names| names.iter().map(ToString::to_string).collect());
            assert_eq!(names(note, keys), want, "{note}");
        }
    }

    #[test]
    fn the_example_of_the_specification_is_read() {
        let text = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n";
        let whole = format!(
            "{text}\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
        );
        let note = Note::parse(whole.as_bytes()).unwrap();
        assert_eq!(note.text(), text);
        assert_eq!(note.signatures()[0].name.as_str(), "quasimodo.example/salvatore");
        assert_eq!(note.signatures()[0].id, 0x367b_a04b);
        assert_eq!(note.to_string(), whole);
    }

    #[test]
    fn what_is_no_note_is_refused() {
        let cut = &PETER_SIGNED[..PETER_SIGNED.len() - 1];
        for bad in [
            TEXT.to_owned(),
            format!("{TEXT}\n"),
            format!("{TEXT}\n{cut}"),
            format!("\x01{TEXT}\n{PETER_SIGNED}"),
            format!("{TEXT}\n— Bad Name x08go/ZJ\n"),
            format!("{TEXT}\n{PETER_SIGNED}Unexpected line.\n"),
            format!("{TEXT}\n— PeterNeumann x08go===\n"),
            format!("{TEXT}\n— PeterNeumann x08gow==\n"),
            format!("{TEXT}\n{}", PETER_SIGNED.repeat(101)),
        ] {
            assert_eq!(Note::parse(bad.as_bytes()), Err(NoteError::Malformed), "{bad}");
        }
        let not_utf8 = [b"\xff", TEXT.as_bytes(), b"\n", PETER_SIGNED.as_bytes()].concat();
        assert_eq!(Note::parse(&not_utf8), Err(NoteError::Malformed));
        assert!(Note::parse(format!("{TEXT}\n{}", PETER_SIGNED.repeat(100)).as_bytes()).is_ok());
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_to_the_same_octets(octets in any::<Vec<u8>>(), at in any::<prop::sample::Index>(), bit in 0..8u8) {
            let _ = Note::parse(&octets);
            let mut whole = format!("{TEXT}\n{PETER_SIGNED}{ENOCH_SIGNED}").into_bytes();
            let at = at.index(whole.len());
            whole[at] ^= 1 << bit;
            if let Ok(note) = Note::parse(&whole) {
                prop_assert_eq!(note.to_string().into_bytes(), whole);
                let keys = [PETER.parse().unwrap(), ENOCH.parse().unwrap()];
                prop_assert_ne!(note.verify(&keys).map(|keys| keys.len()), Ok(2));
            }
        }
    }
}
