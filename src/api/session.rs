//! The gateway's endpoints of 登录 (Sign in), one function each.

use wire::session::{ChangePassword, Me, SessionRow, Setup, SetupState, SignIn};

use super::Result;
use super::transport::{delete, get, post};

/// Who is signed in.
pub async fn me() -> Result<Me> {
    get("/api/session").await
}

/// Signs in.
pub async fn sign_in(sign_in: &SignIn) -> Result<Me> {
    post("/api/session", sign_in).await
}

/// Signs out.
pub async fn sign_out() -> Result<()> {
    delete("/api/session").await
}

/// Whether the first admin is still missing.
pub async fn setup_state() -> Result<SetupState> {
    get("/api/setup").await
}

/// Sets the first admin up, and signs in.
pub async fn set_up(setup: &Setup) -> Result<Me> {
    post("/api/setup", setup).await
}

/// One's own sessions.
pub async fn sessions() -> Result<Vec<SessionRow>> {
    get("/api/sessions").await
}

/// Ends one of one's own sessions.
pub async fn end(id: &str) -> Result<()> {
    delete(&format!("/api/sessions/{id}")).await
}

/// A new password for oneself.
pub async fn change_password(change: &ChangePassword) -> Result<()> {
    post("/api/password", change).await
}
