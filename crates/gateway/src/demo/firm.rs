//! The firm itself and its staff: one user per role.

use domain::id::UserId;
use domain::role::Role;
use store::Stamp;
use store::contract::NewStaff;

use crate::app::App;
use crate::error::Answer;

/// The password of every demo user; their logins are the codes of their roles.
pub const PASSWORD: &str = "rollcall-demo";

const FIRM: &str = "安居装饰";
const STAFF: [(Role, &str); 4] = [
    (Role::Agent, "周晓雯"),
    (Role::Supervisor, "陈立"),
    (Role::Manager, "沈国华"),
    (Role::Admin, "系统管理员"),
];

/// Names the firm if it has no name, adds one user per role, and answers those who look after customers.
pub(super) async fn set_up(app: &App, stamp: &Stamp) -> Answer<Vec<UserId>> {
    let (version, mut organisation) = app.store.organisation().await?;
    if organisation.firm.is_empty() {
        FIRM.clone_into(&mut organisation.firm);
        FIRM.clone_into(&mut organisation.signature);
        app.store.set_organisation(stamp, version, organisation).await?;
        app.reload_settings().await?;
    }
    let staff = app.store.staff().await?;
    let administered = staff.iter().any(|one| one.active && one.role == Role::Admin);
    let mut agents = Vec::new();
    for (role, name) in STAFF {
        if role == Role::Admin && administered {
            // Nobody gets a second admin whose password everybody can read.
            continue;
        }
        let id = match staff.iter().find(|one| one.login == role.code()) {
            Some(there) => there.id,
            None => {
                let new = NewStaff {
                    id: UserId(app.new_id()),
                    login: role.code().to_owned(),
                    name: name.to_owned(),
                    role,
                    password_hash: app.passwords.hash(PASSWORD.to_owned()).await?,
                };
                let id = new.id;
                app.store.add_staff(stamp, new).await?;
                id
            }
        };
        if matches!(role, Role::Agent | Role::Supervisor) {
            agents.push(id);
        }
    }
    Ok(agents)
}
