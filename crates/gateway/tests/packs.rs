//! Proof packs of real runs, checked by the verifier.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod firm;

use audit::check::{Lang, NotShown, Options, Shown, Verdict, verify};
use audit::roll::events::CLOSED;
use audit::roll::{Kind, Trees};
use common::{Client, Fixture, unlock};
use domain::id::CustomerId;
use domain::role::Role;
use domain::roll::Outcome;
use domain::schedule::LatePolicy;
use domain::time::{HOUR, MINUTE};
use firm::{by, engine, firm, only_run, settle_down};
use gateway::ledger::recompute::recompute;
use store::Change;
use uuid::Uuid;
use wire::audit::LogKeys;
use wire::runs::{Run, RunState};
use wire::today::{Need, Today};
use wire::{Code, Page};

/// A run of twelve that went out, was partly refused by the carrier, and closed.
async fn closed() -> (Fixture, Run) {
    let fixture = firm(12, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    let open = only_run(&fixture).await;
    assert!(!open.provable, "it is not closed");
    let manager = fixture.as_role(Role::Manager);
    manager
        .get(&format!("/api/runs/{}/pack", open.id))
        .await
        .problem(Code::WrongState);
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert!(run.provable);
    (fixture, run)
}

async fn options(manager: &Client) -> Options {
    let keys: LogKeys = manager.get("/api/log/keys").await.ok(200);
    Options {
        trusted: keys.keys.iter().map(|key| key.parse().unwrap()).collect(),
    }
}

#[track_caller]
fn proved(pack: &[u8], options: &Options) -> audit::check::Proof {
    match verify(pack, options) {
        Verdict::Proved(proof) => *proof,
        other => panic!("{other:?}: {}", String::from_utf8_lossy(pack)),
    }
}

#[tokio::test]
async fn a_run_is_proved_however_much_of_the_phones_is_shown() {
    let (fixture, run) = closed().await;
    let manager = fixture.as_role(Role::Manager);
    let approved_at = fixture.app.store.run(run.id).await.unwrap().approved_at;
    let options = options(&manager).await;
    for (phones, phone, text) in [
        ("full", Some("+8613800000001"), true),
        ("masked", Some("138****0001"), true),
        ("absent", None, false),
    ] {
        let reply = manager.get(&format!("/api/runs/{}/pack?phones={phones}", run.id)).await;
        let proof = proved(&reply.body, &options);
        let Shown::Run {
            counts,
            approved,
            sealed,
            ..
        } = proof.shown
        else {
            panic!("{:?}", proof.shown)
        };
        assert_eq!(approved, Some((approved_at, true)));
        for (outcome, kind) in Outcome::ALL.into_iter().zip(Kind::ALL) {
            assert_eq!(counts.of(kind), run.tally.of(outcome), "{outcome:?}");
        }
        assert!(counts.of(Kind::Failed) > 0 && counts.of(Kind::Excluded) == 1 && sealed == 0);
        assert!(!proof.not_shown.contains(&NotShown::Key));
        assert_eq!(phone.is_some_and(|phone| reply.text().contains(phone)), phone.is_some());
        assert_eq!(reply.text().contains("+86138"), phones == "full");
        assert_eq!(reply.text().contains("客户1您好"), text);
        assert_eq!(reply.text().contains("138****"), text);
    }
    // The agent who wrote the campaign reads its roll, and takes no phones away.
    let agent = fixture.as_role(Role::Agent);
    let path = format!("/api/runs/{}/pack?phones=", run.id);
    agent.get(&format!("{path}full")).await.problem(wire::Code::Forbidden);
    assert!(!agent.get(&format!("{path}masked")).await.text().contains("+86138"));
    let exported: Page<wire::audit::LogEvent> = manager.get("/api/log?action=run.pack_exported").await.ok(200);
    assert_eq!(exported.rows.len(), 4);
    assert_eq!(exported.rows[1].details, [("phones".to_owned(), "absent".to_owned())]);
}

#[tokio::test]
async fn no_octet_of_a_pack_can_be_changed() {
    let (fixture, run) = closed().await;
    let manager = fixture.as_role(Role::Manager);
    let options = options(&manager).await;
    let pack = manager
        .get(&format!("/api/runs/{}/pack?phones=full", run.id))
        .await
        .body;
    proved(&pack, &options);
    for at in (0..pack.len()).step_by(7) {
        let mut changed = pack.clone();
        changed[at] ^= 1;
        assert_ne!(verify(&changed[..], &options).status(), 0, "octet {at}");
    }
}

/// Whatever is changed of a closed roll, its pack names it, and so does every browser that checks it: the pack is made of the rows, and the
/// roots are those of the log.
#[tokio::test]
async fn what_is_changed_of_a_closed_roll_is_named_by_its_pack() {
    let (fixture, run) = closed().await;
    let manager = fixture.as_role(Role::Manager);
    let options = options(&manager).await;
    let write = async |sql: &str| {
        let mut raw = fixture.lock().await;
        let sql = format!("COMMIT; PRAGMA foreign_keys = OFF; BEGIN; {sql}; COMMIT");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut raw).await.unwrap();
        unlock(raw).await;
    };
    write(
        "DROP TRIGGER entry_stays; DROP TRIGGER entry_after_freeze; DROP TRIGGER entry_keeps_its_place;
         DROP TRIGGER run_stays_closed; DROP TRIGGER leaf_stays; DROP TRIGGER letter_stays;
         CREATE TABLE entries AS SELECT * FROM entry; CREATE TABLE letters AS SELECT * FROM letter",
    )
    .await;
    for (change, named) in [
        ("UPDATE letter SET text = 'x'", "Entry 4: "),
        ("UPDATE letter SET text = NULL", "Entry 4: "),
        ("UPDATE letter SET phone = '+8613800000099'", "Entry 4: "),
        ("UPDATE letter SET phone = NULL", "Entry 4: "),
        ("UPDATE letter SET secret = zeroblob(32)", "Entry 4: "),
        ("UPDATE letter SET secret = NULL", "Entry 4: "),
        (
            "UPDATE letter SET secret = NULL, text = NULL, phone = NULL",
            "Entry 4: ",
        ),
        ("UPDATE letter SET leaf = zeroblob(32)", "Entry 4: "),
        ("UPDATE entry SET parts = parts + 1", "Entry 4: "),
        ("UPDATE entry SET cost_millis = 1", "Entry 4: "),
        ("UPDATE entry SET customer_id = zeroblob(16)", "Entry 4: "),
        ("UPDATE entry SET outcome = 1, reason = NULL", "Entry 4: "),
        ("DELETE FROM entry", "Entry 4: "),
        // One root stands for all outcomes.
        ("UPDATE entry SET outcome = 9, reason = NULL", "The file as a whole: "),
    ] {
        let which = if change.contains("letter") { "entry_id" } else { "id" };
        write(&format!("{change} WHERE {which} & 4294967295 = 3")).await;
        let pack = manager.get(&format!("/api/runs/{}/pack?phones=masked", run.id)).await;
        let verdict = verify(&pack.body[..], &options);
        let words = verdict.words(Lang::En, |at| at.to_string());
        assert_eq!(verdict.status(), 1, "{change}: {words:?}");
        assert!(words[0].starts_with(named), "{change}: {words:?}");
        write(
            "DELETE FROM letter; DELETE FROM entry; INSERT INTO entry SELECT * FROM entries; INSERT INTO letter SELECT * FROM letters",
        )
        .await;
    }
    let pack = manager.get(&format!("/api/runs/{}/pack?phones=masked", run.id)).await;
    proved(&pack.body, &options);
}

