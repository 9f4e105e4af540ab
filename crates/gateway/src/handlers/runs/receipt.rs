//! The proof of one entry.

use audit::pack::{ReceiptHeader, write_receipt};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::id::RunId;
use store::Change;
use store::contract::SideTree;
use wire::Code;

use super::pack::{Showing, named};
use super::readable;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Path, Query};
use crate::ledger::{pack, proofs};

/// The receipt (docs/formats.md): proves one entry and its outcome. Only for a closed run whose `provable` is set.
#[utoipa::path(get, path = "/runs/{id}/entries/{seq}/receipt", tag = "runs", security(("capability" = ["read_log"])),
    params(("id" = RunId, Path), ("seq" = u32, Path), Showing),
    responses((status = 200, content_type = "application/jsonl", body = String), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn receipt(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Path((id, seq)): Path<(RunId, u32)>,
    Query(showing): Query<Showing>,
) -> Answer<Response> {
    let run = readable(&app, may.user(), id).await?.row;
    let show = showing.to(may.user())?;
    if u64::from(seq) >= run.audience {
        return Err(Failure::new(Code::NotFound));
    }
    let (under, frozen, closed) = pack::of_run(&app, &run).await?;
    let entry = app.store.sealed_entries(run.no, seq, 1).await?.into_iter().next();
    let entry = entry.ok_or(Failure::new(Code::NotFound))?;
    let place = u64::from(seq);
    let freeze_proof = proofs::beside(&*app.store, SideTree::Frozen(run.no), place, run.audience).await?;
    let close_proof = proofs::beside(&*app.store, SideTree::Closed(run.no), place, run.audience).await?;
    let change = Change::new("run.receipt_exported", "run", id)
        .with("entry", seq)
        .with("phones", show.code());
    app.store.note(&may.stamp(&app), vec![change]).await?;
    let header = ReceiptHeader::new(under.signing, frozen, closed, freeze_proof, close_proof);
    let mut out = Vec::new();
    pack::line(&entry, show, |line| write_receipt(&mut out, &header, line))
        .ok_or_else(|| Failure::internal("an outcome in no form"))?
        .map_err(Failure::internal)?;
    Ok((named(id, &format!("receipt-{seq}")), out).into_response())
}
