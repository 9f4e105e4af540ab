//! All imports.

use axum::extract::State;
use domain::id::ImportId;
use domain::time::Millis;
use serde::Deserialize;
use utoipa::IntoParams;
use wire::Page;
use wire::imports::ImportRow;

use super::{state_of, wire_kind};
use crate::app::App;
use crate::caller::{May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Query};
use crate::jobs::import::said;

/// Query of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportsQuery {
    /// Where to go on.
    cursor: Option<String>,
    /// Rows, 1 to 200; default 50.
    limit: Option<u32>,
}

/// Imports, latest first.
#[utoipa::path(get, path = "/imports", tag = "imports", security(("capability" = ["see_customers"])), params(ImportsQuery),
    responses((status = 200, body = Page<ImportRow>)))]
pub async fn list(
    _: May<cap::SeeCustomers>,
    State(app): State<App>,
    Query(query): Query<ImportsQuery>,
) -> Answer<Json<Page<ImportRow>>> {
    let after = query
        .cursor
        .as_deref()
        .map(cursor::decode::<(Millis, ImportId)>)
        .transpose()?;
    let limit = cursor::limit(query.limit);
    let mut records = app.store.imports(after, limit + 1).await?;
    let more = records.len() > limit as usize;
    records.truncate(limit as usize);
    let next = match records.last() {
        Some(last) if more => Some(cursor::encode(&(last.created_at, last.id))?),
        _ => None,
    };
    let rows = records
        .into_iter()
        .map(|record| ImportRow {
            id: record.id,
            kind: wire_kind(&record.kind),
            file: record.file,
            state: state_of(&record.state),
            counts: said(record.counts),
            by: record.by,
            created_at: record.created_at,
        })
        .collect();
    Ok(Json(Page {
        rows,
        next,
        total: None,
    }))
}
