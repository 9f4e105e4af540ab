//! The gateway's endpoints of 模板 (Templates), one function each.

use domain::id::TemplateId;
use wire::templates::{Template, TemplateEdit, TemplateRow, TemplateVersion};

use super::Result;
use super::transport::{delete, get, post, put};

/// All templates, last changed first.
pub async fn list() -> Result<Vec<TemplateRow>> {
    get("/api/templates").await
}

/// One template.
pub async fn one(id: TemplateId) -> Result<Template> {
    get(&format!("/api/templates/{id}")).await
}

/// A new template.
pub async fn create(edit: &TemplateEdit) -> Result<Template> {
    post("/api/templates", edit).await
}

/// Saves a template as its next version.
pub async fn save(id: TemplateId, edit: &TemplateEdit) -> Result<Template> {
    put(&format!("/api/templates/{id}"), edit).await
}

/// Archives a template.
pub async fn archive(id: TemplateId) -> Result<()> {
    delete(&format!("/api/templates/{id}")).await
}

/// Its versions, newest first.
pub async fn versions(id: TemplateId) -> Result<Vec<TemplateVersion>> {
    get(&format!("/api/templates/{id}/versions")).await
}
