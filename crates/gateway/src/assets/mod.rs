//! The built app: read once at the start, served from memory, packed as the browser takes it.

mod csp;
mod load;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use wire::Code;

use crate::error::Failure;

/// The files of the app, and the policy that its pages come with.
#[derive(Clone)]
pub struct Assets(Arc<Files>);

struct Files {
    files: HashMap<String, File>,
    policy: HeaderValue,
}

struct File {
    kind: &'static str,
    /// The name carries a hash of what is in it.
    hashed: bool,
    etag: HeaderValue,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Assets {
    /// No app: the API alone.
    pub fn none() -> Assets {
        Assets(Arc::new(Files {
            files: HashMap::new(),
            policy: csp::policy(""),
        }))
    }

    /// Reads the app from a folder, with the packed files beside the plain ones (`.br`, `.gz`).
    pub fn load(folder: &Path) -> std::io::Result<Assets> {
        let files = load::files(folder)?;
        let index = files.get("index.html").ok_or_else(|| {
            std::io::Error::new(
                std::io::ErrorKind::NotFound,
                "there is no index.html in the app's folder",
            )
        })?;
        let policy = csp::policy(&String::from_utf8_lossy(&index.plain));
        Ok(Assets(Arc::new(Files { files, policy })))
    }

    /// The Content-Security-Policy of all answers.
    pub fn policy(&self) -> HeaderValue {
        self.0.policy.clone()
    }

    /// Answers what no route takes: a file, the app's page for an address of the app, or `NotFound`.
    pub fn answer(&self, request: &Request) -> Response {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Failure::new(Code::NotFound).into_response();
        }
        let path = request.uri().path().trim_start_matches('/');
        if path.is_empty() && self.0.files.is_empty() {
            return Redirect::temporary("/api/docs").into_response();
        }
        let name = path.rsplit('/').next().unwrap_or("");
        let file = match self.0.files.get(path) {
            Some(file) => Some(file),
            None if name.contains('.') => None,
            None => self.0.files.get("index.html"),
        };
        match file {
            Some(file) => file.answer(request.headers()),
            None => Failure::new(Code::NotFound).into_response(),
        }
    }
}

impl File {
    fn answer(&self, headers: &HeaderMap) -> Response {
        let caching = if self.hashed {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let mut response = if headers.get(IF_NONE_MATCH) == Some(&self.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let (encoding, bytes) = self.packed(headers);
            let mut response = bytes.into_response();
            response
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
            if let Some(encoding) = encoding {
                response
                    .headers_mut()
                    .insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            response
        };
        let out = response.headers_mut();
        out.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
        out.insert(ETAG, self.etag.clone());
        out.insert(VARY, HeaderValue::from_static("accept-encoding"));
        response
    }

    /// The smallest form that the browser takes, and the name of its packing.
    fn packed(&self, headers: &HeaderMap) -> (Option<&'static str>, Bytes) {
        let accepted = headers
            .get(ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("");
        match (&self.brotli, &self.gzip) {
            (Some(bytes), _) if takes(accepted, "br") => (Some("br"), bytes.clone()),
            (_, Some(bytes)) if takes(accepted, "gzip") => (Some("gzip"), bytes.clone()),
            _ => (None, self.plain.clone()),
        }
    }
}

/// Whether `Accept-Encoding` names this packing, and not with the weight 0.
fn takes(accepted: &str, packing: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some(packing)
            && !parts.any(|part| {
                part.strip_prefix("q=")
                    .is_some_and(|weight| weight.parse() == Ok(0.0_f32))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packing_with_weight_zero_is_not_taken() {
        for (accepted, packing, expected) in [
            ("gzip, deflate, br", "br", true),
            ("br;q=0, gzip", "br", false),
            ("br; q=0.000", "br", false),
            ("gzip;q=0.5", "gzip", true),
            ("", "br", false),
            ("brotli", "br", false),
        ] {
            assert_eq!(takes(accepted, packing), expected, "{accepted}");
        }
    }
}
