//! `/api/campaigns`

mod add;
pub(crate) mod check;
mod copy;
mod edit;
mod list;
mod preview;
mod shelve;
pub(crate) mod submit;
mod test_send;
pub(crate) mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, add::add))
        .routes(routes!(preview::preview))
        .routes(routes!(list::one, edit::edit))
        .routes(routes!(copy::copy))
        .routes(routes!(submit::submit))
        .routes(routes!(submit::withdraw))
        .routes(routes!(test_send::test))
        .routes(routes!(shelve::archive))
        .routes(routes!(shelve::restore))
}
