//! `rollcall audit check` on copies of a database, each changed in one row of a table that the log covers.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod firm;
mod rows;
#[path = "changed/said.rs"]
mod said;

use std::sync::Arc;

use common::{Fixture, START, unlock, user};
use domain::consent::{Consent, Purpose};
use domain::id::{CustomerId, ImportId, SegmentId, TemplateId, TokenId};
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use domain::roll::Settlement;
use domain::schedule::LatePolicy;
use domain::segment::Rule;
use domain::time::HOUR;
use firm::{by, engine, firm, settle_down};
use gateway::ledger::recompute::recompute;
use rows::{OUTSIDE, changes};
use sqlx::{AssertSqlSafe, SqliteConnection};
use store::contract::customers::{Card, CardPhone, ConsentRecord};
use store::contract::imports::{ImportCounts, ImportRecord};
use store::contract::inbox::{ConversationFilter, ConversationMove, ConversationState, Replied, ReplyPart};
use store::contract::templates::TemplateText;
use store::contract::{NewToken, Place, Witness};
use store::{Stamp, Store};
use uuid::Uuid;

/// The guards that stand in the way of whoever writes past the product.
const GUARDS: &str = "DROP TRIGGER entry_keeps_its_place; DROP TRIGGER entry_stays; \
     DROP TRIGGER entry_after_freeze; DROP TRIGGER leaf_stays; DROP TRIGGER letter_stays; DROP TRIGGER run_stays_closed; \
     DROP TRIGGER log_head_moves_forward; \
     DROP TRIGGER consent_stays; DROP TRIGGER consent_leaf_stays;";

/// A run that went out and closed, with a doubt that a person settled, and a row at least in whatever the log speaks of; a log that was
/// signed at two sizes, by a key that stands in it.
async fn closed() -> Fixture {
    let fixture = firm(12, 1_000, LatePolicy::Hold, 300).await;
    let store = &fixture.app.store;
    let mut engine = engine(&fixture);
    let (admin, supervisor) = (by(Role::Admin, START), by(Role::Supervisor, START));
    let first = fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap();
    for key in fixture.app.sequencer.verifiers() {
        store.add_log_key(&admin, &key.to_string()).await.unwrap();
    }
    // So many that trees have tiles; nobody whom a message reaches.
    strangers(&fixture).await;
    let given = ConsentRecord {
        purpose: Purpose::Care,
        is: Consent::Given,
        source: "shop".to_owned(),
        evidence: Some("K-1".to_owned()),
        given_at: START - HOUR,
    };
    store
        .add_consent(CustomerId(Uuid::from_u128(1)), &given, &admin)
        .await
        .unwrap();
    settle_down(&mut engine, &fixture).await;
    let run = firm::only_run(&fixture).await.id;
    let settled = store
        .settle(&supervisor, run, None, Settlement::Sent, "客户说收到了")
        .await
        .unwrap();
    assert!(settled > 1, "{settled} doubts");
    for _ in 0..4 {
        fixture.clock.advance(30 * HOUR);
        settle_down(&mut engine, &fixture).await;
    }
    assert!(firm::only_run(&fixture).await.provable);
    beside(store, &admin).await;
    store.note_sent(Place::Folder, first.size, START).await.unwrap();
    fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap();
    fixture
}

/// Customers without a phone, past the product: the log says nothing of whom an import brought, either.
async fn strangers(fixture: &Fixture) {
    let mut lock = fixture.lock().await;
    sqlx::raw_sql(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 260)
         INSERT INTO customer (id, created_at, updated_at) SELECT unhex(printf('%032x', 1000 + n)), 1, 1 FROM n; COMMIT",
    )
    .execute(&mut lock)
    .await
    .unwrap();
    unlock(lock).await;
}

