//! The signed log: sequencer, check at the start, tiles.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "ledger/authentic.rs"]
mod authentic;
mod common;
#[path = "ledger/database_alone.rs"]
mod database_alone;
#[path = "ledger/opt_outs.rs"]
mod opt_outs;
#[path = "ledger/rotation.rs"]
mod rotation;
#[path = "ledger/starts.rs"]
mod starts;
#[path = "ledger/unsigned.rs"]
mod unsigned;

use audit::signed::Checkpoint;
use audit::tiles::{Tile, TileKind, read_bundle, tiles_of};
use audit::{Event, Form, Hash, Party, Tree, Value, leaf_hash, verify_consistency};
use common::{Fixture, START};
use domain::id::CustomerId;
use domain::role::Role;
use gateway::ledger::{Broken, LogKeys, SealFault, Sequencer, check};
use store::contract::customers::Card;
use store::{Actor, Stamp};
use uuid::Uuid;
use wire::Code;
use wire::audit::Consistency;

/// Logs events, one a customer.
async fn log(fixture: &Fixture, from: u128, count: u128) {
    let stamp = Stamp {
        actor: Actor::System("test"),
        at: START,
    };
    for n in from..from + count {
        let id = CustomerId(Uuid::from_u128(n));
        fixture
            .app
            .store
            .create_customer(id, &Card::default(), &stamp)
            .await
            .unwrap();
    }
}

fn sequencer(fixture: &Fixture, keys: &LogKeys) -> Sequencer {
    Sequencer::new(fixture.app.store.clone(), keys.clone())
}

async fn raw(fixture: &Fixture, sql: &'static str) {
    let mut other = fixture.lock().await;
    sqlx::raw_sql(sql).execute(&mut other).await.unwrap();
    sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    common::unlock(other).await;
}

#[tokio::test]
async fn what_is_served_is_what_was_signed() {
    let fixture = Fixture::new().await;
    let nobody = fixture.nobody();
    nobody.get("/checkpoint").await.problem(Code::NotFound);
    let mut sizes = Vec::new();
    for batch in [3, 300, 0, 260] {
        log(&fixture, 1000 * sizes.len() as u128 + 1, batch).await;
        sizes.push(fixture.app.sequencer.catch_up(START).await.unwrap());
    }
    let reply = nobody.get("/checkpoint").await;
    assert_eq!(reply.header("cache-control"), "no-cache");
    let keys = fixture.app.sequencer.verifiers();
    let signed = Checkpoint::open(&reply.text(), &keys).unwrap().checkpoint;
    let last = *sizes.last().unwrap();
    assert_eq!((signed.size(), *signed.root()), (last.size, last.root));

    // Every tile of every size that was signed, cut out of what is stored now.
    let reader = fixture.as_role(Role::Manager);
    for head in &sizes {
        let mut tree = Tree::new();
        for tile in tiles_of(0, head.size) {
            let TileKind::Hashes(level) = tile.kind else {
                unreachable!()
            };
            let hashes = nobody.get(&format!("/{tile}")).await;
            assert_eq!(hashes.body.len(), 32 * usize::from(tile.width), "{tile}");
            assert!(hashes.header("cache-control").contains("immutable"));
            if level > 0 {
                continue;
            }
            let entries = Tile {
                kind: TileKind::Entries,
                ..tile
            };
            let bundle = nobody.get(&format!("/{entries}")).await;
            assert!(bundle.header("cache-control").starts_with("public"));
            let leaves = read_bundle(&bundle.body).unwrap();
            for (leaf, hash) in leaves.iter().zip(hashes.body.chunks(32)) {
                assert_eq!(leaf_hash(leaf), Hash::try_from(hash).unwrap());
                tree.push(leaf_hash(leaf));
            }
        }
        assert_eq!((tree.size(), tree.root()), (head.size, head.root));
        let path = format!("/api/log/consistency?from={}", head.size);
        let answer: Consistency = reader.get(&path).await.ok(200);
        let proof: Vec<Hash> = answer.proof.iter().map(|hash| hash.parse().unwrap()).collect();
        verify_consistency(answer.from, answer.to, &head.root, &last.root, &proof).unwrap();
    }
    for none in [
        "tile/0/900",
        "tile/entries/900",
        "tile/entries/000",
        "tile/0/1",
        "tile/9/000.p/1",
    ] {
        let reply = reader.get(&format!("/{none}")).await;
        assert_eq!(reply.status == 404, none != "tile/entries/000", "{none}");
    }
    let beyond = format!("/api/log/consistency?from=1&to={}", last.size + 1);
    fixture
        .as_role(Role::Manager)
        .get(&beyond)
        .await
        .problem(Code::NotFound);
}

