//! The OpenAPI 3.1 document, from the handlers.

use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
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
