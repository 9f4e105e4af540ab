//! Revoking a token.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::TokenId;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::Answer;
use crate::extract::Path;

/// Revokes a token at once and for good.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "tokens", security(("capability" = ["administer"])),
    params(("id" = TokenId, Path)), responses((status = 204), (status = 404, body = wire::Problem)))]
pub async fn revoke(may: May<cap::Administer>, State(app): State<App>, Path(id): Path<TokenId>) -> Answer<StatusCode> {
    app.store.revoke_token(&may.stamp(&app), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
