//! What is written in any encoding and delimiter reads back the same, and no bytes bring the reader down.
#![allow(clippy::unwrap_used)]

use intake::*;
use proptest::prelude::*;

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9 ,;\"'\t]{0,12}",
        "[一-龥㐀-㐿。，；（）\r\n\"]{0,12}",
        Just("13812345678".to_owned()),
    ]
}

fn encode(text: &str, encoding: Encoding, mark: bool) -> Vec<u8> {
    let marked = if mark {
        format!("\u{feff}{text}")
    } else {
        text.to_owned()
    };
    match encoding {
        Encoding::Utf8 => marked.into_bytes(),
        Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
        Encoding::Utf16Le => format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        Encoding::Utf16Be => format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_reads_back(
        table in prop::collection::vec(prop::collection::vec(cell(), 3), 1..8),
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Gb18030, Encoding::Utf16Le, Encoding::Utf16Be]),
        mark: bool,
        delimiter in prop::sample::select(vec![b',', b';', b'\t']),
        ) {
        let mut out = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        out.write_record(["姓名", "手机", "备注"]).unwrap();
        for row in &table {
            out.write_record(row).unwrap();
        }
        let text = String::from_utf8(out.into_inner().unwrap()).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.csv");
        std::fs::write(&path, encode(&text, encoding, mark)).unwrap();
        let found = detect(&path).unwrap();
        let format = Format::Csv { encoding, delimiter: char::from(delimiter) };
        prop_assert_eq!(&found.layout.format, &format);
        let mut rows = Rows::open(&path, &found.layout).unwrap();
        let mut record = Record::new();
        let mut got = Vec::new();
        while rows.next_into(&mut record).unwrap() {
            prop_assert_eq!(record.flaws(), &[]);
            got.push(record.cells().map(str::to_owned).collect::<Vec<_>>());
        }
        let blank = |row: &&Vec<String>| !row.iter().all(|c| c.chars().all(text::is_space));
        let want: Vec<Vec<String>> = table.iter().filter(blank).cloned().collect();
        prop_assert_eq!(got, want);
    }

    #[test]
    fn no_bytes_bring_it_down(bytes in prop::collection::vec(any::<u8>(), 0..2000), quote in 0usize..3) {
        let mut bytes = bytes;
        if quote == 1 {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.csv");
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(found) = detect(&path) {
            let mut rows = Rows::open(&path, &found.layout).unwrap();
            let mut record = Record::new();
            let mut last = 0;
            while rows.next_into(&mut record).unwrap() {
                prop_assert!(record.line() > last);
                last = record.line();
            }
        }
    }

    #[test]
    fn no_cell_brings_a_value_down(cell in "\\PC{0,20}|[0-9年月日:/. eE+,万-]{0,16}|[农历闰正初廿十一二月日0-9]{0,8}") {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 5, 7).unwrap();
        let _ = values::date(&cell);
        let _ = values::birthday(&cell, today);
        let _ = values::lunar_day(&cell);
        let _ = values::money(&cell);
        let _ = values::tags(&cell);
        let _ = values::tier(&cell);
        let _ = values::yes_no(&cell);
        let _ = values::sex(&cell);
        let _ = values::site_stage(&cell);
        let _ = values::event_kind(&cell);
        let _ = phone::normalise(&cell, Region::CN);
        let _ = columns::header_key(&cell);
    }

    #[test]
    fn harmless_cells_come_back(cell in "[=+@ \t'a-z\u{3000}-]{0,6}") {
        let safe = harmless(&cell);
        prop_assert!(!safe.trim_start_matches(text::is_space).starts_with(['=', '+', '-', '@']));
        if !cell.trim_start_matches(text::is_space).starts_with('\'') {
            prop_assert_eq!(text::trim(&safe), text::trim(&cell));
        }
    }

    #[test]
    fn any_writing_of_a_mobile_is_the_mobile(tail in 0u64..100_000_000, style in 0usize..6) {
        let digits = format!("138{tail:08}");
        let (a, b, c) = (&digits[..3], &digits[3..7], &digits[7..]);
        let raw = match style {
            0 => digits.clone(),
            1 => format!("+86 {a} {b} {c}"),
            2 => format!("{a}-{b}-{c}"),
            3 => digits.chars().map(|d| char::from_u32(d as u32 + 0xFEE0).unwrap()).collect(),
            4 => format!("0086{digits}"),
            _ => format!("\u{202d}{digits}\u{202c}"),
        };
        let PhoneReading::Mobile(e164) = phone::normalise(&raw, Region::CN) else {
            return Err(TestCaseError::fail(raw));
        };
        prop_assert_eq!(e164.to_string(), format!("+86{digits}"));
    }
}
