//! `/api/users`

mod add;
pub(crate) mod check;
mod edit;
mod list;

use store::contract::Staff;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::settings::User;

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, add::add))
        .routes(routes!(edit::edit))
}

fn user_of(staff: Staff) -> User {
    User {
        id: staff.id,
        login: staff.login,
        name: staff.name,
        role: staff.role,
        active: staff.active,
        seen_at: staff.seen_at,
        created_at: staff.created_at,
    }
}
