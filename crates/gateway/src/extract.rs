//! Extractors that answer with a [`Failure`] when a request cannot be read.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::Code;

use crate::error::Failure;

/// A JSON body, in and out.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Failure::new(Code::NotJson));
        }
        let Raw(bytes) = Raw::from_request(request, state).await?;
        serde_json::from_slice(&bytes)
            .map(Json)
            .map_err(|error| unreadable(&error))
    }
}

/// A body as it came.
#[derive(Debug, Clone)]
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let bytes = Bytes::from_request(request, state).await;
        bytes.map(Raw).map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Failure::new(Code::TooLarge),
            _ => Failure::new(Code::Malformed),
        })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"))
}

/// Says where the JSON is wrong and which field it lacks, never what it holds: the value may be personal.
fn unreadable(error: &serde_json::Error) -> Failure {
    let (line, column) = (error.line(), error.column());
    let said = error.to_string();
    let lacks = said
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    Failure::new(Code::Malformed).detail(match lacks {
        Some(field) => (
            format!("JSON 到第 {line} 行第 {column} 列为止缺少 {field}。"),
            format!("Up to line {line}, column {column}, the JSON lacks {field}."),
        ),
        None => (
            format!("JSON 第 {line} 行第 {column} 列有误。"),
            format!("The JSON is wrong at line {line}, column {column}."),
        ),
    })
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// As long may a query be, in octets: what is looked for in texts must stay below what the engine takes for a pattern.
const LONGEST_QUERY: usize = 16_384;

/// The query of a request.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        if parts.uri.query().is_some_and(|query| query.len() > LONGEST_QUERY) {
            return Err(Failure::new(Code::Malformed)
                .detail(("网址中的参数太长。", "The parameters of the address are too long.")));
        }
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Query(value)),
            Err(_) => {
                Err(Failure::new(Code::Malformed)
                    .detail(("网址中的参数有误。", "A parameter of the address is wrong.")))
            }
        }
    }
}

/// What the path of a request names. A path that cannot be read names nothing.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Path(value)),
            Err(_) => Err(Failure::new(Code::NotFound)),
        }
    }
}
