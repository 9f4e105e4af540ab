//! Every route × every role, from the API's own document.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use common::{Fixture, Reply};
use domain::role::{Capability, Role};
use serde_json::{Value, json};
use wire::Code;
use wire::settings::CreatedToken;

/// Open to whoever is not signed in: there is nobody to ask yet.
const PUBLIC: [(&str, &str); 3] = [("post", "/api/session"), ("get", "/api/setup"), ("post", "/api/setup")];

/// What a route asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Needs {
    /// Nobody need be signed in.
    Nothing,
    /// Whoever is signed in.
    Session,
    /// A role that may do this.
    May(Capability),
}

struct Route {
    method: Method,
    path: String,
    needs: Needs,
    /// No token will do.
    person: bool,
    /// The statuses of the document.
    answers: BTreeSet<String>,
}

impl Route {
    /// Holds an answer to the document; a fault is none of its answers.
    fn answered(&self, reply: &Reply) {
        let status = reply.status.as_u16();
        assert!(
            status != 500 && self.answers.contains(&status.to_string()),
            "{} {} is not said to answer {status}: {}",
            self.method,
            self.path,
            reply.text()
        );
    }
}

fn routes() -> Vec<Route> {
    let document: Value = serde_json::to_value(gateway::router::document()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for verb in ["get", "post", "put", "patch", "delete"] {
            let Some(operation) = item.get(verb) else { continue };
            let security = &operation["security"][0];
            let person = !security["session"].is_null();
            let needs = match security[if person { "session" } else { "capability" }][0].as_str() {
                None => Needs::Nothing,
                Some("signed_in") => Needs::Session,
                Some(code) => match serde_json::from_value(Value::String(code.to_owned())) {
                    Ok(capability) => Needs::May(capability),
                    Err(error) => panic!("{verb} {path} needs {code}, which is no capability: {error}"),
                },
            };
            routes.push(Route {
                method: verb.to_uppercase().parse().unwrap(),
                path: path.clone(),
                needs,
                person,
                answers: operation["responses"].as_object().unwrap().keys().cloned().collect(),
            });
        }
    }
    routes
}

/// The path with something in the place of its parameters.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{seq}" => "0",
        part if part.starts_with('{') => "01890000-0000-7000-8000-000000000000",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn every_refusal_is_said_to_be_a_problem() {
    let document: Value = serde_json::to_value(gateway::router::document()).unwrap();
    let is_problem = json!({
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
    });
    for (path, item) in document["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let answers = operation["responses"].as_object().unwrap();
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = format!("{{{}}}", parameter["name"].as_str().unwrap());
                assert_eq!(parameter["in"] == "path", path.contains(&name), "{verb} {path} {name}");
            }
            let mut expected = vec!["default"];
            if operation.get("security").is_some() {
                expected.extend(["401", "403"]);
            }
            if verb != "get" {
                expected.push("403");
            }
            if operation.get("requestBody").is_some() {
                expected.extend(["400", "413"]);
            }
            if path.contains('{') {
                expected.push("404");
            }
            for status in expected {
                assert!(answers.contains_key(status), "{verb} {path} says nothing of {status}");
            }
            for (status, answer) in answers.iter().filter(|(status, _)| status.as_str() >= "400") {
                assert_eq!(answer["content"], is_problem, "{verb} {path} {status}");
                assert_ne!(answer["description"], "", "{verb} {path} {status}");
            }
        }
    }
}

