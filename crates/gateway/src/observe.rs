//! Around every request: its trace, its line in the log, its failure's words.
//!
//! The log names the route's pattern, never the path or the query: those can hold personal data.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use uuid::Uuid;
use wire::Code;

use crate::error::Failure;
use crate::lang;

/// The header that names the request's trace.
pub const TRACE: &str = "x-trace-id";

/// The middleware.
pub async fn observe(request: Request, next: Next) -> Response {
    let trace = Uuid::now_v7().simple().to_string();
    let lang = lang::of(request.headers());
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", trace = %trace, method = %method, route = %route);
    async move {
        let begin = Instant::now();
        let mut response = next.run(request).await;
        if let Some(failure) = response.extensions_mut().remove::<Failure>() {
            report(&failure);
            response = failure.worded(lang, Some(trace.clone()));
        }
        if let Ok(value) = HeaderValue::from_str(&trace) {
            response.headers_mut().insert(TRACE, value);
        }
        let elapsed = begin.elapsed();
        let status = response.status().as_u16();
        tracing::info!(status, micros = elapsed.as_micros() as u64, "answered");
        let labels = [
            ("method", method.to_string()),
            ("route", route),
            ("status", status.to_string()),
        ];
        metrics::counter!("rollcall_requests_total", &labels).increment(1);
        metrics::histogram!("rollcall_request_seconds").record(elapsed.as_secs_f64());
        response
    }
    .instrument(span)
    .await
}

fn report(failure: &Failure) {
    let code = failure.code();
    match (code, failure.cause()) {
        (Code::Internal | Code::DiskFull, cause) => tracing::error!(?code, cause, "failed"),
        (Code::Busy, cause) => tracing::warn!(?code, cause, "failed"),
        (_, Some(cause)) => tracing::info!(?code, cause, "refused"),
        (_, None) => tracing::debug!(?code, "refused"),
    }
}

/// What a panic in a handler becomes.
pub fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    use axum::response::IntoResponse;
    let kind = if panic.is::<String>() || panic.is::<&str>() {
        "panic"
    } else {
        "panic of an unknown kind"
    };
    Failure::internal(kind).into_response()
}
