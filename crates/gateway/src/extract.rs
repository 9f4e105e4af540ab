//! Extractors that answer with a [`Failure`] when a request cannot be read.

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
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
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Json(value)),
            Err(rejection) => Err(unreadable(&rejection)),
        }
    }
}

/// Says where the JSON is wrong, never what it holds: the value may be personal.
fn unreadable(rejection: &JsonRejection) -> Failure {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Failure::new(Code::TooLarge);
    }
    let place = match rejection {
        JsonRejection::JsonDataError(error) => place(error),
        JsonRejection::JsonSyntaxError(error) => place(error),
        JsonRejection::MissingJsonContentType(_) => Some((
            "请求须为 application/json。".to_owned(),
            "The body has to be application/json.".to_owned(),
        )),
        _ => None,
    };
    let failure = Failure::new(Code::Malformed);
    match place {
        Some(detail) => failure.detail(detail),
        None => failure,
    }
}

fn place(error: &(dyn std::error::Error + 'static)) -> Option<(String, String)> {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(json) = inner.downcast_ref::<serde_json::Error>() {
            let (line, column) = (json.line(), json.column());
            return Some((
                format!("JSON 第 {line} 行第 {column} 列有误。"),
                format!("The JSON is wrong at line {line}, column {column}."),
            ));
        }
        source = inner.source();
    }
    None
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// The query of a request.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
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
