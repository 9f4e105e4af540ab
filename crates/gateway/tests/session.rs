//! Signing in and out, one's own sessions, setting up.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Client, Fixture, Reply, START, user};
use domain::role::Role;
use domain::time::{DAY, MINUTE};
use gateway::auth::secret;
use serde_json::{Value, json};
use wire::Code;
use wire::session::{Me, SessionRow, SetupState};
use wire::settings::{CreatedToken, User};

const PASSWORD: &str = "correct horse";

/// A fixture in which the agent has a password.
async fn with_password() -> Fixture {
    let fixture = Fixture::new().await;
    let edit = json!({"name": "李小明", "role": "agent", "active": true, "password": PASSWORD});
    let path = format!("/api/users/{}", user(Role::Agent));
    let _: User = fixture.as_role(Role::Admin).put(&path, &edit).await.ok(200);
    fixture
}

async fn sign_in(client: &Client, login: &str, password: &str) -> Reply {
    client
        .post("/api/session", &json!({"login": login, "password": password}))
        .await
}

/// Somebody with the session that the reply opened.
fn holding(fixture: &Fixture, reply: &Reply) -> Client {
    let cookie = reply.header("set-cookie").split(';').next().unwrap();
    fixture.nobody().with("cookie", cookie)
}

#[tokio::test]
async fn everybody_learns_who_they_are() {
    let fixture = Fixture::new().await;
    for role in Role::ALL {
        let me: Me = fixture.as_role(role).get("/api/session").await.ok(200);
        assert_eq!((me.role, me.login.as_str()), (role, role.code()));
        assert_eq!(me.firm.offset_minutes, 480);
        assert!(me.empty);
    }
    fixture.nobody().get("/api/session").await.problem(Code::SignedOut);
    fixture.nobody().get("/api/nothing").await.problem(Code::NotFound);
}

#[tokio::test]
async fn a_session_opens_with_the_password_and_ends_when_told() {
    let fixture = with_password().await;
    let reply = sign_in(&fixture.nobody(), " Agent ", PASSWORD).await;
    let me: Me = reply.ok(200);
    assert_eq!(me.login, "agent");
    let cookie = reply.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Secure"));
    let holder = holding(&fixture, &reply);
    let _: Me = holder.get("/api/session").await.ok(200);
    assert_eq!(holder.delete("/api/session").await.status, 204);
    holder.get("/api/session").await.problem(Code::SignedOut);
    let proxied = fixture.nobody().with("x-forwarded-proto", "https");
    assert!(
        sign_in(&proxied, "agent", PASSWORD)
            .await
            .header("set-cookie")
            .contains("Secure")
    );
}

