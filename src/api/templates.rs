//! The gateway's endpoints of 模板 (Templates), one function each.

use domain::id::TemplateId;
use wire::templates::{SetReport, Template, TemplateEdit, TemplateRow, TemplateVersion};

use super::Answer;
use super::transport::{delete, get, post, put, upload, url};

/// All templates, last changed first.
pub fn list() -> Answer<Vec<TemplateRow>> {
    get("/api/templates")
}

/// One template.
pub fn one(id: TemplateId) -> Answer<Template> {
    get(&format!("/api/templates/{id}"))
}

/// A new template.
pub fn create(edit: &TemplateEdit) -> Answer<Template> {
    post("/api/templates", edit)
}

/// Saves a template as its next version.
pub fn save(id: TemplateId, edit: &TemplateEdit) -> Answer<Template> {
    put(&format!("/api/templates/{id}"), edit)
}

/// Archives a template.
pub fn archive(id: TemplateId) -> Answer<()> {
    delete(&format!("/api/templates/{id}"))
}

/// Its versions, newest first.
pub fn versions(id: TemplateId) -> Answer<Vec<TemplateVersion>> {
    get(&format!("/api/templates/{id}/versions"))
}

/// Where the templates are saved from as a file: `json` or `xlsx`.
pub fn set_url(ending: &str) -> String {
    url(&format!("/api/templates/set.{ending}"))
}

/// Brings a template set in, or with `take` false only tells what would happen.
pub fn take_set(file: &web_sys::File, take: bool) -> Answer<SetReport> {
    upload(&format!("/api/templates/set?take={take}"), file, |_| {})
}
