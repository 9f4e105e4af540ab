//! Files as they come: unreadable ones, encodings, workbooks.

use domain::role::Role;
use wire::audit::LogEvent;
use wire::imports::ImportRow;
use wire::{Code, Page};

use super::common::Fixture;
use super::{FIRM, applied, customers, numbers, upload};

#[tokio::test]
async fn files_that_cannot_be_read_say_why() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    let pdf = b"%PDF-1.7 nothing".to_vec();
    let old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].to_vec();
    let broken = b"PK\x03\x04broken workbook".to_vec();
    for bytes in [Vec::new(), pdf, old, broken] {
        let problem = upload(&agent, "customers", "f.csv", bytes)
            .await
            .problem(Code::UnreadableFile);
        assert!(
            problem.detail.is_some_and(|detail| !detail.is_ascii()),
            "in the user's language"
        );
    }
    let list: Page<ImportRow> = agent.get("/api/imports").await.ok(200);
    assert!(list.rows.is_empty());
    let left = std::fs::read_dir(fixture.folder.path().join("imports")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "no file is left behind");
    upload(&fixture.as_role(Role::Manager), "customers", "f.csv", FIRM.into())
        .await
        .problem(Code::Forbidden);
    upload(&agent, "rockets", "f.csv", FIRM.into())
        .await
        .problem(Code::Malformed);
}

#[tokio::test]
async fn encodings_and_workbooks_are_found_out() {
    let fixture = Fixture::new().await;
    let agent = fixture.as_role(Role::Agent);
    // 姓名;手机 / 王小明;13812345678 / 张三;13812345679, in GB18030.
    let gb: &[u8] =
        b"\xD0\xD5\xC3\xFB;\xCA\xD6\xBB\xFA\n\xCD\xF5\xD0\xA1\xC3\xF7;13812345678\n\xD5\xC5\xC8\xFD;13812345679\n";
    let import = applied(&fixture, &agent, "customers", gb).await;
    assert!(
        import.format.contains("GB18030") && import.format.contains(';'),
        "{}",
        import.format
    );
    let log: Page<LogEvent> = agent.get("/api/log?action=import.uploaded").await.ok(200);
    assert_eq!(log.rows[0].subject_name.as_deref(), Some(import.file.as_str()));
    assert_eq!(customers(&agent, "search=%E7%8E%8B%E5%B0%8F%E6%98%8E").await.len(), 1);

    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in ["姓名", "手机", "城市"].iter().enumerate() {
        sheet.write(0, column as u16, *text).unwrap();
    }
    sheet.write(1, 0, "王小明").unwrap();
    sheet.write(1, 1, 13_812_345_678_f64).unwrap();
    sheet.write(1, 2, "杭州").unwrap();
    let import = applied(&fixture, &agent, "customers", book.save_to_buffer().unwrap()).await;
    assert_eq!(numbers(&import), (0, 1, 0, 0), "{import:?}");

    let mut huge = "姓名,手机\n".to_owned();
    huge += &"长".repeat(50_000);
    huge += ",13812345670\n好,13812345671\n";
    let import = applied(&fixture, &agent, "customers", huge).await;
    assert_eq!(numbers(&import), (1, 0, 0, 1));
}
