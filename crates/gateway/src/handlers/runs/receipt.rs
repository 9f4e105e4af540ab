//! The proof of one entry.

use std::collections::HashMap;

use audit::pack::{ReceiptHeader, write_receipt};
use audit::roll::entry::freeze_hash;
use audit::roll::{Outcome, close_leaf};
use audit::{Hash, Node, ProofError, Tree};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::id::RunId;
use store::Change;
use wire::Code;

use super::pack::{Showing, named};
use super::readable;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Path, Query};
use crate::ledger::pack;

/// Entries read at a time.
const BATCH: u32 = 8_192;

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
    let (freeze_proof, close_proof) = proofs(&app, run.no, u64::from(seq), run.audience).await?;
    let change = Change::new("run.receipt_exported", "run", id)
        .with("entry", seq)
        .with("phones", show.code());
    app.store.note(&may.stamp(&app), change).await?;
    let header = ReceiptHeader::new(under.signing, frozen, closed, freeze_proof, close_proof);
    let mut out = Vec::new();
    pack::line(&entry, show, |line| write_receipt(&mut out, &header, line))
        .ok_or_else(|| Failure::internal("an outcome in no form"))?
        .map_err(Failure::internal)?;
    Ok((named(id, &format!("receipt-{seq}")), out).into_response())
}

/// The proofs of an entry in the trees at the freeze and at the close. Reads the roll once and keeps the few hashes that the
/// proofs need.
async fn proofs(app: &App, run: i64, place: u64, size: u64) -> Answer<(Vec<Hash>, Vec<Hash>)> {
    let (mut frozen, mut closed) = (Branch::new(place, size)?, Branch::new(place, size)?);
    let mut from = 0;
    loop {
        let page = app.store.sealed_entries(run, from, BATCH).await?;
        for entry in &page {
            let outcome = Outcome::parse(&entry.outcome).ok_or_else(|| Failure::internal("an outcome in no form"))?;
            frozen.push(freeze_hash(&entry.leaf));
            closed.push(close_leaf(&entry.leaf, &outcome));
        }
        from += page.len() as u32;
        if page.len() < BATCH as usize {
            break;
        }
    }
    Ok((frozen.proof()?, closed.proof()?))
}

/// Grows a tree and keeps what one inclusion proof needs of it.
struct Branch {
    place: u64,
    size: u64,
    tree: Tree,
    /// The subtrees that the proof needs, each once it is complete.
    needed: HashMap<Node, Hash>,
}

impl Branch {
    fn new(place: u64, size: u64) -> Answer<Branch> {
        let mut needed = HashMap::new();
        let asked = audit::inclusion(place, size, |node| {
            needed.insert(node, Hash::EMPTY);
            Ok::<_, ProofError>(Hash::EMPTY)
        });
        asked.map_err(Failure::internal)?;
        Ok(Branch {
            place,
            size,
            tree: Tree::new(),
            needed,
        })
    }

    fn push(&mut self, leaf: Hash) {
        let needed = &mut self.needed;
        self.tree.push_with(leaf, |node, hash| {
            if let Some(kept) = needed.get_mut(&node) {
                *kept = hash;
            }
        });
    }

    fn proof(&self) -> Answer<Vec<Hash>> {
        let read = |node: Node| self.needed.get(&node).copied().ok_or(ProofError::Beyond);
        if self.tree.size() != self.size {
            return Err(Failure::internal("the roll has not as many entries as its run says"));
        }
        audit::inclusion(self.place, self.size, read).map_err(Failure::internal)
    }
}
