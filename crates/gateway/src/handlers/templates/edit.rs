//! Writing templates.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::TemplateId;
use wire::Code;
use wire::templates::{Template, TemplateEdit};

use super::check::checked;
use super::template_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// A new template.
#[utoipa::path(post, path = "/templates", tag = "templates", security(("capability" = ["compose"])), request_body = TemplateEdit,
    responses((status = 201, body = Template), (status = 422, body = wire::Problem)))]
pub async fn add(
    may: May<cap::Compose>,
    State(app): State<App>,
    Json(body): Json<TemplateEdit>,
) -> Answer<(StatusCode, Json<Template>)> {
    let text = checked(body)?;
    let id = TemplateId(app.new_id());
    app.store.add_template(&may.stamp(&app), id, &text).await?;
    Ok((StatusCode::CREATED, Json(template_of(app.store.template(id).await?))))
}

/// Saves a template as the next version of the one that was edited.
#[utoipa::path(put, path = "/templates/{id}", tag = "templates", security(("capability" = ["compose"])), request_body = TemplateEdit,
    params(("id" = TemplateId, Path)),
    responses((status = 200, body = Template), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem),
        (status = 422, body = wire::Problem)))]
pub async fn edit(
    may: May<cap::Compose>,
    State(app): State<App>,
    Path(id): Path<TemplateId>,
    Json(body): Json<TemplateEdit>,
) -> Answer<Json<Template>> {
    let version = body.version.ok_or_else(|| {
        Failure::field(
            "version",
            ("缺少所改的版本号。", "The version that was edited is missing."),
        )
    })?;
    let text = checked(body)?;
    match app.store.edit_template(&may.stamp(&app), id, version, &text).await {
        Ok(_) => Ok(Json(template_of(app.store.template(id).await?))),
        Err(store::Error::Conflict) => {
            let there = template_of(app.store.template(id).await?);
            Err(Failure::new(Code::Conflict).current(&there))
        }
        Err(error) => Err(error.into()),
    }
}