#[tokio::test]
async fn unknown_names_and_wrong_passwords_look_the_same() {
    let fixture = with_password().await;
    let edit = json!({"name": "经理", "role": "manager", "active": false, "password": PASSWORD});
    let path = format!("/api/users/{}", user(Role::Manager));
    let _: User = fixture.as_role(Role::Admin).put(&path, &edit).await.ok(200);
    let mut seen = Vec::new();
    for (login, password) in [
        ("agent", "wrong password"),
        ("nobody", PASSWORD),
        ("manager", PASSWORD),
        ("", ""),
    ] {
        let mut problem = sign_in(&fixture.nobody(), login, password)
            .await
            .problem(Code::WrongPassword);
        problem.trace = None;
        seen.push(problem);
    }
    seen.dedup();
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_forgotten() {
    let fixture = with_password().await;
    for _ in 0..5 {
        sign_in(&fixture.nobody(), "agent", "wrong password")
            .await
            .problem(Code::WrongPassword);
    }
    let reply = sign_in(&fixture.nobody(), "agent", PASSWORD).await;
    assert_eq!(reply.problem(Code::TooManyAttempts).retry_after, Some(30));
    assert_eq!(reply.header("retry-after"), "30");
    fixture.clock.advance(30_000);
    let _: Me = sign_in(&fixture.nobody(), "agent", PASSWORD).await.ok(200);
}

#[tokio::test]
async fn a_session_slides_and_then_ends() {
    let fixture = with_password().await;
    let holder = holding(&fixture, &sign_in(&fixture.nobody(), "agent", PASSWORD).await);
    for _ in 0..3 {
        fixture.clock.advance(6 * DAY);
        let _: Me = holder.get("/api/session").await.ok(200);
        fixture.app.jobs.idle().await;
    }
    fixture.clock.advance(7 * DAY + MINUTE);
    holder.get("/api/session").await.problem(Code::SignedOut);
}

#[tokio::test]
async fn own_sessions_are_listed_and_ended_others_are_not() {
    let fixture = with_password().await;
    let other = holding(
        &fixture,
        &sign_in(&fixture.nobody().with("user-agent", "Firefox/140.0"), "agent", PASSWORD).await,
    );
    // The admin's new password for the agent ended the session that was there.
    fixture
        .as_role(Role::Agent)
        .get("/api/sessions")
        .await
        .problem(Code::SignedOut);
    let rows: Vec<SessionRow> = other.get("/api/sessions").await.ok(200);
    assert_eq!(rows.len(), 1);
    assert!(rows[0].current && rows[0].browser == "Firefox");
    let path = format!("/api/sessions/{}", rows[0].id);
    fixture
        .as_role(Role::Supervisor)
        .delete(&path)
        .await
        .problem(Code::NotFound);
    assert_eq!(other.delete(&path).await.status, 204);
    other.get("/api/sessions").await.problem(Code::SignedOut);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let fixture = with_password().await;
    let one = holding(&fixture, &sign_in(&fixture.nobody(), "agent", PASSWORD).await);
    let two = holding(&fixture, &sign_in(&fixture.nobody(), "agent", PASSWORD).await);
    let change = |current: &str, new: &str| json!({"current": current, "new": new});
    let weak = one
        .post("/api/password", &change(PASSWORD, "short"))
        .await
        .problem(Code::Invalid);
    assert_eq!(weak.fields[0].field, "new");
    let wrong = one
        .post("/api/password", &change("wrong password", "battery staple"))
        .await
        .problem(Code::Invalid);
    assert_eq!(wrong.fields[0].field, "current");
    assert_eq!(
        one.post("/api/password", &change(PASSWORD, "battery staple"))
            .await
            .status,
        204
    );
    let _: Me = one.get("/api/session").await.ok(200);
    two.get("/api/session").await.problem(Code::SignedOut);
    sign_in(&fixture.nobody(), "agent", PASSWORD)
        .await
        .problem(Code::WrongPassword);
    let _: Me = sign_in(&fixture.nobody(), "agent", "battery staple").await.ok(200);
}

#[tokio::test]
async fn the_set_up_link_works_once() {
    const LONG: &str = "杭州安居乐业建筑装饰工程设计有限公司西湖分公司";
    let fixture = Fixture::empty().await;
    let nobody = fixture.nobody();
    let needed: SetupState = nobody.get("/api/setup").await.ok(200);
    assert!(needed.needed);
    fixture.app.store.offer_setup(secret::hash("the link")).await.unwrap();
    let body = |token: &str, login: &str, password: &str| json!({"token": token, "firm": "安居装饰", "login": login, "name": "王", "password": password, "demo": false});
    nobody
        .post("/api/setup", &body("another", "wang", PASSWORD))
        .await
        .problem(Code::NotFound);
    let faults = nobody
        .post("/api/setup", &body("the link", "w", "short"))
        .await
        .problem(Code::Invalid);
    let fields: Vec<_> = faults.fields.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["login", "password"]);
    // What can't be a signature is never cut to one: the short name is asked for.
    for (firm, short, field) in [
        ("安", json!(null), "signature"),
        ("安居【装饰】", json!(null), "signature"),
        (LONG, json!(null), "signature"),
        (LONG, json!("安居[装饰]"), "signature"),
        ("安居装饰", json!("  安 "), "signature"),
        ("安居\n装饰", json!("安居装饰"), "firm"),
    ] {
        let mut named = body("the link", "wang", PASSWORD);
        named["firm"] = json!(firm);
        named["signature"] = short;
        let faults = nobody.post("/api/setup", &named).await.problem(Code::Invalid);
        assert_eq!(faults.fields[0].field, field, "{named}");
    }
    let mut named = body("the link", "wang", PASSWORD);
    named["firm"] = json!(LONG);
    named["signature"] = json!("安居装饰");
    let reply = nobody.post("/api/setup", &named).await;
    let me: Me = reply.ok(200);
    assert_eq!((me.role, me.firm.name.as_str()), (Role::Admin, LONG));
    assert_eq!(fixture.app.settings().signature, "安居装饰");
    let _: Me = holding(&fixture, &reply).get("/api/session").await.ok(200);
    nobody
        .post("/api/setup", &body("the link", "li.si", PASSWORD))
        .await
        .problem(Code::NotFound);
    let needed: SetupState = nobody.get("/api/setup").await.ok(200);
    assert!(!needed.needed);
}

#[tokio::test]
async fn a_token_does_what_its_role_may_until_revoked() {
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let made: CreatedToken = admin
        .post("/api/tokens", &json!({"name": "ERP", "role": "agent"}))
        .await
        .ok(201);
    assert!(made.secret.starts_with("rc_"));
    let system = fixture
        .nobody()
        .with("authorization", &format!("Bearer {}", made.secret))
        .with("sec-fetch-site", "cross-site");
    let _: Value = system.get("/api/settings").await.ok(200);
    system.get("/api/users").await.problem(Code::Forbidden);
    system.get("/api/sessions").await.problem(Code::Forbidden);
    fixture.app.jobs.idle().await;
    let tokens: Vec<wire::settings::Token> = admin.get("/api/tokens").await.ok(200);
    assert_eq!(tokens[0].used_at, Some(START));
    assert_eq!(
        admin.delete(&format!("/api/tokens/{}", made.token.id)).await.status,
        204
    );
    system.get("/api/settings").await.problem(Code::SignedOut);
}

