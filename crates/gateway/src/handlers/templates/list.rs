//! Reading templates.

use axum::extract::State;
use domain::id::TemplateId;
use wire::templates::{Template, TemplateRow, TemplateVersion};

use super::template_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};

/// The templates that are not archived, last changed first.
#[utoipa::path(get, path = "/templates", tag = "templates", security(("capability" = ["see_customers"])),
    responses((status = 200, body = Vec<TemplateRow>)))]
pub async fn list(_may: May<cap::SeeCustomers>, State(app): State<App>) -> Answer<Json<Vec<TemplateRow>>> {
    let rows = app.store.templates().await?.into_iter().map(|record| TemplateRow {
        id: record.id,
        name: record.text.name,
        purpose: record.text.purpose,
        text: record.text.text,
        others: record.text.others,
        campaigns: record.campaigns,
        updated_at: record.updated_at,
    });
    Ok(Json(rows.collect()))
}

/// One template.
#[utoipa::path(get, path = "/templates/{id}", tag = "templates", security(("capability" = ["see_customers"])),
    params(("id" = TemplateId, Path)),
    responses((status = 200, body = Template), (status = 404, body = wire::Problem)))]
pub async fn one(
    _may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Path(id): Path<TemplateId>,
) -> Answer<Json<Template>> {
    Ok(Json(template_of(app.store.template(id).await?)))
}

/// The versions of a template, newest first.
#[utoipa::path(get, path = "/templates/{id}/versions", tag = "templates", security(("capability" = ["see_customers"])),
    params(("id" = TemplateId, Path)),
    responses((status = 200, body = Vec<TemplateVersion>), (status = 404, body = wire::Problem)))]
pub async fn versions(
    _may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Path(id): Path<TemplateId>,
) -> Answer<Json<Vec<TemplateVersion>>> {
    let versions = app.store.template_versions(id).await?;
    let versions = versions.into_iter().map(|version| TemplateVersion {
        version: version.version,
        name: version.text.name,
        text: version.text.text,
        others: version.text.others,
        by: version.made_by,
        at: version.made_at,
    });
    Ok(Json(versions.collect()))
}
