//! Statements over many rows, made ready apart from the connection: while one batch is being written, the next is made.

use std::sync::Arc;

use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, Sqlite as Engine, Transaction};

use crate::error::{Error, Result};

/// A statement with everything that is bound to it.
pub(super) struct Statement {
    sql: Arc<str>,
    /// Whether the same text is likely to come again, so that it is worth keeping prepared.
    keep: bool,
    arguments: SqliteArguments,
}

/// Values to be bound, in the order in which the statement asks for them.
#[derive(Default)]
pub(super) struct Values {
    arguments: SqliteArguments,
    fault: Option<sqlx::error::BoxDynError>,
}

impl Values {
    /// Room for `count` values.
    pub(super) fn with_room(count: usize) -> Values {
        let mut values = Values::default();
        values.arguments.reserve(count, 0);
        values
    }

    /// Adds a value.
    pub(super) fn add<T>(&mut self, value: T) -> &mut Values
    where
        T: for<'q> sqlx::Encode<'q, Engine> + sqlx::Type<Engine>,
    {
        if let Err(fault) = self.arguments.add(value) {
            self.fault.get_or_insert(fault);
        }
        self
    }

    /// The statement to which they are bound.
    pub(super) fn bound_to(self, sql: Arc<str>, keep: bool) -> Result<Statement> {
        match self.fault {
            Some(fault) => Err(Error::Engine(sqlx::Error::Encode(fault))),
            None => Ok(Statement {
                sql,
                keep,
                arguments: self.arguments,
            }),
        }
    }
}

impl Statement {
    /// `head` VALUES (…), (…) `tail`, a few thousand rows each; `bind` adds the values of one row, `width` of them.
    pub(super) fn over<T>(
        (head, width, tail): (&str, usize, &str),
        rows: &[T],
        mut bind: impl FnMut(&T, &mut Values),
    ) -> Result<Vec<Statement>> {
        let one = format!("({})", vec!["?"; width].join(","));
        // SQLite takes 32,766 values.
        let batches = rows.chunks(30_000 / width);
        let statement = |batch: &[T]| {
            let mut values = Values::with_room(batch.len() * width);
            for row in batch {
                bind(row, &mut values);
            }
            let sql = format!("{head} VALUES {}{tail}", vec![one.as_str(); batch.len()].join(","));
            values.bound_to(sql.into(), batch.len() == 1_000)
        };
        batches.map(statement).collect()
    }

    pub(super) async fn execute(self, tx: &mut Transaction<'_, Engine>) -> Result<()> {
        sqlx::query_with(AssertSqlSafe(self.sql), self.arguments)
            .persistent(self.keep)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}
