//! The last signed note, kept beside the key and not in the database: who has the database alone cannot take the log back to what
//! it was before, or begin another, and have that signed.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use audit::signed::{Checkpoint, VerifierKey};
use store::Store;

use super::check::Broken;
use super::stored::root_at;

/// The file's name within the data folder.
pub const FILE: &str = "log.signed";

/// The file. It is written behind each commit that moves the signed head: after a crash it may be older than the database, never newer.
#[derive(Debug, Clone)]
pub struct LastSigned(PathBuf);

impl LastSigned {
    /// The one of this data folder.
    pub fn in_folder(folder: &Path) -> LastSigned {
        LastSigned(folder.join(FILE))
    }

    /// Whether anything was ever signed here.
    pub fn is_there(&self) -> bool {
        self.0.exists()
    }

    /// Keeps this note in the place of the one before: durable when this returns, whole or not at all.
    ///
    /// # Errors
    /// Those of the file.
    pub fn keep(&self, note: &str) -> std::io::Result<()> {
        let new = self.0.with_extension("signed.new");
        let mut file = std::fs::File::create(&new)?;
        file.write_all(note.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&new, &self.0)
    }

    /// Whether the signed log of `store` is that of the note, or has grown from it. Without a file nothing is known of it.
    ///
    /// # Errors
    /// [`Broken::Kept`], [`Broken::TakenBack`], [`Broken::Another`], or of the store.
    pub async fn fits(&self, store: &dyn Store, keys: &[VerifierKey]) -> Result<(), Broken> {
        let note = match std::fs::read_to_string(&self.0) {
            Ok(note) => note,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(_) => return Err(Broken::Kept(self.0.clone())),
        };
        let signed = Checkpoint::open(&note, keys).map_err(|_| Broken::Kept(self.0.clone()))?;
        let (size, root) = (signed.checkpoint.size(), signed.checkpoint.root());
        let found = store.signed_head().await?.size;
        if found < size {
            let file = self.0.clone();
            return Err(Broken::TakenBack { size, found, file });
        }
        if root_at(store, size).await? == Some(*root) {
            Ok(())
        } else {
            Err(Broken::Another(size))
        }
    }
}
