//! Staff, sessions and tokens, in SQLite.

mod sessions;
mod staff;
mod tokens;

use async_trait::async_trait;
use domain::id::{TokenId, UserId};
use domain::time::Millis;

use super::Sqlite;
use crate::contract::{
    Accounts, Credentials, NewSession, NewStaff, NewToken, Organisation, SecretHash, SessionHolder, SessionRecord,
    Staff, StaffEdit, TokenHolder, TokenRecord,
};
use crate::{Result, Stamp};

#[async_trait]
impl Accounts for Sqlite {
    async fn staff(&self) -> Result<Vec<Staff>> {
        staff::all(self).await
    }
    async fn staff_by_id(&self, id: UserId) -> Result<Staff> {
        staff::by_id(self, id).await
    }
    async fn add_staff(&self, stamp: &Stamp, new: NewStaff) -> Result<()> {
        staff::add(self, stamp, new).await
    }
    async fn edit_staff(&self, stamp: &Stamp, id: UserId, edit: StaffEdit) -> Result<()> {
        staff::edit(self, stamp, id, edit).await
    }
    async fn change_password(&self, stamp: &Stamp, id: UserId, hash: &str, keep: Option<&str>) -> Result<()> {
        staff::change_password(self, stamp, id, hash, keep).await
    }
    async fn credentials(&self, login: &str) -> Result<Option<Credentials>> {
        staff::credentials(self, login).await
    }
    async fn password_hash(&self, id: UserId) -> Result<String> {
        staff::password_hash(self, id).await
    }
    async fn refused_sign_in(&self, stamp: &Stamp, staff: Option<UserId>) -> Result<()> {
        sessions::refused(self, stamp, staff).await
    }
    async fn open_session(&self, stamp: &Stamp, session: NewSession) -> Result<()> {
        sessions::open(self, stamp, session).await
    }
    async fn session_holder(&self, secret: SecretHash, now: Millis) -> Result<Option<SessionHolder>> {
        sessions::holder(self, secret, now).await
    }
    async fn touch_session(&self, session: &str, now: Millis, expires_at: Millis) -> Result<()> {
        sessions::touch(self, session, now, expires_at).await
    }
    async fn sessions(&self, staff: UserId, now: Millis) -> Result<Vec<SessionRecord>> {
        sessions::of(self, staff, now).await
    }
    async fn end_session(&self, stamp: &Stamp, staff: UserId, session: &str) -> Result<()> {
        sessions::end(self, stamp, staff, session).await
    }
    async fn tokens(&self) -> Result<Vec<TokenRecord>> {
        tokens::all(self).await
    }
    async fn add_token(&self, stamp: &Stamp, token: NewToken) -> Result<()> {
        tokens::add(self, stamp, token).await
    }
    async fn revoke_token(&self, stamp: &Stamp, id: TokenId) -> Result<()> {
        tokens::revoke(self, stamp, id).await
    }
    async fn token_holder(&self, secret: SecretHash) -> Result<Option<TokenHolder>> {
        tokens::holder(self, secret).await
    }
    async fn touch_token(&self, id: TokenId, now: Millis) -> Result<()> {
        tokens::touch(self, id, now).await
    }
    async fn setup_needed(&self) -> Result<bool> {
        staff::nobody(self).await
    }
    async fn offer_setup(&self, secret: SecretHash) -> Result<()> {
        staff::offer_setup(self, secret).await
    }
    async fn set_up(
        &self,
        stamp: &Stamp,
        secret: SecretHash,
        admin: NewStaff,
        organisation: Organisation,
    ) -> Result<()> {
        staff::set_up(self, stamp, secret, admin, organisation).await
    }
}
