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

/// The browser and its system, as people call them: `Edge · Windows`; what is neither known is told as it names itself, at most
/// 60 characters.
fn browser(headers: &HeaderMap) -> String {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    let agent = agent.unwrap_or("");
    let known = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(token, _)| agent.contains(token));
        found.map(|(_, name)| *name)
    };
    // Browsers name those that they resemble, too: the most particular token comes first.
    let browser = known(&[
        ("MicroMessenger/", "WeChat"),
        ("QQBrowser/", "QQ Browser"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = known(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.chars().take(60).collect(),
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn browsers_are_called_by_their_names() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge · Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari · iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; V2250A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0.50",
                "WeChat · Android",
            ),
            ("Firefox/140.0", "Firefox"),
            ("curl/8.9.1", "curl/8.9.1"),
            ("", ""),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, agent.parse().unwrap());
            assert_eq!(browser(&headers), name, "{agent}");
        }
    }
}
