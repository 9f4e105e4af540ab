//! Changing a member of staff.

use axum::extract::State;
use domain::id::UserId;
use domain::role::Role;
use store::contract::StaffEdit;
use wire::Code;
use wire::settings::{User, UserEdit};

use super::{check, user_of};
use crate::app::App;
use crate::auth::password;
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// Changes a member of staff. Nobody takes their own administration away, and the last admin stays.
#[utoipa::path(put, path = "/users/{id}", tag = "users", security(("session" = ["administer"])), request_body = UserEdit,
    params(("id" = UserId, Path)),
    responses((status = 200, body = User), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn edit(
    may: Person<cap::Administer>,
    State(app): State<App>,
    Path(id): Path<UserId>,
    Json(body): Json<UserEdit>,
) -> Answer<Json<User>> {
    let before = app.store.staff_by_id(id).await?;
    let mut faults: Vec<_> = check::called(&body.name).into_iter().collect();
    if let Some(fault) = body
        .password
        .as_deref()
        .and_then(|new| password::fault(new, &before.login))
    {
        faults.push(("password".to_owned(), fault));
    }
    Failure::of_fields(faults)?;
    let oneself = may.user().id == id.0;
    if oneself && (!body.active || body.role != Role::Admin) {
        return Err(Failure::new(Code::WrongState).detail((
            "不能停用自己，也不能取消自己的管理员角色。",
            "You cannot disable yourself or give up your own administration.",
        )));
    }
    let password_hash = match body.password {
        Some(password) => Some(app.passwords.hash(password).await?),
        None => None,
    };
    let edit = StaffEdit {
        name: body.name.trim().to_owned(),
        role: body.role,
        active: body.active,
        password_hash,
    };
    match app.store.edit_staff(&may.stamp(&app), id, edit).await {
        Err(store::Error::WrongState("last_admin")) => Err(Failure::new(Code::WrongState).detail((
            "至少要有一位可以登录的管理员。",
            "At least one admin who can sign in has to remain.",
        ))),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(Json(user_of(app.store.staff_by_id(id).await?))),
    }
}
