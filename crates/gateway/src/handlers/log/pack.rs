//! A range of the log as a file.

use audit::pack::{LogHeader, LogPack};
use audit::signed::Checkpoint;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use store::Change;
use utoipa::IntoParams;
use wire::Code;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::Query;
use crate::ledger::{pack, proofs};

/// Events of one pack at most.
const MOST: u32 = 10_000;

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Range {
    /// The number of the first.
    first: u64,
    /// How many, at most 10,000.
    count: u32,
}

/// The log pack (docs/formats.md): a range of events, shown to stand in the signed log. Only for whoever reads the whole log.
#[utoipa::path(get, path = "/log/pack", tag = "log", security(("capability" = ["read_log"])), params(Range),
    responses((status = 200, content_type = "application/jsonl", body = String), (status = 404, body = wire::Problem)))]
pub async fn log_pack(may: May<cap::ReadLog>, State(app): State<App>, Query(range): Query<Range>) -> Answer<Response> {
    let Range { first, count } = range;
    let under = pack::under(&app).await?;
    let end = first.checked_add(u64::from(count)).filter(|end| *end <= under.size);
    let (Some(end), true, 1..=MOST) = (end, may.user().role.reads_all_logs(), count) else {
        return Err(Failure::new(Code::NotFound));
    };
    let change = Change::new("log.pack_exported", "log", "")
        .with("first", first)
        .with("count", count);
    app.store.note(&may.stamp(&app), vec![change]).await?;
    let edge = proofs::edge(&*app.store, first).await?;
    let proof = proofs::consistency(&*app.store, end, under.size).await?;
    let mut header = LogHeader::new(under.signing, first, u64::from(count), edge, proof);
    // One that only a key of before signed would not be believed by whoever has the one that the pack names.
    let mut keys = app.sequencer.verifiers();
    keys.truncate(1);
    let since = app.store.checkpoint(first).await?;
    header.since = since.filter(|note| Checkpoint::open(note, &keys).is_ok());
    let mut pack = LogPack::begin(Vec::new(), &header).map_err(Failure::internal)?;
    for (leaf, _) in app.store.leaves(first, count).await? {
        pack.event(&leaf).map_err(Failure::internal)?;
    }
    let out = pack.finish().map_err(Failure::internal)?;
    let headers = [
        (CONTENT_TYPE, "application/jsonl".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"log-{first}-{end}.jsonl\""),
        ),
    ];
    Ok((headers, out).into_response())
}
