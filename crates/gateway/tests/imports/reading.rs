//! Files that are read otherwise than at first: another sheet, or with who was erased.

use domain::role::Role;
use rust_xlsxwriter::Workbook;
use wire::Code;
use wire::customers::{Erase, Erased};
use wire::imports::{Import, ImportState, Reading};

use super::common::{Client, Fixture};
use super::{applied, checked, customers, numbers, seen, settled, upload};

async fn read(fixture: &Fixture, client: &Client, import: &Import, sheet: Option<&str>, with_erased: bool) -> Import {
    let reading = Reading {
        sheet: sheet.map(str::to_owned),
        with_erased,
    };
    let path = format!("/api/imports/{}/reading", import.id);
    client.put(&path, &reading).await.ok::<Import>(200);
    settled(fixture, client, import.id).await
}

/// A page of explanations, and two shops whose columns stand otherwise.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheets: [(&str, &[&[&str]]); 3] = [
        ("说明", &[&["本表由系统导出"], &["请勿改动"]]),
        ("一店", &[&["姓名", "手机"], &["王小明", "13812345678"]]),
        (
            "二店",
            &[
                &["电话", "城市", "姓名"],
                &["13900001111", "宁波", "李丽"],
                &["1", "", "周强"],
            ],
        ),
    ];
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (at, row) in (0..).zip(rows) {
            sheet.write_row(at, 0, row.iter().copied()).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn the_importer_chooses_the_sheet_and_its_columns_are_guessed_anew() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let import: Import = upload(&agent, "customers", "b.xlsx", workbook()).await.ok(201);
    let import = settled(&fixture, &agent, import.id).await;
    assert_eq!(import.sheet.as_deref(), Some("一店"), "the cover is not the table");
    assert_eq!(import.sheets_left, ["说明", "二店"]);
    let cover = read(&fixture, &agent, &import, Some("说明"), false).await;
    assert!(cover.problem.is_some(), "nobody can be told apart there");

    let second = read(&fixture, &agent, &cover, Some("二店"), false).await;
    assert_eq!(second.sheet.as_deref(), Some("二店"));
    assert_eq!(second.sheets_left, ["说明", "一店"]);
    assert_eq!((second.state, &second.problem), (ImportState::Checked, &None));
    assert_eq!(numbers(&second), (2, 0, 0, 0));
    let fields: Vec<&str> = second.columns.iter().map(|column| column.field.as_str()).collect();
    assert_eq!(fields, ["phone", "city", "name"]);
    assert_eq!(second.sample[0][1], "宁波");

    // What another looked at is not what is applied.
    let first = read(&fixture, &agent, &import, Some("一店"), false).await;
    agent
        .post(&format!("/api/imports/{}/apply", import.id), &seen(&second))
        .await
        .problem(Code::Conflict);
    agent
        .post(&format!("/api/imports/{}/apply", import.id), &seen(&first))
        .await
        .ok::<Import>(200);
    let done = settled(&fixture, &agent, import.id).await;
    assert_eq!((done.state, numbers(&done)), (ImportState::Applied, (1, 0, 0, 0)));
    assert_eq!(customers(&agent, "").await[0].name, "王小明");

    let other = Reading {
        sheet: Some("三店".into()),
        with_erased: false,
    };
    let again: Import = upload(&agent, "customers", "b.xlsx", workbook()).await.ok(201);
    agent
        .put(&format!("/api/imports/{}/reading", again.id), &other)
        .await
        .problem(Code::UnreadableFile);
    agent
        .put(&format!("/api/imports/{}/reading", import.id), &other)
        .await
        .problem(Code::WrongState);
}

#[tokio::test]
async fn what_a_spreadsheet_does_unasked_is_told_in_the_dry_run() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    applied(
        &fixture,
        &agent,
        "customers",
        "编号,姓名,手机\n00012,王小明,13812345678\n",
    )
    .await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["编号", "姓名", "城市"]).unwrap();
    for (row, number) in [(1, 12.0), (2, 13.0)] {
        sheet.write(row, 0, number).unwrap();
        sheet.write(row, 1, "王小明").unwrap();
    }
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(1, 2, 2, 2, "杭州", &plain).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let import: Import = upload(&agent, "customers", "b.xlsx", bytes).await.ok(201);
    let import = settled(&fixture, &agent, import.id).await;
    assert_eq!((numbers(&import), import.merged, import.zeros), ((2, 0, 0, 0), 1, 1));
    assert!(import.refusals.is_empty(), "{:?}", import.refusals);
}

#[tokio::test]
async fn who_was_erased_is_told_of_and_comes_back_only_when_the_importer_says_so() {
    const FILE: &str = "编号,姓名,手机\nK1,王小明,13812345678\nK2,李丽,13900001111\n";
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    applied(&fixture, &agent, "customers", FILE).await;
    let gone = customers(&agent, "search=K1").await.remove(0);
    let reason = Erase {
        reason: "本人要求".into(),
    };
    let path = format!("/api/customers/{}/erase", gone.id);
    agent.post(&path, &reason).await.ok::<Erased>(200);

    let told = checked(&fixture, &agent, "customers", FILE).await;
    assert_eq!((numbers(&told), told.erased), ((0, 0, 1, 1), 1));
    let refused = agent.get(&format!("/api/imports/{}/refused.csv", told.id)).await.text();
    assert!(refused.contains("K1") && refused.contains("曾按要求删除"), "{refused}");

    let brought = read(&fixture, &agent, &told, None, true).await;
    assert!(brought.with_erased);
    assert_eq!((numbers(&brought), brought.erased), ((1, 0, 1, 0), 0));
    let left = read(&fixture, &agent, &told, None, false).await;
    assert_eq!(numbers(&left), numbers(&told));
    let brought = read(&fixture, &agent, &told, None, true).await;
    agent
        .post(&format!("/api/imports/{}/apply", told.id), &seen(&brought))
        .await
        .ok::<Import>(200);
    settled(&fixture, &agent, told.id).await;
    assert_eq!(customers(&agent, "search=K1").await.len(), 1);
    let again = checked(&fixture, &agent, "customers", FILE).await;
    assert_eq!(
        numbers(&again),
        (0, 0, 2, 0),
        "who is back is a customer like any other"
    );
}
