//! The roll as a file, in constant memory, phones masked.

use std::any::Any;
use std::fs::File;
use std::io::{self, ErrorKind, Seek as _};

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::SecondsFormat;
use chrono_tz::Tz;
use domain::id::RunId;
use domain::time::Millis;
use futures::stream::{self, StreamExt};
use rust_xlsxwriter::{Workbook, XlsxError};
use store::Change;
use store::contract::runs::{EntryFilter, EntryRecord};
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;
use tokio::task::JoinError;
use wire::Code;

use super::{masked, readable, words};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::Path;
use crate::firing;
use crate::lang::Lang;

/// Entries read at a time.
const BATCH: u32 = 2_000;
/// Rows that a sheet takes, its header included.
const SHEET: u32 = 1_048_576;
const COLUMNS: usize = 12;

type Cells = [String; COLUMNS];

/// The roll as a CSV (UTF-8 with BOM). Cells that a spreadsheet would run are made harmless.
#[utoipa::path(get, path = "/runs/{id}/roll.csv", tag = "runs", security(("capability" = ["read_log"])), params(("id" = RunId, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = wire::Problem)))]
pub async fn csv(may: May<cap::ReadLog>, State(app): State<App>, Path(id): Path<RunId>) -> Answer<Response> {
    let run = readable(&app, may.user(), id).await?.row;
    note(&may, &app, id, "csv").await?;
    let lang = may.lang;
    let head = line(&header(lang)).map_err(Failure::internal)?;
    let begin = stream::once(async move { Ok([b"\xef\xbb\xbf".as_slice(), &head].concat()) });
    let body = stream::unfold(Some((app, 0)), move |state| async move {
        let (app, from) = state?;
        match page(&app, run.no, from, lang).await {
            Ok(rows) if rows.is_empty() => None,
            Ok(rows) => {
                let next = from + rows.len() as u32;
                let bytes: io::Result<Vec<Vec<u8>>> = rows.iter().map(line).collect();
                Some((bytes.map(|lines| lines.concat()), Some((app, next))))
            }
            Err(error) => Some((Err(io::Error::other(error)), None)),
        }
    });
    let headers = named("text/csv; charset=utf-8", id, "csv");
    Ok((headers, Body::from_stream(begin.chain(body))).into_response())
}

/// The roll as a workbook. Cells that a spreadsheet would run are made harmless.
#[utoipa::path(get, path = "/runs/{id}/roll.xlsx", tag = "runs", security(("capability" = ["read_log"])), params(("id" = RunId, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>), (status = 404, body = wire::Problem)))]
pub async fn xlsx(may: May<cap::ReadLog>, State(app): State<App>, Path(id): Path<RunId>) -> Answer<Response> {
    let run = readable(&app, may.user(), id).await?.row;
    note(&may, &app, id, "xlsx").await?;
    let lang = may.lang;
    let folder = app.imports.folder().to_owned();
    let (rows, received) = mpsc::channel(4);
    let writing = tokio::task::spawn_blocking(move || write(&folder, lang, received));
    let mut from = 0;
    let read = loop {
        match page(&app, run.no, from, lang).await {
            Ok(page) if page.is_empty() => break Ok(()),
            Ok(page) => {
                from += page.len() as u32;
                if rows.send(page).await.is_err() {
                    break Ok(());
                }
            }
            Err(error) => break Err(error),
        }
    };
    drop(rows);
    let written = writing.await.map_err(broken_off)?;
    read?;
    let file = written.map_err(unwritten)?;
    let body = stream::unfold(Some(tokio::fs::File::from_std(file)), |file| async move {
        let mut file = file?;
        let mut bytes = vec![0; 1 << 16];
        match file.read(&mut bytes).await {
            Ok(0) => None,
            Ok(read) => {
                bytes.truncate(read);
                Some((Ok(bytes), Some(file)))
            }
            Err(error) => Some((Err(error), None)),
        }
    });
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok((named(kind, id, "xlsx"), Body::from_stream(body)).into_response())
}

/// The log says who took names and texts away, and of which run.
async fn note(may: &May<cap::ReadLog>, app: &App, id: RunId, format: &'static str) -> Answer<()> {
    let change = Change::new("run.roll_exported", "run", id).with("format", format);
    Ok(app.store.note(&may.stamp(app), vec![change]).await?)
}

fn named(kind: &str, id: RunId, ending: &str) -> [(axum::http::HeaderName, String); 2] {
    [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"roll-{id}.{ending}\""),
        ),
    ]
}

/// Why there is no workbook.
fn unwritten(error: XlsxError) -> Failure {
    match &error {
        XlsxError::IoError(io) if io.kind() == ErrorKind::StorageFull => Failure::new(Code::DiskFull),
        _ => Failure::internal(error),
    }
}

