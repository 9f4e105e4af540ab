//! The gateway's endpoints of 导入 (Imports), one function each.

use domain::id::ImportId;
use wire::Page;
use wire::imports::{ApplyImport, FileKind, Import, ImportRow, Mapping, Reading};

use super::transport::{get, post, put, upload, url};
use super::{Answer, query};

/// All imports, newest first.
pub fn list(cursor: Option<&str>) -> Answer<Page<ImportRow>> {
    get(&query::with("/api/imports", &[("cursor", cursor)]))
}

/// Uploads a file; without a kind, the gateway finds out what it holds. `progress` hears the share that has travelled, 0.0 to 1.0.
pub fn create(kind: Option<FileKind>, file: &web_sys::File, progress: impl Fn(f64) + 'static) -> Answer<Import> {
    #[derive(serde::Serialize)]
    struct Query {
        kind: Option<FileKind>,
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
}

/// One import.
pub fn one(id: ImportId) -> Answer<Import> {
    get(&format!("/api/imports/{id}"))
}

/// Says which column goes to which field; counts anew.
pub fn map(id: ImportId, mapping: &Mapping) -> Answer<Import> {
    put(&format!("/api/imports/{id}/mapping"), mapping)
}

/// Reads another sheet, or takes in who was erased; counts anew.
pub fn read(id: ImportId, reading: &Reading) -> Answer<Import> {
    put(&format!("/api/imports/{id}/reading"), reading)
}

/// Applies what was checked, as it was seen.
pub fn apply(id: ImportId, version: i64) -> Answer<Import> {
    post(&format!("/api/imports/{id}/apply"), &ApplyImport { version })
}

/// Stops it; nothing is written.
pub fn cancel(id: ImportId) -> Answer<Import> {
    post(&format!("/api/imports/{id}/cancel"), &())
}

/// Where the refused rows are fetched.
pub fn refused(id: ImportId) -> String {
    url(&format!("/api/imports/{id}/refused.csv"))
}
