#![allow(clippy::unwrap_used)]
use super::*;
use crate::Encoding;

fn read(text: &str, delimiter: u8) -> Vec<(u64, Vec<String>, Vec<RefusalCode>)> {
    let mut splitter = Splitter::new(Decoded::new(text.as_bytes(), Encoding::Utf8), delimiter);
    let mut record = Record::new();
    let mut rows = Vec::new();
    while splitter.next_into(&mut record).unwrap() {
        rows.push((
            record.line(),
            record.cells().map(str::to_owned).collect(),
            record.flaws().iter().map(|f| f.code).collect(),
        ));
    }
    rows
}

fn check(text: &str, want: &[(u64, &[&str])]) {
    let got = read(text, b',');
    let plain: Vec<(u64, Vec<&str>)> = got
        .iter()
        .map(|(l, c, _)| (*l, c.iter().map(String::as_str).collect()))
        .collect();
    let want: Vec<(u64, Vec<&str>)> = want.iter().map(|(l, c)| (*l, c.to_vec())).collect();
    assert_eq!(plain, want, "{text:?}");
}

#[test]
fn splits() {
    check("a,b\nc,d", &[(1, &["a", "b"]), (2, &["c", "d"])]);
    check("a,b\r\nc,d\r\n", &[(1, &["a", "b"]), (2, &["c", "d"])]);
    check("a\rb", &[(1, &["a"]), (2, &["b"])]);
    check("a,\n,b\n\n,,\nc,", &[(1, &["a", ""]), (2, &["", "b"]), (5, &["c", ""])]);
    check("\"a,1\",\"b\"\"c\"\n", &[(1, &["a,1", "b\"c"])]);
    check("\"a\n\nb\",c\nd", &[(1, &["a\n\nb", "c"]), (4, &["d"])]);
    check("\"a\"x,b", &[(1, &["ax", "b"])]);
    check("a\"b,c", &[(1, &["a\"b", "c"])]);
    check("", &[]);
}

#[test]
fn an_open_quote_costs_one_row() {
    let rows = read("a,b\n1,\"x\n2,y\n3,z\n", b',');
    assert_eq!(rows.len(), 4);
    assert_eq!(
        rows[1],
        (2, vec!["1".into(), "\"x".into()], vec![RefusalCode::OpenQuote])
    );
    assert_eq!(rows[2], (3, vec!["2".into(), "y".into()], vec![]));
}

/// A table of `n` rows below a header, with these texts in place of the notes of some rows.
fn table(n: u64, notes: &[(u64, &str)]) -> String {
    let row = |at: u64| {
        let note = notes.iter().find(|one| one.0 == at).map_or("好", |one| one.1);
        format!("客户{at},1380000{at:04},{note}\n")
    };
    format!("姓名,手机,备注\n{}", (1..=n).map(row).collect::<String>())
}

#[test]
fn a_stray_quote_costs_its_row_and_swallows_none() {
    for notes in [
        // The next quote opens a cell, closes one, stands alone, or is doubled before one that closes.
        [(1, "\"门口"), (60, "\"有狗,慢\"")],
        [(1, "\"门口"), (60, "55\"")],
        [(1, "\"门口"), (60, "\"")],
        [(1, "\"门口"), (60, "\"\"")],
        [(1, "\"门口"), (4, "55\"")],
        [(1, "\"门口"), (2, "\"有狗\"")],
    ] {
        let rows = read(&table(90, &notes), b',');
        assert_eq!(rows.len(), 91, "{notes:?}");
        assert_eq!(
            (rows[1].0, rows[1].2.as_slice()),
            (2, [RefusalCode::OpenQuote].as_slice())
        );
        let torn: Vec<u64> = rows.iter().filter(|row| !row.2.is_empty()).map(|row| row.0).collect();
        assert!(
            torn.iter().all(|line| notes.iter().any(|note| note.0 + 1 == *line)),
            "{torn:?}"
        );
        for (n, row) in (1..).zip(&rows[1..]) {
            assert_eq!((row.0, row.1[0].as_str()), (n + 1, &*format!("客户{n}")), "{notes:?}");
        }
    }
}

#[test]
fn cells_of_several_lines_are_no_rows() {
    for note in [
        "上海市,浦东新区\n世纪大道,1号\n三单元",
        "第一行\n第二行,第三段,末\n第三行\n第四行,完",
        "您好\n\n\n\n再见",
        "a,b,c\nd,e,f\ng,h,i",
    ] {
        let rows = read(&table(9, &[(4, &format!("\"{note}\""))]), b',');
        assert_eq!(rows.len(), 10, "{note:?}");
        assert_eq!(rows[4].1[2], note);
        assert!(rows.iter().all(|row| row.2.is_empty()), "{note:?}");
    }
    // Nothing is known of the table before its first row.
    assert_eq!(read("\"a\n1,2\n3,4\n5\",b\n", b',').len(), 1);
}

#[test]
fn an_open_quote_in_a_long_file_costs_one_row() {
    let text = format!("1,\"x\n{}", "2,y\n".repeat(MAX_RECORD));
    let rows = read(&text, b',');
    assert_eq!(rows.len(), MAX_RECORD + 1);
    assert_eq!(rows[0].2, [RefusalCode::OpenQuote]);
    assert!(rows[1..].iter().all(|r| r.2.is_empty()));
    assert_eq!(rows.last().unwrap().0, MAX_RECORD as u64 + 1);
}

#[test]
fn a_huge_cell_costs_one_row() {
    for huge in ["好".repeat(MAX_CELL_CHARS + 1), "好".repeat(MAX_RECORD)] {
        let rows = read(&format!("a,{huge}\nb,c\n"), b',');
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].2, [RefusalCode::CellTooLong]);
        assert_eq!(rows[0].1[1].chars().count(), MAX_CELL_CHARS);
        assert_eq!(rows[1], (2, vec!["b".into(), "c".into()], vec![]));
    }
    let exact = "好".repeat(MAX_CELL_CHARS);
    assert_eq!(read(&exact, b',')[0].2, []);
}

#[test]
fn too_many_columns_cost_one_row() {
    let rows = read(&format!("{}\na\n", vec!["x"; MAX_COLUMNS + 1].join(",")), b',');
    assert_eq!(rows[0].2, [RefusalCode::TooManyColumns]);
    assert_eq!(rows[0].1.len(), MAX_COLUMNS);
    assert_eq!(rows[1].2, []);
    assert_eq!(read(&vec!["x"; MAX_COLUMNS].join(","), b',')[0].2, []);
}
