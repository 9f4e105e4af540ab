//! Carriers' secrets, encrypted at rest, and the keys of numbers that opted out and of the log's events.
//!
//! A secret is sealed with XChaCha20-Poly1305 under the gateway's key and bound to what it belongs to, so that one that is
//! moved to another carrier's settings cannot be opened. The key comes from `ROLLCALL_SECRETS_KEY`, else from the file
//! `secrets.key` in the data folder, which is made for its owner alone. Whoever has the database without the key has no
//! secret, and no number.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use store::{EventKey, NumberKey};

/// Where the key may stand: 64 hexadecimal digits.
pub const VARIABLE: &str = "ROLLCALL_SECRETS_KEY";
/// The key's file in the data folder: 64 hexadecimal digits.
pub const FILE: &str = "secrets.key";

const NONCE: usize = 24;

/// Why a secret cannot be sealed or opened. Says nothing of the secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The key's file cannot be read or made.
    #[error("the key file can't be used: {0}")]
    File(#[from] std::io::Error),
    /// Others may read the key's file.
    #[error("the key file can be read by others; its mode must be 0600")]
    Open,
    /// The key is not 64 hexadecimal digits.
    #[error("the key is not 64 hexadecimal digits")]
    Key,
    /// Sealed under another key, for something else, or damaged.
    #[error("the secret can't be opened with this key")]
    Sealed,
}

type Key = [u8; 32];

/// Seals and opens secrets.
#[derive(Default)]
pub struct Secrets {
    /// `None`: the key is made anew and forgotten with this value.
    file: Option<PathBuf>,
    key: OnceLock<Key>,
}

impl Secrets {
    /// With a key in this folder, or in the environment.
    pub fn in_folder(folder: &Path) -> Secrets {
        Secrets {
            file: Some(folder.join(FILE)),
            key: OnceLock::new(),
        }
    }

    /// Seals a secret that belongs to `whose`.
    ///
    /// # Errors
    /// When there is no usable key.
    pub fn seal(&self, whose: &str, secret: &str) -> Result<String, SecretsError> {
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload {
            msg: secret.as_bytes(),
            aad: whose.as_bytes(),
        };
        let sealed = cipher(self.key()?)?
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| SecretsError::Sealed)?;
        Ok(hex::encode([&nonce[..], &sealed].concat()))
    }

    /// Opens what was sealed for `whose`.
    ///
    /// # Errors
    /// When there is no usable key, or it is another's.
    pub fn open(&self, whose: &str, sealed: &str) -> Result<String, SecretsError> {
        let octets = hex::decode(sealed).map_err(|_| SecretsError::Sealed)?;
        let (nonce, sealed) = octets.split_at_checked(NONCE).ok_or(SecretsError::Sealed)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SecretsError::Sealed)?;
        let payload = Payload {
            msg: sealed,
            aad: whose.as_bytes(),
        };
        let opened = cipher(self.key()?)?.decrypt(&XNonce::from(nonce), payload);
        String::from_utf8(opened.map_err(|_| SecretsError::Sealed)?).map_err(|_| SecretsError::Sealed)
    }

    /// The key under which numbers that opted out are kept.
    ///
    /// # Errors
    /// When there is no usable key.
    pub fn number_key(&self) -> Result<NumberKey, SecretsError> {
        self.key().map(NumberKey::derived)
    }

    /// The key under which the log's events are authenticated.
    ///
    /// # Errors
    /// When there is no usable key.
    pub fn event_key(&self) -> Result<EventKey, SecretsError> {
        self.key().map(EventKey::derived)
    }

    /// The same where there is a key already; none is made.
    ///
    /// # Errors
    /// When there is one, and it is not usable.
    pub fn event_key_there(&self) -> Result<Option<EventKey>, SecretsError> {
        let there = std::env::var_os(VARIABLE).is_some() || self.file.as_ref().is_some_and(|file| file.exists());
        there.then(|| self.event_key()).transpose()
    }

    fn key(&self) -> Result<&Key, SecretsError> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let key = match (std::env::var(VARIABLE), &self.file) {
            (Ok(text), _) => parse(&text)?,
            (Err(_), Some(file)) => of_file(file)?,
            (Err(_), None) => rand::random(),
        };
        Ok(self.key.get_or_init(|| key))
    }
}

fn cipher(key: &Key) -> Result<XChaCha20Poly1305, SecretsError> {
    XChaCha20Poly1305::new_from_slice(key).map_err(|_| SecretsError::Key)
}

fn parse(text: &str) -> Result<Key, SecretsError> {
    let mut key = [0; 32];
    hex::decode_to_slice(text.trim(), &mut key).map_err(|_| SecretsError::Key)?;
    Ok(key)
}

/// Reads the key, or makes one where there is none.
fn of_file(path: &Path) -> Result<Key, SecretsError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            let key: Key = rand::random();
            file.write_all(format!("{}\n", hex::encode(key)).as_bytes())?;
            file.sync_all()?;
            Ok(key)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            #[cfg(unix)]
            if std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path)?.permissions()) & 0o077 != 0 {
                return Err(SecretsError::Open);
            }
            parse(&std::fs::read_to_string(path)?)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_sealed_is_opened_by_the_same_key_for_the_same_carrier_alone() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = Secrets::in_folder(folder.path()).seal("one", "geheim08").unwrap();
        assert!(!sealed.contains("geheim08") && !sealed.contains(&hex::encode("geheim08")));
        let again = Secrets::in_folder(folder.path());
        assert_eq!(again.open("one", &sealed).unwrap(), "geheim08");
        assert_ne!(again.seal("one", "geheim08").unwrap(), sealed);
        assert!(matches!(again.open("two", &sealed), Err(SecretsError::Sealed)));
        assert!(matches!(
            Secrets::default().open("one", &sealed),
            Err(SecretsError::Sealed)
        ));
        for broken in ["", "00", "zz", &sealed[2..]] {
            assert!(again.open("one", broken).is_err(), "{broken}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let sealed = Secrets::in_folder(folder.path()).seal("one", "x").unwrap();
        let file = folder.path().join(FILE);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(
            Secrets::in_folder(folder.path()).open("one", &sealed),
            Err(SecretsError::Open)
        ));
    }
}
