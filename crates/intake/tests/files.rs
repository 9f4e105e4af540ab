//! Whole files: every encoding, delimiter and format that people send, and what is wrong with some.
#![allow(clippy::unwrap_used)]

#[path = "files/workbooks.rs"]
mod workbooks;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use intake::*;
use tempfile::TempDir;

fn file(dir: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// All data rows of a file as `line: cell|cell`, flaws behind a `!`.
fn rows(path: &Path) -> Vec<String> {
    let preview = detect(path).unwrap();
    let mut rows = Rows::open(path, &preview.layout).unwrap();
    let mut record = Record::new();
    let mut out = Vec::new();
    while rows.next_into(&mut record).unwrap() {
        let cells: Vec<&str> = record.cells().collect();
        let flaws: String = record.flaws().iter().flat_map(|f| ["!", f.code.code()]).collect();
        out.push(format!("{}: {}{flaws}", record.line(), cells.join("|")));
    }
    assert!((rows.progress() - 1.0).abs() < 1e-9);
    out
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units
        .flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() })
        .collect()
}

fn gb(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn every_text_reads_the_same() {
    let dir = TempDir::new().unwrap();
    let table = "姓名,手机,备注\r\n张三,13812345678,\"门口有狗,\r\n请\"\"先\"\"打电话\"\r\n\r\n李四,13912345678,\r\n";
    let check = |what: &str, bytes: Vec<u8>, encoding: Encoding, delimiter: char| {
        let path = file(&dir, "a.csv", &bytes);
        let found = detect(&path).unwrap();
        assert_eq!(found.layout.format, Format::Csv { encoding, delimiter }, "{what}");
        assert_eq!(found.layout.headers, ["姓名", "手机", "备注"], "{what}");
        assert_eq!(found.layout.header_line, Some(1), "{what}");
        let inner = if delimiter == ',' { "," } else { "，" };
        assert_eq!(
            rows(&path),
            [
                format!("2: 张三|13812345678|门口有狗{inner}\r\n请\"先\"打电话"),
                "5: 李四|13912345678|".to_owned()
            ],
            "{what}"
        );
    };
    let with = |d: &str| table.replace("狗,", "狗，").replace(',', d);
    check("utf-8", table.into(), Encoding::Utf8, ',');
    check("bom", format!("\u{feff}{table}").into(), Encoding::Utf8, ',');
    check("gb18030", gb(table), Encoding::Gb18030, ',');
    check("utf-16le", utf16(table, true, false), Encoding::Utf16Le, ',');
    check("utf-16be", utf16(table, true, true), Encoding::Utf16Be, ',');
    check("utf-16le, no mark", utf16(table, false, false), Encoding::Utf16Le, ',');
    check("semicolon", with(";").into(), Encoding::Utf8, ';');
    check("tab", with("\t").into(), Encoding::Utf8, '\t');
    check("tab, gb18030", gb(&with("\t")), Encoding::Gb18030, '\t');
}

#[test]
fn headers_are_found() {
    let dir = TempDir::new().unwrap();
    let check = |text: &str, line: Option<u64>, headers: &[&str], first: &str| {
        let path = file(&dir, "h.csv", text.as_bytes());
        let found = detect(&path).unwrap();
        assert_eq!(found.layout.header_line, line, "{text}");
        assert_eq!(found.layout.headers, headers, "{text}");
        assert_eq!(rows(&path)[0], first, "{text}");
    };
    check("姓名,手机\n张三,1\n", Some(1), &["姓名", "手机"], "2: 张三|1");
    check(
        "客户信息表,,\n导出时间：2026-05-07,,\n姓名,手机,城市\n张三,1,上海\n",
        Some(3),
        &["姓名", "手机", "城市"],
        "4: 张三|1|上海",
    );
    check(
        "张三,13812345678\n李四,13912345678\n",
        None,
        &["", ""],
        "1: 张三|13812345678",
    );
    check("foo,bar\n1,2\n", Some(1), &["foo", "bar"], "2: 1|2");
    check("sep=;\n姓名;手机\n张三;1\n", Some(2), &["姓名", "手机"], "3: 张三|1");
    check("手机\n13812345678\n", Some(1), &["手机"], "2: 13812345678");
}

#[test]
fn broken_cells_cost_their_row_only() {
    let dir = TempDir::new().unwrap();
    let mut bytes = "姓名,手机\n张三好人,1\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"\xff\xfe\xfd,2\n");
    bytes.extend_from_slice("李四好人,3\n".as_bytes());
    let got = rows(&file(&dir, "b.csv", &bytes));
    assert_eq!(got[0], "2: 张三好人|1");
    assert!(got[1].ends_with("|2!wrong_encoding"), "{}", got[1]);
    assert_eq!(got[2], "4: 李四好人|3");
}

#[test]
fn files_that_are_no_tables_are_refused() {
    let dir = TempDir::new().unwrap();
    let check = |bytes: &[u8], want: &str| {
        let error = detect(&file(&dir, "x", bytes)).unwrap_err();
        assert_eq!(error.code(), want, "{bytes:?}");
        assert!(!error.text(Language::Zh).is_empty() && !error.text(Language::En).is_empty());
    };
    check(b"", "file_empty");
    check(b"\n\n ,, \n", "file_empty");
    check(b"\xEF\xBB\xBF", "file_empty");
    check(b"%PDF-1.7 ...", "file_not_text");
    check(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "file_old_or_locked_workbook");
    check(&[0; 100], "file_not_text");
    check(b"PK\x03\x04 cut short", "file_broken_workbook");
    assert_eq!(detect(Path::new("/nowhere")).unwrap_err().code(), "file_unreadable");
}

/// From a file to what it says, and the refused rows and back.
#[test]
fn a_file_is_taken_or_given_back_row_by_row() {
    let dir = TempDir::new().unwrap();
    let text = "客户编号,姓名,手机,工地状态,开工日期,交工日期,会员等级,生日(农历),最近购买,购买金额,营销同意,爱好\n\
        A1,张三, +86 138-1234-5678,在建,2026-05-07,2026年8月1日,ｖｉｐ客户,八月十五,2026/10/1,1.2万,是,钓鱼\n\
        A2,<b>李四</b>,010-62345678,,,,,,,,,\n\
        A3,王五,1381234,,,,,,,,,\n\
        ,赵六,,,,,,,,,,\n\
        A5,钱七,13812345679,火星,26-5-7,2026-02-30,,,2027-01-01,很多,也许,\n\
        A6,孙八,13812345670,,2026-05-07,2026-05-06,,,,,,\n\
        A7,=cmd(),13812345671,,,,,,,,,,多\n";
    let path = file(&dir, "c.csv", &gb(text));
    let found = detect(&path).unwrap();
    let guesses = guess(&found.layout.headers, FileKind::Customers, &HashMap::new());
    let fields = guesses.into_iter().map(|g| g.field).collect();
    let mapping = Mapping::new(FileKind::Customers, &found.layout.headers, fields).unwrap();
    let context = Context::china(today());
    let mut rows = Rows::open(&path, &found.layout).unwrap();
    let mut record = Record::new();
    let mut refused = RefusedWriter::new(Vec::new(), &found.layout.headers, Language::Zh).unwrap();
    let mut seen = Vec::new();
    while rows.next_into(&mut record).unwrap() {
        match parse_row(&mapping, &record, &context) {
            Ok(Parsed::Customer(c)) => {
                seen.push(format!("{} {:?}", c.name.as_deref().unwrap_or(""), c.who.phone));
                if c.who.number.as_deref() == Some("A1") {
                    assert_eq!(c.started, NaiveDate::from_ymd_opt(2026, 5, 7));
                    assert_eq!(c.delivered, NaiveDate::from_ymd_opt(2026, 8, 1));
                    assert_eq!(c.site_stage, Some(domain::customer::SiteStage::Started));
                    assert_eq!(c.tier.as_deref(), Some("VIP"));
                    let day = domain::customer::LunarDay {
                        month: 8,
                        day: 15,
                        leap: false,
                    };
                    assert_eq!(c.lunar_birthday, Some(day));
                    assert_eq!(
                        (c.last_purchase, c.amount),
                        (NaiveDate::from_ymd_opt(2026, 10, 1), Some(1_200_000))
                    );
                    assert_eq!(
                        c.consents,
                        Consents {
                            service: None,
                            care: None,
                            marketing: Some(true)
                        }
                    );
                    assert_eq!(c.attributes, [("爱好", "钓鱼".into())]);
                }
            }
            Ok(other) => panic!("{other:?}"),
            Err(refusals) => {
                let codes: Vec<String> = refusals
                    .iter()
                    .map(|r| format!("{}:{}", r.place(), r.code.code()))
                    .collect();
                seen.push(codes.join(" "));
                refused.write(&record, &refusals).unwrap();
            }
        }
    }
    assert_eq!(
        seen,
        [
            "张三 Mobile(E164(+86138****5678))",
            "<b>李四</b> Landline(E164(+8610****5678))",
            "王五 Invalid(TooShort)",
            ":no_identity",
            "工地状态:bad_stage 开工日期:two_digit_year 交工日期:no_such_day 最近购买:future_date 购买金额:bad_money 营销同意:bad_yes_no",
            "交工日期:delivered_before_start",
            "M:extra_cells",
        ]
    );
    // The refused file is a file that we read: same columns, the added ones ignored, formulas harmless.
    let back = file(&dir, "refused.csv", &refused.finish().unwrap());
    let again = detect(&back).unwrap();
    let guesses = guess(&again.layout.headers, FileKind::Customers, &HashMap::new());
    assert!(guesses[12..].iter().all(|g| g.field == Field::Ignore));
    assert_eq!(again.sample.len(), 4);
    assert_eq!(again.sample[3].cell(1), "'=cmd()");
    assert_eq!(again.sample[1].cell(12), "6");
}

#[test]
fn purchases_and_events_are_read() {
    let dir = TempDir::new().unwrap();
    let check = |text: &str, want: &[&str]| {
        let path = file(&dir, "p.csv", text.as_bytes());
        let found = detect(&path).unwrap();
        let kind = columns::kind(&found.layout.headers);
        let fields = guess(&found.layout.headers, kind, &HashMap::new())
            .into_iter()
            .map(|g| g.field)
            .collect();
        let mapping = Mapping::new(kind, &found.layout.headers, fields).unwrap();
        let mut rows = Rows::open(&path, &found.layout).unwrap();
        let mut record = Record::new();
        let mut seen = Vec::new();
        while rows.next_into(&mut record).unwrap() {
            seen.push(match parse_row(&mapping, &record, &Context::china(today())) {
                Ok(Parsed::Purchase(p)) => format!("{} {} {:?}", p.date, p.amount, p.item.as_deref()),
                Ok(Parsed::Event(e)) => format!(
                    "{:?} {} {:?} {:?}",
                    e.kind,
                    e.date,
                    e.text.as_deref(),
                    e.number.as_deref()
                ),
                Ok(Parsed::Customer(c)) => panic!("{c:?}"),
                Err(r) => r
                    .iter()
                    .flat_map(|r| [r.place(), ":".into(), r.code.code().into(), " ".into()])
                    .collect(),
            });
        }
        assert_eq!(seen, want);
    };
    check(
        "手机,订单号,日期,金额,商品\n13812345678,D1,2026-05-07,300元,地板\n13812345678,D2,,,\n,D3,2026-05-07,1,\n",
        &[
            "2026-05-07 30000 Some(\"地板\")",
            "日期:no_date 金额:no_amount ",
            ":no_identity ",
        ],
    );
    check(
        "客户编号,类型,日期,内容,工单号\nA1,报修,2026-05-07 10:30,漏水,W1\nA1,?,2026-05-07,,\nA1,投诉,2027-01-01,,\n",
        &[
            "Repair 2026-05-07 Some(\"漏水\") Some(\"W1\")",
            "类型:bad_event_kind ",
            "日期:future_date ",
        ],
    );
}
