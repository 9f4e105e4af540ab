//! The roll as a field: one byte an entry.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::id::RunId;
use futures::stream;
use serde::Deserialize;
use utoipa::IntoParams;

use super::readable;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Path, Query};

/// Cells read at a time.
const BATCH: u32 = 1 << 16;
/// Most cells that are told as changes; beyond, the whole field is told.
const CHANGES: u32 = 20_000;

/// Since when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CellsQuery {
    /// Only the cells that changed after this revision of the run.
    since: Option<u64>,
}

/// The outcomes' numbers in the order of the roll, one byte an entry; the ETag is the run's revision.
///
/// With `since`, if not too many changed: five bytes for each changed cell, its place (four bytes, big-endian) and its
/// outcome, as `application/vnd.rollcall.changes`.
#[utoipa::path(get, path = "/runs/{id}/cells", tag = "runs", security(("capability" = ["read_log"])),
    params(("id" = RunId, Path), CellsQuery),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 304), (status = 404, body = wire::Problem)))]
pub async fn cells(
    may: May<cap::ReadLog>,
    State(app): State<App>,
    Path(id): Path<RunId>,
    Query(query): Query<CellsQuery>,
    headers: HeaderMap,
) -> Answer<Response> {
    let run = readable(&app, may.user(), id).await?.row;
    let etag = format!("\"{}\"", run.revision);
    let same = headers
        .get(IF_NONE_MATCH)
        .is_some_and(|seen| seen.as_bytes() == etag.as_bytes());
    if same {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response());
    }
    let kept = [(ETAG, etag), (CACHE_CONTROL, "private, no-cache".to_owned())];
    if let Some(since) = query.since {
        let since = i64::try_from(since).unwrap_or(i64::MAX);
        if let Some(changes) = app.store.cells_since(run.no, since, CHANGES).await? {
            let bytes: Vec<u8> = changes
                .into_iter()
                .flat_map(|(seq, cell)| seq.to_be_bytes().into_iter().chain([cell]))
                .collect();
            return Ok((kept, [(CONTENT_TYPE, "application/vnd.rollcall.changes")], bytes).into_response());
        }
    }
    let total = run.audience;
    let body = stream::unfold((app, 0_u32), move |(app, from)| async move {
        let cells = match app.store.cells(run.no, from, BATCH).await {
            Ok(cells) if cells.is_empty() => return None,
            Ok(cells) => cells,
            Err(error) => return Some((Err(std::io::Error::other(error)), (app, from))),
        };
        let next = from + cells.len() as u32;
        Some((Ok(cells), (app, next)))
    });
    let kind = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_LENGTH, total.to_string()),
    ];
    Ok((kept, kind, Body::from_stream(body)).into_response())
}
