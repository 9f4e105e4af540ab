//! `/api/weather`: the weather of customers' cities, for texts that name it.

pub(super) mod list;
mod note;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::list, note::note))
}
