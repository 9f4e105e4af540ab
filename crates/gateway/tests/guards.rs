//! What stands around every request: origin, headers, words, logs, a database that is busy.
#![allow(clippy::unwrap_used)]

mod common;

use axum::body::Body;
use axum::http::Method;
use common::{Fixture, user};
use domain::role::Role;
use domain::schedule::AllowedHours;
use gateway::assets::Assets;
use serde_json::{Value, json};
use wire::Code;
use wire::Page;
use wire::audit::{LogEvent, LogState};
use wire::session::Me;
use wire::settings::{Carrier, Settings};

#[tokio::test]
async fn a_body_that_cannot_be_read_is_told_where_and_never_what() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let send = async |body: &'static str, kind| {
        let body = Body::from(body);
        agent.send(Method::POST, "/api/customers", body, kind).await
    };
    let json = Some("application/json");
    for kind in [None, Some("text/plain")] {
        send("{}", kind).await.problem(Code::NotJson);
    }
    for (body, says) in [
        (r#"{"name":"王芳"}"#, "缺少 tags"),
        (r#"{"name":["13812345678"]}"#, "第 1 行第 8 列"),
        (r#"{"name":"#, "第 1 行第 8 列"),
    ] {
        let problem = send(body, json).await.problem(Code::Malformed);
        let detail = problem.detail.unwrap();
        assert!(detail.contains(says) && !detail.contains("138"), "{detail}");
    }
}

#[tokio::test]
async fn what_is_too_long_or_too_large_is_refused_as_a_problem() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let long = "x".repeat(60_000);
    for path in ["/api/campaigns", "/api/customers", "/api/log"] {
        let manager = fixture.as_role(Role::Manager);
        let reply = manager.get(&format!("{path}?search={long}")).await;
        reply.problem(Code::Malformed);
        let reply = manager.get(&format!("{path}?search={}", &long[..16_000])).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    }
    let large = Body::from(vec![b'x'; 3 << 20]);
    agent
        .send(
            Method::POST,
            "/api/templates/set",
            large,
            Some("application/octet-stream"),
        )
        .await
        .problem(Code::TooLarge);
}

#[tokio::test]
async fn other_sites_change_nothing() {
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin).with("host", "rollcall.example");
    let new = json!({"name": "ERP", "role": "agent"});
    for (name, value, refused) in [
        ("sec-fetch-site", "cross-site", true),
        ("sec-fetch-site", "same-site", true),
        ("origin", "https://evil.example", true),
        ("origin", "null", true),
        ("origin", "https://rollcall.example", false),
        ("sec-fetch-site", "same-origin", false),
    ] {
        let reply = admin.with(name, value).post("/api/tokens", &new).await;
        if refused {
            reply.problem(Code::CrossOrigin);
        } else {
            assert_eq!(reply.status, 201, "{name}: {value}");
        }
    }
    let tokens: Vec<Value> = admin.get("/api/tokens").await.ok(200);
    assert_eq!(tokens.len(), 2);
}

#[tokio::test]
async fn problems_speak_the_language_of_the_request() {
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let settings: Value = admin.get("/api/settings").await.ok(200);
    let wrong = |patch: Value| {
        let mut body = settings.clone();
        for (key, value) in patch.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    };
    let cases = [
        ("malformed", json!("no settings")),
        (
            "invalid",
            wrong(json!({"signature": "【x】", "zone": "Mars/Base", "hours": {"from": 900, "until": 600}})),
        ),
        ("conflict", wrong(json!({"version": 99}))),
    ];
    for (case, body) in cases {
        for lang in ["zh-CN", "en"] {
            let reply = admin.with("accept-language", lang).put("/api/settings", &body).await;
            let mut problem: Value = serde_json::from_slice(&reply.body).unwrap();
            assert_eq!(problem["trace"], reply.header("x-trace-id"));
            problem["trace"] = "…".into();
            insta::assert_json_snapshot!(format!("{case}_{lang}"), problem);
        }
    }
}

