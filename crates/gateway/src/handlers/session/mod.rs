//! `/api/session`, `/api/sessions`, `/api/password`

mod own;
mod password;
mod sign_in;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::session::{Firm, Me};

use crate::app::App;
use crate::error::Answer;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in::who, sign_in::sign_in, sign_in::sign_out))
        .routes(routes!(own::list))
        .routes(routes!(own::end))
        .routes(routes!(password::change))
}

/// Who one is, to oneself.
pub(super) async fn me(app: &App, staff: store::contract::Staff) -> Answer<Me> {
    let settings = app.settings();
    Ok(Me {
        id: staff.id,
        login: staff.login,
        name: staff.name,
        role: staff.role,
        firm: Firm {
            name: settings.firm.clone(),
            signature: settings.signature.clone(),
            phone: settings.phone.clone(),
            zone: settings.zone.clone(),
            offset_minutes: app.offset_minutes(app.now()),
            days: settings.days.clone(),
        },
        empty: app.store.no_customers().await?,
    })
}
