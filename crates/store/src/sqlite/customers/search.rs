//! Searching the list of customers.
//!
//! Three or four digits, perhaps with spaces, dashes and a plus: the end of a phone, or the beginning of a number; more digits: a
//! whole phone, for whoever tries ever longer ends would spell out one that is masked. Anything
//! else: part of a name, or the beginning of a number. Ends and beginnings are ranges of an index. Parts of names are
//! looked for in the index of names, from its first to its last at worst, and no further than [`FEW`] finds.

use sqlx::sqlite::SqlitePool;
use uuid::Uuid;

use super::list::Sql;
use crate::error::Result;
use crate::sqlite::dialect;
use crate::sqlite::facts::reversed_digits;

/// When a search finds more than this, the list is walked in its order and each row is looked at, which soon fills a
/// page; when it finds less, the found ones are fetched and sorted.
const FEW: usize = 2_000;

/// So many digits of a phone's end are shown to everybody.
const SHOWN: usize = 4;

/// What a search finds.
pub(super) enum Found {
    /// These customers and no others.
    These(Vec<Uuid>),
    /// More than [`FEW`]; `numbers`: some of them by their number.
    Many { numbers: bool },
}

/// The digits of a phone's end, last first, if the text can be one.
fn phone_end(text: &str) -> Option<String> {
    let digits = reversed_digits(text);
    let phone_like = digits.len() >= 3 && text.chars().all(|c| c.is_ascii_digit() || " -+".contains(c));
    phone_like.then_some(digits)
}

/// Looks for `text`.
pub(super) async fn find(pool: &SqlitePool, text: &str) -> Result<Found> {
    let mut found = ids(pool, |sql| push_numbers(sql, "number", text)).await?;
    let numbers = !found.is_empty();
    if found.len() <= FEW {
        found.extend(match phone_end(text) {
            Some(digits) => ids(pool, |sql| push_phones(sql, "phone_key", &digits)).await?,
            None => {
                ids(pool, |sql| {
                    push_name(sql, "name", text);
                })
                .await?
            }
        });
    }
    Ok(if found.len() <= FEW {
        Found::These(found)
    } else {
        Found::Many { numbers }
    })
}

/// Ids by a condition; no more than are needed to see that there are many.
async fn ids(pool: &SqlitePool, condition: impl FnOnce(&mut Sql)) -> Result<Vec<Uuid>> {
    let mut sql = Sql::new("SELECT id FROM customer WHERE ");
    condition(&mut sql);
    sql.push(" LIMIT ").push_bind(FEW as i64 + 1);
    Ok(sql.build_query_scalar().persistent(false).fetch_all(pool).await?)
}

/// Pushes what holds for a customer `c` who was found.
pub(super) fn push(sql: &mut Sql, text: &str, found: &Found) {
    match found {
        Found::These(ids) => {
            sql.push("c.id IN (");
            let mut list = sql.separated(", ");
            for id in ids {
                list.push_bind(*id);
            }
            sql.push(")");
        }
        Found::Many { numbers } => {
            sql.push("(");
            if *numbers {
                sql.push("c.id IN (SELECT id FROM customer WHERE ");
                push_numbers(sql, "number", text);
                sql.push(") OR ");
            }
            match phone_end(text) {
                Some(digits) => {
                    sql.push("c.id IN (SELECT id FROM customer WHERE ");
                    push_phones(sql, "phone_key", &digits);
                    sql.push(")");
                }
                None => push_name(sql, "c.name", text),
            }
            sql.push(")");
        }
    }
}

fn push_numbers(sql: &mut Sql, column: &str, text: &str) {
    between(sql, column, text.to_owned(), format!("{text}\u{10FFFF}"));
}

fn push_phones(sql: &mut Sql, column: &str, digits: &str) {
    if digits.len() > SHOWN {
        // Written at home, it lacks the country's 86.
        sql.push(column).push(" IN (").push_bind(digits.to_owned());
        sql.push(", ").push_bind(format!("{digits}68")).push(")");
        return;
    }
    // A colon follows the nine.
    between(sql, column, digits.to_owned(), format!("{digits}:"));
}

fn between(sql: &mut Sql, column: &str, from: String, to: String) {
    sql.push(column).push(" >= ").push_bind(from);
    sql.push(" AND ").push(column).push(" < ").push_bind(to);
}

/// Only the letters of ASCII have two cases that matter here; a text without them is compared as it stands, which costs half.
fn push_name(sql: &mut Sql, column: &str, text: &str) {
    sql.push(dialect::CONTAINS.0);
    if text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        sql.push("lower(").push(column).push("), ");
    } else {
        sql.push(column).push(", ");
    }
    sql.push_bind(text.to_ascii_lowercase()).push(dialect::CONTAINS.1);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use domain::id::ImportId;

    use super::*;
    use crate::contract::customers::{CustomerFilter, CustomerOrder, CustomerPlace, Customers};
    use crate::contract::imports::{CustomerLine, ImportCounts, Imports, PassPlan};
    use crate::{Actor, Sqlite, Stamp};

    /// More than a few whom one search finds, and some others.
    async fn crowd(store: &Sqlite) {
        let stamp = Stamp {
            actor: Actor::System("test"),
            at: 1,
        };
        let plan = PassPlan {
            id: ImportId(Uuid::now_v7()),
            file: "f.csv".to_owned(),
            expected: 3_000,
            write: true,
            with_erased: false,
        };
        sqlx::query("INSERT INTO import_job (id, kind, file, path, bytes, state, actor_kind, actor, created_at) VALUES ($1, 'customers', 'f', 'f', 0, 'applying', 'system', 'test', 0)")
            .bind(plan.id.0)
            .execute(&store.writer)
            .await
            .unwrap();
        let mut pass = store.begin_pass(plan, &stamp).await.unwrap();
        let line = |n: u64| CustomerLine {
            line: n,
            number: Some(format!("{}{n:05}", if n.is_multiple_of(4) { "B" } else { "A" })),
            name: Some(format!("{}{}", if n.is_multiple_of(4) { "Li" } else { "小王" }, n % 50)),
            ..CustomerLine::default()
        };
        pass.customers((0..3_000).map(line).collect()).await.unwrap();
        pass.commit(ImportCounts::default()).await.unwrap();
    }

    #[tokio::test]
    async fn pages_of_a_search_hold_everybody_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        crowd(&store).await;
        for (text, expected) in [
            ("王", 2_250),
            ("a0", 0),
            ("A0", 2_250),
            ("B0", 750),
            ("LI", 750),
            ("王49", 60),
            ("欧阳", 0),
        ] {
            for order in [CustomerOrder::Newest, CustomerOrder::Name, CustomerOrder::Changed] {
                let mut filter = CustomerFilter {
                    search: Some(text.to_owned()),
                    order,
                    limit: 700,
                    ..CustomerFilter::default()
                };
                let mut seen = std::collections::BTreeSet::new();
                loop {
                    let page = store.customers(&filter).await.unwrap();
                    let Some(last) = page.last() else { break };
                    filter.after = Some(CustomerPlace {
                        id: last.facts.id,
                        name: last.facts.name.clone(),
                        changed: last.updated_at,
                    });
                    for one in &page {
                        assert!(seen.insert(one.facts.id), "{text} {order:?}");
                    }
                }
                assert_eq!(seen.len(), expected, "{text} {order:?}");
            }
        }
    }
}