#[tokio::test]
async fn settings_and_carriers_change_with_an_event() {
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let mut settings: Settings = admin.get("/api/settings").await.ok(200);
    settings.gap_days = 30;
    let saved: Settings = admin.put("/api/settings", &settings).await.ok(200);
    assert_eq!(saved.version, settings.version + 1);
    assert_eq!(fixture.app.settings().gap_days, 30);
    let conflict = admin.put("/api/settings", &settings).await.problem(Code::Conflict);
    assert_eq!(conflict.current.unwrap()["version"], saved.version);

    for (phone, fine) in [
        ("0512-6808 0000", true),
        ("95588", true),
        ("12", false),
        ("请打前台", false),
    ] {
        let mut body: Settings = admin.get("/api/settings").await.ok(200);
        phone.clone_into(&mut body.phone);
        let reply = admin.put("/api/settings", &body).await;
        if fine {
            reply.ok::<Settings>(200);
            let me: Me = admin.get("/api/session").await.ok(200);
            assert_eq!(me.firm.phone, phone);
        } else {
            assert_eq!(reply.problem(Code::Invalid).fields[0].field, "phone");
        }
    }
    for (field, from, until, day, fine) in [
        ("purpose_hours", 600, 1_140, 1, true),
        ("purpose_hours", 600, 540, 1, false),
        ("purpose_hours", 1_200, 1_320, 1, false),
        ("caps", 600, 1_140, 1_001, false),
    ] {
        let mut body: Settings = admin.get("/api/settings").await.ok(200);
        body.purpose_hours.marketing = Some(AllowedHours { from, until });
        body.caps.marketing.day = day;
        let reply = admin.put("/api/settings", &body).await;
        if fine {
            let saved: Settings = reply.ok(200);
            assert_eq!((saved.purpose_hours, saved.caps), (body.purpose_hours, body.caps));
        } else {
            assert_eq!(reply.problem(Code::Invalid).fields[0].field, field);
        }
    }

    gateway::cli::prepare(&fixture.app).await.unwrap();
    let carriers: Vec<Carrier> = fixture.as_role(Role::Agent).get("/api/carriers").await.ok(200);
    assert_eq!((carriers.len(), carriers[0].sandbox), (1, None));
    let mut carrier = admin.get("/api/carriers").await.ok::<Vec<Carrier>>(200).remove(0);
    carrier.sandbox.as_mut().unwrap().failed = 1001;
    let fault = admin
        .put("/api/carriers/sandbox", &carrier)
        .await
        .problem(Code::Invalid);
    assert_eq!(fault.fields[0].field, "sandbox.failed");
    carrier.sandbox.as_mut().unwrap().failed = 500;
    carrier.price_millis = 4_000;
    for (field, hours, fallback) in [
        ("hours", Some(AllowedHours { from: 600, until: 600 }), None),
        ("fallback", None, Some("sandbox")),
        ("fallback", None, Some("nobody")),
    ] {
        let wrong = Carrier {
            hours,
            fallback: fallback.map(str::to_owned),
            ..carrier.clone()
        };
        let fault = admin.put("/api/carriers/sandbox", &wrong).await.problem(Code::Invalid);
        assert_eq!(fault.fields[0].field, field);
    }
    carrier.hours = Some(AllowedHours {
        from: 600,
        until: 1_080,
    });
    let kept: Carrier = admin.put("/api/carriers/sandbox", &carrier).await.ok(200);
    assert_eq!(kept, carrier);

    let log: Page<LogEvent> = admin.get("/api/log?limit=2").await.ok(200);
    let actions: Vec<_> = log.rows.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(actions, ["carrier.changed", "carrier.changed"]);
    let log: Page<LogEvent> = admin.get("/api/log?action=settings.&search=gap_days").await.ok(200);
    assert_eq!(log.rows[0].actor, "admin先生");
}

#[tokio::test]
async fn the_log_has_a_root_pages_and_an_export_and_agents_see_their_own() {
    let fixture = Fixture::new().await;
    let manager = fixture.as_role(Role::Manager);
    let state: LogState = manager.get("/api/log/state").await.ok(200);
    let mut tree = audit::MemoryTree::new();
    let mut rows: Vec<LogEvent> = Vec::new();
    let mut path = "/api/log?limit=3".to_owned();
    loop {
        let page: Page<LogEvent> = manager.get(&path).await.ok(200);
        rows.extend(page.rows);
        let Some(next) = page.next else { break };
        path = format!("/api/log?limit=3&cursor={next}");
    }
    rows.reverse();
    assert_eq!(rows.len() as u64, state.size);
    for (seq, row) in rows.iter().enumerate() {
        assert_eq!(row.seq, seq as u64);
        tree.push(row.leaf.parse().unwrap());
    }
    assert_eq!(tree.root().to_string(), state.root);

    let export = manager.get("/api/log/export.csv").await;
    let text = export.text();
    assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.lines().count() as u64, state.size + 1);

    let agent = fixture.as_role(Role::Agent);
    let own: Page<LogEvent> = agent.get("/api/log").await.ok(200);
    assert!(own.rows.is_empty());
    let others: Page<LogEvent> = agent
        .get(&format!("/api/log?actor={}", user(Role::Admin)))
        .await
        .ok(200);
    assert!(others.rows.is_empty());
    agent.get("/api/log?cursor=zz").await.problem(Code::Malformed);
}

