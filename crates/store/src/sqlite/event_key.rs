//! The key under which a gateway authenticates the events that it writes.

use audit::Hash;
use sqlx::{Sqlite as Engine, SqliteConnection, Transaction};

use super::roll_sum::RollKey;
use super::{Sqlite, keyed};
use crate::error::{Error, Result};

/// Octets of an event's code.
const CODE: usize = 16;

/// The code of an event: the first half of HMAC-SHA-256 over its number and the hash of its leaf.
pub type EventCode = [u8; CODE];

/// Authenticates events. Kept apart from the database: who has only that can't write an event that counts.
#[derive(Clone)]
pub struct EventKey([u8; 32]);

impl std::fmt::Debug for EventKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EventKey")
    }
}

impl EventKey {
    /// The key that follows from a key which serves other ends as well.
    pub fn derived(main: &[u8; 32]) -> EventKey {
        EventKey(keyed::hash(main, &[b"rollcall: events of the log"]))
    }

    /// A key for something else that goes with the log.
    pub(super) fn derive(&self, what: &[u8]) -> [u8; 32] {
        keyed::hash(&self.0, &[what])
    }

    /// What stands beside the event `seq` whose leaf has this hash.
    pub fn code(&self, seq: u64, leaf: &Hash) -> EventCode {
        let mac = keyed::hash(&self.0, &[&seq.to_be_bytes(), leaf.as_bytes()]);
        let mut code = [0; CODE];
        code.copy_from_slice(&mac[..CODE]);
        code
    }
}

/// Makes room for the key in a connection that writes. It stands in a table of the connection's own, for events are appended by
/// whoever holds a transaction, and never in the database.
pub(super) async fn hold(connection: &mut SqliteConnection, key: Option<&EventKey>) -> sqlx::Result<()> {
    sqlx::query("CREATE TEMP TABLE event_key (key BLOB NOT NULL)")
        .execute(&mut *connection)
        .await?;
    put(connection, key).await
}

async fn put(connection: &mut SqliteConnection, key: Option<&EventKey>) -> sqlx::Result<()> {
    if let Some(EventKey(key)) = key {
        sqlx::query("INSERT INTO temp.event_key (key) VALUES ($1)")
            .bind(key.as_slice())
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// The number of the next event, and the key of this connection, if it has one.
pub(super) async fn next(tx: &mut Transaction<'_, Engine>) -> Result<(i64, Option<EventKey>)> {
    let (seq, key): (i64, Option<Vec<u8>>) =
        sqlx::query_as("SELECT COALESCE(MAX(seq) + 1, 0), (SELECT key FROM temp.event_key) FROM event")
            .fetch_one(&mut **tx)
            .await?;
    let key = key.map(|key| key.try_into().map(EventKey)).transpose();
    Ok((seq, key.map_err(|_| Error::Unreadable("event_key"))?))
}

impl Sqlite {
    /// The key of the sums over rolls, if the store has that of events.
    pub(crate) fn roll_key(&self) -> Option<RollKey> {
        self.event_key.get().map(RollKey::derived)
    }

    /// The store with the key under which it authenticates the events that it writes from now on.
    ///
    /// # Errors
    /// [`Error::WrongState`] if it has one already.
    pub async fn with_event_key(self, key: EventKey) -> Result<Sqlite> {
        let mut connection = self.writer.acquire().await?;
        self.event_key
            .set(key)
            .map_err(|_| Error::WrongState("the store has its key of events"))?;
        put(&mut connection, self.event_key.get()).await?;
        drop(connection);
        Ok(self)
    }
}
