//! What the embedded engine refuses to whoever writes past the product, and what the close finds when the guards are gone.
#![allow(missing_docs, clippy::unwrap_used)]

// Only the runs' stories are told here.
#[allow(dead_code, unused_imports, unused_macros)]
mod stories;

use domain::id::RunId;
use sqlx::{Connection, SqliteConnection};
use store::Sqlite;
use stories::runs;

struct Tampered {
    store: Sqlite,
    raw: SqliteConnection,
    _folder: tempfile::TempDir,
}

/// A run whose entries are all accounted for and which may be closed, and a connection past the product.
async fn ready_to_close() -> (Tampered, RunId) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rollcall.sqlite");
    let store = Sqlite::open(&path).await.unwrap();
    let run = runs::ready_to_close(&store).await;
    let raw = SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    (
        Tampered {
            store,
            raw,
            _folder: folder,
        },
        run,
    )
}

impl Tampered {
    async fn run(&mut self, sql: &'static str) -> Result<(), String> {
        sqlx::raw_sql(sql)
            .execute(&mut self.raw)
            .await
            .map(drop)
            .map_err(|error| error.to_string())
    }

    async fn broken(&self) -> Vec<RunId> {
        use store::contract::overview::Overview;
        let broken = self.store.broken_rolls().await.unwrap();
        broken.into_iter().map(|broken| broken.run).collect()
    }

    async fn closes(&self, run: RunId) -> bool {
        use store::contract::Runs;
        self.store
            .close_run(&stories::customers::stamp(runs::NOW), run)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn the_guards_refuse() {
    let (mut tampered, run) = ready_to_close().await;
    for (sql, why) in [
        (
            "PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE id % 2 = 0",
            "the roll is frozen",
        ),
        ("DELETE FROM letter", "the roll is frozen"),
        ("UPDATE letter SET leaf = zeroblob(32)", "the roll is frozen"),
        ("UPDATE entry SET customer_id = x'00'", "keeps its run"),
        (
            "INSERT INTO entry (id, run_no, customer_id, outcome, parts, cost_millis, updated_at) VALUES (4294967396, 1, x'01', 7, 1, 0, 0)",
            "the roll is frozen",
        ),
        (
            "INSERT INTO entry (id, run_no, customer_id, outcome, parts, cost_millis, updated_at) SELECT id + 50, run_no, customer_id, 7, 1, 0, 0 FROM entry LIMIT 1",
            "the roll is frozen",
        ),
        ("UPDATE run SET audience = audience - 1", "CHECK"),
        (
            "UPDATE run SET queued = 1, delivered = delivered - 1, state = 'closed', closed_at = 1",
            "CHECK",
        ),
    ] {
        let refused = tampered.run(sql).await.unwrap_err();
        assert!(refused.contains(why), "{sql}: {refused}");
    }
    assert!(tampered.closes(run).await);
    for sql in [
        "UPDATE run SET failed = failed + 1, delivered = delivered - 1, state = state",
        "UPDATE run SET state = 'running', closed_at = NULL",
    ] {
        let refused = tampered.run(sql).await.unwrap_err();
        assert!(refused.contains("closed"), "{sql}: {refused}");
    }
}

#[tokio::test]
async fn without_the_guards_the_close_still_finds_it() {
    let off = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; DROP TRIGGER entry_stays; \
               DROP TRIGGER entry_after_freeze; \
               DROP TRIGGER letter_stays; DROP TRIGGER leaf_stays;";
    for sql in [
        "DELETE FROM entry WHERE id = (SELECT MAX(id) FROM entry)",
        "UPDATE entry SET outcome = 1 WHERE id = (SELECT MAX(id) FROM entry)",
        "UPDATE entry SET outcome = 4 WHERE id = (SELECT MIN(id) FROM entry)",
        "UPDATE entry SET outcome = 9 WHERE outcome = 7",
        "UPDATE run SET audience = audience + 1, delivered = delivered + 1",
        "UPDATE letter SET leaf = zeroblob(32) WHERE entry_id = (SELECT MAX(id) FROM entry)",
        "UPDATE letter SET leaf = (SELECT leaf FROM letter ORDER BY entry_id LIMIT 1) WHERE entry_id = (SELECT MAX(id) FROM entry)",
        "DELETE FROM letter WHERE entry_id = (SELECT MIN(id) FROM entry)",
        "DELETE FROM event WHERE action = 'run.frozen'",
        "UPDATE event SET action = 'run.frozen' WHERE action = 'run.opened'",
        "UPDATE event SET action = 'run.closed' WHERE action = 'run.opened'",
        "INSERT INTO entry (id, run_no, customer_id, outcome, parts, cost_millis, updated_at) VALUES (4294967396, 1, x'01', 7, 1, 0, 0)",
    ] {
        let (mut tampered, run) = ready_to_close().await;
        tampered.run(off).await.unwrap();
        tampered.run(sql).await.unwrap();
        for _ in 0..2 {
            assert!(!tampered.closes(run).await, "{sql}");
            assert_eq!(tampered.broken().await, [run], "{sql}");
        }
    }
}

#[tokio::test]
async fn a_refused_close_is_marked_until_the_roll_is_mended() {
    let (mut tampered, run) = ready_to_close().await;
    assert!(tampered.broken().await.is_empty());
    tampered
        .run("UPDATE run SET delivered = delivered - 1, failed = failed + 1")
        .await
        .unwrap();
    assert!(!tampered.closes(run).await);
    assert_eq!(tampered.broken().await, [run]);
    tampered
        .run("UPDATE run SET delivered = delivered + 1, failed = failed - 1")
        .await
        .unwrap();
    assert!(tampered.closes(run).await);
    assert!(tampered.broken().await.is_empty());
}

#[tokio::test]
async fn a_customer_stands_on_a_roll_once() {
    let (mut tampered, _) = ready_to_close().await;
    tampered.run("DROP TRIGGER entry_after_freeze").await.unwrap();
    let twice = "INSERT INTO entry (id, run_no, customer_id, outcome, parts, cost_millis, updated_at) \
                 SELECT id + 50, run_no, customer_id, 7, 1, 0, 0 FROM entry LIMIT 1";
    let refused = tampered.run(twice).await.unwrap_err();
    assert!(refused.contains("UNIQUE"), "{refused}");
}
