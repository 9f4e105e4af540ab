//! The log as a CSV, newest first.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::SecondsFormat;
use futures::stream;
use store::contract::{EventRecord, LogFilter};

use super::LogQuery;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::Query;

/// Events read at a time.
const BATCH: u32 = 2_000;
const HEADER: [&str; 10] = [
    "seq",
    "at",
    "actor_kind",
    "actor",
    "actor_name",
    "action",
    "subject_kind",
    "subject",
    "details",
    "leaf",
];

/// The events that the list would show, as a CSV (UTF-8 with BOM). Cells that a spreadsheet would run are made harmless.
#[utoipa::path(get, path = "/log/export.csv", tag = "log", security(("capability" = ["read_log"])), params(LogQuery),
    responses((status = 200, content_type = "text/csv", body = String)))]
pub async fn export(may: May<cap::ReadLog>, State(app): State<App>, Query(query): Query<LogQuery>) -> Answer<Response> {
    let filter = query.filter(may.user());
    let head = row(&HEADER.map(str::to_owned))?;
    let begin = stream::once(async move { Ok([b"\xef\xbb\xbf".as_slice(), &head].concat()) });
    let body = stream::unfold(Some((app, filter, None)), |state| async move {
        let (app, filter, before) = state?;
        match batch(&app, filter.as_ref()?, before).await {
            Ok((_, None)) => None,
            Ok((bytes, last)) => Some((Ok(bytes), Some((app, filter, last)))),
            Err(error) => Some((Err(std::io::Error::other(error)), None)),
        }
    });
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"log.csv\""),
    ];
    Ok((headers, Body::from_stream(futures::StreamExt::chain(begin, body))).into_response())
}

/// The next rows, and the number of the last event among them.
async fn batch(app: &App, filter: &LogFilter, before: Option<u64>) -> Result<(Vec<u8>, Option<u64>), String> {
    let events = app
        .store
        .events(filter, before, BATCH)
        .await
        .map_err(|error| error.to_string())?;
    let last = events.last().map(|event| event.seq);
    let mut bytes = Vec::new();
    for event in events {
        bytes.extend(row(&cells(event)).map_err(|_| "a row could not be written".to_owned())?);
    }
    Ok((bytes, last))
}

fn cells(event: EventRecord) -> [String; 10] {
    let at = chrono::DateTime::from_timestamp_millis(event.at).unwrap_or_default();
    let words = event.words.iter().map(|kept| (&kept.key, &kept.words));
    let told = event.details.iter().map(|(key, value)| (key, value)).chain(words);
    let details: Vec<_> = told.map(|(key, value)| format!("{key}={value}")).collect();
    [
        event.seq.to_string(),
        at.to_rfc3339_opts(SecondsFormat::Millis, true),
        event.actor_kind,
        event.actor,
        event.actor_name,
        event.action,
        event.subject_kind,
        event.subject,
        details.join("; "),
        hex::encode(event.leaf_hash),
    ]
}

fn row(cells: &[String]) -> Answer<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer
        .write_record(cells.iter().map(|cell| intake::harmless(cell).into_owned()))
        .map_err(Failure::internal)?;
    writer.into_inner().map_err(Failure::internal)
}
