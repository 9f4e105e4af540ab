//! Whether the first admin is missing, and adding them.

use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use domain::id::UserId;
use domain::role::Role;
use store::contract::{NewStaff, Organisation};
use store::{Actor, Stamp};
use wire::Code;
use wire::session::{Me, Setup, SetupState};

use crate::app::App;
use crate::auth::{secret, session};
use crate::demo;
use crate::error::{Answer, Failure};
use crate::extract::Json;
use crate::handlers::session::me;
use crate::handlers::settings;
use crate::handlers::users::check;

/// Whether the first admin is still missing.
#[utoipa::path(get, path = "/setup", tag = "setup", responses((status = 200, body = SetupState)))]
pub async fn state(State(app): State<App>) -> Answer<Json<SetupState>> {
    let needed = app.store.setup_needed().await?;
    Ok(Json(SetupState { needed }))
}

/// Adds the first admin and the firm, uses the link up, and signs the admin in.
#[utoipa::path(post, path = "/setup", tag = "setup", request_body = Setup,
    responses((status = 200, body = Me), (status = 404, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn set_up(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Json(body): Json<Setup>,
) -> Answer<(CookieJar, Json<Me>)> {
    let firm = body.firm.trim();
    let mut faults = check::person(&body.login, &body.name, Some(&body.password));
    if !(1..=60).contains(&firm.chars().count()) || firm.contains(char::is_control) {
        let words = ("公司名称为 1 到 60 个字。", "The firm's name has 1 to 60 characters.");
        faults.push(("firm".to_owned(), words.into()));
    }
    let signature = body.signature.as_deref().map_or(firm, str::trim);
    if !settings::is_signature(signature) {
        let words = if body.signature.is_some() {
            settings::NO_SIGNATURE
        } else {
            (
                "公司名称不能作短信签名，请另填一个简称：2 到 18 个字，不带括号。",
                "The firm's name can't be the signature of messages; write a short name: 2 to 18 characters, without brackets.",
            )
        };
        faults.push(("signature".to_owned(), words.into()));
    }
    Failure::of_fields(faults)?;
    let wrong_link = || {
        Failure::new(Code::NotFound).detail((
            "设置链接无效或已用过；重新启动网关会给出新的链接。",
            "The set-up link is wrong or was used. Starting the gateway again prints a new one.",
        ))
    };
    if !app.store.setup_needed().await? {
        return Err(wrong_link());
    }
    let admin = NewStaff {
        id: UserId(app.new_id()),
        login: body.login.trim().to_owned(),
        name: body.name.trim().to_owned(),
        role: Role::Admin,
        password_hash: app.passwords.hash(body.password).await?,
    };
    let organisation = Organisation {
        firm: firm.to_owned(),
        signature: signature.to_owned(),
        ..Organisation::default()
    };
    let (id, password) = (admin.id, admin.password_hash.clone());
    let stamp = Stamp {
        actor: Actor::System("setup"),
        at: app.now(),
    };
    match app
        .store
        .set_up(&stamp, secret::hash(body.token.trim()), admin, organisation)
        .await
    {
        Ok(()) => {}
        Err(store::Error::NotFound) => return Err(wrong_link()),
        Err(error) => return Err(error.into()),
    }
    app.reload_settings().await?;
    let stamp = Stamp {
        actor: Actor::User(id),
        at: app.now(),
    };
    if body.demo
        && let Err(failure) = demo::load(&app, &stamp, &password).await
    {
        // The firm is set up all the same; the first page offers the demo firm again.
        tracing::error!(code = ?failure.code(), cause = failure.cause(), "the demo firm was not loaded");
    }
    let cookie = session::open(&app, &stamp, id, &headers).await?;
    let staff = app.store.staff_by_id(id).await?;
    Ok((jar.add(cookie), Json(me(&app, staff).await?)))
}
