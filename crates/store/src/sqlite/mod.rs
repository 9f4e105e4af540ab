//! SQLite, embedded. One writer, several readers; WAL; every commit is durable (`synchronous=FULL`).

mod accounts;
pub(crate) mod campaigns;
mod customers;
mod dialect;
mod event_key;
mod evidence;
pub(crate) mod facts;
#[cfg(test)]
mod full_test;
mod imports;
mod inbox;
mod kept;
mod keyed;
mod ledger;
mod log;
mod log_read;
mod makers;
mod migrations;
mod overview;
mod packed;
mod roll_sum;
mod row_seal;
mod rule;
#[cfg(test)]
mod rule_test;
mod runs;
mod segments;
mod settings;
mod side;
mod stated;
mod templates;
mod weather;
mod witness;
mod words;

pub use customers::suppressed::NumberKey;
pub use event_key::{EventCode, EventKey};
pub use roll_sum::{RollKey, RollSum, Summed, ToldSum};

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection, Sqlite as Engine, SqliteConnection, Transaction};

use crate::error::{Error, Result};

/// How long a change waits for the one before it: a large batch takes seconds.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a change waits while a whole file is being imported: that is one transaction.
const IMPORT_PATIENCE: Duration = Duration::from_mins(2);
/// The octets of a page in a database that is made anew; one that is there keeps its own. What is large here is written and read
/// in order, and each page costs calls of the operating system, and a look into the write-ahead log, whatever its size.
const PAGE: u32 = 16_384;
/// How many pages of the write-ahead log are copied into the database at once. The entries of a batch stand on the pages of the
/// batch before: the rarer the copying, the more often a page that changed again is copied only once.
const COPIED_AT_ONCE: u32 = 4_000;

/// How long an erasure waits for readers, and lets the next change wait; and how often it asks whether another copying has ended.
const EMPTIED_WITHIN: Duration = Duration::from_secs(2);
const ASKED_AFTER: Duration = Duration::from_millis(20);

/// KiB of pages that the writer keeps, and each reader. The writer keeps what it changes until the commit. There are several readers,
/// and each would fill memory of its own with the same: the system keeps the file's pages once for all. Mapping them would spare
/// a copy (a look at a whole index of a million takes 1.0 to 1.6 times as long without), but counts each reader's once more.
/// A change of very many pages has more: each that does not fit is written to the log early, and again.
const WRITER: u32 = 16_000;
const WRITER_OF_MANY: u32 = 32_000;
const READER: u32 = 2_000;

/// So many dry runs of imports go on at once; the others wait for their turn, and so long at most.
const DRY_RUNS: u32 = 2;
const DRY_RUN_WAITS: Duration = Duration::from_hours(24);

/// `cache_size` for so many KiB.
fn kept(kib: u32) -> String {
    format!("-{kib}")
}

/// The folder of the database at `path`, for the process's temporary files, or nothing if they have one. SQLite knows one for
/// the whole process, and who sorts there must find it: the first database that is opened gives it, and no other moves it.
fn sorted_in(path: &Path) -> Option<&str> {
    static GIVEN: AtomicBool = AtomicBool::new(false);
    let folder = path
        .parent()
        .and_then(Path::to_str)
        .filter(|folder| !folder.is_empty())?;
    (!GIVEN.swap(true, Ordering::SeqCst)).then_some(folder)
}

/// Asked at each commit whether it fails.
pub type FailsToCommit = Arc<dyn Fn() -> bool + Send + Sync>;

/// The embedded engine.
#[derive(Debug, Clone)]
pub struct Sqlite {
    writer: SqlitePool,
    readers: SqlitePool,
    /// Where dry runs read: each holds a connection as long as its file lasts, and nobody else is to wait for one.
    dry: SqlitePool,
    /// How the database is opened.
    options: SqliteConnectOptions,
    /// Whether the writer was set up for one change of very many pages.
    large: Arc<AtomicBool>,
    cache: Arc<customers::cache::Cache>,
    /// The numbers that opted out and belong to nobody.
    numbers: customers::suppressed::Numbers,
    /// Under which the events that are written are authenticated.
    event_key: Arc<OnceLock<EventKey>>,
    /// How many imports hold the write lock, or give it up just now.
    imports: Arc<AtomicU32>,
    /// The log's tree, as far as somebody asked for its root.
    tree: Arc<Mutex<audit::Tree>>,
}