/// An event of the former form may hold a name in its words. It stays in the log, and its bundle is not for anybody.
#[tokio::test]
async fn events_of_the_former_form_are_kept_and_not_shown_to_anybody() {
    let fixture = Fixture::new().await;
    log(&fixture, 1, 300).await;
    let store = &*fixture.app.store;
    let head = store.log_head().await.unwrap().size;
    let reason = (String::from("reason"), Value::Text("王先生来电".to_owned()));
    let old = Event {
        form: Form::Worded,
        at: START,
        actor: Party::new("user", "u"),
        action: "run.paused".to_owned(),
        subject: Party::new("run", "r"),
        details: [reason].into(),
    };
    let leaf = old.encode().unwrap();
    let mut other = fixture.lock().await;
    sqlx::query(
        "INSERT INTO event (seq, at, actor_kind, actor, action, subject_kind, subject, details, leaf, leaf_hash)
         VALUES ($1, $2, 'user', 'u', 'run.paused', 'run', 'r', '{\"reason\":\"王先生来电\"}', $3, $4)",
    )
    .bind(head as i64)
    .bind(START)
    .bind(&leaf)
    .bind(leaf_hash(&leaf).as_bytes().as_slice())
    .execute(&mut other)
    .await
    .unwrap();
    sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    common::unlock(other).await;
    log(&fixture, 1_000, 3).await;
    let signed = fixture.app.sequencer.catch_up(START).await.unwrap().size;
    let keys = fixture.app.sequencer.verifiers();
    assert_eq!(check(store, &keys).await.unwrap(), signed);
    let nobody = fixture.nobody();
    let open = format!("/tile/entries/001.p/{}", signed - 256);
    assert_eq!(nobody.get("/tile/entries/000").await.status, 200);
    nobody.get(&open).await.problem(Code::SignedOut);
    let bundle = fixture.as_role(Role::Manager).get(&open).await;
    assert!(bundle.header("cache-control").starts_with("private"));
    let leaves = read_bundle(&bundle.body).unwrap();
    assert_eq!(leaves[(head - 256) as usize], leaf);
}

#[tokio::test]
async fn of_two_sequencers_one_goes_on_and_the_log_does_not_fork() {
    let fixture = Fixture::new().await;
    let keys = LogKeys::fresh();
    let (one, two) = (sequencer(&fixture, &keys), sequencer(&fixture, &keys));
    log(&fixture, 1, 5).await;
    let first = one.catch_up(START).await.unwrap();
    assert_eq!(two.catch_up(START).await.unwrap(), first);
    log(&fixture, 10, 5).await;
    let second = two.catch_up(START).await.unwrap();
    log(&fixture, 20, 5).await;
    assert!(matches!(
        one.catch_up(START).await,
        Err(SealFault::Moved | SealFault::Store(_))
    ));
    // The tree was dropped, and is taken up from what is stored.
    let third = one.catch_up(START).await.unwrap();
    assert_eq!((second.size + 5, third.size), (third.size, first.size + 10));
    let store = &*fixture.app.store;
    assert_eq!(check(store, &keys.verifiers()).await.unwrap(), third.size);
    for head in [first, second, third] {
        let note = store.checkpoint(head.size).await.unwrap().unwrap();
        let signed = Checkpoint::open(&note, &keys.verifiers()).unwrap().checkpoint;
        assert_eq!(*signed.root(), head.root);
    }
}

/// What is done to the database, and whether what is said of it fits.
type Changed = (&'static str, fn(&Broken) -> bool);

#[tokio::test]
async fn a_changed_row_stops_the_start_by_name() {
    let changes: [Changed; 9] = [
        ("UPDATE event SET at = at + 1 WHERE seq = 300", |why| {
            matches!(why, Broken::Event { seq: 300, .. })
        }),
        ("UPDATE event SET details = '{\"a\":1}' WHERE seq = 7", |why| {
            matches!(why, Broken::Event { seq: 7, .. })
        }),
        ("UPDATE event SET leaf = x'00' WHERE seq = 2", |why| {
            matches!(why, Broken::Event { seq: 2, .. })
        }),
        ("UPDATE event SET leaf_hash = zeroblob(32) WHERE seq = 2", |why| {
            matches!(why, Broken::Event { seq: 2, what: "hash" })
        }),
        // Consistent by itself: event 301 in the place of 300, with leaf and hash.
        (
            "UPDATE event SET (subject, leaf, leaf_hash) = (SELECT subject, leaf, leaf_hash FROM event WHERE seq = 301) WHERE seq = 300",
            |why| matches!(why, Broken::Event { seq: 300, .. }),
        ),
        ("DELETE FROM event WHERE seq > 290", |why| {
            matches!(why, Broken::Gone(291))
        }),
        ("DELETE FROM event WHERE seq = 20", |why| {
            matches!(why, Broken::Gone(20))
        }),
        ("UPDATE tile SET hashes = zeroblob(32) WHERE level = 1", |why| {
            matches!(
                why,
                Broken::Tile {
                    level: 1,
                    index: 0,
                    seq: 0
                }
            )
        }),
        ("DELETE FROM checkpoint", |why| matches!(why, Broken::Checkpoint(_))),
    ];
    for (sql, fits) in changes {
        let fixture = Fixture::new().await;
        log(&fixture, 1, 305).await;
        fixture.app.sequencer.catch_up(START).await.unwrap();
        let (store, keys) = (&*fixture.app.store, fixture.app.sequencer.verifiers());
        check(store, &keys).await.unwrap();
        raw(&fixture, sql).await;
        let why = check(store, &keys).await.unwrap_err();
        assert!(fits(&why), "{sql}: {why}");
    }
}

#[tokio::test]
async fn another_key_signs_nothing_unasked() {
    let fixture = Fixture::new().await;
    log(&fixture, 1, 3).await;
    fixture.app.sequencer.catch_up(START).await.unwrap();
    let why = check(&*fixture.app.store, &LogKeys::fresh().verifiers())
        .await
        .unwrap_err();
    assert!(matches!(why, Broken::Signature(_)), "{why}");
}