/// What is changed beside runs.
async fn beside(store: &Arc<dyn Store>, admin: &Stamp) {
    let id = Uuid::from_u128(99);
    let stranger = CustomerId(id);
    let card = Card {
        phone: Some(CardPhone {
            phone: Phone::parse("+8613900000099").ok(),
            state: PhoneState::Mobile,
            raw: None,
        }),
        ..Card::default()
    };
    store.create_customer(stranger, &card, admin).await.unwrap();
    let withdrawn = ConsentRecord {
        purpose: Purpose::Marketing,
        is: Consent::Withdrawn,
        source: "phone".to_owned(),
        evidence: None,
        given_at: START,
    };
    store.add_consent(stranger, &withdrawn, admin).await.unwrap();
    store.erase_customer(stranger, "本人要求", admin).await.unwrap();
    let token = NewToken {
        id: TokenId(id),
        name: "erp".to_owned(),
        role: Role::Manager,
        secret_hash: [7; 32],
        created_by: user(Role::Admin),
    };
    store.add_token(admin, token).await.unwrap();
    store.revoke_token(admin, TokenId(id)).await.unwrap();
    let text = TemplateText {
        name: "节日".to_owned(),
        purpose: Purpose::Care,
        text: "您好".to_owned(),
        others: Vec::new(),
    };
    store.add_template(admin, TemplateId(id), &text).await.unwrap();
    let text = TemplateText {
        text: "您好呀".to_owned(),
        ..text
    };
    store.edit_template(admin, TemplateId(id), 1, &text).await.unwrap();
    store.archive_template(admin, TemplateId(id)).await.unwrap();
    store
        .create_segment(SegmentId(id), "所有人", &Rule::everybody(), admin)
        .await
        .unwrap();
    store.archive_segment(SegmentId(id), true, admin).await.unwrap();
    let witness = Witness {
        folder: Some("/mnt/elsewhere".to_owned()),
        url: None,
        hours: 24,
    };
    store.set_witness(admin, 0, &witness).await.unwrap();
    let import = ImportRecord {
        id: ImportId(id),
        version: 1,
        kind: "customers".to_owned(),
        file: "a.csv".to_owned(),
        path: "a".to_owned(),
        bytes: 12,
        format: String::new(),
        state: "checking".to_owned(),
        done: 0,
        total: None,
        permille: 0,
        counts: ImportCounts::default(),
        layout: "null".to_owned(),
        columns: "[]".to_owned(),
        sample: "[]".to_owned(),
        understood: "[]".to_owned(),
        problem: None,
        by: String::new(),
        created_at: START,
        ended_at: None,
        with_erased: false,
    };
    store.create_import(&import, admin).await.unwrap();
    store.fail_unfinished_imports("null", admin).await.unwrap();
    let reply = Replied {
        phone: "+8613800000001".to_owned(),
        text: "谢谢".to_owned(),
        opt_out: false,
        or: None,
        confirm: None,
        part: None,
        at: START,
    };
    store.replied(admin, "sandbox", &[reply]).await.unwrap();
    // A long one, whose parts come one by one.
    for (number, text) in [(2, "再联系。"), (1, "下周")] {
        let part = ReplyPart {
            reference: 7,
            total: 2,
            number,
            cut: None,
        };
        let reply = Replied {
            phone: "+8613800000002".to_owned(),
            text: text.to_owned(),
            opt_out: false,
            or: None,
            confirm: None,
            part: Some(part),
            at: START,
        };
        store.replied(admin, "sandbox", &[reply]).await.unwrap();
    }
    // A stranger opts out of everything, and a customer with that number gives one consent anew.
    let stop = Replied {
        phone: "+8613700000001".to_owned(),
        text: "退订".to_owned(),
        opt_out: true,
        or: None,
        confirm: None,
        part: None,
        at: START,
    };
    store.replied(admin, "sandbox", &[stop]).await.unwrap();
    let comer = CustomerId(Uuid::from_u128(98));
    let card = Card {
        phone: Some(CardPhone {
            state: PhoneState::Mobile,
            phone: Phone::parse("+8613700000001").ok(),
            raw: None,
        }),
        ..Card::default()
    };
    store.create_customer(comer, &card, admin).await.unwrap();
    let given = ConsentRecord {
        purpose: Purpose::Service,
        is: Consent::Given,
        source: "shop".to_owned(),
        evidence: None,
        given_at: START + HOUR,
    };
    store.add_consent(comer, &given, admin).await.unwrap();
    let filter = ConversationFilter {
        state: ConversationState::New,
        campaign: None,
    };
    let open = store.conversations(&filter, None, 10).await.unwrap();
    let done = ConversationMove::Done(Some(user(Role::Admin)), Some("回了电话".to_owned()));
    store
        .move_conversation(admin, open[0].id, open[0].version, done)
        .await
        .unwrap();
}

