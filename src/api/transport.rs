//! How requests travel. The only file that names reqwasm.
//!
//! The session is a cookie, so nothing here holds a secret. Answers are JSON; problems are `application/problem+json`.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures_channel::oneshot;
use leptos::prelude::*;
use reqwasm::http::{Method, Request, RequestCredentials, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wire::{Code, Problem};

use super::json;
use crate::locale::{lang_now, ui as words};
use crate::state::session;

/// What came back instead of an answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// The gateway was not reached.
    #[error("the gateway cannot be reached")]
    Network,
    /// The answer could not be read; the text is for developers.
    #[error("the answer could not be read: {0}")]
    Unreadable(String),
    /// The gateway said what went wrong.
    #[error("{}", .0.title)]
    Problem(Box<Problem>),
}

/// An answer of the gateway, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// What the gateway said, if it spoke.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }

    /// The stable code, if the gateway spoke.
    pub fn code(&self) -> Option<Code> {
        self.problem().map(|problem| problem.code)
    }

    /// What is wrong with a form's field, by its name in the request.
    pub fn field(&self, name: &str) -> Option<String> {
        self.problem()?
            .fields
            .iter()
            .find(|problem| problem.field == name)
            .map(|problem| problem.message.clone())
    }

    /// What is saved now, if somebody else saved first.
    pub fn theirs<T: DeserializeOwned>(&self) -> Option<T> {
        let problem = self.problem().filter(|problem| problem.code == Code::Conflict)?;
        json::read(problem.current.clone()?).ok()
    }

    /// What happened, in the language of the screen.
    pub fn title(&self) -> String {
        match self {
            Self::Network => words::PROBLEM_NETWORK.get().to_owned(),
            Self::Unreadable(_) => words::PROBLEM_DECODE.get().to_owned(),
            Self::Problem(problem) if problem.title.is_empty() => words::PROBLEM.get().to_owned(),
            Self::Problem(problem) => problem.title.clone(),
        }
    }

    /// What was kept, and what to do; empty where there is nothing more to say.
    pub fn detail(&self) -> String {
        match self {
            Self::Network => words::PROBLEM_NETWORK_TEXT.get().to_owned(),
            Self::Unreadable(_) => words::PROBLEM_DECODE_TEXT.get().to_owned(),
            Self::Problem(problem) => problem.detail.clone().unwrap_or_else(|| match problem.code {
                // Nothing was to be changed.
                Code::NotFound => words::PROBLEM_GONE_TEXT.get().to_owned(),
                Code::WrongPassword => String::new(),
                _ => words::PROBLEM_KEPT.get().to_owned(),
            }),
        }
    }
}

thread_local! {
    static BASE: RefCell<String> = const { RefCell::new(String::new()) };
}

#[derive(serde::Deserialize)]
struct Config {
    /// The gateway's origin; empty where it serves the app itself.
    gateway: String,
}

/// Reads `config.json`, which says where the gateway is. Without it, the gateway is where the app came from.
pub async fn configure() {
    if let Ok(answer) = Request::get("/config.json").send().await
        && answer.ok()
        && let Ok(text) = answer.text().await
        && let Ok(config) = json::parse(&text).and_then(json::read::<Config>)
    {
        BASE.set(config.gateway.trim_end_matches('/').to_owned());
    }
}

/// The full address of a path such as `/api/runs/…/export.csv`; for links that download, and streams.
pub fn url(path: &str) -> String {
    BASE.with_borrow(|base| format!("{base}{path}"))
}

/// A request on its way, and what its answer is read as. Await it.
///
/// How requests travel is the same code for all of them: only the reading of the value knows the type.
#[must_use = "nothing travels before it is awaited"]
pub struct Answer<T> {
    coming: Pin<Box<dyn Future<Output = Result<Value>>>>,
    read: fn(Value) -> std::result::Result<T, json::Unreadable>,
}

impl<T: DeserializeOwned> Answer<T> {
    fn to(coming: impl Future<Output = Result<Value>> + 'static) -> Self {
        Self {
            coming: Box::pin(coming),
            read: json::read::<T>,
        }
    }
}

impl<T> Future for Answer<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        let read = self.read;
        self.coming
            .as_mut()
            .poll(context)
            .map(|came| came.and_then(|value| read(value).map_err(|error| Error::Unreadable(error.to_string()))))
    }
}

/// Fetches.
pub fn get<T: DeserializeOwned>(path: &str) -> Answer<T> {
    ask(Method::GET, path, None)
}

/// Creates or does something.
pub fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Answer<T> {
    ask(Method::POST, path, Some(serde_json::to_value(body)))
}

/// Replaces.
pub fn put<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Answer<T> {
    ask(Method::PUT, path, Some(serde_json::to_value(body)))
}

/// Removes. For an empty answer take `()`.
pub fn delete<T: DeserializeOwned>(path: &str) -> Answer<T> {
    ask(Method::DELETE, path, None)
}

