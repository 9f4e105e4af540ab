//! The transaction of a pass: at hand, or with the batch that is being written.

use sqlx::{Sqlite as Engine, Transaction};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::script::Script;
use crate::error::{Error, Result};

type Tx = Transaction<'static, Engine>;

const FAILED: Error = Error::WrongState("the pass has failed");

/// Batches that wait while one is being written.
const WAITING: usize = 2;

/// Holds a transaction. While a batch is being written the pass goes on with the next ones, and waits only when some wait already
/// or when it needs the transaction again; so a batch that fails is told of by a later call, or by the commit. Dropped at any
/// moment, it rolls back.
pub(super) struct Hold(Where);

enum Where {
    Here(Tx),
    Away {
        to: mpsc::Sender<Script>,
        written: JoinHandle<Result<Tx>>,
    },
    /// A batch failed: what was written is rolled back.
    Lost,
}

/// Writes the batches in their order; answers the transaction after the last.
async fn write(mut tx: Tx, mut scripts: mpsc::Receiver<Script>) -> Result<Tx> {
    while let Some(script) = scripts.recv().await {
        script.execute(&mut tx).await?;
    }
    Ok(tx)
}

impl Hold {
    pub(super) fn new(tx: Tx) -> Hold {
        Hold(Where::Here(tx))
    }

    /// The transaction, once what is under way is written.
    pub(super) async fn tx(&mut self) -> Result<&mut Tx> {
        self.come_back().await?;
        match &mut self.0 {
            Where::Here(tx) => Ok(tx),
            Where::Away { .. } | Where::Lost => Err(FAILED),
        }
    }

    /// Begins to write a batch, once there is room among those that wait.
    pub(super) async fn execute(&mut self, script: Script) -> Result<()> {
        if let Where::Here(_) = self.0
            && let Where::Here(tx) = std::mem::replace(&mut self.0, Where::Lost)
        {
            let (to, scripts) = mpsc::channel(WAITING);
            let written = tokio::spawn(write(tx, scripts));
            self.0 = Where::Away { to, written };
        }
        let Where::Away { to, .. } = &self.0 else {
            return Err(FAILED);
        };
        if to.send(script).await.is_err() {
            // A batch before it failed: that is what is told.
            self.come_back().await?;
            return Err(FAILED);
        }
        Ok(())
    }

    /// Gives the transaction up, to be committed or rolled back.
    pub(super) async fn release(mut self) -> Result<Tx> {
        self.come_back().await?;
        match self.0 {
            Where::Here(tx) => Ok(tx),
            Where::Away { .. } | Where::Lost => Err(FAILED),
        }
    }

    async fn come_back(&mut self) -> Result<()> {
        match std::mem::replace(&mut self.0, Where::Lost) {
            Where::Away { to, written } => {
                drop(to);
                self.0 = Where::Here(written.await.map_err(|_| FAILED)??);
            }
            other => self.0 = other,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use domain::id::ImportId;
    use uuid::Uuid;

    use super::*;
    use crate::contract::imports::PassPlan;
    use crate::sqlite::imports::pass::Pass;
    use crate::{Actor, Sqlite, Stamp};

    #[tokio::test]
    async fn a_batch_that_fails_fails_the_pass_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let mut hold = Hold::new(store.begin().await.unwrap());
        let remember = |sql: &str| {
            let mut script = Script::default();
            script.add(sql, false, 0);
            script
        };
        let good = remember("INSERT INTO attribute_name (name) VALUES ('楼盘')");
        hold.execute(good).await.unwrap();
        assert!(hold.tx().await.is_ok());
        let bad = remember("INSERT INTO attribute_name (name) VALUES (NULL)");
        hold.execute(bad).await.unwrap();
        assert!(hold.tx().await.is_err(), "the batch failed");
        assert!(hold.execute(Script::default()).await.is_err(), "there is no going on");
        assert!(hold.release().await.is_err());
        let mut tx = store.begin().await.unwrap();
        let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM attribute_name")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        assert_eq!(left, 0);
    }

    #[tokio::test]
    async fn a_change_waits_for_an_import_longer_than_for_others() {
        const PATIENCE: Duration = Duration::from_millis(50);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.sqlite");
        let store = Sqlite::open_patient(&path, PATIENCE).await.unwrap();
        let held = store.begin().await.unwrap();
        assert!(matches!(store.begin().await, Err(Error::Busy)));
        held.rollback().await.unwrap();
        let plan = PassPlan {
            id: ImportId(Uuid::from_u128(1)),
            file: "f.csv".into(),
            expected: 1,
            write: true,
            with_erased: false,
        };
        let stamp = Stamp {
            actor: Actor::System("test"),
            at: 1,
        };
        let pass = Pass::begin(&store, plan, &stamp).await.unwrap();
        let waiting = {
            let store = store.clone();
            tokio::spawn(async move { store.begin().await.map(drop) })
        };
        // The patience of the pool is real time: so is this.
        tokio::time::sleep(4 * PATIENCE).await;
        assert!(!waiting.is_finished());
        drop(pass);
        waiting.await.unwrap().unwrap();
        let held = store.begin().await.unwrap();
        assert!(matches!(store.begin().await, Err(Error::Busy)), "the import is over");
        drop(held);
    }
}
