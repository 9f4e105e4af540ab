//! Uploading a file.

use std::path::Path;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::ImportId;
use futures::StreamExt;
use serde::Deserialize;
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
use crate::jobs::import;

/// A file has at most two gigabytes.
const MOST: u64 = 2 << 30;

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
    let taken = take(&app, &path, body).await;
    let begun = match taken {
        Ok(bytes) => begin(&app, id, &path, bytes, name, query.kind, &may).await,
        Err(failure) => Err(failure),
    };
    if let Err(failure) = begun {
        let _ = tokio::fs::remove_file(&path).await;
        return Err(failure);
    }
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

/// Streams the body to the disk.
async fn take(app: &App, path: &Path, body: Body) -> Answer<u64> {
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
