//! Assembles the gateway: the API below `/api`, what watches it, and the layers around all.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::from_fn;
use axum::routing::any;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use wire::Code;

use crate::app::App;
use crate::assets::Assets;
use crate::auth::origin;
use crate::error::Failure;
use crate::handlers;
use crate::metrics;
use crate::observe;
use crate::openapi::{Frame, with_examples, with_refusals};

/// So long a body may pause; then its sender is taken to be gone.
const SILENCE: Duration = Duration::from_mins(1);

fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(handlers::approvals::routes())
        .merge(handlers::campaigns::routes())
        .merge(handlers::carriers::routes())
        .merge(handlers::customers::routes())
        .merge(handlers::demo::routes())
        .merge(handlers::imports::routes())
        .merge(handlers::library::routes())
        .merge(handlers::live::routes())
        .merge(handlers::log::routes())
        .merge(handlers::receipts::routes())
        .merge(handlers::replies::routes())
        .merge(handlers::reports::routes())
        .merge(handlers::runs::routes())
        .merge(handlers::segments::routes())
        .merge(handlers::session::routes())
        .merge(handlers::settings::routes())
        .merge(handlers::setup::routes())
        .merge(handlers::templates::routes())
        .merge(handlers::today::routes())
        .merge(handlers::tokens::routes())
        .merge(handlers::users::routes())
        .merge(handlers::weather::routes())
}

/// The OpenAPI document of the API.
pub fn document() -> Document {
    let routes = OpenApiRouter::with_openapi(Frame::openapi()).nest("/api", api());
    with_examples(with_refusals(routes.into_openapi()))
}

/// The whole gateway: the API, what watches it, and the app for every other address.
pub fn router(app: App, assets: Assets) -> Router {
    let (router, _) = OpenApiRouter::<App>::new().nest("/api", api()).split_for_parts();
    let policy = assets.policy();
    router
        .route("/api/{*rest}", any(|| async { Failure::new(Code::NotFound) }))
        .merge(handlers::docs::routes())
        .merge(handlers::health::routes())
        .merge(handlers::tiles::routes())
        .merge(metrics::routes())
        .method_not_allowed_fallback(|| async { Failure::new(Code::MethodNotAllowed) })
        .fallback(move |request: Request| async move { assets.answer(&request) })
        .layer(RequestBodyTimeoutLayer::new(SILENCE))
        .layer(from_fn(origin::check))
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(always(CONTENT_SECURITY_POLICY, policy))
        .layer(always(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(always(REFERRER_POLICY, HeaderValue::from_static("same-origin")))
        .layer(always(
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(from_fn(observe::observe))
        .with_state(app)
}

fn always(name: HeaderName, value: HeaderValue) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, value)
}
