//! The gateway's endpoints of 登录 (Sign in), one function each.

use wire::session::{ChangePassword, Me, SessionRow, Setup, SetupState, SignIn};

use super::Answer;
use super::transport::{delete, get, post};

/// Who is signed in.
pub fn me() -> Answer<Me> {
    get("/api/session")
}

/// Signs in.
pub fn sign_in(sign_in: &SignIn) -> Answer<Me> {
    post("/api/session", sign_in)
}

/// Signs out.
pub fn sign_out() -> Answer<()> {
    delete("/api/session")
}

/// Whether the first admin is still missing.
pub fn setup_state() -> Answer<SetupState> {
    get("/api/setup")
}

/// Sets the first admin up, and signs in.
pub fn set_up(setup: &Setup) -> Answer<Me> {
    post("/api/setup", setup)
}

/// One's own sessions.
pub fn sessions() -> Answer<Vec<SessionRow>> {
    get("/api/sessions")
}

/// Ends one of one's own sessions.
pub fn end(id: &str) -> Answer<()> {
    delete(&format!("/api/sessions/{id}"))
}

/// A new password for oneself.
pub fn change_password(change: &ChangePassword) -> Answer<()> {
    post("/api/password", change)
}