/// Where it writes rows beside the workbook, its writer knows no error and panics: with the error in its words.
fn broken_off(error: JoinError) -> Failure {
    let words = error.try_into_panic().map(Box::<dyn Any + Send>::downcast::<String>);
    match words {
        Ok(Ok(words)) if words.contains(&format!("{:?}", ErrorKind::StorageFull)) => Failure::new(Code::DiskFull),
        Ok(Ok(words)) => Failure::internal(std::io::Error::other(*words)),
        Ok(Err(_)) => Failure::internal(std::io::Error::other("the writer of a workbook panicked")),
        Err(error) => Failure::internal(error),
    }
}

/// Writes the workbook into a file in `folder` that has no name: names and texts are gone with whoever reads it.
fn write(folder: &std::path::Path, lang: Lang, mut pages: mpsc::Receiver<Vec<Cells>>) -> Result<File, XlsxError> {
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::tempfile_in(folder)?;
    let mut book = Workbook::new();
    book.set_tempdir(folder)?;
    let mut waiting = pages.blocking_recv();
    loop {
        let sheet = book.add_worksheet_with_constant_memory()?;
        for (column, cell) in header(lang).into_iter().enumerate() {
            sheet.write_string(0, column as u16, cell)?;
        }
        let mut row = 1;
        while row < SHEET {
            let Some(page) = waiting.take() else { break };
            let room = (SHEET - row) as usize;
            for cells in page.iter().take(room) {
                for (column, cell) in cells.iter().enumerate() {
                    sheet.write_string(row, column as u16, intake::harmless(cell))?;
                }
                row += 1;
            }
            waiting = if page.len() > room {
                Some(page[room..].to_vec())
            } else {
                pages.blocking_recv()
            };
        }
        if waiting.is_none() {
            break;
        }
    }
    book.save_to_writer(&mut file)?;
    file.rewind()?;
    Ok(file)
}

fn header(lang: Lang) -> Cells {
    let zh = [
        "序号",
        "姓名",
        "手机",
        "结果",
        "原因",
        "说明",
        "分条",
        "费用（元）",
        "尝试次数",
        "更新时间",
        "写法",
        "短信内容",
    ];
    let en = [
        "No.",
        "Name",
        "Phone",
        "Outcome",
        "Reason",
        "Detail",
        "Parts",
        "Cost (CNY)",
        "Attempts",
        "Updated",
        "Wording",
        "Text",
    ];
    match lang {
        Lang::ZhCn => zh.map(str::to_owned),
        Lang::En => en.map(str::to_owned),
    }
}

async fn page(app: &App, run: i64, from: u32, lang: Lang) -> store::Result<Vec<Cells>> {
    let entries = app.store.entries(run, &EntryFilter::default(), from, BATCH).await?;
    let zone = app.zone();
    Ok(entries.into_iter().map(|entry| cells(entry, zone, lang)).collect())
}

fn cells(entry: EntryRecord, zone: Tz, lang: Lang) -> Cells {
    let state = entry.state;
    [
        (u64::from(entry.seq) + 1).to_string(),
        entry.name,
        entry.phone.as_deref().map(masked).unwrap_or_default(),
        words::outcome(state.outcome(), lang).to_owned(),
        words::reason(state, lang).to_owned(),
        entry
            .detail
            .map(|detail| words::detail(&detail, lang))
            .unwrap_or_default(),
        entry.parts.to_string(),
        if entry.charged {
            yuan(entry.cost_millis)
        } else {
            String::new()
        },
        entry.attempts.to_string(),
        moment(entry.updated_at, zone),
        entry
            .wording
            .map(|wording| (wording + 1).to_string())
            .unwrap_or_default(),
        entry.text.unwrap_or_default(),
    ]
}

/// Fen × 1,000 as yuan with five decimals, exactly.
fn yuan(millis: u64) -> String {
    format!("{}.{:05}", millis / 100_000, millis % 100_000)
}

/// The moment with its offset, so that it means the same wherever the file is read.
fn moment(at: Millis, zone: Tz) -> String {
    let offset = chrono::FixedOffset::east_opt(firing::offset_minutes(zone, at) * 60);
    let utc = chrono::DateTime::from_timestamp_millis(at).unwrap_or_default();
    offset.map_or_else(
        || utc.to_rfc3339_opts(SecondsFormat::Secs, true),
        |offset| utc.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Secs, true),
    )
}

fn line(cells: &Cells) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(cells.iter().map(|cell| intake::harmless(cell).into_owned()))?;
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The number of "no space left on device".
    const FULL: i32 = 28;

    #[cfg(unix)]
    #[tokio::test]
    async fn a_full_disk_is_told_as_such_however_the_writer_breaks_off() {
        let full = || io::Error::from_raw_os_error(FULL);
        let of = |error: io::Error| {
            tokio::task::spawn_blocking(move || std::panic::panic_any(format!("Couldn't write: {error:?}")))
        };
        let status = |failure: Failure| failure.into_response().status().as_u16();
        assert_eq!(status(broken_off(of(full()).await.unwrap_err())), 507);
        let other = io::Error::from(ErrorKind::PermissionDenied);
        assert_eq!(status(broken_off(of(other).await.unwrap_err())), 500);
        assert_eq!(status(unwritten(full().into())), 507);
        assert_eq!(status(unwritten(XlsxError::RowColumnLimitError)), 500);
    }
}
