//! Signing in and out, one's own sessions, setting up.
#![allow(clippy::unwrap_used)]

mod common;

use common::Fixture;
use domain::role::Role;
use wire::Code;
use wire::session::Me;

#[tokio::test]
async fn everybody_learns_who_they_are() {
    let fixture = Fixture::new().await;
    for role in Role::ALL {
        let me: Me = fixture.as_role(role).get("/api/session").await.ok(200);
        assert_eq!((me.role, me.login.as_str()), (role, role.code()));
        assert_eq!(me.firm.offset_minutes, 480);
    }
    fixture.nobody().get("/api/session").await.problem(Code::SignedOut);
    fixture.nobody().get("/api/nothing").await.problem(Code::NotFound);
}
