//! `/api/setup`: the first admin, by the one-time link that the first start prints.

mod first_admin;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(first_admin::state, first_admin::set_up))
}
