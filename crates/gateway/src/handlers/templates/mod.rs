//! `/api/templates` and `/api/variables`

mod archive;
mod check;
mod edit;
mod list;
mod variables;

use store::contract::templates::TemplateRecord;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::templates::Template;

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, edit::add))
        .routes(routes!(list::one, edit::edit, archive::archive))
        .routes(routes!(list::versions))
        .routes(routes!(variables::variables))
}

fn template_of(record: TemplateRecord) -> Template {
    Template {
        id: record.id,
        version: record.version,
        name: record.text.name,
        purpose: record.text.purpose,
        text: record.text.text,
        others: record.text.others,
        archived: record.archived,
        updated_by: record.updated_by,
        updated_at: record.updated_at,
    }
}
