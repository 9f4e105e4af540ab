//! Receipts for no message that we know of.

use axum::extract::State;
use domain::roll::Receipt;
use serde::Deserialize;
use store::contract::runs::Orphan;
use utoipa::IntoParams;
use wire::Page;
use wire::runs::{OrphanReceipt, ReceiptStatus};

use crate::app::App;
use crate::caller::{May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Query};

/// Where to go on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrphanQuery {
    /// Where to go on.
    cursor: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
}

/// Receipts for no message that we know of, latest first. They are nobody's, so that an agent, who reads their own, reads none.
#[utoipa::path(get, path = "/receipts/orphans", tag = "runs", security(("capability" = ["read_log"])), params(OrphanQuery),
    responses((status = 200, body = Page<OrphanReceipt>)))]
pub async fn orphans(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Query(query): Query<OrphanQuery>,
) -> Answer<Json<Page<OrphanReceipt>>> {
    let before = query.cursor.as_deref().map(cursor::decode::<i64>).transpose()?;
    if !may.user().role.reads_all_logs() {
        return Ok(Json(Page {
            rows: Vec::new(),
            next: None,
            total: Some(0),
        }));
    }
    let limit = cursor::limit(query.limit);
    let mut rows = app.store.orphan_receipts(before, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = match rows.last() {
        Some(last) if more => Some(cursor::encode(&last.id)?),
        _ => None,
    };
    Ok(Json(Page {
        rows: rows.into_iter().map(travelling).collect(),
        next,
        total: Some(app.store.orphans().await?),
    }))
}

fn travelling(orphan: Orphan) -> OrphanReceipt {
    let masked: Vec<String> = orphan.tails.iter().map(|tail| format!("****{tail}")).collect();
    OrphanReceipt {
        carrier: orphan.carrier,
        reference: orphan.reference,
        status: match orphan.status {
            Receipt::Enroute => ReceiptStatus::Enroute,
            Receipt::Delivered => ReceiptStatus::Delivered,
            Receipt::Failed(_) => ReceiptStatus::Failed,
            Receipt::Expired => ReceiptStatus::Expired,
        },
        code: orphan.code,
        at: orphan.at,
        received_at: orphan.received_at,
        phone: (!masked.is_empty()).then(|| masked.join(" ")),
    }
}