#[tokio::test]
async fn a_roll_that_is_not_the_frozen_one_is_not_closed_and_is_told_first() {
    let fixture = firm(12, 100, LatePolicy::Hold, 0).await;
    let mut engine = engine(&fixture);
    settle_down(&mut engine, &fixture).await;
    let write = async |sql: &'static str| {
        let mut raw = fixture.lock().await;
        sqlx::raw_sql(sql).execute(&mut raw).await.unwrap();
        unlock(raw).await;
    };
    write(
        "DROP TRIGGER leaf_stays; CREATE TABLE kept AS SELECT entry_id, leaf FROM letter ORDER BY entry_id LIMIT 1;
         UPDATE letter SET leaf = zeroblob(32) WHERE entry_id = (SELECT entry_id FROM kept); COMMIT",
    )
    .await;
    fixture.clock.advance(HOUR);
    settle_down(&mut engine, &fixture).await;
    let run = only_run(&fixture).await;
    assert_ne!(run.state, RunState::Closed);
    let broken = Need::BrokenRoll {
        run: run.id,
        name: run.name,
        since: fixture.clock.now(),
    };
    let first = async |role| {
        let today: Today = fixture.as_role(role).get("/api/today").await.ok(200);
        today.needs.into_iter().next()
    };
    assert_eq!(first(Role::Manager).await.as_ref(), Some(&broken));
    assert_eq!(first(Role::Supervisor).await.as_ref(), Some(&broken));
    assert_ne!(first(Role::Agent).await.as_ref(), Some(&broken));
    write(
        "UPDATE letter SET leaf = kept.leaf FROM kept WHERE kept.entry_id = letter.entry_id; DROP TABLE kept; COMMIT",
    )
    .await;
    // It is not counted again at every step.
    settle_down(&mut engine, &fixture).await;
    assert_ne!(only_run(&fixture).await.state, RunState::Closed);
    fixture.clock.advance(MINUTE);
    settle_down(&mut engine, &fixture).await;
    assert_eq!(only_run(&fixture).await.state, RunState::Closed);
    assert_ne!(first(Role::Manager).await.as_ref(), Some(&broken));
}

