//! Refuses unsafe requests of other sites.
//!
//! The rule is that of Go's `net/http.CrossOriginProtection`: browsers say `Sec-Fetch-Site`, older ones `Origin`; a request
//! with neither is no browser's, and carries no ambient cookie. Requests with a bearer token carry no ambient authority either.

use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wire::Code;

use crate::error::Failure;

/// The middleware.
pub async fn check(request: Request, next: Next) -> Response {
    if is_own(request.method(), request.headers()) {
        next.run(request).await
    } else {
        Failure::new(Code::CrossOrigin).into_response()
    }
}

fn is_own(method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if text(AUTHORIZATION.as_str()).is_some_and(|value| value.starts_with("Bearer ")) {
        return true;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(ORIGIN) else {
        return true;
    };
    let authority = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.split_once("://"))
        .map(|(_, rest)| rest);
    authority.is_some() && (authority == text(HOST.as_str()) || authority == text("x-forwarded-host"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_our_own_pages_may_change_things() {
        type Case = (Method, &'static [(&'static str, &'static str)], bool);
        let cases: [Case; 11] = [
            (Method::GET, &[("sec-fetch-site", "cross-site")], true),
            (Method::POST, &[("sec-fetch-site", "same-origin")], true),
            (Method::POST, &[("sec-fetch-site", "none")], true),
            (Method::POST, &[("sec-fetch-site", "cross-site")], false),
            (Method::POST, &[("sec-fetch-site", "same-site")], false),
            (
                Method::PUT,
                &[("sec-fetch-site", "cross-site"), ("authorization", "Bearer rc_1")],
                true,
            ),
            (Method::DELETE, &[], true),
            (Method::POST, &[("host", "a.cn"), ("origin", "https://a.cn")], true),
            (Method::POST, &[("host", "a.cn"), ("origin", "https://b.cn")], false),
            (Method::POST, &[("host", "a.cn"), ("origin", "null")], false),
            (
                Method::POST,
                &[
                    ("host", "10.0.0.1"),
                    ("x-forwarded-host", "a.cn"),
                    ("origin", "https://a.cn"),
                ],
                true,
            ),
        ];
        for (method, pairs, expected) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(
                    axum::http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                    value.parse().unwrap(),
                );
            }
            assert_eq!(is_own(&method, &headers), expected, "{method} {pairs:?}");
        }
    }
}
