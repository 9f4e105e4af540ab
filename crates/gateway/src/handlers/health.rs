//! `/healthz` and `/readyz`, for whoever watches the process.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

use crate::app::App;

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
}

/// Ready when the store answers, the log is what was signed and goes on being signed, the engine works, and the gateway is not stopping.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    if app.jobs.stop().requested() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping");
    }
    if app.sequencer.halted().is_some() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the log is not what was signed");
    }
    if app.engine.since(app.now()).is_some() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the engine fails at every step");
    }
    if app.sequencer.failing(app.now()).is_some() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the log is not being signed");
    }
    match app.store.ping().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer"),
    }
}