#[tokio::test]
async fn a_locked_database_is_busy_and_nothing_is_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Fixture::patient(folder, std::time::Duration::from_millis(500)).await;
    let admin = fixture.as_role(Role::Admin);
    let before: LogState = admin.get("/api/log/state").await.ok(200);
    let lock = fixture.lock().await;
    let reply = admin
        .post("/api/tokens", &json!({"name": "ERP", "role": "agent"}))
        .await;
    assert_eq!(reply.status, 503);
    assert_eq!(reply.problem(Code::Busy).retry_after, Some(2));
    // Reading goes on.
    let tokens: Vec<Value> = admin.get("/api/tokens").await.ok(200);
    assert!(tokens.is_empty());
    let after: LogState = admin.get("/api/log/state").await.ok(200);
    assert_eq!(before, after);
    common::unlock(lock).await;
    let reply = admin
        .post("/api/tokens", &json!({"name": "ERP", "role": "agent"}))
        .await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

#[tokio::test]
async fn the_app_is_served_packed_cached_and_confined() {
    let folder = tempfile::tempdir().unwrap();
    let files: [(&str, &[u8]); 5] = [
        ("index.html", b"<!doctype html><script type=\"module\">go()</script>"),
        ("app-0123456789abcdef.js", b"plain script"),
        ("app-0123456789abcdef.js.br", b"brotli"),
        ("app-0123456789abcdef.js.gz", b"gzip"),
        ("config.json", b"{}"),
    ];
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let fixture = Fixture::new().await.with_app(Assets::load(folder.path()).unwrap());
    let browser = fixture.nobody();
    let script = "/app-0123456789abcdef.js";
    for (accepted, body, encoding) in [
        ("gzip, br", "brotli", "br"),
        ("gzip", "gzip", "gzip"),
        ("br;q=0, gzip;q=0", "plain script", ""),
        ("identity", "plain script", ""),
    ] {
        let reply = browser.with("accept-encoding", accepted).get(script).await;
        assert_eq!(
            (reply.text().as_str(), reply.header("content-encoding")),
            (body, encoding),
            "{accepted}"
        );
        assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(reply.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(reply.header("vary"), "accept-encoding");
    }
    for page in ["/", "/index.html", "/customers", "/runs/7"] {
        let reply = browser.get(page).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("cache-control")),
            (200, "no-cache"),
            "{page}"
        );
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
        let again = browser.with("if-none-match", reply.header("etag")).get(page).await;
        assert_eq!(again.status, 304);
        let policy = reply.header("content-security-policy");
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin");
    }
    assert_eq!(browser.get("/config.json").await.text(), "{}");
    for missing in ["/app-ffff.js", "/api/customer", "/../secret.txt", "/rollcall.sqlite"] {
        browser.get(missing).await.problem(Code::NotFound);
    }
    browser
        .send(Method::POST, "/customers", Body::empty(), None)
        .await
        .problem(Code::NotFound);
    assert_eq!(browser.get("/api/setup").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_documents_and_the_probes_answer() {
    let fixture = Fixture::new().await;
    let nobody = fixture.nobody();
    for probe in ["/healthz", "/readyz"] {
        assert_eq!(nobody.get(probe).await.status, 200);
    }
    nobody.get("/metrics").await.problem(Code::SignedOut);
    fixture
        .as_role(Role::Manager)
        .get("/metrics")
        .await
        .problem(Code::Forbidden);
    let metrics = fixture.as_role(Role::Admin).get("/metrics").await.text();
    assert!(
        metrics.contains("rollcall_requests_total") && metrics.contains("rollcall_log_events"),
        "{metrics}"
    );
    let document: Value = nobody.get("/api/openapi.json").await.ok(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let schedules = document["components"]["schemas"]["Schedule"]["oneOf"]
        .as_array()
        .unwrap();
    let once = schedules.iter().find_map(|one| one["properties"].get("once")).unwrap();
    assert_eq!(
        once["format"], "local-date-time",
        "a moment of the firm's zone, without an offset"
    );
    let set = &document["paths"]["/api/templates/set.json"]["get"]["responses"]["200"];
    assert_eq!(set["content"]["application/json"]["schema"]["type"], "object");
    let text = document.to_string();
    let names = text.split("\"$ref\":\"#").skip(1);
    for name in names.filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(name).is_some(), "{name} is described nowhere");
    }
    for short in ["/api", "/api/"] {
        assert_eq!(nobody.get(short).await.header("location"), "/api/docs");
    }
    let page = nobody.get("/api/docs").await.text();
    assert!(page.contains("/api/session") && !page.contains("<script") && !page.contains("style="));
    fixture.app.jobs.announce_stop();
    assert_eq!(nobody.get("/readyz").await.status, 503);
}
