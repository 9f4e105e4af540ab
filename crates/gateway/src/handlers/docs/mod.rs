//! `/api/openapi.json`, and `/api/docs`: the same for people. `/api` leads there.

mod page;

use std::sync::LazyLock;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, Redirect};
use axum::routing::get;

use crate::app::App;
use crate::router::document;

static JSON: LazyLock<String> = LazyLock::new(|| document().to_json().unwrap_or_default());
static PAGE: LazyLock<String> = LazyLock::new(|| page::render(&serde_json::from_str(&JSON).unwrap_or_default()));
const STYLE: &str = include_str!("docs.css");

/// The routes; they are open to everybody, and part of no document.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api", get(to_docs))
        .route("/api/", get(to_docs))
        .route(
            "/api/openapi.json",
            get(|| async { ([(CONTENT_TYPE, "application/json")], JSON.as_str()) }),
        )
        .route("/api/docs", get(|| async { Html(PAGE.as_str()) }))
        .route(
            "/api/docs.css",
            get(|| async { ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE) }),
        )
}

async fn to_docs() -> Redirect {
    Redirect::temporary("/api/docs")
}
