//! The data folder: made for its owner alone, and used by one process at a time.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use store::{EventKey, Sqlite};

use crate::secrets::{self, Secrets};

/// The database's name within the folder.
const DATABASE: &str = "rollcall.sqlite";

/// The data folder, held by this process until it is dropped.
pub struct Folder {
    /// The store in it.
    pub store: Arc<Sqlite>,
    /// Under which it authenticates the log's events.
    pub event_key: EventKey,
    _lock: File,
}

/// Opens the folder, makes it when it is missing, and keeps other processes out as long as the file is open. This store does not
/// know who of nobody's numbers opted out.
pub async fn open_without_keys(path: &Path) -> Result<(Sqlite, File)> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .with_context(|| format!("the data folder {} can't be made", path.display()))?;
    let lock = File::create(path.join("rollcall.lock"))
        .with_context(|| format!("the data folder {} can't be written", path.display()))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => bail!(
            "another rollcall process uses the data folder {}; stop it first, or name another folder with --data",
            path.display()
        ),
        Err(TryLockError::Error(error)) => return Err(error).context("the data folder can't be locked"),
    }
    let store = Sqlite::open(&path.join(DATABASE))
        .await
        .with_context(|| format!("the database in {} can't be opened", path.display()))?;
    Ok((store, lock))
}

/// Opens the folder only where there is a database in it: whoever names a folder that is not there is told so, and makes none.
pub async fn open_there(path: &Path) -> Result<(Sqlite, File)> {
    if !path.join(DATABASE).is_file() {
        bail!(
            "there is no database in {}: name the gateway's data folder with --data",
            path.display()
        );
    }
    open_without_keys(path).await
}

/// Opens the folder with the key of numbers that opted out.
pub async fn open(path: &Path) -> Result<Folder> {
    with_keys(path, open_without_keys(path).await?).await
}

/// The same where there is a database already.
pub async fn open_present(path: &Path) -> Result<Folder> {
    with_keys(path, open_there(path).await?).await
}

async fn with_keys(path: &Path, (store, lock): (Sqlite, File)) -> Result<Folder> {
    let secrets = Secrets::in_folder(path);
    let event_key = secrets.event_key()?;
    let store = store.with_event_key(event_key.clone()).await?;
    let key = secrets.number_key()?;
    let store = match store.with_number_key(key).await {
        Err(store::Error::OtherNumberKey { numbers }) => bail!(
            "{numbers} numbers that opted out are kept under another key than the one in {} (or {}); put that key back. \
             If it is lost for good, `rollcall opt-outs forget` gives those numbers up, and nobody will know any more that they opted out",
            path.join(secrets::FILE).display(),
            secrets::VARIABLE
        ),
        other => other.context("the numbers that opted out can't be read")?,
    };
    Ok(Folder {
        store: Arc::new(store),
        event_key,
        _lock: lock,
    })
}