/// See [`Sqlite::importing`].
pub(crate) struct Importing(Arc<AtomicU32>);

impl Drop for Importing {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Sqlite {
    /// Opens the database in the file at `path`, makes it if it is not there, and brings it up to date.
    pub async fn open(path: &Path) -> Result<Sqlite> {
        Sqlite::open_patient(path, PATIENCE).await
    }

    /// The same, waiting no longer than `patience` for the database when somebody else holds it.
    pub async fn open_patient(path: &Path, patience: Duration) -> Result<Sqlite> {
        Sqlite::open_as(path, patience, None).await
    }

    /// The same, but each commit for which `fails` says so fails, and its change is undone, as on a disk that is full: to see what
    /// becomes of whoever uses the store.
    pub async fn open_failing(path: &Path, fails: FailsToCommit) -> Result<Sqlite> {
        Sqlite::open_as(path, PATIENCE, Some(fails)).await
    }

    async fn open_as(path: &Path, patience: Duration, fails: Option<FailsToCommit>) -> Result<Sqlite> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(patience)
            .pragma("cache_size", kept(WRITER))
            .statement_cache_capacity(256)
            .page_size(PAGE)
            // A slow statement is a thousand rows at once, and its text is as long.
            .disable_statement_logging();
        // The writer sorts the keys of an index in pieces and by two threads beside its own, and keeps the pieces in files:
        // in memory, a million keys would be one piece. They hold names and phones: they lie where the database lies, not in
        // a folder that others share, and have no name there once they are open.
        let mut sorting = options.clone().pragma("temp_store", "file");
        if let Some(folder) = sorted_in(path) {
            let quoted = format!("'{}'", folder.replace('\'', "''"));
            sorting = sorting.pragma("temp_store_directory", quoted);
        }
        let sorting = sorting
            .pragma("threads", "2")
            // What is deleted is overwritten, also in pages that stay: who was erased is not to be found in the file.
            .pragma("secure_delete", "ON")
            .pragma("wal_autocheckpoint", COPIED_AT_ONCE.to_string());
        let event_key = Arc::new(OnceLock::new());
        let held = event_key.clone();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(patience)
            .after_connect(move |connection, _| {
                let (fails, held) = (fails.clone(), held.clone());
                Box::pin(async move {
                    event_key::hold(connection, held.get()).await?;
                    if let Some(fails) = fails {
                        connection.lock_handle().await?.set_commit_hook(move || !fails());
                    }
                    Ok(())
                })
            })
            .connect_with(sorting)
            .await?;
        migrations::migrate(&writer).await?;
        let reading = options
            .clone()
            .read_only(true)
            .pragma("temp_store", "memory")
            .pragma("cache_size", kept(READER));
        let dry = SqlitePoolOptions::new()
            .max_connections(DRY_RUNS)
            .acquire_timeout(DRY_RUN_WAITS)
            .connect_lazy_with(reading.clone());
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(reading)
            .await?;
        let store = Sqlite {
            writer,
            readers,
            dry,
            options,
            large: Arc::default(),
            cache: Arc::default(),
            numbers: customers::suppressed::Numbers::default(),
            event_key,
            imports: Arc::default(),
            tree: Arc::default(),
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut tx = store.begin().await?;
        segments::seed(&mut tx, now.as_millis() as i64).await?;
        tx.commit().await?;
        Ok(store)
    }

    /// Begins a change. There is one writer, so a transaction waits for the one before it, and for an import longer than for others;
    /// it takes SQLite's write lock at once.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Engine>> {
        let since = Instant::now();
        loop {
            let imports = self.imports.load(Ordering::SeqCst) > 0;
            match self.begin_now().await {
                Err(Error::Busy) if imports && since.elapsed() < IMPORT_PATIENCE => {}
                begun => return begun,
            }
        }
    }

    /// Tells the changes that wait that an import holds the write lock, until what is answered is dropped.
    pub(crate) fn importing(&self) -> Importing {
        self.imports.fetch_add(1, Ordering::SeqCst);
        Importing(self.imports.clone())
    }

