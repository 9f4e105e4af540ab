//! What the gateway logs: routes, statuses, traces, and nobody.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use common::Fixture;
use domain::role::Role;
use serde_json::json;

#[derive(Clone, Default)]
struct Capture(Arc<Mutex<Vec<u8>>>);

impl Write for Capture {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn logs_name_routes_and_nobody() {
    let capture = Capture::default();
    let sink = capture.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || sink.clone())
        .finish();
    // The only test of this binary: what any thread logs is caught.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let _ = agent.get("/api/customers?search=13800001234").await;
    let _ = agent.get("/api/log?search=13800001234").await;
    let _ = agent.get("/13800001234").await;
    let text = json!({"login": "13800001234", "password": "王小明的密码 hunter2-hunter2"});
    let _ = fixture.nobody().post("/api/session", &text).await;
    let _ = agent
        .post("/api/segments", &json!({"name": "王小明", "rule": "13800001234"}))
        .await;
    let logged = String::from_utf8(capture.0.lock().unwrap().clone()).unwrap();
    assert!(
        logged.contains("/api/session") && logged.contains("answered"),
        "{logged}"
    );
    for personal in ["13800001234", "王小明", "hunter2"] {
        let line = logged.lines().find(|line| line.contains(personal));
        assert_eq!(line, None, "{personal}");
    }
}
