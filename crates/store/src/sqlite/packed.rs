//! Many rows as one text. A row that comes by itself is copied value by value and wakes the thread that waits for it; what is
//! read by the thousand comes packed instead, as JSON that the engine makes.

use std::collections::BTreeMap;

use serde::Deserialize;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::dialect;
use crate::error::{Error, Result};

/// `SELECT` of one text that holds these columns of all the rows of `from`. Octets cannot be in it: [`octets`].
pub(super) fn select(columns: &str, from: &str) -> String {
    format!("SELECT {}{columns}{} FROM {from}", dialect::PACKED.0, dialect::PACKED.1)
}

/// A column of octets among packed ones: hexadecimal, NULL where there are none.
pub(super) fn octets(column: &str) -> String {
    format!("NULLIF({}{column}{}, '')", dialect::HEX.0, dialect::HEX.1)
}

/// The octets of a column, one behind another, and how many each row has: two columns for [`parts`]. Octets as they are, so that many long
/// ones cost less than in a packed text.
pub(super) fn joined(column: &str) -> String {
    let (octets, lengths) = (dialect::JOINED, dialect::LENGTHS);
    format!("{}{column}{}, {}{column}{}", octets.0, octets.1, lengths.0, lengths.1)
}

/// What [`joined`] joined, at the columns `at` and the one behind it.
pub(super) fn parts<'r>(row: &'r SqliteRow, at: usize, place: &'static str) -> Result<Vec<&'r [u8]>> {
    let mut octets: &[u8] = row.try_get::<Option<_>, _>(at)?.unwrap_or_default();
    let lengths: &str = row.try_get::<Option<_>, _>(at + 1)?.unwrap_or_default();
    let part = |length: &str| {
        let (part, rest) = octets.split_at_checked(length.parse().ok()?)?;
        octets = rest;
        Some(part)
    };
    let lengths = lengths.split_terminator(',');
    lengths.map(part).collect::<Option<_>>().ok_or(Error::Unreadable(place))
}

/// The rows of a packed text, each an array of its columns.
pub(super) fn rows<'t, T: Deserialize<'t>>(text: &'t str, place: &'static str) -> Result<Vec<T>> {
    serde_json::from_str(text).map_err(|_| Error::Unreadable(place))
}

/// Texts by number as one, to be bound where a statement reads [`dialect::BY_NUMBER`].
pub(super) fn by_number(all: &BTreeMap<i64, Option<&str>>) -> Result<String> {
    serde_json::to_string(all).map_err(|_| Error::Unreadable("packed"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::borrow::Cow;

    use uuid::Uuid;

    use super::*;
    use crate::Sqlite;

    type One<'t> = (Uuid, Option<Cow<'t, str>>, Option<i64>, Option<Uuid>);

    #[tokio::test]
    async fn octets_that_were_joined_come_out_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let every: Vec<u8> = (0..=255).collect();
        let given = [every.as_slice(), &[], &[0], &[0xFF, 0xC3], b",", &every[128..]];
        for count in 0..=given.len() {
            let rows = (0..count).map(|n| format!("UNION ALL SELECT {n}, ?{}", n + 1));
            let all = format!(
                "(SELECT o FROM (SELECT -1 AS n, NULL AS o {}) WHERE n >= 0 ORDER BY n)",
                rows.collect::<Vec<_>>().join(" ")
            );
            let sql = format!("SELECT {}, {} FROM {all}", joined("o"), joined("o"));
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
            for octets in &given[..count] {
                query = query.bind(*octets);
            }
            let row = query.fetch_one(store.read()).await.unwrap();
            assert_eq!(parts(&row, 0, "test").unwrap(), given[..count]);
            assert_eq!(parts(&row, 2, "test").unwrap(), given[..count]);
        }
    }

    #[tokio::test]
    async fn what_is_packed_comes_out_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let (id, text) = (Uuid::from_u128(u128::MAX / 3), "\"王\\\n\u{0}\u{10FFFF}'");
        let sql = select(
            &format!("{}, t, n, {}", octets("b"), octets("z")),
            "(SELECT $1 AS b, $2 AS t, $3 AS n, NULL AS z UNION ALL SELECT $1, NULL, NULL, NULL)",
        );
        let packed: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(id)
            .bind(text)
            .bind(i64::MIN)
            .fetch_one(store.read())
            .await
            .unwrap();
        let read: Vec<One<'_>> = rows(&packed, "test").unwrap();
        let want: [One<'_>; 2] = [(id, Some(text.into()), Some(i64::MIN), None), (id, None, None, None)];
        assert_eq!(read, want);
        let sql = format!("SELECT n, t FROM {} said ORDER BY n", dialect::BY_NUMBER);
        let told = BTreeMap::from([(i64::MIN, None), (-1, Some("")), (i64::MAX, Some(text))]);
        let read: Vec<(i64, Option<String>)> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(by_number(&told).unwrap())
            .fetch_all(store.read())
            .await
            .unwrap();
        assert!(
            read.iter()
                .map(|(n, t)| (n, t.as_deref()))
                .eq(told.iter().map(|(n, t)| (n, *t)))
        );
        assert!(rows::<One<'_>>("[[1]]", "test").is_err());
        assert!(rows::<One<'_>>("[]", "test").unwrap().is_empty());
    }
}
