//! The gateway's endpoints of 导入 (Imports), one function each.

use domain::id::ImportId;
use wire::Page;
use wire::imports::{FileKind, Import, ImportRow, Mapping};

use super::transport::{get, post, put, upload, url};
use super::{Result, query};

/// All imports, newest first.
pub async fn list(cursor: Option<&str>) -> Result<Page<ImportRow>> {
    get(&query::with("/api/imports", &[("cursor", cursor)])).await
}

/// Uploads a file; `progress` hears the share that has travelled, 0.0 to 1.0.
pub async fn create(kind: FileKind, file: &web_sys::File, progress: impl Fn(f64) + 'static) -> Result<Import> {
    #[derive(serde::Serialize)]
    struct Query {
        kind: FileKind,
        name: String,
    }
    upload(
        &query::with(
            "/api/imports",
            &Query {
                kind,
                name: file.name(),
            },
        ),
        file,
        progress,
    )
    .await
}

/// One import.
pub async fn one(id: ImportId) -> Result<Import> {
    get(&format!("/api/imports/{id}")).await
}

/// Says which column goes to which field; counts anew.
pub async fn map(id: ImportId, mapping: &Mapping) -> Result<Import> {
    put(&format!("/api/imports/{id}/mapping"), mapping).await
}

/// Applies what was checked.
pub async fn apply(id: ImportId) -> Result<Import> {
    post(&format!("/api/imports/{id}/apply"), &()).await
}

/// Stops it; nothing is written.
pub async fn cancel(id: ImportId) -> Result<Import> {
    post(&format!("/api/imports/{id}/cancel"), &()).await
}

/// Where the refused rows are fetched.
pub fn refused(id: ImportId) -> String {
    url(&format!("/api/imports/{id}/refused.csv"))
}