#[test]
fn no_route_lacks_a_capability_but_the_public_ones() {
    let open: BTreeSet<_> = routes()
        .into_iter()
        .filter(|route| route.needs == Needs::Nothing)
        .map(|route| (route.method.as_str().to_lowercase(), route.path))
        .collect();
    let expected = PUBLIC.map(|(verb, path)| (verb.to_owned(), path.to_owned()));
    assert_eq!(open, BTreeSet::from(expected));
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_refused_everywhere() {
    let fixture = Fixture::new().await;
    for route in routes().into_iter().filter(|route| route.needs != Needs::Nothing) {
        let path = filled(&route.path);
        let nobody = fixture.nobody();
        let reply = nobody
            .send(route.method.clone(), &path, Body::from("not json"), None)
            .await;
        assert_eq!(
            reply.status,
            StatusCode::UNAUTHORIZED,
            "{} {path}: {}",
            route.method,
            reply.text()
        );
        reply.problem(Code::SignedOut);
        route.answered(&reply);
        let forger = nobody
            .with("cookie", "rollcall_session=guess")
            .with("authorization", "Bearer rc_guess");
        let reply = forger.send(route.method.clone(), &path, Body::empty(), None).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{} {path}", route.method);
    }
}

#[tokio::test]
async fn each_role_may_what_the_table_says() {
    for role in Role::ALL {
        // A fixture for each: some routes end the session that asks.
        let fixture = Fixture::new().await;
        for route in routes() {
            let Needs::May(capability) = route.needs else { continue };
            let path = filled(&route.path);
            let asking = fixture.as_role(role);
            // A body that no handler takes: what is allowed fails later, at reading it, or finds nothing.
            let reply = asking
                .send(route.method.clone(), &path, Body::from("not json"), None)
                .await;
            let refused = reply.status == StatusCode::FORBIDDEN;
            assert_eq!(
                refused,
                !role.may(capability),
                "{role:?}: {} {path}: {}",
                route.method,
                reply.text()
            );
            if refused {
                reply.problem(Code::Forbidden);
            }
            route.answered(&reply);
            assert_ne!(reply.status, StatusCode::UNAUTHORIZED, "{} {path}", route.method);
        }
    }
}

#[tokio::test]
async fn each_body_has_an_example_that_can_be_read() {
    let document: Value = serde_json::to_value(gateway::router::document()).unwrap();
    for route in routes() {
        let verb = route.method.as_str().to_lowercase();
        let body = &document["paths"][&route.path][verb]["requestBody"]["content"]["application/json"];
        if body.is_null() {
            continue;
        }
        // A fixture for each: some change who may sign in.
        let fixture = Fixture::new().await;
        let able = Role::ALL.into_iter().find(|role| match route.needs {
            Needs::May(capability) => role.may(capability),
            Needs::Nothing | Needs::Session => true,
        });
        let path = filled(&route.path);
        let reply = fixture
            .as_role(able.unwrap())
            .json(route.method.clone(), &path, &body["example"])
            .await;
        let unread = [
            StatusCode::BAD_REQUEST,
            StatusCode::FORBIDDEN,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ];
        assert!(
            !unread.contains(&reply.status),
            "{} {path}: {}",
            route.method,
            reply.text()
        );
        route.answered(&reply);
    }
}

/// What is grave takes a person: who may sign in and with what, what is decided or settled, carriers, settings and the witness.
const GRAVE: [&str; 8] = [
    "/api/users",
    "/api/tokens",
    "/api/password",
    "/api/carriers",
    "/api/settings",
    "/api/campaigns/{id}/approve",
    "/api/campaigns/{id}/return",
    "/api/runs/{id}/settle",
];

#[tokio::test]
async fn a_token_may_what_its_role_may_but_what_is_grave() {
    for route in routes()
        .iter()
        .filter(|route| GRAVE.iter().any(|grave| route.path.starts_with(grave)))
    {
        // What only tells may be asked by others, and whoever holds a token back takes no risk.
        let harmless =
            route.method == Method::GET || (route.method == Method::DELETE && route.path == "/api/tokens/{id}");
        assert_eq!(route.person, !harmless, "{} {}", route.method, route.path);
    }
    for role in Role::ALL {
        let fixture = Fixture::new().await;
        let new = json!({"name": "ERP", "role": role});
        let made: CreatedToken = fixture.as_role(Role::Admin).post("/api/tokens", &new).await.ok(201);
        for route in routes() {
            // The stream of what happens has no end.
            if route.needs == Needs::Nothing || route.path == "/api/live" {
                continue;
            }
            let token = fixture
                .nobody()
                .with("authorization", &format!("Bearer {}", made.secret));
            let reply = token
                .send(route.method.clone(), &filled(&route.path), Body::from("not json"), None)
                .await;
            route.answered(&reply);
            let may = !matches!(route.needs, Needs::May(capability) if !role.may(capability));
            assert_eq!(
                reply.status == StatusCode::FORBIDDEN,
                route.person || !may,
                "{role:?}: {} {}: {}",
                route.method,
                route.path,
                reply.text()
            );
        }
    }
}

#[tokio::test]
async fn what_the_document_says_is_routed() {
    let fixture = Fixture::new().await;
    for route in routes() {
        let path = filled(&route.path);
        let reply = fixture
            .nobody()
            .send(route.method.clone(), &path, Body::empty(), None)
            .await;
        assert_ne!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{} {path}", route.method);
        assert_ne!(reply.status, StatusCode::NOT_FOUND, "{} {path}", route.method);
    }
}
