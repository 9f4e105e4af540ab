//! The stories, told to the embedded engine.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "sqlite/erased.rs"]
mod erased;
mod stories;

macro_rules! told {
    ($($area:ident :: $story:ident)*) => {$(
        #[tokio::test]
        async fn $story() {
            let folder = tempfile::tempdir().unwrap();
            let store = store::Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
            let store = store.with_number_key(store::NumberKey::derived(&[7; 32])).await.unwrap();
            stories::$area::$story(&store).await;
            store.close().await;
        }
    )*};
}

stories::every!(told);
