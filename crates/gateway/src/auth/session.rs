//! The session's cookie, and where a request comes from.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header::USER_AGENT};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::id::UserId;
use domain::time::{DAY, MINUTE, Millis};
use store::contract::NewSession;

use super::secret;
use crate::app::App;
use crate::error::Answer;

/// The cookie's name.
pub const COOKIE: &str = "rollcall_session";
/// A session ends after so long without use.
pub const IDLE: Millis = 7 * DAY;
/// How often the use of a session is written down.
pub const TOUCH: Millis = 5 * MINUTE;

/// Opens a session for `staff` and answers its cookie. `stamp`'s actor is the one who signs in.
pub async fn open(app: &App, stamp: &store::Stamp, staff: UserId, headers: &HeaderMap) -> Answer<Cookie<'static>> {
    let secret = secret::fresh();
    let session = NewSession {
        id: app.new_id().simple().to_string(),
        secret_hash: secret::hash(&secret),
        staff,
        browser: browser(headers),
        expires_at: stamp.at + IDLE,
    };
    app.store.open_session(stamp, session).await?;
    Ok(cookie(secret, is_https(headers)))
}

/// The cookie that ends the session in the browser.
pub fn gone(headers: &HeaderMap) -> Cookie<'static> {
    let mut cookie = cookie(String::new(), is_https(headers));
    cookie.make_removal();
    cookie
}

fn cookie(secret: String, secure: bool) -> Cookie<'static> {
    Cookie::build((COOKIE, secret))
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .path("/")
        .build()
}

/// The session's secret that a request carries.
pub fn secret_of(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers)
        .get(COOKIE)
        .map(|cookie| cookie.value().to_owned())
}

/// Whether the browser came by https, as the proxy in front says.
fn is_https(headers: &HeaderMap) -> bool {
    headers
        .get("x-forwarded-proto")
        .is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"))
}

/// The browser as it names itself, at most 120 characters.
fn browser(headers: &HeaderMap) -> String {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    agent.unwrap_or("").chars().take(120).collect()
}

/// The address that a request comes from. A proxy on this machine is believed about whom it speaks for.
pub fn address(parts: &Parts) -> String {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|peer| peer.0.ip());
    let told = parts
        .headers
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok())
        .and_then(|list| list.rsplit(',').next())
        .map(|last| last.trim().to_owned());
    match (peer, told) {
        (Some(ip), Some(told)) if ip.is_loopback() => told,
        (Some(ip), _) => ip.to_string(),
        (None, _) => "local".to_owned(),
    }
}
