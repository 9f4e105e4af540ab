//! A gateway in this process, on a database of its own and a clock that stands, for black-box tests.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::id::UserId;
use domain::role::Role;
use domain::time::{DAY, Millis};
use gateway::app::App;
use gateway::assets::Assets;
use gateway::auth::{secret, session};
use gateway::clock::Clock;
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use store::contract::{NewSession, NewStaff, Organisation};
use store::{Actor, EventKey, NumberKey, Sqlite, Stamp, Store};
use tower::ServiceExt;
use uuid::Uuid;

/// 2026-05-07 10:00 in Shanghai.
pub const START: Millis = 1_778_119_200_000;

pub struct Fixture {
    pub app: App,
    pub clock: Clock,
    pub router: Router,
    pub store: Arc<Sqlite>,
    pub folder: tempfile::TempDir,
}

/// Somebody who sends requests.
#[derive(Clone)]
pub struct Client {
    router: Router,
    pub headers: HeaderMap,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// The user of a role in the fixture.
pub fn user(role: Role) -> UserId {
    UserId(Uuid::from_u128(0x1000 + role as u128))
}

/// Lets the database go again.
pub async fn unlock(lock: SqliteConnection) {
    lock.close().await.unwrap();
}

fn cookie_secret(role: Role) -> String {
    format!("secret-of-{}", role.code())
}

/// A copy of a database, to be written into past the product.
#[allow(dead_code)]
pub struct Copy {
    pub store: Sqlite,
    folder: tempfile::TempDir,
}

#[allow(dead_code)]
impl Copy {
    /// Where it lies.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("rollcall.sqlite")
    }

    /// A connection with no foreign key and no check in the way.
    pub async fn raw(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new()
            .filename(self.path())
            .foreign_keys(false)
            .pragma("ignore_check_constraints", "ON")
            .pragma("synchronous", "OFF");
        options.connect().await.unwrap()
    }

    /// Writes through it.
    pub async fn write(&self, sql: &str) {
        let mut raw = self.raw().await;
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut raw).await.unwrap();
        assert!(done.rows_affected() > 0, "nothing was changed");
        unlock(raw).await;
    }
}

/// Under which the events of a fixture are authenticated.
pub fn event_key() -> EventKey {
    EventKey::derived(&[7; 32])
}

impl Fixture {
    /// A firm with one user per role, each with a session, and no customers.
    pub async fn new() -> Fixture {
        Fixture::staffed(Fixture::empty().await).await
    }

    /// The same in this folder, with a store that waits no longer than `patience` for the database.
    pub async fn patient(folder: tempfile::TempDir, patience: Duration) -> Fixture {
        Fixture::staffed(Fixture::on(folder, patience).await).await
    }

    async fn staffed(fixture: Fixture) -> Fixture {
        let stamp = Stamp {
            actor: Actor::System("test"),
            at: START,
        };
        let organisation = Organisation {
            firm: "安居装饰".to_owned(),
            signature: "安居装饰".to_owned(),
            ..Organisation::default()
        };
        let store = &fixture.app.store;
        store.set_organisation(&stamp, 0, organisation).await.unwrap();
        for role in Role::ALL {
            let new = NewStaff {
                id: user(role),
                login: role.code().to_owned(),
                name: format!("{}先生", role.code()),
                role,
                password_hash: "!".to_owned(),
            };
            store.add_staff(&stamp, new).await.unwrap();
            let opened = NewSession {
                id: format!("session-{}", role.code()),
                secret_hash: secret::hash(&cookie_secret(role)),
                staff: user(role),
                browser: "test".to_owned(),
                expires_at: START + 3650 * DAY,
            };
            store.open_session(&stamp, opened).await.unwrap();
        }
        fixture.app.reload_settings().await.unwrap();
        fixture
    }

    /// A gateway as the first start finds it: nobody, nothing.
    pub async fn empty() -> Fixture {
        Fixture::on(tempfile::tempdir().unwrap(), Duration::from_secs(10)).await
    }

    async fn on(folder: tempfile::TempDir, patience: Duration) -> Fixture {
        let path = folder.path().join("rollcall.sqlite");
        let store = Sqlite::open_patient(&path, patience).await.unwrap();
        let store = store.with_event_key(event_key()).await.unwrap();
        let store = Arc::new(store.with_number_key(NumberKey::derived(&[7; 32])).await.unwrap());
        let clock = Clock::manual(START);
        let contract: Arc<dyn Store> = store.clone();
        let app = App::new(contract, clock.clone()).await.unwrap();
        app.imports.keep_in(&folder.path().join("imports"));
        let router = gateway::router::router(app.clone(), Assets::none());
        Fixture {
            app,
            clock,
            router,
            store,
            folder,
        }
    }

    /// The same gateway, serving this app.
    pub fn with_app(mut self, assets: Assets) -> Fixture {
        self.router = gateway::router::router(self.app.clone(), assets);
        self
    }

    /// Another process that holds the database's write lock until it is closed.
    pub async fn lock(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.folder.path().join("rollcall.sqlite"));
        let mut other = options.connect().await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        other
    }

    /// A copy of the database as it is now.
    pub async fn copy(&self) -> Copy {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.sqlite");
        let from = SqliteConnectOptions::new().filename(self.folder.path().join("rollcall.sqlite"));
        let mut from = from.connect().await.unwrap();
        sqlx::query("VACUUM INTO $1")
            .bind(path.display().to_string())
            .execute(&mut from)
            .await
            .unwrap();
        let store = Sqlite::open(&path).await.unwrap();
        let store = store.with_event_key(event_key()).await.unwrap();
        Copy { store, folder }
    }

    /// The user of this role, signed in.
    pub fn as_role(&self, role: Role) -> Client {
        self.nobody()
            .with("cookie", &format!("{}={}", session::COOKIE, cookie_secret(role)))
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Client {
        Client {
            router: self.router.clone(),
            headers: HeaderMap::new(),
        }
    }
}

impl Client {
    /// The same, with one more header.
    pub fn with(&self, name: &'static str, value: &str) -> Client {
        let mut client = self.clone();
        client.headers.insert(name, value.parse().unwrap());
        client
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, Body::empty(), None).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, Body::empty(), None).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Reply {
        self.json(Method::POST, path, body).await
    }

    pub async fn put(&self, path: &str, body: &impl Serialize) -> Reply {
        self.json(Method::PUT, path, body).await
    }

    pub async fn json(&self, method: Method, path: &str, body: &impl Serialize) -> Reply {
        let body = serde_json::to_vec(body).unwrap();
        self.send(method, path, Body::from(body), Some("application/json"))
            .await
    }

    /// Any body, with its content type.
    pub async fn send(&self, method: Method, path: &str, body: Body, kind: Option<&str>) -> Reply {
        let mut request = Request::builder().method(method).uri(path).body(body).unwrap();
        *request.headers_mut() = self.headers.clone();
        if let Some(kind) = kind {
            request
                .headers_mut()
                .insert(header::CONTENT_TYPE, kind.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }
}

impl Reply {
    /// The body, of a reply that must have this status.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self, status: u16) -> T {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The problem, of a reply that must have this code.
    #[track_caller]
    pub fn problem(&self, code: wire::Code) -> wire::Problem {
        let problem: wire::Problem = serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{} {error}: {}", self.status, self.text()));
        assert_eq!(problem.code, code, "{}", self.text());
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(self.header("content-type"), "application/problem+json");
        problem
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
