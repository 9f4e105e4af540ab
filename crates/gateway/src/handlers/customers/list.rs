//! The list of customers.

use axum::extract::State;
use domain::segment::Today;
use store::contract::customers::{CustomerFilter, CustomerOrder, CustomerPlace};
use wire::Page;
use wire::customers::{CustomerQuery, CustomerRow, CustomerSort};

use super::row_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Query};
use crate::handlers::segments;

/// Customers, phones masked. Erased ones are not listed.
#[utoipa::path(get, path = "/customers", tag = "customers", security(("capability" = ["see_customers"])), params(CustomerQuery),
    responses((status = 200, body = Page<CustomerRow>)))]
pub async fn list(
    _: May<cap::SeeCustomers>,
    State(app): State<App>,
    Query(query): Query<CustomerQuery>,
) -> Answer<Json<Page<CustomerRow>>> {
    let after = query
        .cursor
        .as_deref()
        .map(cursor::decode::<CustomerPlace>)
        .transpose()?;
    let limit = u32::from(query.limit.unwrap_or(100).clamp(1, 500));
    let rule = match query.segment {
        Some(id) => {
            let now = app.now();
            Some((
                segments::rule_of(app.store.segment(id).await?)?,
                Today::at(now, app.offset_minutes(now)),
            ))
        }
        None => None,
    };
    let filter = CustomerFilter {
        search: query.search,
        tag: query.tag,
        city: query.city,
        tier: query.tier,
        stage: query.stage,
        phone: query.phone,
        rule,
        order: match query.sort.unwrap_or(CustomerSort::Newest) {
            CustomerSort::Newest => CustomerOrder::Newest,
            CustomerSort::Name => CustomerOrder::Name,
            CustomerSort::Changed => CustomerOrder::Changed,
        },
        after,
        limit: limit + 1,
    };
    let total = total(&app, &filter).await?;
    let mut records = app.store.customers(&filter).await?;
    let more = records.len() > limit as usize;
    records.truncate(limit as usize);
    let next = match records.last() {
        Some(last) if more => Some(cursor::encode(&CustomerPlace {
            id: last.facts.id,
            name: last.facts.name.clone(),
            changed: last.updated_at,
        })?),
        _ => None,
    };
    Ok(Json(Page {
        rows: records.into_iter().map(row_of).collect(),
        next,
        total,
    }))
}

/// How many there are, where that is cheap: of everybody, or of one segment.
async fn total(app: &App, filter: &CustomerFilter) -> Answer<Option<u64>> {
    let narrowed = [&filter.search, &filter.tag, &filter.city, &filter.tier]
        .into_iter()
        .any(Option::is_some)
        || filter.stage.is_some()
        || filter.phone.is_some();
    if narrowed || filter.after.is_some() {
        return Ok(None);
    }
    Ok(Some(match &filter.rule {
        Some((rule, today)) => app.store.count_lately(rule, today).await?.0,
        None => app.store.customer_facets().await?.customers,
    }))
}
