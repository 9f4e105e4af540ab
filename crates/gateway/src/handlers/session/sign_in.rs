//! Signing in, asking who one is, signing out.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum_extra::extract::CookieJar;
use store::{Actor, Stamp};
use wire::Code;
use wire::session::{Me, SignIn};

use super::me;
use crate::app::App;
use crate::auth::session::{self, address};
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;

/// Where a request comes from.
pub(crate) struct Address(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Address(address(parts)))
    }
}

/// Signs in. Unknown names take as long as wrong passwords and answer the same.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignIn,
    responses((status = 200, body = Me), (status = 401, body = wire::Problem), (status = 429, body = wire::Problem)))]
pub async fn sign_in(
    State(app): State<App>,
    Address(address): Address,
    headers: HeaderMap,
    jar: CookieJar,
    Json(body): Json<SignIn>,
) -> Answer<(CookieJar, Json<Me>)> {
    let now = app.now();
    let login = body.login.trim().to_lowercase();
    app.throttle
        .attempt(&login, &address, now)
        .map_err(|seconds| Failure::new(Code::TooManyAttempts).retry_after(seconds))?;
    let known = app.store.credentials(&login).await?;
    let phc = known.as_ref().map(|known| known.password_hash.clone());
    let fits = app.passwords.fits(body.password, phc).await?;
    let id = known.as_ref().map(|known| known.staff.id);
    let Some(known) = known.filter(|known| fits && known.staff.active) else {
        let stamp = Stamp {
            actor: Actor::System("session"),
            at: now,
        };
        app.store.refused_sign_in(&stamp, id).await?;
        return Err(Failure::new(Code::WrongPassword));
    };
    app.throttle.succeeded(&login, &address);
    let stamp = Stamp {
        actor: Actor::User(known.staff.id),
        at: now,
    };
    let cookie = session::open(&app, &stamp, known.staff.id, &headers).await?;
    Ok((jar.add(cookie), Json(me(&app, known.staff).await?)))
}

/// Who is signed in.
#[utoipa::path(get, path = "/session", tag = "session", security(("session" = ["signed_in"])), responses((status = 200, body = Me)))]
pub async fn who(may: Person<cap::SignedIn>, State(app): State<App>) -> Answer<Json<Me>> {
    let staff = app.store.staff_by_id(may.id).await?;
    Ok(Json(me(&app, staff).await?))
}

/// Signs out: ends this session.
#[utoipa::path(delete, path = "/session", tag = "session", security(("session" = ["signed_in"])), responses((status = 204)))]
pub async fn sign_out(
    may: Person<cap::SignedIn>,
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Answer<(CookieJar, StatusCode)> {
    let person = may.id;
    if let Some(session) = &may.user().session {
        app.store.end_session(&may.stamp(&app), person, session).await?;
    }
    Ok((jar.add(session::gone(&headers)), StatusCode::NO_CONTENT))
}
