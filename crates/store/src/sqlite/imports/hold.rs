//! The transaction of a pass: at hand, or with the batch that is being written.

use sqlx::{Sqlite as Engine, Transaction};
use tokio::task::JoinHandle;

use super::statement::Statement;
use crate::error::{Error, Result};

type Tx = Transaction<'static, Engine>;

/// Holds a transaction. While a batch is being written the pass goes on with the next one, and waits only when it needs the
/// transaction again; so a batch that fails is told of by the call after it, or by the commit. Dropped at any moment, it
/// rolls back.
pub(super) struct Hold(Where);

enum Where {
    Here(Tx),
    Away(JoinHandle<Result<Tx>>),
    /// A batch failed: what was written is rolled back.
    Lost,
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
            Where::Away(_) | Where::Lost => Err(Error::WrongState("the pass has failed")),
        }
    }

    /// Begins to write a batch, once the one before it is written.
    pub(super) async fn execute(&mut self, statements: Vec<Statement>) -> Result<()> {
        self.come_back().await?;
        self.0 = match std::mem::replace(&mut self.0, Where::Lost) {
            Where::Here(mut tx) => Where::Away(tokio::spawn(async move {
                for statement in statements {
                    statement.execute(&mut tx).await?;
                }
                Ok(tx)
            })),
            Where::Away(_) | Where::Lost => return Err(Error::WrongState("the pass has failed")),
        };
        Ok(())
    }

    /// Gives the transaction up, to be committed or rolled back.
    pub(super) async fn release(mut self) -> Result<Tx> {
        self.come_back().await?;
        match self.0 {
            Where::Here(tx) => Ok(tx),
            Where::Away(_) | Where::Lost => Err(Error::WrongState("the pass has failed")),
        }
    }

    async fn come_back(&mut self) -> Result<()> {
        if let Where::Away(written) = &mut self.0 {
            let written = written.await;
            self.0 = Where::Lost;
            self.0 = Where::Here(written.map_err(|_| Error::WrongState("the pass has failed"))??);
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
    use crate::sqlite::imports::statement::Values;
    use crate::{Actor, Sqlite, Stamp};

    #[tokio::test]
    async fn a_batch_that_fails_fails_the_pass_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let mut hold = Hold::new(store.begin().await.unwrap());
        let remember = |sql: &str| Values::default().bound_to(sql.into(), false).unwrap();
        let good = remember("INSERT INTO attribute_name (name) VALUES ('楼盘')");
        hold.execute(vec![good]).await.unwrap();
        assert!(hold.tx().await.is_ok());
        let bad = remember("INSERT INTO attribute_name (name) VALUES (NULL)");
        hold.execute(vec![bad]).await.unwrap();
        assert!(hold.tx().await.is_err(), "the batch failed");
        assert!(hold.execute(Vec::new()).await.is_err(), "there is no going on");
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