/// Else whoever is disabled would make themselves an admin again.
#[tokio::test]
async fn a_token_makes_no_people() {
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let made: CreatedToken = admin
        .post("/api/tokens", &json!({"name": "ERP", "role": "admin"}))
        .await
        .ok(201);
    let system = fixture
        .nobody()
        .with("authorization", &format!("Bearer {}", made.secret));
    let _: Value = system.get("/api/users").await.ok(200);
    let person = json!({"login": "li.si", "name": "李四", "role": "supervisor", "password": PASSWORD});
    system.post("/api/users", &person).await.problem(Code::Forbidden);
    let agent = json!({"name": "李", "role": "admin", "active": true, "password": null});
    let path = format!("/api/users/{}", user(Role::Agent));
    system.put(&path, &agent).await.problem(Code::Forbidden);
}

#[tokio::test]
async fn a_token_whose_maker_is_gone_is_marked() {
    let fixture = Fixture::new().await;
    let root = fixture.as_role(Role::Admin);
    let other = json!({"login": "adm2", "name": "李四", "role": "admin", "password": PASSWORD});
    let other: wire::settings::User = root.post("/api/users", &other).await.ok(201);
    let maker = holding(&fixture, &sign_in(&fixture.nobody(), "adm2", PASSWORD).await);
    let made: CreatedToken = maker
        .post("/api/tokens", &json!({"name": "ERP", "role": "agent"}))
        .await
        .ok(201);
    for (role, active, stands) in [
        ("admin", true, true),
        ("manager", true, false),
        ("agent", true, true),
        ("agent", false, false),
    ] {
        let edit = json!({"name": "李四", "role": role, "active": active});
        assert_eq!(root.put(&format!("/api/users/{}", other.id), &edit).await.status, 200);
        let tokens: Vec<wire::settings::Token> = root.get("/api/tokens").await.ok(200);
        assert_eq!(
            (tokens[0].made_by.as_str(), tokens[0].maker_stands),
            ("李四", stands),
            "{role}"
        );
        let holder = fixture
            .nobody()
            .with("authorization", &format!("Bearer {}", made.secret));
        assert_eq!(holder.get("/api/settings").await.status == 200, stands, "{role}");
    }
}

#[tokio::test]
async fn the_last_admin_stays() {
    let fixture = Fixture::new().await;
    let admin = fixture.as_role(Role::Admin);
    let edit = |role: &str, active: bool| json!({"name": "王", "role": role, "active": active});
    let own = format!("/api/users/{}", user(Role::Admin));
    for (role, active) in [("admin", false), ("agent", true)] {
        admin.put(&own, &edit(role, active)).await.problem(Code::WrongState);
    }
    let new = json!({"login": "admin2", "name": "李", "role": "admin", "password": PASSWORD});
    let second: User = admin.post("/api/users", &new).await.ok(201);
    let taken = admin.post("/api/users", &new).await.problem(Code::Invalid);
    assert_eq!(taken.fields[0].field, "login");
    let path = format!("/api/users/{}", second.id);
    let disabled: User = admin.put(&path, &edit("admin", false)).await.ok(200);
    assert!(!disabled.active);
    sign_in(&fixture.nobody(), "admin2", PASSWORD)
        .await
        .problem(Code::WrongPassword);
}

#[tokio::test]
async fn setting_up_with_the_demo_firm_fills_the_house_and_adds_no_second_admin() {
    let fixture = Fixture::empty().await;
    gateway::cli::prepare(&fixture.app).await.unwrap();
    fixture.app.store.offer_setup(secret::hash("the link")).await.unwrap();
    let body = json!({"token": "the link", "firm": "安居装饰", "login": "wang", "name": "王", "password": PASSWORD, "demo": true});
    let reply = fixture.nobody().post("/api/setup", &body).await;
    let me: Me = reply.ok(200);
    assert!(!me.empty);
    let users: Vec<User> = holding(&fixture, &reply).get("/api/users").await.ok(200);
    let admins: Vec<_> = users
        .iter()
        .filter(|user| user.role == Role::Admin)
        .map(|user| user.login.as_str())
        .collect();
    assert_eq!((users.len(), admins), (4, vec!["wang"]));
    // The others are known by the password that the admin chose, and by no other.
    for (password, status) in [(PASSWORD, 200), ("rollcall-demo", 401)] {
        let body = json!({"login": "supervisor", "password": password});
        assert_eq!(fixture.nobody().post("/api/session", &body).await.status, status);
    }
}
