//! The proof of a run as a file, in constant memory.

use std::io;

use audit::pack::{RunHeader, RunPack};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::RunId;
use domain::role::Capability;
use futures::stream;
use serde::Deserialize;
use store::Change;
use utoipa::IntoParams;
use wire::Code;
use wire::runs::PhonesShown;

use super::readable;
use crate::app::App;
use crate::caller::{Caller, May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Path, Query};
use crate::ledger::consents::Shared;
use crate::ledger::pack;

/// Entries read at a time.
const BATCH: u32 = 2_000;

/// How much is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Showing {
    /// How much of the phones; absent: masked. Without phones, texts are left out too.
    phones: Option<PhonesShown>,
}

impl Showing {
    /// What is shown to this caller; phones in full only to one who may reveal them.
    pub(super) fn to(&self, caller: &Caller) -> Answer<PhonesShown> {
        let phones = self.phones.unwrap_or(PhonesShown::Masked);
        if phones == PhonesShown::Full && !caller.role.may(Capability::RevealPhone) {
            return Err(Failure::new(Code::Forbidden));
        }
        Ok(phones)
    }
}

/// The run pack (docs/formats.md): proves that everybody on the roll has one final outcome. Only for a closed run whose
/// `provable` is set.
#[utoipa::path(get, path = "/runs/{id}/pack", tag = "runs", security(("capability" = ["read_log"])), params(("id" = RunId, Path), Showing),
    responses((status = 200, content_type = "application/jsonl", body = String), (status = 403, body = wire::Problem), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn run_pack(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Query(showing): Query<Showing>,
) -> Answer<Response> {
    let run = readable(&app, may.user(), id).await?.row;
    let show = showing.to(may.user())?;
    if show == PhonesShown::Full && !may.user().role.exports_phones() {
        return Err(Failure::new(Code::Forbidden).detail((
            "整本名册的完整号码，客服不能导出；请导出遮住号码的证明包。",
            "An agent does not export the phones of a whole roll in full; export the pack with masked phones.",
        )));
    }
    let (under, frozen, closed) = pack::of_run(&app, &run).await?;
    let change = Change::new("run.pack_exported", "run", id).with("phones", show.code());
    app.store.note(&may.stamp(&app), vec![change]).await?;
    let out = Shared::default();
    let header = RunHeader::new(under.signing, frozen, closed);
    let pack = RunPack::begin(out.clone(), &header).map_err(Failure::internal)?;
    let writing = Writing {
        app,
        run: run.no,
        show,
        pack,
        out,
        from: 0,
    };
    let body = stream::unfold(Some(writing), |writing| async move {
        match writing?.next().await {
            Ok((bytes, rest)) => Some((Ok(bytes), rest)),
            Err(error) => Some((Err(error), None)),
        }
    });
    Ok((named(id, "run"), Body::from_stream(body)).into_response())
}

/// The headers of a pack.
pub(super) fn named(id: RunId, what: &str) -> [(axum::http::HeaderName, String); 2] {
    let file = format!("attachment; filename=\"{what}-{id}.jsonl\"");
    [
        (CONTENT_TYPE, "application/jsonl".to_owned()),
        (CONTENT_DISPOSITION, file),
    ]
}

/// A pack under way.
struct Writing {
    app: App,
    run: i64,
    show: PhonesShown,
    pack: RunPack<Shared>,
    out: Shared,
    from: u32,
}

impl Writing {
    /// What was written since the last call, and what is still to be written.
    async fn next(mut self) -> io::Result<(Vec<u8>, Option<Writing>)> {
        let page = self.app.store.sealed_entries(self.run, self.from, BATCH).await;
        let page = page.map_err(io::Error::other)?;
        for entry in &page {
            let written = pack::line(entry, self.show, |line| self.pack.entry(line));
            written.ok_or_else(|| io::Error::other("an outcome in no form"))??;
        }
        self.from += page.len() as u32;
        if page.len() < BATCH as usize {
            self.pack.finish()?;
            return Ok((self.out.take(), None));
        }
        Ok((self.out.take(), Some(self)))
    }
}
