//! The list of customers: keyset pages in three orders, with search and filters.

use domain::segment::{Rule, Today};
use sqlx::sqlite::SqlitePool;
use sqlx::{QueryBuilder, Sqlite as Engine};
use uuid::Uuid;

use super::record;
use crate::contract::customers::{CustomerFilter, CustomerOrder, CustomerRecord};
use crate::error::Result;
use crate::sqlite::facts::{self, reversed_digits};
use crate::sqlite::rule::push_rule;

/// When a search finds more than this, the list is walked in its order and each row is looked at, which soon fills a
/// page; when it finds less, the found ones are fetched and sorted.
const FEW: usize = 2_000;

type Sql = QueryBuilder<Engine>;

pub(super) async fn page(pool: &SqlitePool, filter: &CustomerFilter) -> Result<Vec<CustomerRecord>> {
    let search = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let found = match search {
        Some(text) => Some(find(pool, text).await?),
        None => None,
    };
    let mut sql = Sql::new("SELECT ");
    sql.push(facts::COLUMNS)
        .push(record::MORE)
        .push(" FROM customer c WHERE c.erased_at IS NULL");
    if let (Some(text), Some(found)) = (search, &found) {
        if found.is_empty() {
            return Ok(Vec::new());
        }
        sql.push(" AND ");
        if found.len() <= FEW {
            push_ids(&mut sql, found);
        } else {
            push_search(&mut sql, text);
        }
    }
    push_filters(&mut sql, filter);
    push_order(&mut sql, filter);
    sql.push(" LIMIT ").push_bind(i64::from(filter.limit));
    let rows = sql.build().persistent(false).fetch_all(pool).await?;
    rows.iter().map(record::read).collect()
}

pub(super) async fn sample(pool: &SqlitePool, rule: &Rule, today: &Today, limit: u32) -> Result<Vec<CustomerRecord>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(facts::COLUMNS)
        .push(record::MORE)
        .push(" FROM customer c WHERE ");
    push_rule(&mut sql, rule, today);
    sql.push(" LIMIT ").push_bind(i64::from(limit));
    let rows = sql.build().persistent(false).fetch_all(pool).await?;
    rows.iter().map(record::read).collect()
}

/// The ids that a search finds; more than [`FEW`] mean "many".
async fn find(pool: &SqlitePool, text: &str) -> Result<Vec<Uuid>> {
    let mut sql = Sql::new("SELECT c.id FROM customer c WHERE ");
    push_search(&mut sql, text);
    sql.push(" LIMIT ").push_bind(FEW as i64 + 1);
    Ok(sql.build_query_scalar().persistent(false).fetch_all(pool).await?)
}

/// Three or more digits, perhaps with spaces, dashes and a plus: the end of a phone, else the beginning of a number.
/// Anything else: part of a name, or the beginning of a number.
fn push_search(sql: &mut Sql, text: &str) {
    let digits = reversed_digits(text);
    let phone_like = digits.len() >= 3 && text.chars().all(|c| c.is_ascii_digit() || " -+".contains(c));
    sql.push("(c.id IN (SELECT id FROM customer WHERE number >= ")
        .push_bind(text.to_owned());
    sql.push(" AND number < ").push_bind(format!("{text}\u{10FFFF}"));
    if phone_like {
        // A colon follows the nine.
        sql.push(" UNION ALL SELECT id FROM customer WHERE phone_key >= ")
            .push_bind(digits.clone());
        sql.push(" AND phone_key < ").push_bind(format!("{digits}:"));
        sql.push("))");
    } else {
        sql.push(" UNION ALL SELECT id FROM customer WHERE instr(lower(name), lower(")
            .push_bind(text.to_owned());
        sql.push(")) > 0))");
    }
}

fn push_ids(sql: &mut Sql, ids: &[Uuid]) {
    sql.push("c.id IN (");
    let mut list = sql.separated(", ");
    for id in ids {
        list.push_bind(*id);
    }
    sql.push(")");
}

fn push_filters(sql: &mut Sql, filter: &CustomerFilter) {
    if let Some(tag) = &filter.tag {
        sql.push(" AND c.id IN (SELECT t.customer_id FROM customer_tag t WHERE t.tag = ")
            .push_bind(tag.clone())
            .push(")");
    }
    for (column, value) in [("c.city", &filter.city), ("c.tier", &filter.tier)] {
        if let Some(value) = value {
            sql.push(" AND ").push(column).push(" = ").push_bind(value.clone());
        }
    }
    if let Some(stage) = filter.stage {
        sql.push(" AND c.site_stage = ").push_bind(stage.number());
    }
    if let Some(state) = filter.phone {
        sql.push(" AND c.phone_state = ").push_bind(state.number());
    }
    if let Some((rule, today)) = &filter.rule {
        sql.push(" AND ");
        push_rule(sql, rule, today);
    }
}

fn push_order(sql: &mut Sql, filter: &CustomerFilter) {
    match (filter.order, &filter.after) {
        (CustomerOrder::Newest, Some(after)) => {
            sql.push(" AND c.id < ").push_bind(after.id.0);
        }
        (CustomerOrder::Name, Some(after)) => {
            sql.push(" AND (c.name, c.id) > (")
                .push_bind(after.name.clone())
                .push(", ")
                .push_bind(after.id.0)
                .push(")");
        }
        (CustomerOrder::Changed, Some(after)) => {
            sql.push(" AND (c.updated_at, c.id) < (")
                .push_bind(after.changed)
                .push(", ")
                .push_bind(after.id.0)
                .push(")");
        }
        (_, None) => {}
    }
    sql.push(match filter.order {
        CustomerOrder::Newest => " ORDER BY c.id DESC",
        CustomerOrder::Name => " ORDER BY c.name, c.id",
        CustomerOrder::Changed => " ORDER BY c.updated_at DESC, c.id DESC",
    });
}
