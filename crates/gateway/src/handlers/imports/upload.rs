//! Uploading a file.

use std::collections::HashSet;
use std::path::Path;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::ImportId;
use domain::time::civil;
use futures::StreamExt;
use serde::Deserialize;
use store::contract::imports::ImportRecord;
use tempfile::TempPath;
use tokio::io::AsyncWriteExt;
use utoipa::IntoParams;
use wire::Code;
use wire::imports::{FileKind, Import};

use super::get::shown;
use super::{intake_kind, unprepared};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Query};
use crate::jobs::import::{self, Upload};

/// A file has at most two gigabytes.
const MOST: u64 = 2 << 30;
/// Who uploads has so many files waiting at most, and so many octets of them: nobody fills the disk with what they never apply.
const MOST_WAITING: usize = 20;
const MOST_WAITING_OCTETS: u64 = 2 * MOST;

/// Query of an upload.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// What the file holds; found out from its columns if absent.
    #[param(inline)]
    kind: Option<FileKind>,
    /// Name of the file.
    name: Option<String>,
}

/// Takes a file as the raw body, looks at it, and begins the dry run.
#[utoipa::path(post, path = "/imports", tag = "imports", security(("capability" = ["edit_customers"])), params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Import), (status = 413, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn upload(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Query(query): Query<UploadQuery>,
    body: Body,
) -> Answer<(StatusCode, Json<Import>)> {
    let id = ImportId(app.new_id());
    let name = file_name(query.name.as_deref());
    let path = app.imports.folder().join(id.to_string());
    let upload = app.imports.uploads.begin(id, may.stamp(&app).actor);
    let room = room(&app, &may, &upload).await?;
    // Gone with whatever goes wrong, and with the connection.
    let half = TempPath::try_from_path(&path).map_err(disk)?;
    let bytes = take(&app, &path, body, &room, &upload).await?;
    begin(&app, id, &path, bytes, name, query.kind, &may).await?;
    half.keep().map_err(|error| disk(error.error))?;
    upload.kept();
    Ok((StatusCode::CREATED, Json(shown(&app, id, may.lang).await?)))
}

/// The file's name without folders and control characters, at most 200 characters.
fn file_name(name: Option<&str>) -> String {
    let last = name.unwrap_or("").rsplit(['/', '\\']).next().unwrap_or("");
    let clean: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if clean.trim().is_empty() {
        "upload".to_owned()
    } else {
        clean
    }
}

/// What is left to an uploader, beside what their uploads under way hold.
struct Room {
    octets: u64,
    /// The imports that are counted already.
    told: HashSet<ImportId>,
    /// The file that waits longest, and since when.
    oldest: Option<ImportRecord>,
}

impl Room {
    /// Too much waits already.
    fn exceeded(&self, app: &App) -> Failure {
        let Some(oldest) = &self.oldest else {
            return Failure::new(Code::TooLarge);
        };
        let (file, day) = (
            &oldest.file,
            civil(oldest.created_at, app.offset_minutes(oldest.created_at)).date(),
        );
        Failure::new(Code::TooLarge).detail((
            format!("您上传的文件里有太多还没有写入，最早的是 {day} 的“{file}”。请先写入或取消几份，再上传。"),
            format!("Too many of the files that you uploaded wait to be applied, the oldest is “{file}” of {day}. Apply or cancel some first."),
        ))
    }
}

async fn room(app: &App, may: &May<cap::EditCustomers>, upload: &Upload<'_>) -> Answer<Room> {
    let waiting = app.store.unfinished_imports(&may.stamp(app).actor).await?;
    let held: u64 = waiting.iter().map(|record| record.bytes).sum();
    let told: HashSet<ImportId> = waiting.iter().map(|record| record.id).collect();
    let full = told.len() + upload.before(&told) >= MOST_WAITING;
    let room = Room {
        octets: MOST_WAITING_OCTETS.saturating_sub(held),
        told,
        oldest: waiting.into_iter().next(),
    };
    if full || room.octets == 0 {
        return Err(room.exceeded(app));
    }
    Ok(room)
}

/// Streams the body to the disk.
async fn take(app: &App, path: &Path, body: Body, room: &Room, upload: &Upload<'_>) -> Answer<u64> {
    tokio::fs::create_dir_all(app.imports.folder()).await.map_err(disk)?;
    let mut file = tokio::io::BufWriter::new(tokio::fs::File::create(path).await.map_err(disk)?);
    let mut stream = body.into_data_stream();
    let mut bytes = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| {
            Failure::new(Code::Malformed).detail((
                "上传中断了，请重新上传。",
                "The upload broke off. Please upload it again.",
            ))
        })?;
        bytes += chunk.len() as u64;
        if bytes > MOST {
            return Err(Failure::new(Code::TooLarge).detail((
                "文件最大 2 GB，请拆分后上传。",
                "A file has at most 2 GB. Please split it.",
            )));
        }
        if upload.grow(chunk.len() as u64, &room.told) > room.octets {
            return Err(room.exceeded(app));
        }
        file.write_all(&chunk).await.map_err(disk)?;
    }
    file.flush().await.map_err(disk)?;
    Ok(bytes)
}

fn disk(error: std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Failure::new(Code::DiskFull);
    }
    Failure::internal(error)
}

async fn begin(
    app: &App,
    id: ImportId,
    path: &Path,
    bytes: u64,
    name: String,
    kind: Option<FileKind>,
    may: &May<cap::EditCustomers>,
) -> Answer<()> {
    let stamp = may.stamp(app);
    let file = import::NewFile {
        id,
        stored: id.to_string(),
        bytes,
        name,
        kind: kind.map(intake_kind),
        sheet: None,
    };
    let record = import::prepare(app, path, file, "checking").await.map_err(unprepared)?;
    app.store.create_import(&record, &stamp).await?;
    if record.state == "checking" {
        import::begin(app, record, stamp);
    }
    Ok(())
}