#[tokio::test]
async fn each_row_that_was_changed_is_named() {
    let fixture = closed().await;
    let keys = fixture.app.sequencer.verifiers();
    let found = recompute(&*fixture.app.store, &keys).await.unwrap();
    assert_eq!((found.runs, found.entries), (1, 272));
    assert_eq!(found.differs, Vec::<String>::new());
    let (copy, mended) = (fixture.copy().await, fixture.copy().await);
    let mut raw = copy.raw().await;
    let as_it_was = format!("ATTACH '{}' AS mended; {GUARDS}", mended.path().display());
    run(&mut raw, &as_it_was).await;
    let mut unnamed = Vec::new();
    for (sql, names) in changes() {
        let changed = run(&mut raw, sql).await;
        assert!(changed > 0, "{sql} changes nothing");
        let found = recompute(&copy.store, &keys).await.unwrap().differs;
        let missing: Vec<_> = names
            .iter()
            .filter(|name| !found.iter().any(|differs| differs.contains(*name)))
            .collect();
        if !missing.is_empty() {
            unnamed.push(format!("{sql}: {missing:?} is not in {found:?}"));
        }
        let table = table(sql);
        let mend =
            format!("BEGIN; DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM mended.{table}; COMMIT");
        run(&mut raw, &mend).await;
    }
    assert!(unnamed.is_empty(), "{}", unnamed.join("\n"));
    let found = recompute(&copy.store, &keys).await.unwrap();
    assert_eq!(found.differs, Vec::<String>::new(), "each change was mended");
    unlock(raw).await;
}

/// Answers how many rows were changed.
async fn run(raw: &mut SqliteConnection, sql: &str) -> u64 {
    let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(raw).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}")).rows_affected()
}

/// The table that is written to.
fn table(sql: &str) -> &str {
    let begins = ["UPDATE ", "DELETE FROM ", "INSERT INTO "];
    let rest = begins.iter().find_map(|begin| sql.strip_prefix(begin)).unwrap();
    rest.split(' ').next().unwrap()
}

/// The columns that a change writes to: those that it sets, or that it inserts.
fn written(sql: &str) -> Vec<(String, String)> {
    let (table, columns) = if let Some(rest) = sql.strip_prefix("UPDATE ") {
        let (table, set) = rest.split_once(" SET ").unwrap();
        let set = set.split(" WHERE ").next().unwrap();
        // What stands before an equals sign outside of brackets and quotes.
        let (mut depth, mut quoted, mut columns) = (0, false, Vec::new());
        let mut from = 0;
        for (at, c) in set.char_indices() {
            match c {
                '\'' => quoted = !quoted,
                '(' => depth += 1,
                ')' => depth -= 1,
                ',' if depth == 0 && !quoted => from = at + 1,
                '=' if depth == 0 && !quoted && !set[from..at].contains('=') => {
                    columns.push(set[from..at].trim().to_owned());
                }
                _ => {}
            }
        }
        (table, columns)
    } else if let Some(rest) = sql.strip_prefix("INSERT INTO ") {
        let (table, rest) = rest.split_once(" (").unwrap();
        let columns = rest.split_once(')').unwrap().0;
        (table, columns.split(", ").map(str::to_owned).collect())
    } else {
        return Vec::new();
    };
    columns.into_iter().map(|column| (table.to_owned(), column)).collect()
}

/// Whoever adds a column changes it above, or says why the log does not answer for it.
#[tokio::test]
async fn no_column_is_forgotten() {
    let fixture = Fixture::empty().await;
    let mut raw = fixture.lock().await;
    let there: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut raw)
    .await
    .unwrap();
    unlock(raw).await;
    let changed: Vec<_> = changes().flat_map(|(sql, _)| written(sql)).collect();
    let outside = |table: &str, column: &str| {
        OUTSIDE.iter().any(|(of, columns, _)| {
            *of == table && (*columns == "*" || columns.split_whitespace().any(|one| one == column))
        })
    };
    let forgotten: Vec<_> = there
        .iter()
        .filter(|(table, column)| !outside(table, column) && !changed.contains(&(table.clone(), column.clone())))
        .collect();
    assert!(forgotten.is_empty(), "neither changed nor outside: {forgotten:?}");
    let updated = changes().filter(|(sql, _)| sql.starts_with("UPDATE"));
    let twice: Vec<_> = updated
        .flat_map(|(sql, _)| written(sql))
        .filter(|(table, column)| outside(table, column))
        .collect();
    assert!(twice.is_empty(), "changed and outside: {twice:?}");
    for (table, columns, why) in OUTSIDE {
        let known = |column: &str| {
            there
                .iter()
                .any(|(of, name)| of == table && (column == "*" || name == column))
        };
        assert!(
            columns.split_whitespace().all(known),
            "{table}: {columns}: no such column ({why})"
        );
    }
}
