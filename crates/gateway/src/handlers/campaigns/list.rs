//! Reading campaigns.

use axum::extract::State;
use domain::campaign::CampaignState;
use domain::id::CampaignId;
use domain::time::Millis;
use serde::Deserialize;
use store::contract::campaigns::CampaignFilter;
use wire::Page;
use wire::campaigns::{Campaign, CampaignRow};

use super::view;
use crate::app::App;
use crate::caller::{May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Path, Query};

/// Query of the list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CampaignQuery {
    /// Where they stand; absent: everywhere but archived.
    state: Option<CampaignState>,
    /// Part of the name or text.
    search: Option<String>,
    /// Where to go on.
    cursor: Option<String>,
    /// Rows, 1 to 200; default 50.
    limit: Option<u32>,
}

/// Campaigns, last changed first.
#[utoipa::path(get, path = "/campaigns", tag = "campaigns", security(("capability" = ["see_customers"])), params(CampaignQuery),
    responses((status = 200, body = Page<CampaignRow>)))]
pub async fn list(
    may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Query(query): Query<CampaignQuery>,
) -> Answer<Json<Page<CampaignRow>>> {
    let after = query
        .cursor
        .as_deref()
        .map(cursor::decode::<(Millis, CampaignId)>)
        .transpose()?;
    let limit = cursor::limit(query.limit);
    let search = query
        .search
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    let filter = CampaignFilter {
        state: query.state,
        search,
        after,
    };
    let mut records = app.store.campaigns(&filter, limit + 1).await?;
    let more = records.len() > limit as usize;
    records.truncate(limit as usize);
    let next = match records.last() {
        Some(last) if more => Some(cursor::encode(&(last.updated_at, last.id))?),
        _ => None,
    };
    Ok(Json(Page {
        rows: records.into_iter().map(|record| view::row(may.lang, record)).collect(),
        next,
        total: None,
    }))
}

/// One campaign with its decisions and runs.
#[utoipa::path(get, path = "/campaigns/{id}", tag = "campaigns", security(("capability" = ["see_customers"])),
    params(("id" = CampaignId, Path)),
    responses((status = 200, body = Campaign), (status = 404, body = wire::Problem)))]
pub async fn one(
    may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Path(id): Path<CampaignId>,
) -> Answer<Json<Campaign>> {
    Ok(Json(view::read(&app, may.lang, id).await?))
}
