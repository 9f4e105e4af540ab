//! Adding a member of staff.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::UserId;
use store::contract::NewStaff;
use wire::settings::{NewUser, User};

use super::{check, user_of};
use crate::app::App;
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;

/// Adds a member of staff.
#[utoipa::path(post, path = "/users", tag = "users", security(("session" = ["administer"])), request_body = NewUser,
    responses((status = 201, body = User), (status = 422, body = wire::Problem)))]
pub async fn add(
    may: Person<cap::Administer>,
    State(app): State<App>,
    Json(body): Json<NewUser>,
) -> Answer<(StatusCode, Json<User>)> {
    Failure::of_fields(check::person(&body.login, &body.name, Some(&body.password)))?;
    let id = UserId(app.new_id());
    let new = NewStaff {
        id,
        login: body.login.trim().to_owned(),
        name: body.name.trim().to_owned(),
        role: body.role,
        password_hash: app.passwords.hash(body.password).await?,
    };
    app.store.add_staff(&may.stamp(&app), new).await?;
    let staff = app.store.staff_by_id(id).await?;
    Ok((StatusCode::CREATED, Json(user_of(staff))))
}
