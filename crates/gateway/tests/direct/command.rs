//! `rollcall carrier test`.

use clap::Parser as _;
use domain::phone::{Phone, PhoneState};
use domain::role::Role;
use gateway::cli::Cli;
use gateway::jobs::carriers::direct::Config;
use gateway::secrets::Secrets;
use serde_json::Value;
use store::contract::customers::{Card, CardPhone};
use store::contract::{CarrierRecord, Customers as _, Settings as _};
use store::{Actor, Stamp};

use super::smsc::Smsc;
use super::{by, customer, form};

/// Keeps a carrier of these settings in a data folder, switched off.
pub async fn put_direct(folder: &std::path::Path, direct: Value) {
    let store = store::Sqlite::open(&folder.join("rollcall.sqlite")).await.unwrap();
    let config = Config {
        direct: serde_json::from_value(direct).unwrap(),
        sealed: Secrets::in_folder(folder).seal("直连", "geheim08").unwrap(),
    };
    let record = CarrierRecord {
        name: "直连".into(),
        kind: "smpp".into(),
        enabled: false,
        price_millis: 0,
        rate: 0,
        policy: None,
        hours: None,
        fallback: None,
        config: serde_json::to_string(&config).unwrap(),
    };
    store.put_carrier(&by(Role::Admin), record).await.unwrap();
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_binds_sends_and_tells() {
    let smsc = Smsc::start(None).await;
    let folder = tempfile::tempdir().unwrap();
    put_direct(folder.path(), form(smsc.port)["direct"].clone()).await;
    let data = folder.path().to_str().unwrap();
    let test = async |name, to| {
        let line = ["rollcall", "carrier", "test", name, "--to", to, "--data", data];
        gateway::cli::run(Cli::parse_from(line)).await
    };
    test("直连", "13800138000").await.unwrap();
    let parts = smsc.tally.lock().unwrap().parts.clone();
    assert_eq!(
        parts.into_iter().collect::<Vec<_>>(),
        [(("8613800138000".to_owned(), 1), 1)]
    );
    assert!(test("直连", "12").await.is_err());
    assert!(test("none", "13800138000").await.is_err());
    // Neither to customers nor more often than by the page; the log knows of each.
    let database = folder.path().join("rollcall.sqlite");
    let store = store::Sqlite::open(&database).await.unwrap();
    let card = Card {
        name: "客户".into(),
        phone: Some(CardPhone {
            state: PhoneState::Mobile,
            phone: Phone::parse("+8613800000001").ok(),
            raw: None,
        }),
        ..Card::default()
    };
    store
        .create_customer(customer(1), &card, &by(Role::Agent))
        .await
        .unwrap();
    let (phone, now) = (
        Phone::parse("+8613800138000").unwrap(),
        gateway::clock::Clock::system().now(),
    );
    let command = Stamp {
        actor: Actor::System("command"),
        at: now,
    };
    let mut tested = 0;
    while store
        .note_carrier_test(&command, "直连", &phone, 19, now - 60_000)
        .await
        .unwrap()
    {
        tested += 1;
    }
    assert_eq!(tested, 18, "the command noted one");
    store.close().await;
    let refused = test("直连", "13800000001").await.unwrap_err();
    assert!(refused.to_string().contains("A customer has this number"), "{refused}");
    test("直连", "13800138000").await.unwrap();
    let refused = test("直连", "13800138000").await.unwrap_err();
    assert!(refused.to_string().contains("within a day"), "{refused}");
    assert_eq!(smsc.tally.lock().unwrap().submits, 2);
}