type Body = Option<serde_json::Result<Value>>;

fn ask<T: DeserializeOwned>(method: Method, path: &str, body: Body) -> Answer<T> {
    Answer::to(send(method, url(path), body))
}

async fn send(method: Method, url: String, body: Body) -> Result<Value> {
    let mut request = Request::new(&url)
        .method(method)
        .credentials(RequestCredentials::Include)
        .header("Accept", "application/json")
        .header("Accept-Language", lang_now().tag());
    if let Some(body) = body {
        let body = body.map_err(|error| Error::Unreadable(error.to_string()))?;
        request = request
            .header("Content-Type", "application/json")
            .body(body.to_string());
    }
    let answer = request.send().await.map_err(|_| Error::Network)?;
    let (status, ok) = (answer.status(), answer.ok());
    let text = text_of(&answer).await?;
    value(status, ok, &text)
}

/// Fetches what is no JSON.
pub async fn get_bytes(path: &str) -> Result<Vec<u8>> {
    let request = Request::new(&url(path)).credentials(RequestCredentials::Include);
    let answer = request
        .header("Accept-Language", lang_now().tag())
        .send()
        .await
        .map_err(|_| Error::Network)?;
    if answer.ok() {
        return answer.binary().await.map_err(|_| Error::Network);
    }
    value(answer.status(), false, &text_of(&answer).await?).map(|_| Vec::new())
}

async fn text_of(answer: &Response) -> Result<String> {
    answer.text().await.map_err(|_| Error::Network)
}

/// What an answer says: its value, or the problem.
fn value(status: u16, ok: bool, text: &str) -> Result<Value> {
    if ok {
        // An empty answer is JSON's null, which is Rust's ().
        let text = if text.is_empty() { "null" } else { text };
        return json::parse(text).map_err(|error| Error::Unreadable(error.to_string()));
    }
    let problem: Problem = json::parse(text).and_then(json::read).map_err(|_| {
        if status >= 502 {
            Error::Network
        } else {
            Error::Unreadable(format!("status {status}"))
        }
    })?;
    if problem.code == Code::SignedOut {
        session::end();
    }
    Err(Error::Problem(Box::new(problem)))
}

/// Uploads a file as the raw body. `on_progress` hears the share that is sent, from 0 to 1.
/// `fetch` can't tell that, so this one goes by `XMLHttpRequest`.
pub fn upload<T: DeserializeOwned>(path: &str, file: &web_sys::File, on_progress: impl Fn(f64) + 'static) -> Answer<T> {
    Answer::to(send_file(url(path), file.clone(), Box::new(on_progress)))
}

async fn send_file(url: String, file: web_sys::File, on_progress: Box<dyn Fn(f64)>) -> Result<Value> {
    let request = web_sys::XmlHttpRequest::new().map_err(|_| Error::Network)?;
    request.open("POST", &url).map_err(|_| Error::Network)?;
    request.set_with_credentials(true);
    for (name, value) in [
        ("Content-Type", "application/octet-stream"),
        ("Accept", "application/json"),
        ("Accept-Language", lang_now().tag()),
    ] {
        let _ = request.set_request_header(name, value);
    }
    let moved = Closure::<dyn Fn(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            on_progress(event.loaded() / event.total());
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(moved.as_ref().unchecked_ref()));
    }
    let (done, ended) = oneshot::channel::<()>();
    let done = Rc::new(RefCell::new(Some(done)));
    let end = Closure::<dyn Fn()>::new(move || {
        if let Some(done) = done.borrow_mut().take() {
            let _ = done.send(());
        }
    });
    request.set_onloadend(Some(end.as_ref().unchecked_ref()));
    request.send_with_opt_blob(Some(&file)).map_err(|_| Error::Network)?;
    let _ = ended.await;
    let status = request.status().unwrap_or(0);
    if status == 0 {
        return Err(Error::Network);
    }
    let text = request.response_text().ok().flatten().unwrap_or_default();
    value(status, (200..300).contains(&status), &text)
}

/// Offers a file made in the browser for saving.
pub fn save(name: &str, mime: &str, content: &str) {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    let parts = js_sys::Array::of1(&content.into());
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) else {
        return;
    };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else {
        return;
    };
    if let Some(link) = document()
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok())
    {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&address);
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::locale::{Lang, set_lang};

    #[test]
    fn what_is_not_there_says_where_to_look() {
        set_lang(Lang::ZhCn);
        let check = |code: &str, want: &str| {
            let body = format!(r#"{{"type":"about:blank","code":"{code}","status":404,"title":"找不到。"}}"#);
            let error = value(404, false, &body).err();
            assert_eq!(error.map(|error| error.detail()).as_deref(), Some(want));
        };
        check("not_found", "可能已经删除，或者链接不完整。请到列表里查找。");
        check("wrong_password", "");
        check("conflict", "没有任何内容被改动。");
    }
}
