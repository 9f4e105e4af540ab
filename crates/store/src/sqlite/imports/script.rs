//! Statements over many rows, made ready apart from the connection: while one batch is being written, the next is made.

use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, Sqlite as Engine, Transaction};

use crate::error::{Error, Result};

/// A text longer than this is not lengthened by another statement: SQLite takes a million octets.
const LONG: usize = 400_000;

/// Statements in the order in which they are executed. Neighbours go to SQLite as one text: its thread need not wait for each.
#[derive(Default)]
pub(super) struct Script(Vec<Part>);

/// What goes to SQLite at once.
struct Part {
    sql: String,
    /// Whether the same text is likely to come again, so that it is worth keeping prepared.
    keep: bool,
    values: Values,
}

/// Values to be bound, in the order in which the statements ask for them.
#[derive(Default)]
pub(super) struct Values {
    arguments: SqliteArguments,
    fault: Option<sqlx::error::BoxDynError>,
}

impl Values {
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
}

/// A statement over rows: `head` VALUES (…), (…) `tail`.
pub(super) struct Rows<'a> {
    pub(super) head: &'a str,
    /// How many values are bound for each row.
    pub(super) width: usize,
    /// What is the same in every row, after what is bound: nothing, or a comma and values.
    pub(super) same: &'a str,
    pub(super) tail: &'a str,
}

impl Script {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a statement; the `count` values of its question marks are to be added to what is answered.
    pub(super) fn add(&mut self, sql: &str, keep: bool, count: usize) -> &mut Values {
        let joins = |last: &Part| last.keep == keep && last.sql.len() + sql.len() < LONG;
        if !self.0.last().is_some_and(joins) {
            self.0.push(Part {
                sql: String::new(),
                keep,
                values: Values::default(),
            });
        }
        let at = self.0.len() - 1;
        let part = &mut self.0[at];
        if !part.sql.is_empty() {
            part.sql.push(';');
        }
        part.sql.push_str(sql);
        part.values.arguments.reserve(count, 0);
        &mut part.values
    }

    /// Adds a statement over rows, a few thousand a time; `bind` adds the values of one.
    pub(super) fn add_rows<T>(&mut self, over: &Rows<'_>, rows: &[T], mut bind: impl FnMut(&T, &mut Values)) {
        let one = format!("({}{})", vec!["?"; over.width].join(","), over.same);
        // SQLite takes 32,766 values.
        for batch in rows.chunks(30_000 / over.width) {
            let values = vec![one.as_str(); batch.len()].join(",");
            let sql = format!("{} VALUES {values}{}", over.head, over.tail);
            let values = self.add(&sql, batch.len() == 1_000, batch.len() * over.width);
            for row in batch {
                bind(row, values);
            }
        }
    }

    pub(super) async fn execute(self, tx: &mut Transaction<'_, Engine>) -> Result<()> {
        for Part { sql, keep, values } in self.0 {
            if let Some(fault) = values.fault {
                return Err(Error::Engine(sqlx::Error::Encode(fault)));
            }
            sqlx::query_with(AssertSqlSafe(sql), values.arguments)
                .persistent(keep)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Sqlite;

    #[tokio::test]
    async fn neighbours_are_one_text_and_every_value_finds_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let mut script = Script::default();
        assert!(script.is_empty());
        let names = |head| Rows {
            head,
            width: 1,
            same: "",
            tail: "",
        };
        script.add_rows(&names("INSERT INTO attribute_name (name)"), &["a", "b"], |name, to| {
            to.add(*name);
        });
        script.add("UPDATE attribute_name SET name = ? WHERE name = ?", false, 2);
        script.0[0].values.add("c").add("b");
        script
            .add("DELETE FROM attribute_name WHERE name = ?", true, 1)
            .add("a");
        assert_eq!(script.0.iter().map(|part| part.keep).collect::<Vec<_>>(), [false, true]);
        script.execute(&mut tx).await.unwrap();
        let there: Vec<String> = sqlx::query_scalar("SELECT name FROM attribute_name")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
        assert_eq!(there, ["c"]);
    }

    #[test]
    fn no_text_is_longer_than_sqlite_takes() {
        let mut script = Script::default();
        for _ in 0..10 {
            script.add(&"-".repeat(150_000), false, 0);
        }
        assert_eq!(script.0.len(), 5);
        assert!(script.0.iter().all(|part| part.sql.len() <= LONG));
    }
}
