//! Keys of signed notes: names, ids, and the texts in which keys are kept and handed on.
//!
//! Ed25519 only, of the types that <https://c2sp.org/signed-note> assigns. The texts are those of `golang.org/x/mod/sumdb/note`,
//! which every tool around such logs reads:
//!
//! ```text
//! to verify with:  <name>+<id>+<base64(0x01 ‖ 32 octets: public key)>
//! to sign with:    PRIVATE+KEY+<name>+<id>+<base64(0x01 ‖ 32 octets: seed)>
//! id               8 lower-case hexadecimal digits: SHA-256(<name> ‖ 0x0A ‖ 0x01 ‖ public key)[:4]
//! ```

use crate::base64;
use crate::hash::digest;
use ed25519_compact::{KeyPair, PublicKey, Seed, Signature};
use std::fmt;
use std::str::FromStr;

/// The type of Ed25519 signatures.
const ED25519: u8 = 1;
const SECRET: &str = "PRIVATE+KEY+";
/// Stands between a retired key and the number of the event that retired it.
const UNTIL: &str = " until ";

/// The name of a key, best a URL without its scheme: not empty, no space, no control character, no plus.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// An empty name, or one with a space, a control character or a plus.
    #[error("a key's name is not empty and has neither spaces nor plus signs")]
    Name,
    /// Not the three parts of a key, or its octets are not as many as they must be.
    #[error("not a key: name+id+base64")]
    Form,
    /// Another kind of key than Ed25519.
    #[error("not an Ed25519 key")]
    Kind,
    /// The id is not the one of this name and key: the text was changed.
    #[error("the key's id does not belong to its name and its octets")]
    Id,
    /// What stands behind ` until ` is not the number of an event.
    #[error("no number of an event behind `until`")]
    Until,
}

/// A public key with its name: checks signatures.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    id: u32,
    octets: [u8; 32],
}

/// A secret key with its name: signs. Shows itself nowhere but in [`SignerKey::secret_text`].
#[derive(Clone)]
pub struct SignerKey {
    public: VerifierKey,
    pair: KeyPair,
}

impl KeyName {
    /// Checks a name.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if text.is_empty() || text.contains(bad) {
            return Err(KeyError::Name);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl VerifierKey {
    fn new(name: KeyName, octets: [u8; 32]) -> Self {
        let hash = digest(&[name.0.as_bytes(), &[b'\n', ED25519], &octets]);
        let [a, b, c, d, ..] = *hash.as_bytes();
        let id = u32::from_be_bytes([a, b, c, d]);
        Self { name, id, octets }
    }

    /// Its name.
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// Its id, which together with the name says which key signed.
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// Whether `signature` is this key's over `text`.
    pub fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| PublicKey::new(self.octets).verify(text, &signature).is_ok())
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, id, octets) = parts(text)?;
        let key = Self::new(name, octets);
        if key.id == id { Ok(key) } else { Err(KeyError::Id) }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_key(f, self, &self.octets)
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A key of a log, and until when it was one. Written as a key file has it: the key, and ` until N` behind one that was retired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownKey {
    /// The key.
    pub key: VerifierKey,
    /// The number of the event that retired it: what it signs alone counts up to as many events and no more. `None` while it signs.
    pub until: Option<u64>,
}

impl KnownKey {
    /// The event that had retired the key when the log had `size` events, if one had.
    pub fn retired_at(&self, size: u64) -> Option<u64> {
        self.until.filter(|until| size > *until)
    }
}

impl From<VerifierKey> for KnownKey {
    fn from(key: VerifierKey) -> Self {
        Self { key, until: None }
    }
}

impl FromStr for KnownKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let Some((key, until)) = text.split_once(UNTIL) else {
            return Ok(Self::from(text.parse::<VerifierKey>()?));
        };
        let until: u64 = until.parse().map_err(|_| KeyError::Until)?;
        let known = Self {
            key: key.parse()?,
            until: Some(until),
        };
        // As it is written, in no other way.
        if known.to_string() == text {
            Ok(known)
        } else {
            Err(KeyError::Until)
        }
    }
}

impl fmt::Display for KnownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.key, f)?;
        self.until.map_or(Ok(()), |until| write!(f, "{UNTIL}{until}"))
    }
}

/// The keys of a key file: one a line; empty lines, lines that begin with `#`, and the mark that some editors put before a text
/// are passed over. After a rotation it holds the old keys too.
///
/// # Errors
/// [`KeyError`] of the first line that is no key.
pub fn known_keys(text: &str) -> Result<Vec<KnownKey>, KeyError> {
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::parse)
        .collect()
}

impl SignerKey {
    /// From 32 random octets, which the caller draws.
    pub fn from_seed(name: KeyName, seed: [u8; 32]) -> Self {
        let pair = KeyPair::from_seed(Seed::new(seed));
        Self {
            public: VerifierKey::new(name, *pair.pk),
            pair,
        }
    }

    /// From what [`SignerKey::secret_text`] wrote.
    ///
    /// # Errors
    /// [`KeyError`] for anything else.
    pub fn from_secret_text(text: &str) -> Result<Self, KeyError> {
        let (name, id, seed) = parts(text.strip_prefix(SECRET).ok_or(KeyError::Form)?)?;
        let key = Self::from_seed(name, seed);
        if key.public.id == id {
            Ok(key)
        } else {
            Err(KeyError::Id)
        }
    }

