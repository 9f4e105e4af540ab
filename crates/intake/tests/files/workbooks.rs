//! Workbooks: what a sheet says, and what is wrong with some.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use intake::*;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook};
use tempfile::TempDir;

use super::{file, rows};

fn workbook(dir: &TempDir) -> PathBuf {
    let path = dir.path().join("a.xlsx");
    let mut book = Workbook::new();
    book.add_worksheet().set_name("空").unwrap();
    let sheet = book.add_worksheet().set_name("客户").unwrap();
    let day = CellFormat::new().set_num_format("yyyy-mm-dd");
    for (column, header) in ["姓名", "手机", "交工日期", "购买金额", "服务同意"].iter().enumerate() {
        sheet.write(0, column as u16, *header).unwrap();
    }
    sheet.write(1, 0, "张三").unwrap();
    sheet.write(1, 1, 13_812_345_678_f64).unwrap();
    sheet
        .write_with_format(1, 2, ExcelDateTime::from_ymd(2026, 5, 7).unwrap(), &day)
        .unwrap();
    sheet.write(1, 3, 1234.5).unwrap();
    sheet.write(1, 4, true).unwrap();
    sheet.write(3, 0, "=1+1的人").unwrap();
    sheet.write(3, 1, "010-62345678").unwrap();
    sheet.write(3, 2, 46_149.0).unwrap();
    book.save(&path).unwrap();
    path
}

#[test]
fn merged_cells_that_leave_rows_empty_are_counted() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("merged.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = CellFormat::new();
    // A title over two rows and columns, a cell over two columns, one over two rows, one over three.
    sheet.merge_range(0, 0, 1, 2, "客户名单", &plain).unwrap();
    sheet.write_row(2, 0, ["姓名", "手机", "城市"]).unwrap();
    for row in 3..9 {
        sheet.write_row(row, 0, ["王", &format!("1380000000{row}")]).unwrap();
    }
    sheet.merge_range(3, 2, 3, 3, "杭州", &plain).unwrap();
    sheet.merge_range(4, 2, 5, 2, "宁波", &plain).unwrap();
    sheet.merge_range(6, 2, 8, 2, "温州", &plain).unwrap();
    book.save(&path).unwrap();
    let layout = detect(&path).unwrap().layout;
    assert_eq!((layout.header_line, layout.merged), (Some(3), 2));
    assert_eq!(detect(&workbook(&dir)).unwrap().layout.merged, 0);
}

#[test]
fn workbooks_read_like_text() {
    let dir = TempDir::new().unwrap();
    let path = workbook(&dir);
    let found = detect(&path).unwrap();
    assert_eq!(found.sheets, ["空", "客户"]);
    assert_eq!(found.layout.left, [""; 0], "an empty one is not missed");
    assert_eq!(found.layout.format, Format::Xlsx { sheet: "客户".into() });
    assert_eq!(
        rows(&path),
        [
            "2: 张三|13812345678|2026-05-07|1234.5|TRUE",
            "4: =1+1的人|010-62345678|46149"
        ]
    );
    assert_eq!(detect_sheet(&path, "空").unwrap_err().code(), "file_empty");
    assert_eq!(detect_sheet(&path, "无").unwrap_err().code(), "file_no_sheet");
    let layout: Layout = serde_json::from_str(&serde_json::to_string(&found.layout).unwrap()).unwrap();
    assert_eq!(layout, found.layout);
}

/// The workbook with one part changed.
fn changed(dir: &TempDir, book: &Path, part: &str, change: impl Fn(String) -> String) -> PathBuf {
    let mut source = zip::ZipArchive::new(std::fs::File::open(book).unwrap()).unwrap();
    let path = dir.path().join("changed.xlsx");
    let mut out = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for at in 0..source.len() {
        let mut entry = source.by_index(at).unwrap();
        let (mut text, name) = (String::new(), entry.name().unwrap().into_owned());
        entry.read_to_string(&mut text).unwrap();
        if name.ends_with(part) {
            text = change(text);
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap();
    path
}

/// With `old` there for certain.
fn replaced(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{text}");
    text.replace(old, new)
}

#[test]
fn a_workbook_that_claims_too_much_is_refused() {
    let dir = TempDir::new().unwrap();
    let liar = |text: String| replaced(&text, "uniqueCount=\"", "uniqueCount=\"9999999999");
    let path = changed(&dir, &workbook(&dir), "sharedStrings.xml", liar);
    assert_eq!(detect(&path).unwrap_err().code(), "file_workbook_too_large");
}

/// Formulas as a program writes them that computes nothing: without a stored result, or with an empty one.
#[test]
fn a_formula_without_a_result_is_no_empty_cell() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("book.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["姓名", "手机"]).unwrap();
    for (row, result) in (1..).zip(["13812345678", "without", "empty", "nothing"]) {
        sheet.write(row, 0, "王").unwrap();
        sheet
            .write_formula(row, 1, Formula::new("A9&B9").set_result(result))
            .unwrap();
    }
    book.save(&path).unwrap();
    let uncomputed = |text: String| {
        let text = replaced(&text, " t=\"str\"><f>A9&amp;B9</f><v>without</v>", "><f>A9&amp;B9</f>");
        let text = replaced(&text, "<v>empty</v>", "<v></v>");
        replaced(
            &text,
            " t=\"str\"><f>A9&amp;B9</f><v>nothing</v>",
            "><f>A9&amp;B9</f><v></v>",
        )
    };
    assert_eq!(
        rows(&changed(&dir, &path, "sheet1.xml", uncomputed)),
        [
            "2: 王|13812345678",
            "3: 王!formula_uncomputed",
            "4: 王|",
            "5: 王!formula_uncomputed"
        ],
        "the third was computed, and says nothing"
    );
}

#[test]
fn a_workbook_cut_anywhere_is_an_error_and_no_panic() {
    let dir = TempDir::new().unwrap();
    let whole = std::fs::read(workbook(&dir)).unwrap();
    for part in 1..20 {
        let path = file(&dir, "cut.xlsx", &whole[..whole.len() * part / 20]);
        assert_eq!(detect(&path).unwrap_err().code(), "file_broken_workbook", "{part}/20");
    }
}

#[test]
fn sheets_with_rows_that_are_not_read_are_named() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("book.xlsx");
    let mut book = Workbook::new();
    for name in ["一店", "空", "二店"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        if name != "空" {
            sheet.write(0, 0, "手机").unwrap();
            sheet.write(1, 0, "13812345678").unwrap();
        }
    }
    book.save(&path).unwrap();
    assert_eq!(detect(&path).unwrap().layout.left, ["二店"]);
    assert_eq!(detect_sheet(&path, "二店").unwrap().layout.left, ["一店"]);
}
