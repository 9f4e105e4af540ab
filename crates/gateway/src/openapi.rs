//! The OpenAPI 3.1 document, from the handlers.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::response::Response;
use utoipa::openapi::schema::ArrayItems;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi as Document, Ref, RefOr, Schema};
use utoipa::{Modify, OpenApi};

/// The document's frame; the router adds the handlers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rollcall",
        description = "The provider API. `capability` names what the caller's role must allow; sign in with the session's cookie, \
                       or send a token as `Authorization: Bearer rc_…`. What names `session` in the place of `capability` takes \
                       a person who is signed in, and no token. Errors are `application/problem+json` with a stable code. \
                       Moments are UTC milliseconds, money is in fen."
    ),
    // What only parameters or a recursive schema name is collected by nobody.
    components(schemas(domain::segment::Condition, wire::customers::CustomerSort, wire::runs::PhonesShown)),
    modifiers(&Schemes)
)]
pub struct Frame;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme(
            "capability",
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .description(Some("A token of another system; its role must have the capability."))
                    .build(),
            ),
        );
        components.add_security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
                crate::auth::session::COOKIE,
                "A person who signed in; their role must have the capability. No token will do.",
            ))),
        );
    }
}

/// Says of every operation how it refuses: what the way here refuses by the shape of the request, what the handler says it
/// refuses, and whatever else befalls it; each as `application/problem+json`.
pub fn with_refusals(mut document: Document) -> Document {
    for item in document.paths.paths.values_mut() {
        let changing = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in changing.into_iter().flatten() {
            refuse(operation, "403");
            refusals(operation);
        }
        item.get.iter_mut().for_each(refusals);
    }
    document
}

/// Puts beside each JSON body one that its handler takes, from `examples.json`.
pub fn with_examples(mut document: Document) -> Document {
    let examples: BTreeMap<String, Value> =
        serde_json::from_str(include_str!("openapi/examples.json")).unwrap_or_default();
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        let bodies = operations
            .into_iter()
            .flatten()
            .filter_map(|one| one.request_body.as_mut());
        for content in bodies.filter_map(|body| body.content.get_mut("application/json")) {
            let name = content.schema.as_ref().and_then(schema_name);
            content.example = name.and_then(|name| examples.get(name)).cloned();
        }
    }
    document
}

/// The name of what a schema refers to, or of what its list holds.
fn schema_name(schema: &RefOr<Schema>) -> Option<&str> {
    match schema {
        RefOr::Ref(named) => named.ref_location.rsplit('/').next(),
        RefOr::T(Schema::Array(list)) => match &list.items {
            ArrayItems::RefOrSchema(item) => schema_name(item),
            ArrayItems::False => None,
        },
        RefOr::T(_) => None,
    }
}

fn refusals(operation: &mut Operation) {
    let is_there = |place: ParameterIn| {
        let parameters = operation.parameters.iter().flatten();
        parameters.into_iter().any(|one| one.parameter_in == place)
    };
    let (body, secured) = (operation.request_body.as_ref(), operation.security.is_some());
    let json = body.is_some_and(|body| body.content.contains_key("application/json"));
    let body = body.is_some();
    let by_shape = [
        ("400", body || is_there(ParameterIn::Query)),
        ("401", secured),
        ("403", secured),
        ("404", is_there(ParameterIn::Path)),
        ("413", body),
        ("415", json),
        ("default", true),
    ];
    for (status, _) in by_shape.into_iter().filter(|(_, is)| *is) {
        refuse(operation, status);
    }
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && (status == "default" || status.as_str() >= "400")
        {
            *response = problem(status);
        }
    }
}

fn refuse(operation: &mut Operation, status: &str) {
    let responses = &mut operation.responses.responses;
    responses
        .entry(status.to_owned())
        .or_insert_with(|| problem(status).into());
}

fn problem(status: &str) -> Response {
    let mut response = Response::new(match status {
        "400" => "The request cannot be read.",
        "401" => "Nobody is signed in, or the password is wrong.",
        "403" => "The caller may not do this, or the request comes from another site.",
        "404" => "There is no such thing.",
        "409" => "It was changed meanwhile (`current` is what is there now), or its state does not allow this.",
        "413" => "The body is too large.",
        "415" => "The body is not `application/json`.",
        "422" => "`fields` says what is wrong with which field; or something stands against it.",
        "429" => "Too many attempts; `retry_after` says how many seconds to wait.",
        "502" => "The carrier refused.",
        _ => "Too busy (503), the disk is full (507), or a fault of the gateway (500).",
    });
    let schema = Ref::from_schema_name("Problem");
    response
        .content
        .insert("application/problem+json".to_owned(), Content::new(Some(schema)));
    response
}
