//! `/metrics`: Prometheus text for whoever watches the gateway, from this machine or with an admin's token.

use std::net::SocketAddr;
use std::sync::OnceLock;

use axum::Router;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

fn recorder() -> Option<&'static PrometheusHandle> {
    RECORDER
        .get_or_init(|| PrometheusBuilder::new().install_recorder().ok())
        .as_ref()
}

/// The route. Counting begins when it is made.
pub fn routes() -> Router<App> {
    recorder();
    Router::new().route("/metrics", get(show))
}

/// Somebody who may read the metrics: on this machine and not behind a proxy, or an admin.
struct Watcher;

impl FromRequestParts<App> for Watcher {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Watcher, Failure> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let near = peer.is_some_and(|peer| peer.0.ip().is_loopback());
        if near && !parts.headers.contains_key("x-forwarded-for") && !parts.headers.contains_key("forwarded") {
            return Ok(Watcher);
        }
        May::<cap::Administer>::from_request_parts(parts, app)
            .await
            .map(|_| Watcher)
    }
}

async fn show(_: Watcher, State(app): State<App>) -> Answer<impl IntoResponse> {
    let head = app.store.log_head().await?;
    metrics::gauge!("rollcall_log_events").set(head.size as f64);
    let now = app.now();
    let failing = app.engine.since(now).map_or(0, |since| now - since);
    metrics::gauge!("rollcall_engine_failing_seconds").set(failing as f64 / 1000.0);
    let signed = app.store.signed_head().await?;
    metrics::gauge!("rollcall_log_events_unsigned").set(head.size.saturating_sub(signed.size) as f64);
    metrics::gauge!("rollcall_listeners").set(app.live.listeners() as f64);
    if let Some(bytes) = resident() {
        metrics::gauge!("rollcall_resident_bytes").set(bytes);
    }
    let text = recorder().map(PrometheusHandle::render).unwrap_or_default();
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}

/// Bytes of memory in use, where the system says (proc_pid_status(5), in kB).
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024.0)
}