    /// The text to keep it in. Whoever reads it can sign.
    pub fn secret_text(&self) -> String {
        struct Secret<'a>(&'a SignerKey);
        impl fmt::Display for Secret<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(SECRET)?;
                write_key(f, &self.0.public, &*self.0.pair.sk.seed())
            }
        }
        Secret(self).to_string()
    }

    /// The key that checks what this one signs.
    pub const fn verifier(&self) -> &VerifierKey {
        &self.public
    }

    /// Signs; the same text has the same signature (RFC 8032 §5.1.6).
    pub fn sign(&self, text: &[u8]) -> [u8; 64] {
        *self.pair.sk.sign(text, None)
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerKey({})", self.public)
    }
}

fn write_key(f: &mut fmt::Formatter<'_>, key: &VerifierKey, octets: &[u8]) -> fmt::Result {
    let octets = base64::encode(&[&[ED25519], octets].concat());
    write!(f, "{}+{:08x}+{octets}", key.name, key.id)
}

fn parts(text: &str) -> Result<(KeyName, u32, [u8; 32]), KeyError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(octets)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyError::Form);
    };
    let digit = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
    if id.len() != 8 || !id.bytes().all(digit) {
        return Err(KeyError::Form);
    }
    let id = u32::from_str_radix(id, 16).map_err(|_| KeyError::Form)?;
    let octets = base64::decode(octets).ok_or(KeyError::Form)?;
    match octets.split_first() {
        Some((&ED25519, octets)) => {
            let octets = octets.try_into().map_err(|_| KeyError::Form)?;
            Ok((KeyName::parse(name)?, id, octets))
        }
        _ => Err(KeyError::Kind),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    // golang.org/x/mod/sumdb/note, note_test.go.
    const VERIFIER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const SIGNER: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    fn spoilt(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        for from in 0..=text.len() {
            for to in from + 1..=text.len() {
                if (from, to) != (0, text.len()) {
                    all.push(text[from..to].to_owned());
                }
            }
        }
        for at in 0..text.len() {
            let mut octets = text.as_bytes().to_vec();
            octets[at] += 1;
            all.push(String::from_utf8(octets).unwrap());
        }
        all
    }

    #[test]
    fn the_known_keys() {
        let key: VerifierKey = VERIFIER.parse().unwrap();
        assert_eq!(key.to_string(), VERIFIER);
        assert_eq!((key.name().as_str(), key.id()), ("PeterNeumann", 0xc74f_20a3));
        let signer = SignerKey::from_secret_text(SIGNER).unwrap();
        assert_eq!(signer.verifier(), &key);
        assert_eq!(signer.secret_text(), SIGNER);
        assert_eq!(format!("{signer:?}"), format!("SignerKey({VERIFIER})"));
    }

    #[test]
    fn a_key_file_says_until_when_a_key_signed() {
        let retired = format!("{VERIFIER} until 12");
        let text = format!("# of the firm\n{VERIFIER}\n\n  {retired}  \n");
        let known = known_keys(&text).unwrap();
        assert_eq!(
            known.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [VERIFIER, &retired]
        );
        assert_eq!(
            [&known[0], &known[1]].map(|known| known.retired_at(u64::MAX)),
            [None, Some(12)]
        );
        assert_eq!([12, 13].map(|size| known[1].retired_at(size)), [None, Some(12)]);
        for behind in [
            " until",
            " until ",
            " until -1",
            " until +1",
            " until 01",
            " until 1 2",
            " til 1",
            "until 1",
        ] {
            assert!(known_keys(&format!("{VERIFIER}{behind}x")).is_err(), "{behind}x");
            let read = known_keys(&format!("{VERIFIER}{behind}"));
            assert!(read.is_err(), "{behind}: {read:?}");
        }
    }

    #[test]
    fn spoilt_keys_are_refused() {
        for bad in spoilt(VERIFIER) {
            assert!(bad.parse::<VerifierKey>().is_err(), "{bad}");
        }
        for bad in spoilt(SIGNER) {
            assert!(SignerKey::from_secret_text(&bad).is_err(), "{bad}");
        }
        for (bad, why) in [
            (
                "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
                KeyError::Form,
            ),
            (
                "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                KeyError::Kind,
            ),
            (
                "peterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                KeyError::Id,
            ),
        ] {
            assert_eq!(bad.parse::<VerifierKey>(), Err(why));
        }
        for bad in ["", "a b", "a+b", "a\u{3000}b", "a\tb"] {
            assert_eq!(KeyName::parse(bad), Err(KeyError::Name));
        }
    }

    #[test]
    fn a_key_file_holds_several() {
        let file = format!("# the log's keys\n\n{VERIFIER}\n");
        assert_eq!(known_keys(&file).unwrap(), [VERIFIER.parse().unwrap()]);
        for first in [&file[..], VERIFIER] {
            assert_eq!(known_keys(&format!("\u{feff}{first}")), known_keys(VERIFIER));
        }
        assert_eq!(known_keys("nothing\n"), Err(KeyError::Form));
    }

    #[test]
    fn a_signature_holds_for_its_text_alone() {
        let signer = SignerKey::from_seed(KeyName::parse("EnochRoot").unwrap(), [7; 32]);
        let mut signature = signer.sign(b"hi");
        assert!(signer.verifier().verify(b"hi", &signature));
        assert!(!signer.verifier().verify(b"ho", &signature));
        assert!(!signer.verifier().verify(b"hi", &signature[..63]));
        signature[0] ^= 1;
        assert!(!signer.verifier().verify(b"hi", &signature));
    }
}
