//! `/api/tokens`

mod add;
mod list;
mod revoke;

use store::contract::TokenRecord;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::settings::Token;

use crate::app::App;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, add::add))
        .routes(routes!(revoke::revoke))
}

fn token_of(record: TokenRecord) -> Token {
    Token {
        id: record.id,
        name: record.name,
        role: record.role,
        created_at: record.created_at,
        used_at: record.used_at,
        revoked_at: record.revoked_at,
        made_by: record.made_by,
        maker_stands: record.maker_stands,
    }
}