    async fn begin_now(&self) -> Result<Transaction<'static, Engine>> {
        let mut tx = match self.writer.begin_with("BEGIN IMMEDIATE").await {
            // When the disk is full SQLite rolls back by itself (https://sqlite.org/lang_transaction.html, "Response To Errors"),
            // and the connection goes on counting a transaction that is gone: it is replaced.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                let stale = self.writer.acquire().await?.detach();
                if let Err(error) = stale.close().await {
                    tracing::warn!(%error, "the connection that failed did not close cleanly");
                }
                self.writer.begin_with("BEGIN IMMEDIATE").await?
            }
            other => other?,
        };
        if self.large.swap(false, Ordering::SeqCst) {
            let again = format!(
                "PRAGMA wal_autocheckpoint = {COPIED_AT_ONCE}; PRAGMA cache_size = {}",
                kept(WRITER)
            );
            sqlx::raw_sql(AssertSqlSafe(again)).execute(&mut *tx).await?;
        }
        Ok(tx)
    }

    /// Begins a change of very many pages: the writer keeps more of them until the next change.
    pub(crate) async fn begin_large(&self) -> Result<Transaction<'static, Engine>> {
        let mut tx = self.begin().await?;
        self.large.store(true, Ordering::SeqCst);
        let more = format!("PRAGMA cache_size = {}", kept(WRITER_OF_MANY));
        sqlx::query(AssertSqlSafe(more)).execute(&mut *tx).await?;
        Ok(tx)
    }

    /// Commits a change of very many pages. It is durable when this returns, in the write-ahead log; that its pages are then
    /// copied into the database, which else is part of the commit, is left to a connection of its own, and nobody waits.
    pub(crate) async fn commit_large(&self, mut tx: Transaction<'static, Engine>) -> Result<()> {
        self.large.store(true, Ordering::SeqCst);
        sqlx::query("PRAGMA wal_autocheckpoint = 0").execute(&mut *tx).await?;
        tx.commit().await?;
        let options = self.options.clone();
        tokio::spawn(async move {
            let copied = async {
                let mut own = SqliteConnection::connect_with(&options).await?;
                sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&mut own).await?;
                own.close().await
            };
            // The next change of any size copies what was not copied here.
            if let Err(error) = copied.await {
                tracing::warn!(%error, "the write-ahead log could not be copied into the database yet");
            }
        });
        Ok(())
    }

    /// Commits an erasure, and takes from the write-ahead log what was erased. While somebody reads an older state that has to wait
    /// for the next erasure, or for the gateway's end.
    pub(crate) async fn commit_erasure(&self, tx: Transaction<'static, Engine>) -> Result<()> {
        tx.commit().await?;
        let options = self.options.clone().busy_timeout(EMPTIED_WITHIN);
        let until = Instant::now() + EMPTIED_WITHIN;
        let emptied = async {
            let mut own = SqliteConnection::connect_with(&options).await?;
            // SQLite waits for who reads or writes, but not for another copying of the log: that one is asked after.
            let busy = loop {
                let busy: i64 = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)")
                    .fetch_one(&mut own)
                    .await?;
                if busy == 0 || Instant::now() >= until {
                    break busy != 0;
                }
                tokio::time::sleep(ASKED_AFTER).await;
            };
            own.close().await.map(|()| busy)
        };
        match emptied.await {
            Ok(false) => {}
            Ok(true) => tracing::warn!("somebody reads: the write-ahead log was not emptied after an erasure"),
            Err(error) => tracing::warn!(%error, "the write-ahead log was not emptied after an erasure"),
        }
        Ok(())
    }

    /// Where queries read: a snapshot as of each statement, never blocked by the writer.
    pub(crate) fn read(&self) -> &SqlitePool {
        &self.readers
    }

    /// Counts and facets of customers.
    pub(crate) fn cache(&self) -> &customers::cache::Cache {
        &self.cache
    }

    /// The numbers that opted out and belong to nobody.
    pub(crate) fn numbers(&self) -> &customers::suppressed::Numbers {
        &self.numbers
    }

    /// Finishes what is under way and closes the files.
    pub async fn close(&self) {
        self.dry.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}
