//! Staff, their sessions, and the tokens of other systems.
//!
//! Secrets never reach a store: it holds the SHA-256 of a session's or token's 32 random bytes, and argon2id hashes of passwords.

use async_trait::async_trait;
use domain::id::{TokenId, UserId};
use domain::role::Role;
use domain::time::Millis;

use super::Organisation;
use crate::{Result, Stamp};

/// SHA-256 of a session's or token's secret.
pub type SecretHash = [u8; 32];

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Which.
    pub id: UserId,
    /// Login name, unique whatever its case.
    pub login: String,
    /// Name to show.
    pub name: String,
    /// Role.
    pub role: Role,
    /// May sign in.
    pub active: bool,
    /// Since when.
    pub created_at: Millis,
    /// Last seen.
    pub seen_at: Option<Millis>,
}

/// A member of staff to be added.
#[derive(Clone)]
pub struct NewStaff {
    /// Which.
    pub id: UserId,
    /// Login name; kept in lower case.
    pub login: String,
    /// Name to show.
    pub name: String,
    /// Role.
    pub role: Role,
    /// PHC string of the password.
    pub password_hash: String,
}

/// A change of a member of staff.
#[derive(Clone)]
pub struct StaffEdit {
    /// Name to show.
    pub name: String,
    /// Role.
    pub role: Role,
    /// May sign in; `false` ends all sessions.
    pub active: bool,
    /// PHC string of a new password; ends all sessions.
    pub password_hash: Option<String>,
}

/// What signing in checks.
#[derive(Clone)]
pub struct Credentials {
    /// Who.
    pub staff: Staff,
    /// PHC string of the password.
    pub password_hash: String,
}

/// A session to be opened.
#[derive(Clone)]
pub struct NewSession {
    /// Its public id.
    pub id: String,
    /// Hash of its secret.
    pub secret_hash: SecretHash,
    /// Whose.
    pub staff: UserId,
    /// The browser, as it names itself, shortened.
    pub browser: String,
    /// Until when it holds, unless it is used.
    pub expires_at: Millis,
}

/// A session, to its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Its public id.
    pub id: String,
    /// Since when.
    pub created_at: Millis,
    /// Last seen.
    pub seen_at: Millis,
    /// The browser.
    pub browser: String,
}

/// Who holds a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionHolder {
    /// The session's public id.
    pub session: String,
    /// Last seen.
    pub seen_at: Millis,
    /// Who.
    pub staff: Staff,
}

/// A token to be made.
#[derive(Clone)]
pub struct NewToken {
    /// Which.
    pub id: TokenId,
    /// Name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Hash of its secret.
    pub secret_hash: SecretHash,
    /// Who made it.
    pub created_by: UserId,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRecord {
    /// Which.
    pub id: TokenId,
    /// Name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Since when.
    pub created_at: Millis,
    /// Last used, to the minute or so.
    pub used_at: Option<Millis>,
    /// Revoked.
    pub revoked_at: Option<Millis>,
    /// Who made it, by name.
    pub made_by: String,
    /// Whether its maker is active, with its role or an admin's; else it may not be used.
    pub maker_stands: bool,
}

/// A token that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHolder {
    /// Which.
    pub id: TokenId,
    /// Name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Who made it, and whose work is done with it.
    pub created_by: UserId,
    /// Last used.
    pub used_at: Option<Millis>,
}

/// Staff, sessions, tokens, and the first admin.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Everybody, by login name.
    async fn staff(&self) -> Result<Vec<Staff>>;

    /// One of the staff.
    async fn staff_by_id(&self, id: UserId) -> Result<Staff>;

    /// Adds one. `Taken("login")` when the login name is in use.
    async fn add_staff(&self, stamp: &Stamp, staff: NewStaff) -> Result<()>;

    /// Changes one. `WrongState("last_admin")` when no active admin would be left; nothing is changed then.
    async fn edit_staff(&self, stamp: &Stamp, id: UserId, edit: StaffEdit) -> Result<()>;

    /// A new password for oneself; ends all sessions but `keep`.
    async fn change_password(&self, stamp: &Stamp, id: UserId, password_hash: &str, keep: Option<&str>) -> Result<()>;

    /// What signing in with this login name checks, in whatever case it is typed.
    async fn credentials(&self, login: &str) -> Result<Option<Credentials>>;

    /// The password's PHC string, to check the present password of somebody signed in.
    async fn password_hash(&self, id: UserId) -> Result<String>;

    /// Writes to the log that signing in was refused; `login` is not written, only the id it belongs to, if any.
    async fn refused_sign_in(&self, stamp: &Stamp, staff: Option<UserId>) -> Result<()>;

    /// Opens a session.
    async fn open_session(&self, stamp: &Stamp, session: NewSession) -> Result<()>;

    /// Who holds the session with this secret: `None` when it is unknown, expired, revoked, or its owner may not sign in.
    async fn session_holder(&self, secret_hash: SecretHash, now: Millis) -> Result<Option<SessionHolder>>;

    /// Notes that a session was used, and puts its end off. Not an event.
    async fn touch_session(&self, session: &str, now: Millis, expires_at: Millis) -> Result<()>;

    /// The sessions of one that hold at `now`, last seen first.
    async fn sessions(&self, staff: UserId, now: Millis) -> Result<Vec<SessionRecord>>;

    /// Ends one of `staff`'s own sessions. `NotFound` when it is not theirs or has ended.
    async fn end_session(&self, stamp: &Stamp, staff: UserId, session: &str) -> Result<()>;

    /// All tokens, newest first.
    async fn tokens(&self) -> Result<Vec<TokenRecord>>;

    /// Makes a token.
    async fn add_token(&self, stamp: &Stamp, token: NewToken) -> Result<()>;

    /// Revokes a token. `NotFound` when there is none, or it is revoked already.
    async fn revoke_token(&self, stamp: &Stamp, id: TokenId) -> Result<()>;

    /// The token with this secret, unless revoked.
    async fn token_holder(&self, secret_hash: SecretHash) -> Result<Option<TokenHolder>>;

    /// Notes that a token was used. Not an event.
    async fn touch_token(&self, id: TokenId, now: Millis) -> Result<()>;

    /// Whether nobody of the staff is there yet.
    async fn setup_needed(&self) -> Result<bool>;

    /// Keeps the hash of a new one-time set-up link; the one before it no longer works.
    async fn offer_setup(&self, secret_hash: SecretHash) -> Result<()>;

    /// Adds the first admin and the firm's settings, and uses the link up. `NotFound` when the link is not the one offered,
    /// or somebody is there already.
    async fn set_up(
        &self,
        stamp: &Stamp,
        secret_hash: SecretHash,
        admin: NewStaff,
        organisation: Organisation,
    ) -> Result<()>;
}
