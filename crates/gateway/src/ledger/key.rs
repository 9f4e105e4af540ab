//! The keys that sign the log's checkpoints. They are kept apart from the database: who has the one cannot forge with it alone.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use audit::signed::{KeyError, KeyName, SignerKey, VerifierKey};

/// The environment variable that holds the keys in the place of the file.
pub const VARIABLE: &str = "ROLLCALL_LOG_KEY";
/// The file's name within the data folder.
pub const FILE: &str = "log.key";

/// The keys that sign: one, or for a time two while one is replaced. All have one name, which is the log's.
#[derive(Debug, Clone)]
pub struct LogKeys(Vec<SignerKey>);

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// A line that is no key, or none at all.
    #[error("{0} holds no key that signs: {1}")]
    Unreadable(String, KeyError),
    /// Keys of several names.
    #[error("the keys in {0} have different names: the name is the log's, and a log has one")]
    Names(String),
    /// The file can't be read or written.
    #[error("the key of the log in {} can't be read or made: {}", .0.display(), .1)]
    File(PathBuf, #[source] std::io::Error),
    /// Others than the owner may read the file.
    #[error("the key of the log in {} can be read by others: `chmod 600` it", .0.display())]
    Open(PathBuf),
    /// The log was signed already, and the key is gone.
    #[error(
        "the log was signed before, and its key is not in {}: put the file back from where it was saved, or name it in \
         ROLLCALL_LOG_KEY. Nothing is signed with another key unasked", .0.display()
    )]
    Missing(PathBuf),
}

impl LogKeys {
    /// New keys, for a log that was never signed.
    pub fn fresh() -> LogKeys {
        let name = format!("rollcall/{}", hex::encode(rand::random::<[u8; 8]>()));
        // Hexadecimal digits and a slash are a name.
        let name = KeyName::parse(&name).unwrap_or_else(|_| unreachable!("{name} is a name"));
        LogKeys(vec![SignerKey::from_seed(name, rand::random())])
    }

    /// The keys of the variable, else of the file in `folder`, which is made unless the log was `signed` already.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn open(folder: &Path, variable: Option<&str>, signed: bool) -> Result<LogKeys, KeyFault> {
        if let Some(text) = variable {
            return LogKeys::read(text, VARIABLE);
        }
        let path = folder.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                private(&path)?;
                LogKeys::read(&text, &path.display().to_string())
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && signed => Err(KeyFault::Missing(path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let keys = LogKeys::fresh();
                keys.write(&path).map_err(|error| KeyFault::File(path, error))?;
                Ok(keys)
            }
            Err(error) => Err(KeyFault::File(path, error)),
        }
    }

    fn read(text: &str, place: &str) -> Result<LogKeys, KeyFault> {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let unreadable = |error| KeyFault::Unreadable(place.to_owned(), error);
        let keys: Vec<SignerKey> = lines
            .map(SignerKey::from_secret_text)
            .collect::<Result<_, _>>()
            .map_err(unreadable)?;
        let first = keys.first().ok_or_else(|| unreadable(KeyError::Form))?;
        if keys.iter().any(|key| key.verifier().name() != first.verifier().name()) {
            return Err(KeyFault::Names(place.to_owned()));
        }
        Ok(LogKeys(keys))
    }

    /// The same with a new key of the log's name before the others.
    #[must_use]
    pub fn with_another(&self) -> LogKeys {
        let name = self.0.first().map(|key| key.verifier().name().clone());
        let new = name.map(|name| SignerKey::from_seed(name, rand::random()));
        LogKeys(new.into_iter().chain(self.0.iter().cloned()).collect())
    }

    /// The first alone: the one that came last.
    #[must_use]
    pub fn newest(&self) -> LogKeys {
        LogKeys(self.0.iter().take(1).cloned().collect())
    }

    /// The keys as the file holds them, a line each.
    pub fn secret_lines(&self) -> Vec<String> {
        self.0.iter().map(SignerKey::secret_text).collect()
    }

    /// Puts these keys in the place of the file in `folder`: whole, or not at all.
    ///
    /// # Errors
    /// [`KeyFault::File`].
    pub fn replace_in(&self, folder: &Path) -> Result<(), KeyFault> {
        let (path, new) = (folder.join(FILE), folder.join(format!("{FILE}.new")));
        let written = match std::fs::remove_file(&new) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => self.write(&new).and_then(|()| std::fs::rename(&new, &path)),
        };
        written.map_err(|error| KeyFault::File(path, error))
    }

    /// Durable, and readable by its owner alone, before anything is signed.
    fn write(&self, path: &Path) -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        for line in self.secret_lines() {
            writeln!(file, "{line}")?;
        }
        file.sync_all()
    }

    /// The log's name: the first line of its checkpoints.
    pub fn origin(&self) -> &str {
        self.0.first().map_or("", |key| key.verifier().name().as_str())
    }

    /// All keys, to sign with.
    pub fn signers(&self) -> Vec<&SignerKey> {
        self.0.iter().collect()
    }

    /// Their public halves.
    pub fn verifiers(&self) -> Vec<VerifierKey> {
        self.0.iter().map(|key| key.verifier().clone()).collect()
    }
}

#[cfg(unix)]
fn private(path: &Path) -> Result<(), KeyFault> {
    use std::os::unix::fs::PermissionsExt;
    let found = std::fs::metadata(path).map_err(|error| KeyFault::File(path.to_owned(), error))?;
    let others = found.permissions().mode() & 0o077;
    if matches!(others, 0) {
        Ok(())
    } else {
        Err(KeyFault::Open(path.to_owned()))
    }
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<(), KeyFault> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_is_made_once_and_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let missing = LogKeys::open(folder.path(), None, true).unwrap_err();
        assert!(matches!(missing, KeyFault::Missing(_)), "{missing}");
        let keys = LogKeys::open(folder.path(), None, false).unwrap();
        let again = LogKeys::open(folder.path(), None, true).unwrap();
        assert_eq!(keys.verifiers(), again.verifiers());
        assert!(keys.origin().starts_with("rollcall/"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&path), 0o600);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
            let open = LogKeys::open(folder.path(), None, true).unwrap_err();
            assert!(matches!(open, KeyFault::Open(_)), "{open}");
        }
    }

    #[test]
    fn the_variable_comes_first_and_may_hold_two() {
        let folder = tempfile::tempdir().unwrap();
        let key = |name: &str, seed| {
            let name = KeyName::parse(name).unwrap();
            SignerKey::from_seed(name, [seed; 32]).secret_text()
        };
        let two = format!("{}\n# the old one\n{}\n", key("a", 1), key("a", 2));
        let keys = LogKeys::open(folder.path(), Some(&two), true).unwrap();
        assert_eq!((keys.origin(), keys.signers().len()), ("a", 2));
        assert!(!folder.path().join(FILE).exists());
        let names = format!("{}\n{}", key("a", 1), key("b", 2));
        for bad in ["", "key", &names] {
            assert!(LogKeys::open(folder.path(), Some(bad), true).is_err(), "{bad}");
        }
    }
}
