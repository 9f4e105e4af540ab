//! The process dies at any moment of logging and sealing: what the disk then holds is taken up without a gap and without a fork.
//!
//! SQLite appends each change to its write-ahead log, frame by frame, before anything else. So the states that a crash can leave are
//! the beginnings of that file: every one of them, and each torn in the middle of a frame, is opened as a restart would.
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use audit::signed::Checkpoint;
use domain::id::CustomerId;
use gateway::ledger::{LogKeys, Sequencer, check};
use store::contract::customers::Card;
use store::contract::{Customers, Ledger, SignedHead};
use store::{Actor, Sqlite, Stamp};
use uuid::Uuid;

/// <https://sqlite.org/fileformat2.html#walformat>: a header of 32 octets, then frames of 24 and a page.
const HEADER: usize = 32;
const FRAME: usize = 24 + 4096;

async fn log(store: &Sqlite, n: u128) {
    let stamp = Stamp {
        actor: Actor::System("test"),
        at: 1,
    };
    let id = CustomerId(Uuid::from_u128(n));
    store.create_customer(id, &Card::default(), &stamp).await.unwrap();
}

fn wal(path: &Path) -> PathBuf {
    path.with_extension("sqlite-wal")
}

/// What was told to somebody, and how long the write-ahead log was then.
struct Told {
    octets: usize,
    events: u64,
    sealed: Option<(SignedHead, String)>,
}

#[tokio::test]
async fn every_state_that_a_crash_can_leave_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rollcall.sqlite");
    let store = Arc::new(Sqlite::open(&path).await.unwrap());
    let keys = LogKeys::fresh();
    let sequencer = Sequencer::new(store.clone(), keys.clone());
    log(&store, 1).await;
    let mut events = sequencer.catch_up(1).await.unwrap().size;
    let octets = || std::fs::metadata(wal(&path)).unwrap().len() as usize;
    let (from, mut told) = (octets(), Vec::new());
    for (batch, count) in [(10, 3), (20, 1), (30, 2)] {
        for n in batch..batch + count {
            log(&store, n).await;
            events += 1;
            told.push(Told {
                octets: octets(),
                events,
                sealed: None,
            });
        }
        let head = sequencer.catch_up(1).await.unwrap();
        assert_eq!(head.size, events);
        let note = store.checkpoint(head.size).await.unwrap().unwrap();
        told.push(Told {
            octets: octets(),
            events,
            sealed: Some((head, note)),
        });
    }
    let (main, whole) = (std::fs::read(&path).unwrap(), std::fs::read(wal(&path)).unwrap());
    let first = (from - HEADER) / FRAME;
    let frames = (whole.len() - HEADER) / FRAME;
    assert!(
        frames - first > 20,
        "there are moments between the writes: {first} to {frames}"
    );
    for frame in first..=frames {
        for torn in [0, FRAME / 2] {
            let cut = (HEADER + frame * FRAME + torn).min(whole.len());
            restarted(&main, &whole[..cut], &keys, &told).await;
        }
    }
}

/// Starts on what the disk holds, goes on, and holds it against what was told before.
async fn restarted(main: &[u8], wal_octets: &[u8], keys: &LogKeys, told: &[Told]) {
    let cut = wal_octets.len();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rollcall.sqlite");
    std::fs::write(&path, main).unwrap();
    std::fs::write(wal(&path), wal_octets).unwrap();
    let store = Arc::new(Sqlite::open(&path).await.unwrap());
    let there = check(&*store, &keys.verifiers()).await.unwrap();
    let sequencer = Sequencer::new(store.clone(), keys.clone());
    let mut head = sequencer.catch_up(2).await.unwrap();
    assert_eq!(head.size, there, "cut at {cut}: everything that is there is signed");
    for told in told.iter().filter(|told| told.octets <= cut) {
        let events = told.events;
        assert!(there >= events, "cut at {cut}: event {events} was told of, and is gone");
        if let Some((head, note)) = &told.sealed {
            let kept = store.checkpoint(head.size).await.unwrap();
            let kept = kept.as_deref();
            assert_eq!(kept, Some(note.as_str()), "cut at {cut}: what was published is kept");
        }
    }
    for n in 100..103 {
        log(&store, n).await;
        head = sequencer.catch_up(3).await.unwrap();
    }
    assert_eq!(head.size, there + 3);
    assert_eq!(check(&*store, &keys.verifiers()).await.unwrap(), head.size);
    let mut tree = audit::Tree::new();
    for (leaf, _) in store.leaves(0, 1_000).await.unwrap() {
        tree.push(audit::leaf_hash(&leaf));
        if let Some(note) = store.checkpoint(tree.size()).await.unwrap() {
            let signed = Checkpoint::open(&note, &keys.verifiers()).unwrap().checkpoint;
            assert_eq!(*signed.root(), tree.root(), "cut at {cut}: every note is of one log");
        }
    }
    store.close().await;
}
