//! The list of customers: keyset pages in three orders, with search and filters.

use domain::consent::Purpose;
use domain::phone::Phone;
use domain::segment::{Rule, Today};
use sqlx::sqlite::SqlitePool;
use sqlx::{QueryBuilder, Sqlite as Engine};

use super::record;
use super::search::{self, Found};
use crate::contract::customers::{CustomerFilter, CustomerOrder, CustomerRecord, NumberKnown};
use crate::error::Result;
use crate::sqlite::rule::push_rule;
use crate::sqlite::{Sqlite, facts};

pub(super) type Sql = QueryBuilder<Engine>;

pub(super) async fn page(pool: &SqlitePool, filter: &CustomerFilter) -> Result<Vec<CustomerRecord>> {
    let text = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let mut sql = Sql::new("SELECT ");
    sql.push(facts::COLUMNS)
        .push(record::MORE)
        .push(" FROM customer c WHERE c.erased_at IS NULL");
    if let Some(text) = text {
        match search::find(pool, text).await? {
            Found::These(ids) if ids.is_empty() => return Ok(Vec::new()),
            found => search::push(sql.push(" AND "), text, &found),
        }
    }
    push_filters(&mut sql, filter);
    push_order(&mut sql, filter);
    sql.push(" LIMIT ").push_bind(i64::from(filter.limit));
    let rows = sql.build().persistent(false).fetch_all(pool).await?;
    rows.iter().map(record::read).collect()
}

pub(super) async fn number_is_known(store: &Sqlite, phone: &Phone) -> Result<NumberKnown> {
    let mut reader = store.read().acquire().await?;
    let withdrawn: Vec<bool> = sqlx::query_scalar(
        "SELECT consent_service = 2 OR consent_care = 2 OR consent_marketing = 2 FROM customer
         WHERE phone_key = $1 AND erased_at IS NULL",
    )
    .bind(facts::phone_key(phone))
    .fetch_all(&mut *reader)
    .await?;
    let mut known = NumberKnown {
        customers: !withdrawn.is_empty(),
        opted_out: withdrawn.contains(&true),
    };
    for purpose in Purpose::ALL {
        let listed = store
            .numbers()
            .listed(&mut reader, purpose, std::iter::once(phone.e164()));
        known.opted_out |= !listed.await?.is_empty();
    }
    Ok(known)
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
