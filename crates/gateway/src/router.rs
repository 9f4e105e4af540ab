//! Assembles the gateway: the API below `/api`, what watches it, and the layers around all.

use axum::Router;
use axum::middleware::from_fn;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use wire::Code;

use crate::app::App;
use crate::auth::origin;
use crate::error::Failure;
use crate::handlers;
use crate::observe;
use crate::openapi::Frame;

fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(handlers::approvals::routes())
        .merge(handlers::campaigns::routes())
        .merge(handlers::customers::routes())
        .merge(handlers::imports::routes())
        .merge(handlers::runs::routes())
        .merge(handlers::segments::routes())
        .merge(handlers::session::routes())
        .merge(handlers::setup::routes())
        .merge(handlers::templates::routes())
        .merge(handlers::users::routes())
}

/// The OpenAPI document of the API.
pub fn document() -> Document {
    OpenApiRouter::with_openapi(Frame::openapi())
        .nest("/api", api())
        .into_openapi()
}

/// The whole gateway.
pub fn router(app: App) -> Router {
    let (router, _) = OpenApiRouter::<App>::new().nest("/api", api()).split_for_parts();
    router
        .route(
            "/api/{*rest}",
            axum::routing::any(|| async { Failure::new(Code::NotFound) }),
        )
        .merge(handlers::health::routes())
        .layer(from_fn(origin::check))
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(from_fn(observe::observe))
        .with_state(app)
}
