//! The firm itself and its staff: one user per role.

use almanac::Rule;
use domain::id::UserId;
use domain::occasion::OwnDay;
use domain::role::Role;
use store::Stamp;
use store::contract::NewStaff;

use crate::app::App;
use crate::error::Answer;

const FIRM: &str = "安居装饰";
const PHONE: &str = "400-000-0000";
const STAFF: [(Role, &str); 4] = [
    (Role::Agent, "周晓雯"),
    (Role::Supervisor, "陈立"),
    (Role::Manager, "沈国华"),
    (Role::Admin, "系统管理员"),
];

/// A day of the civil and one of the Chinese calendar.
fn own_days() -> Vec<OwnDay> {
    let day = |zh: &str, en: &str, day| OwnDay {
        zh: zh.to_owned(),
        en: en.to_owned(),
        day,
    };
    vec![
        day("公司周年庆", "Firm's anniversary", Rule::Solar { month: 12, day: 6 }),
        day(
            "老客户答谢日",
            "Thanksgiving to old customers",
            Rule::Lunar { month: 8, day: 8 },
        ),
    ]
}

/// Names the firm if it has no name, adds one user per role, and answers those who look after customers. The logins are
/// the codes of the roles.
pub(super) async fn set_up(app: &App, stamp: &Stamp, password_hash: &str) -> Answer<Vec<UserId>> {
    let (version, mut organisation) = app.store.organisation().await?;
    if organisation.firm.is_empty() {
        FIRM.clone_into(&mut organisation.firm);
        FIRM.clone_into(&mut organisation.signature);
        PHONE.clone_into(&mut organisation.phone);
        organisation.days = own_days();
        app.store.set_organisation(stamp, version, organisation).await?;
        app.reload_settings().await?;
    }
    let staff = app.store.staff().await?;
    let administered = staff.iter().any(|one| one.active && one.role == Role::Admin);
    let mut agents = Vec::new();
    for (role, name) in STAFF {
        if role == Role::Admin && administered {
            // Whoever looks after the house is there.
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
                    password_hash: password_hash.to_owned(),
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
