//! The steps that make the tables, in their order, and how they are taken.

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlitePool};

use crate::error::{Error, Result};

/// Number, words and text of each file below `migrations/sqlite`, in the order of their numbers.
const STEPS: &[(i64, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Takes the steps that the database has not taken. It is an error when it has taken one that this program does not
/// know, or one whose text was another.
pub(super) async fn migrate(writer: &SqlitePool) -> Result<()> {
    let steps = STEPS.iter().map(|&(number, words, text)| {
        let text = AssertSqlSafe(text).into_sql_str();
        Migration::new(number, words.into(), MigrationType::Simple, text, false)
    });
    let migrator = Migrator::with_migrations(steps.collect());
    migrator.run(writer).await.map_err(|error| match error {
        MigrateError::Execute(inner) => inner.into(),
        other => Error::Engine(sqlx::Error::Migrate(Box::new(other))),
    })
}
