//! `/api/today`

mod coming;
mod needs;
mod show;

pub(super) use show::lunar;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show::show))
}
