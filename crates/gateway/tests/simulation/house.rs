//! The firm that every world begins with: its people, carriers and customers, and what it sends.

use std::path::PathBuf;

use domain::campaign::{Content, Limits};
use domain::consent::Purpose;
use domain::id::{CustomerId, UserId};
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use domain::schedule::{LatePolicy, Schedule};
use domain::segment::Rule;
use domain::time::Millis;
use store::contract::customers::{Card, CardPhone};
use store::contract::{CarrierRecord, NewStaff, Organisation};
use store::{Actor, Sqlite, Stamp, Store};
use uuid::Uuid;

/// 2026-05-07 10:00 in Shanghai.
pub const START: Millis = 1_778_119_200_000;
pub const AUTHOR: UserId = UserId(Uuid::from_u128(0xa));
pub const APPROVER: UserId = UserId(Uuid::from_u128(0xb));
pub const CUSTOMERS: u128 = 24;

pub fn stamp(at: Millis) -> Stamp {
    Stamp {
        actor: Actor::User(APPROVER),
        at,
    }
}

pub fn customer(n: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(n))
}

/// A folder in memory where there is one: what crashes here is the process, not the machine.
pub fn memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// A database with everything in it but campaigns, to be copied for each house.
pub struct Template {
    folder: tempfile::TempDir,
}

impl Template {
    pub async fn make() -> Template {
        let folder = memory();
        let template = Template { folder };
        let store = Sqlite::open(&template.path()).await.unwrap();
        let setup = Stamp {
            actor: Actor::System("setup"),
            at: START,
        };
        for (id, name, role) in [(AUTHOR, "小安", Role::Agent), (APPROVER, "老李", Role::Supervisor)] {
            let staff = NewStaff {
                id,
                login: name.into(),
                name: name.into(),
                role,
                password_hash: "!".into(),
            };
            store::contract::Accounts::add_staff(&store, &setup, staff)
                .await
                .unwrap();
        }
        let store: &dyn Store = &store;
        store
            .set_organisation(&setup, 0, Organisation::default())
            .await
            .unwrap();
        put_carriers(store, 0).await;
        for n in 1..=CUSTOMERS {
            store.create_customer(customer(n), &card(n), &setup).await.unwrap();
        }
        store.shut().await;
        template
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("rollcall.sqlite")
    }
}

pub fn content() -> Content {
    Content {
        segment: None,
        rule: Rule::everybody(),
        template: None,
        text: "{姓名}您好，立夏安康。".into(),
        others: Vec::new(),
        signature: "安居装饰".into(),
        purpose: Purpose::Care,
        schedule: Schedule::OnApproval,
        late: LatePolicy::Hold,
        valid_hours: 30,
        carrier: "sandbox".into(),
        rate: None,
        limits: Limits {
            people: 1000,
            parts: 1000,
            cost: 100_000,
        },
    }
}

pub fn card(n: u128) -> Card {
    let (phone, state) = match n % 12 {
        0 => (format!("+862087650{n:03}"), PhoneState::Landline),
        1 => ("+8613800000002".to_owned(), PhoneState::Mobile),
        _ => (format!("+86138{n:08}"), PhoneState::Mobile),
    };
    Card {
        name: format!("客户{n}"),
        phone: Some(CardPhone {
            state,
            phone: Phone::parse(&phone).ok(),
            raw: None,
        }),
        ..Card::default()
    }
}

/// The campaign's carrier, and the one that takes over from it.
pub async fn put_carriers(store: &dyn Store, rate: u32) {
    for (name, fallback, price_millis) in [("sandbox", Some("second"), 4_500), ("second", None, 3_000)] {
        let record = CarrierRecord {
            name: name.into(),
            kind: "sandbox".into(),
            enabled: true,
            price_millis,
            rate,
            policy: None,
            hours: None,
            fallback: fallback.map(str::to_owned),
            config: "{}".into(),
        };
        store.put_carrier(&stamp(START), record).await.unwrap();
    }
}
