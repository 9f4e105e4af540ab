//! Everything said, heard and done with one customer.

use axum::extract::State;
use domain::id::CustomerId;
use serde::Deserialize;
use store::contract::customers::{self as stored, TimelinePlace};
use utoipa::IntoParams;
use wire::Page;
use wire::customers::{TimelineItem, TimelineWhat};

use super::consents;
use crate::app::App;
use crate::caller::{May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Path, Query};

/// Query of a time line.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// Where to go on.
    cursor: Option<String>,
    /// Items, 1 to 200; default 50.
    limit: Option<u32>,
}

/// The time line, newest first.
#[utoipa::path(get, path = "/customers/{id}/timeline", tag = "customers", security(("capability" = ["see_customers"])),
    params(("id" = CustomerId, Path), TimelineQuery),
    responses((status = 200, body = Page<TimelineItem>), (status = 404, body = wire::Problem)))]
pub async fn timeline(
    _: May<cap::SeeCustomers>,
    State(app): State<App>,
    Path(id): Path<CustomerId>,
    Query(query): Query<TimelineQuery>,
) -> Answer<Json<Page<TimelineItem>>> {
    let after = query
        .cursor
        .as_deref()
        .map(cursor::decode::<TimelinePlace>)
        .transpose()?;
    let limit = cursor::limit(query.limit);
    let mut items = app.store.timeline(id, after, limit + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = match items.last() {
        Some(last) if more => {
            let here = items.iter().filter(|item| item.at == last.at).count() as u32;
            let before = after.filter(|place| place.at == last.at).map_or(0, |place| place.shown);
            Some(cursor::encode(&TimelinePlace {
                at: last.at,
                shown: here + before,
            })?)
        }
        _ => None,
    };
    Ok(Json(Page {
        rows: items.into_iter().map(item_of).collect(),
        next,
        total: None,
    }))
}

pub(crate) fn item_of(item: stored::TimelineItem) -> TimelineItem {
    use stored::TimelineWhat as S;
    let what = match item.what {
        S::Consent { record, answers } => return consents::item_of(record, answers),
        S::Entry {
            run,
            seq,
            campaign,
            text,
            outcome,
            reason,
            provable,
        } => TimelineWhat::Entry {
            run,
            seq,
            campaign,
            text,
            outcome,
            reason,
            provable,
        },
        S::Reply { text } => TimelineWhat::Reply { text },
        S::Confirmation { text, outcome } => TimelineWhat::Confirmation { text, outcome },
        S::Purchase { number, amount, item } => TimelineWhat::Purchase { number, amount, item },
        S::Event { kind, text } => TimelineWhat::Event { event: kind, text },
        S::Note { author, text } => TimelineWhat::Note { author, text },
        S::Card { act, actor } => TimelineWhat::Card {
            act: act.to_owned(),
            actor,
        },
    };
    TimelineItem { at: item.at, what }
}
