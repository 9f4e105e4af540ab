//! The gateway's endpoints of 设置 (Settings), one function each.

use domain::id::{TokenId, UserId};
use wire::settings::{Carrier, CreatedToken, NewToken, NewUser, Settings, Token, User, UserEdit};

use super::Result;
use super::transport::{delete, get, post, put};

/// The firm's settings.
pub async fn settings() -> Result<Settings> {
    get("/api/settings").await
}

/// Saves them.
pub async fn save(settings: &Settings) -> Result<Settings> {
    put("/api/settings", settings).await
}

/// The staff.
pub async fn users() -> Result<Vec<User>> {
    get("/api/users").await
}

/// A new member of staff.
pub async fn add_user(new: &NewUser) -> Result<User> {
    post("/api/users", new).await
}

/// Saves a member of staff.
pub async fn save_user(id: UserId, edit: &UserEdit) -> Result<User> {
    put(&format!("/api/users/{id}"), edit).await
}

/// The API tokens.
pub async fn tokens() -> Result<Vec<Token>> {
    get("/api/tokens").await
}

/// A new token; its secret is shown this once.
pub async fn add_token(new: &NewToken) -> Result<CreatedToken> {
    post("/api/tokens", new).await
}

/// Revokes a token.
pub async fn revoke_token(id: TokenId) -> Result<()> {
    delete(&format!("/api/tokens/{id}")).await
}

/// The carriers.
pub async fn carriers() -> Result<Vec<Carrier>> {
    get("/api/carriers").await
}

/// Saves a carrier.
pub async fn save_carrier(carrier: &Carrier) -> Result<Carrier> {
    put(&format!("/api/carriers/{}", carrier.name), carrier).await
}

/// Loads the demo firm into an empty database.
pub async fn load_demo() -> Result<()> {
    post("/api/demo", &()).await
}
