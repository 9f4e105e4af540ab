//! A full disk: SQLite answers FULL when a database may not grow, as when the disk has no room.
#![allow(clippy::unwrap_used)]

use domain::id::CustomerId;
use uuid::Uuid;

use super::Sqlite;
use crate::contract::customers::Card;
use crate::contract::{Customers, Log};
use crate::{Actor, Error, Stamp};

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count")
        .fetch_one(&store.writer)
        .await
        .unwrap();
    let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", pages + 20));
    sqlx::query(limit).execute(&store.writer).await.unwrap();
    let stamp = Stamp {
        actor: Actor::System("test"),
        at: 1,
    };
    let card = Card {
        name: "王".repeat(500),
        ..Card::default()
    };
    let mut added = 0;
    let error = loop {
        let id = CustomerId(Uuid::from_u128(added + 1));
        match store.create_customer(id, &card, &stamp).await {
            Ok(()) => added += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::DiskFull), "{error:?}");
    assert!(added > 0);
    let head = store.log_head().await.unwrap();
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM customer")
        .fetch_one(store.read())
        .await
        .unwrap();
    assert_eq!((rows as u128, u128::from(head.size)), (added, added));
    let room = "PRAGMA max_page_count = 1000000";
    sqlx::query(room).execute(&store.writer).await.unwrap();
    store
        .create_customer(CustomerId(Uuid::from_u128(added + 1)), &card, &stamp)
        .await
        .unwrap();
}

#[tokio::test]
async fn temporary_files_lie_beside_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("it's.sqlite")).await.unwrap();
    // One for the whole process: it is that of whichever test opened its database first.
    let set: Option<String> = sqlx::query_scalar("PRAGMA temp_store_directory")
        .fetch_optional(&store.writer)
        .await
        .unwrap();
    assert!(set.is_some_and(|set| !set.is_empty()));
}
