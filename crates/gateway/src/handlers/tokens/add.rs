//! Making a token.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::TokenId;
use store::contract;
use wire::settings::{CreatedToken, NewToken, Token};

use crate::app::App;
use crate::auth::secret;
use crate::caller::{Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::Json;
use crate::handlers::users::check;

/// Makes a token and shows its secret, this once.
#[utoipa::path(post, path = "/tokens", tag = "tokens", security(("session" = ["administer"])), request_body = NewToken,
    responses((status = 201, body = CreatedToken), (status = 422, body = wire::Problem)))]
pub async fn add(
    may: Person<cap::Administer>,
    State(app): State<App>,
    Json(body): Json<NewToken>,
) -> Answer<(StatusCode, Json<CreatedToken>)> {
    let created_by = may.id;
    Failure::of_fields(check::called(&body.name).into_iter().collect())?;
    let secret = format!("{}{}", secret::TOKEN_PREFIX, secret::fresh());
    let stamp = may.stamp(&app);
    let token = Token {
        id: TokenId(app.new_id()),
        name: body.name.trim().to_owned(),
        role: body.role,
        created_at: stamp.at,
        used_at: None,
        revoked_at: None,
        made_by: may.user().name.clone(),
        maker_stands: true,
    };
    let new = contract::NewToken {
        id: token.id,
        name: token.name.clone(),
        role: token.role,
        secret_hash: secret::hash(&secret),
        created_by,
    };
    app.store.add_token(&stamp, new).await?;
    Ok((StatusCode::CREATED, Json(CreatedToken { token, secret })))
}
