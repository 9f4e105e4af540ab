//! The tokens of other systems.

use axum::extract::State;
use wire::settings::Token;

use super::token_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Json;

/// All tokens, newest first; never their secrets.
#[utoipa::path(get, path = "/tokens", tag = "tokens", security(("capability" = ["administer"])), responses((status = 200, body = Vec<Token>)))]
pub async fn list(_may: May<cap::Administer>, State(app): State<App>) -> Answer<Json<Vec<Token>>> {
    let tokens = app.store.tokens().await?;
    Ok(Json(tokens.into_iter().map(token_of).collect()))
}
