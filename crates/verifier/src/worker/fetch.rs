//! Fetching from the gateway, with the session of the page and past every cache: a witness looks at what is there now.

use crate::scope;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use verifier::talk::Failure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, RequestCache, RequestCredentials, RequestInit, Response};

/// The answer's body as a file, which the browser may keep outside of memory.
pub async fn blob(url: &str) -> Result<Blob, Failure> {
    take(send(url).await?.blob()).await
}

/// The answer's body as a text.
pub async fn text(url: &str) -> Result<String, Failure> {
    let text: JsValue = take(send(url).await?.text()).await?;
    text.as_string().ok_or(Failure::Form)
}

/// The answer's body as octets.
pub async fn octets(url: &str) -> Result<Vec<u8>, Failure> {
    let buffer: ArrayBuffer = take(send(url).await?.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn send(url: &str) -> Result<Response, Failure> {
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Include);
    options.set_cache(RequestCache::NoStore);
    let answer = JsFuture::from(scope().fetch_with_str_and_init(url, &options)).await;
    let answer: Response = answer.map_err(|_| Failure::Network)?.unchecked_into();
    match answer.status() {
        _ if answer.ok() => Ok(answer),
        502..=504 => Err(Failure::Network),
        status => Err(Failure::Refused { status }),
    }
}

async fn take<T: JsCast>(body: Result<Promise, JsValue>) -> Result<T, Failure> {
    let body = JsFuture::from(body.map_err(|_| Failure::Network)?).await;
    Ok(body.map_err(|_| Failure::Network)?.unchecked_into())
}
