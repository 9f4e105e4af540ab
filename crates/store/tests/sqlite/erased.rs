//! Neither the file nor its write-ahead log holds what was said of somebody who was erased, in plain or in hexadecimal.

use std::fmt::Write as _;

use domain::id::ImportId;
use domain::phone::{Phone, PhoneState};
use store::contract::customers::{Card, CardPhone};
use store::contract::imports::{EventLine, ImportCounts, LineOwner, PassPlan, PurchaseLine};
use store::contract::inbox::Replied;
use store::contract::{Customers as _, Imports as _, Inbox as _};
use store::{NumberKey, Sqlite};
use tempfile::TempDir;

use super::stories;
use super::stories::customers::{id, stamp};

async fn opened() -> (TempDir, Sqlite) {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
    let store = store.with_number_key(NumberKey::derived(&[7; 32])).await.unwrap();
    (folder, store)
}

/// Which of these texts stand in the files.
fn standing<'t>(folder: &TempDir, texts: &[&'t str]) -> Vec<&'t str> {
    let files = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap);
    let octets: Vec<Vec<u8>> = files.map(|file| std::fs::read(file.path()).unwrap()).collect();
    let holds = |what: &str| {
        let mut all = octets.iter();
        all.any(|octets| octets.windows(what.len()).any(|part| part == what.as_bytes()))
    };
    let hexadecimal = |what: &str| {
        what.bytes().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02X}");
            hex
        })
    };
    let stands = |what: &&&str| holds(what) || holds(&hexadecimal(what));
    texts.iter().filter(stands).copied().collect()
}

#[tokio::test]
async fn what_is_erased_is_in_no_octet_of_the_files() {
    let (folder, store) = opened().await;
    let full = stories::customers::full();
    store.create_customer(id(1), &full, &stamp(5)).await.unwrap();
    store.add_note(id(1), "客户来电说要退订", &stamp(5)).await.unwrap();
    let secrets = ["王小明", "13812345678", "客户来电说要退订"];
    assert_eq!(standing(&folder, &secrets), secrets);
    store.erase_customer(id(1), "asked", &stamp(5)).await.unwrap();
    assert_eq!(standing(&folder, &secrets), [""; 0]);
    store.close().await;
}

fn card(number: &str) -> Card {
    Card {
        number: Some("K-70071".into()),
        name: "赵六".into(),
        phone: Some(CardPhone {
            phone: Phone::parse(number).ok(),
            state: PhoneState::Mobile,
            raw: None,
        }),
        ..Card::default()
    }
}

/// Imports events and purchases of that customer.
async fn told_by_files(store: &Sqlite) {
    let import = ImportId(uuid::Uuid::from_u128(9));
    let record = stories::imports::record(import);
    store.create_import(&record, &stamp(8)).await.unwrap();
    let plan = PassPlan {
        id: import,
        file: "f.csv".into(),
        expected: 1,
        write: true,
        with_erased: false,
    };
    let owner = || LineOwner {
        number: Some("K-70071".into()),
        phone: None,
    };
    let event = |number: Option<&str>, text: &str| EventLine {
        owner: owner(),
        kind: "complaint",
        day: "2026-05-03".parse().unwrap(),
        at: 1,
        site_stage: None,
        text: Some(text.into()),
        number: number.map(str::to_owned),
    };
    let purchase = |number: Option<&str>, item: &str| PurchaseLine {
        owner: owner(),
        number: number.map(str::to_owned),
        day: "2026-05-03".parse().unwrap(),
        amount: 7,
        item: Some(item.into()),
    };
    let mut pass = store.begin_pass(plan, &stamp(8)).await.unwrap();
    let events = vec![event(Some("TS-90017"), "赵六投诉漏水"), event(None, "来电13911112222")];
    pass.events(events).await.unwrap();
    let purchases = vec![purchase(Some("DD-80018"), "主卧地板"), purchase(None, "赵六的橱柜")];
    pass.purchases(purchases).await.unwrap();
    pass.commit(ImportCounts::default()).await.unwrap();
}

/// Nor what files said of them, nor a number that they had before.
#[tokio::test]
async fn what_files_said_of_the_erased_is_in_no_octet() {
    let (folder, store) = opened().await;
    let (before, now) = ("+8613812349991", "+8613812349992");
    store.create_customer(id(1), &card(before), &stamp(5)).await.unwrap();
    let stop = Replied {
        opt_out: true,
        confirm: Some("您已退订".into()),
        ..stories::replies::reply(before, "退订，我是赵六", 6)
    };
    store.replied(&stamp(6), "smpp", &[stop]).await.unwrap();
    let version = store.customer(id(1)).await.unwrap().version;
    let (now_card, at) = (card(now), stamp(7));
    store.edit_customer(id(1), version, &now_card, &at).await.unwrap();
    told_by_files(&store).await;
    let secrets = [
        "赵六",
        "K-70071",
        &before[3..],
        &now[3..],
        "退订，我是",
        "TS-90017",
        "投诉漏水",
        "13911112222",
        "DD-80018",
        "主卧地板",
        "橱柜",
    ];
    assert_eq!(standing(&folder, &secrets), secrets);
    store.erase_customer(id(1), "asked", &stamp(9)).await.unwrap();
    assert_eq!(standing(&folder, &secrets), [""; 0]);
    store.close().await;
}