/// Who has the database writes that everything arrived, and has the log say that the run closed like that: the sequencer signs it.
#[tokio::test]
async fn a_run_closes_once_whatever_the_log_says_later() {
    let (fixture, run) = closed().await;
    let manager = fixture.as_role(Role::Manager);
    let options = options(&manager).await;
    let (app, id) = (&fixture.app, run.id);
    let mut raw = fixture.lock().await;
    sqlx::raw_sql(
        "DROP TRIGGER entry_stays; DROP TRIGGER run_stays_closed;
         UPDATE entry SET outcome = 7, reason = NULL WHERE outcome = 8;
         UPDATE run SET delivered = delivered + failed, failed = 0; COMMIT",
    )
    .execute(&mut raw)
    .await
    .unwrap();
    unlock(raw).await;
    let mut trees = Trees::new();
    for entry in app.store.sealed_entries(1, 0, 100).await.unwrap() {
        let outcome = audit::roll::Outcome::parse(&entry.outcome).unwrap();
        trees.push(&entry.leaf, &outcome).unwrap();
    }
    let closing = trees.closed();
    assert_eq!(closing.counts.of(Kind::Failed), 0);
    let mut again = Change::new(CLOSED, "run", id)
        .with("parts", run.parts)
        .with("cost_millis", run.cost_millis);
    again.details.extend(closing.details());
    let first = app.store.run_event(id, CLOSED).await.unwrap();
    app.store
        .note(&by(Role::Admin, fixture.clock.now()), vec![again])
        .await
        .unwrap();
    assert_eq!(app.store.run_event(id, CLOSED).await.unwrap(), first);
    let pack = manager.get(&format!("/api/runs/{}/pack", run.id)).await.body;
    assert_eq!(verify(&pack[..], &options).status(), 1);
    let found = recompute(&*app.store, &app.sequencer.verifiers())
        .await
        .unwrap()
        .differs;
    for named in ["it says run.closed of run", "delivered, and there are"] {
        assert!(
            found.iter().any(|differs| differs.contains(named)),
            "{named}: {found:?}"
        );
    }
}

#[tokio::test]
async fn who_is_erased_is_sealed_and_the_rest_still_proved() {
    let (fixture, run) = closed().await;
    let manager = fixture.as_role(Role::Manager);
    let options = options(&manager).await;
    let erased = CustomerId(Uuid::from_u128(4));
    let stamp = by(Role::Admin, fixture.clock.now());
    fixture.app.store.erase_customer(erased, "asked", &stamp).await.unwrap();
    let reply = manager.get(&format!("/api/runs/{}/pack?phones=full", run.id)).await;
    let proof = proved(&reply.body, &options);
    assert!(matches!(proof.shown, Shown::Run { sealed: 1, .. }), "{:?}", proof.shown);
    assert!(!reply.text().contains("+8613800000004") && !reply.text().contains(&erased.to_string()));
}

#[tokio::test]
async fn each_entry_has_a_receipt() {
    let (fixture, run) = closed().await;
    let manager = fixture.as_role(Role::Manager);
    let options = options(&manager).await;
    for seq in 0..run.audience {
        let reply = manager
            .get(&format!("/api/runs/{}/entries/{seq}/receipt", run.id))
            .await;
        let proof = proved(&reply.body, &options);
        let Shown::Receipt { place, audience, .. } = proof.shown else {
            panic!("{:?}", proof.shown)
        };
        assert_eq!((u64::from(place), audience), (seq, run.audience));
    }
    let beyond = format!("/api/runs/{}/entries/{}/receipt", run.id, run.audience);
    manager.get(&beyond).await.problem(Code::NotFound);
}

#[tokio::test]
async fn a_range_of_the_log_is_proved() {
    let (fixture, run) = closed().await;
    let manager = fixture.as_role(Role::Manager);
    let options = options(&manager).await;
    // Signs the log at a size, from which the second pack goes on.
    manager.get(&format!("/api/runs/{}/pack", run.id)).await;
    let size = fixture.app.store.signed_head().await.unwrap().size;
    for (first, count, since) in [(0, 1, false), (3, 5, false), (0, size, false), (size, 1, true)] {
        let reply = manager.get(&format!("/api/log/pack?first={first}&count={count}")).await;
        let proof = proved(&reply.body, &options);
        let shown = Shown::Log { first, count, since };
        assert_eq!(proof.shown, shown);
        let words = Verdict::Proved(Box::new(proof)).words(Lang::En, |at| at.to_string());
        let says = match count {
            1 => format!("the event number {first} stands"),
            _ => format!("{count} events from number {first} on stand"),
        };
        assert!(words[0].contains(&says), "{words:?}");
    }
    for none in [
        "first=0&count=0",
        "first=1&count=9000",
        "first=18446744073709551615&count=2",
    ] {
        manager
            .get(&format!("/api/log/pack?{none}"))
            .await
            .problem(Code::NotFound);
    }
    fixture
        .as_role(Role::Agent)
        .get("/api/log/pack?first=0&count=1")
        .await
        .problem(Code::NotFound);
}
