//! A new password for oneself.

use axum::extract::State;
use axum::http::StatusCode;
use wire::Code;
use wire::session::ChangePassword;

use super::sign_in::Address;
use crate::app::App;
use crate::auth::password;
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;

/// Changes one's own password and ends all other sessions.
#[utoipa::path(post, path = "/password", tag = "session", security(("session" = ["signed_in"])), request_body = ChangePassword,
    responses((status = 204), (status = 422, body = wire::Problem), (status = 429, body = wire::Problem)))]
pub async fn change(
    may: Person<cap::SignedIn>,
    State(app): State<App>,
    Address(address): Address,
    Json(body): Json<ChangePassword>,
) -> Answer<StatusCode> {
    let person = may.id;
    let staff = app.store.staff_by_id(person).await?;
    if let Some(fault) = password::fault(&body.new, &staff.login) {
        return Err(Failure::field("new", fault));
    }
    app.throttle
        .attempt(&staff.login, &address, app.now())
        .map_err(|seconds| Failure::new(Code::TooManyAttempts).retry_after(seconds))?;
    let phc = app.store.password_hash(person).await?;
    if !app.passwords.fits(body.current, Some(phc)).await? {
        return Err(Failure::field(
            "current",
            ("现在的密码不对。", "The present password is wrong."),
        ));
    }
    app.throttle.succeeded(&staff.login, &address);
    let hash = app.passwords.hash(body.new).await?;
    let keep = may.user().session.as_deref();
    app.store.change_password(&may.stamp(&app), person, &hash, keep).await?;
    Ok(StatusCode::NO_CONTENT)
}
