//! Checkpoints that are sent out to be kept elsewhere.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
#[path = "witness/folder.rs"]
mod folder;

use std::sync::{Arc, Mutex};

use audit::signed::Checkpoint;
use axum::http::StatusCode;
use common::Fixture;
use domain::role::Role;
use domain::time::{HOUR, MINUTE};
use gateway::app::App;
use gateway::jobs::witness::step;
use wire::Code;
use wire::settings::{WitnessSettings, WitnessState};

/// A receiver that answers what it is told to, and keeps what it took.
struct Receiver {
    url: String,
    kept: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<StatusCode>>,
}

async fn receiver() -> Receiver {
    let (kept, answers) = (
        Arc::<Mutex<Vec<String>>>::default(),
        Arc::new(Mutex::new(StatusCode::OK)),
    );
    let take = {
        let (kept, answers) = (kept.clone(), answers.clone());
        async move |body: String| {
            let answer = *answers.lock().unwrap();
            if answer.is_success() {
                kept.lock().unwrap().push(body);
            }
            answer
        }
    };
    let router = axum::Router::new().route("/keep", axum::routing::post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/keep", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    Receiver { url, kept, answers }
}

/// Logs something, and signs it.
async fn grow(fixture: &Fixture) -> u64 {
    log(&fixture.app, &["x"]).await
}

/// Logs an event for each of these, and signs them at once.
async fn log(app: &App, subjects: &[&str]) -> u64 {
    let stamp = store::Stamp {
        actor: store::Actor::System("test"),
        at: app.now(),
    };
    let change = |subject: &&str| store::Change::new("test.happened", "test", *subject);
    let changes = subjects.iter().map(change).collect();
    app.store.note(&stamp, changes).await.unwrap();
    app.sequencer.catch_up(app.now()).await.unwrap().size
}

#[tokio::test]
async fn checkpoints_go_out_on_their_schedule_and_are_tried_again() {
    let fixture = Fixture::new().await;
    let (admin, receiver, folder) = (
        fixture.as_role(Role::Admin),
        receiver().await,
        tempfile::tempdir().unwrap(),
    );
    let path = "/api/settings/witness";
    let empty: WitnessState = admin.get(path).await.ok(200);
    assert_eq!(
        (empty.settings.version, empty.folder_sent, empty.url_sent),
        (0, None, None)
    );
    step(&fixture.app).await.unwrap();
    let settings = WitnessSettings {
        version: 0,
        folder: Some(folder.path().display().to_string()),
        url: Some(receiver.url.clone()),
        hours: 0,
    };
    let set: WitnessState = admin.put(path, &settings).await.ok(200);
    assert_eq!(set.settings.version, 1);
    admin.put(path, &settings).await.problem(Code::Conflict);
    let first = grow(&fixture).await;
    step(&fixture.app).await.unwrap();
    step(&fixture.app).await.unwrap();
    let kept = receiver.kept.lock().unwrap().clone();
    assert_eq!(kept.len(), 1, "one is sent once");
    let signed = Checkpoint::open(&kept[0], &fixture.app.sequencer.verifiers())
        .unwrap()
        .checkpoint;
    assert_eq!(signed.size(), first);
    let file = folder.path().join(format!("checkpoint-{first}.txt"));
    assert_eq!(std::fs::read_to_string(file).unwrap(), kept[0]);

    // Refused, and tried again after a rest; the folder goes on meanwhile.
    *receiver.answers.lock().unwrap() = StatusCode::SERVICE_UNAVAILABLE;
    let second = grow(&fixture).await;
    step(&fixture.app).await.unwrap();
    let state: WitnessState = admin.get(path).await.ok(200);
    let (in_folder, at_url) = (state.folder_sent.unwrap(), state.url_sent.unwrap());
    assert_eq!((in_folder.size, in_folder.failing), (Some(second), false));
    assert_eq!((at_url.size, at_url.failing), (Some(first), true));
    assert_eq!(at_url.failure.as_deref(), Some("status_503"));
    assert_eq!(at_url.failed_at, Some(fixture.clock.now()));
    *receiver.answers.lock().unwrap() = StatusCode::NO_CONTENT;
    step(&fixture.app).await.unwrap();
    assert_eq!(receiver.kept.lock().unwrap().len(), 1, "it rests");
    fixture.clock.advance(MINUTE);
    step(&fixture.app).await.unwrap();
    assert_eq!(receiver.kept.lock().unwrap().len(), 2);
    let state: WitnessState = admin.get(path).await.ok(200);
    assert_eq!(
        state.url_sent.map(|sent| (sent.size, sent.failing)),
        Some((Some(second), false))
    );

    // Every six hours, and to the address alone.
    let rarely = WitnessSettings {
        version: 1,
        folder: None,
        hours: 6,
        ..settings
    };
    let state: WitnessState = admin.put(path, &rarely).await.ok(200);
    assert_eq!((state.folder_sent, state.url_sent.unwrap().size), (None, Some(second)));
    let third = grow(&fixture).await;
    fixture.clock.advance(5 * HOUR);
    step(&fixture.app).await.unwrap();
    assert_eq!(receiver.kept.lock().unwrap().len(), 2);
    let asked: WitnessState = admin.post("/api/settings/witness/send", &()).await.ok(200);
    assert_eq!(asked.url_sent.unwrap().size, Some(third), "whoever asks need not wait");
    let fourth = grow(&fixture).await;
    fixture.clock.advance(5 * HOUR);
    step(&fixture.app).await.unwrap();
    assert_eq!(receiver.kept.lock().unwrap().len(), 3);
    fixture.clock.advance(HOUR);
    step(&fixture.app).await.unwrap();
    assert_eq!(receiver.kept.lock().unwrap().len(), 4);
    assert!(!folder.path().join(format!("checkpoint-{fourth}.txt")).exists());
    let told: wire::Page<wire::audit::LogEvent> = admin.get("/api/log?action=witness.changed").await.ok(200);
    assert_eq!(told.rows.len(), 2);
    assert!(
        !format!("{told:?}").contains("127.0.0.1"),
        "an address may hold a secret"
    );
}

#[tokio::test]
async fn what_cannot_be_reached_says_why() {
    let fixture = Fixture::new().await;
    let (admin, folder) = (fixture.as_role(Role::Admin), tempfile::tempdir().unwrap());
    let size = grow(&fixture).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let settings = WitnessSettings {
        version: 0,
        folder: Some(folder.path().display().to_string()),
        url: Some(url),
        hours: 0,
    };
    let path = "/api/settings/witness";
    admin.put(path, &settings).await.ok::<WitnessState>(200);
    // The setting itself was logged: the next checkpoint is that of one event more.
    let size = size.max(fixture.app.sequencer.catch_up(fixture.clock.now()).await.unwrap().size);
    let file = folder.path().join(format!("checkpoint-{size}.txt"));
    std::fs::write(&file, "another log's").unwrap();
    step(&fixture.app).await.unwrap();
    let state: WitnessState = admin.get(path).await.ok(200);
    let failures = [state.folder_sent, state.url_sent].map(|sent| sent.unwrap().failure.unwrap());
    assert_eq!(failures, ["other_note", "not_reached"]);
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        "another log's",
        "it is not written over"
    );
    for (folder, url) in [
        (Some("checkpoints"), None),
        (Some("/nowhere/at/all"), None),
        (None, Some("ftp://example.com")),
        (None, Some("https://")),
        (None, Some("http:// x")),
    ] {
        let bad = WitnessSettings {
            version: 1,
            folder: folder.map(str::to_owned),
            url: url.map(str::to_owned),
            hours: 0,
        };
        let problem = admin.put(path, &bad).await.problem(Code::Invalid);
        let field = if folder.is_some() { "folder" } else { "url" };
        assert!(format!("{problem:?}").contains(field), "{problem:?}");
    }
}
