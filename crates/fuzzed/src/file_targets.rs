//! Customer files.

use std::collections::HashMap;
use std::io::Write as _;

use chrono::NaiveDate;
use intake::values::{birthday, date, lunar_day, money};
use intake::{Context, FileKind, Mapping, Record, Region, Rows, detect, guess, parse_row, phone};

use crate::Target;

const TABLE_EXAMPLE: &str = "客户编号,姓名,手机,工地状态,生日(农历),最近购买,购买金额,标签,营销同意\r\n\
    K1,王小明,138 1234 5678,中期,八月十五,2026-04-30,12345.60,老客户；别墅,是\r\n\
    K2,\"李,丽\n\",０５７１－８７６５４３２１,维保,,,,,否\r\n";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, 7).unwrap_or_default()
}

/// A file of customers, purchases or events: looked at, its columns guessed, every row read or refused.
pub(crate) const TABLE: Target = Target {
    name: "table",
    examples: || {
        let utf8 = TABLE_EXAMPLE.as_bytes().to_vec();
        let wide: Vec<u8> = TABLE_EXAMPLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16 = [&[0xFF, 0xFE][..], &wide].concat();
        vec![utf8, utf16, TABLE_EXAMPLE.replace(',', "\t").into_bytes()]
    },
    run: |octets| {
        let written = tempfile::NamedTempFile::new().and_then(|mut file| {
            file.write_all(octets)?;
            file.flush()?;
            Ok(file)
        });
        let file = written.unwrap_or_else(|error| panic!("no file to read from: {error}"));
        let Ok(preview) = detect(file.path()) else { return };
        for kind in [FileKind::Customers, FileKind::Purchases, FileKind::Events] {
            let headers = &preview.layout.headers;
            let guesses = guess(headers, kind, &HashMap::<String, intake::Field>::new());
            let fields = guesses.into_iter().map(|guess| guess.field).collect();
            let Ok(mapping) = Mapping::new(kind, headers, fields) else {
                continue;
            };
            let Ok(mut rows) = Rows::open(file.path(), &preview.layout) else {
                return;
            };
            let (mut record, context) = (Record::default(), Context::china(today()));
            let mut line = 0;
            while let Ok(true) = rows.next_into(&mut record) {
                assert!(record.line() > line, "lines count up");
                line = record.line();
                if let Err(refusals) = parse_row(&mapping, &record, &context) {
                    assert!(!refusals.is_empty(), "refused for no reason");
                }
            }
        }
    },
};

/// The values of cells: dates, birthdays, sums, phones.
pub(crate) const VALUES: Target = Target {
    name: "values",
    examples: || {
        let cells = [
            "2026-05-07",
            "2026年5月7日",
            "46149",
            "八月十五",
            "闰六月初一",
            "¥12,345.60",
            "1.2万",
            "138 1234 5678",
            "+86-571-87654321",
            "０１３８１２３４５６７８",
        ];
        cells.iter().map(|cell| cell.as_bytes().to_vec()).collect()
    },
    run: |octets| {
        let text = String::from_utf8_lossy(octets);
        let _ = date(&text);
        let _ = birthday(&text, today());
        let _ = lunar_day(&text);
        let _ = money(&text);
        let read = phone::normalise(&text, Region::CN);
        assert_eq!(read, phone::normalise(&text, Region::CN), "one phone, one reading");
        let safe = intake::harmless(&text);
        assert!(
            !safe.starts_with(['=', '+', '-', '@']),
            "a spreadsheet would run it: {safe}"
        );
    },
};
