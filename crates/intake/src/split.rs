//! Splits decoded text into records: quotes, line breaks in cells, and what to do when a quote never closes.

use std::io::{self, Read};

use crate::encoding::Decoded;
use crate::record::{MAX_COLUMNS, Record, shorten};
use crate::{MAX_CELL_CHARS, RefusalCode};

/// A record longer than this is not taken as one: the quote it hangs on is then read as an open quote.
const MAX_RECORD: usize = 1 << 20;

/// So many whole lines of one quoted cell that all look like rows are rows, which a stray quote has swallowed.
const ROWS: usize = 2;

/// Streams the records of a delimited text. Memory is bounded by [`MAX_RECORD`] whatever the file.
pub struct Splitter<R> {
    source: Decoded<R>,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    delimiter: u8,
    line: u64,
    /// How many cells the row before had; the rows of a table have as many.
    width: usize,
}

/// How a text is cut into cells.
#[derive(Clone, Copy)]
struct Cut {
    delimiter: u8,
    /// No text follows the window.
    last: bool,
    /// Whether quotes are heeded.
    quoting: bool,
    /// How many cells a row is known to have; 0: it is not known.
    width: usize,
}

/// What a scan of the buffer came to.
enum Scan {
    /// A record of so many bytes (with its line end) and so many lines.
    Whole { len: usize, lines: u64 },
    /// The buffer ends inside the record; the column whose quote is open.
    Short { quoted: Option<usize> },
    /// The quote of this column was closed by one that belongs to a later row.
    Torn { column: usize },
}

impl<R: Read> Splitter<R> {
    pub fn new(source: Decoded<R>, delimiter: u8) -> Self {
        Self {
            source,
            buffer: Vec::new(),
            at: 0,
            ended: false,
            delimiter,
            line: 1,
            width: 0,
        }
    }

    /// Bytes taken from the source so far.
    pub fn bytes_read(&self) -> u64 {
        self.source.bytes_read()
    }

    /// Reads the next record that is not blank; false at the end of the text.
    pub fn next_into(&mut self, record: &mut Record) -> io::Result<bool> {
        while self.next_any(record)? {
            if !record.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Changes the delimiter if the first line is `sep=;`, which spreadsheets write and read.
    pub fn take_separator_line(&mut self) -> io::Result<Option<u8>> {
        while self.buffer.len() < 8 && self.more()? {}
        let found = separator_line(&self.buffer);
        if let Some((delimiter, len)) = found {
            self.delimiter = delimiter;
            self.at = len;
            self.line = 2;
        }
        Ok(found.map(|f| f.0))
    }

    fn more(&mut self) -> io::Result<bool> {
        if !self.ended {
            self.buffer.drain(..self.at);
            self.at = 0;
            self.ended = !self.source.fill(&mut self.buffer)?;
        }
        Ok(!self.ended)
    }

    fn next_any(&mut self, record: &mut Record) -> io::Result<bool> {
        loop {
            let window = &self.buffer[self.at..];
            if window.is_empty() {
                if self.more()? {
                    continue;
                }
                return Ok(false);
            }
            record.begin(self.line);
            match scan(window, self.cut(true), record) {
                Scan::Whole { len, lines } => {
                    self.at += len;
                    self.line += lines;
                    if !record.is_blank() {
                        self.width = record.len();
                    }
                    return Ok(true);
                }
                Scan::Torn { column } => return self.unquoted_line(column, record).map(|()| true),
                Scan::Short { quoted: Some(column) } if self.ended || window.len() >= MAX_RECORD => {
                    return self.unquoted_line(column, record).map(|()| true);
                }
                Scan::Short { quoted: None } if window.len() >= MAX_RECORD => {
                    return self.huge_line(record).map(|()| true);
                }
                Scan::Short { .. } => {
                    self.more()?;
                }
            }
        }
    }

    fn cut(&self, quoting: bool) -> Cut {
        Cut {
            delimiter: self.delimiter,
            last: self.ended,
            quoting,
            width: self.width,
        }
    }

    /// Takes the first line alone as the row whose quote stays open, so that the rows after it are not lost.
    fn unquoted_line(&mut self, column: usize, record: &mut Record) -> io::Result<()> {
        record.begin(self.line);
        let window = &self.buffer[self.at..];
        match scan(window, self.cut(false), record) {
            Scan::Whole { len, lines } => {
                self.at += len;
                self.line += lines;
                record.flaw(column.min(MAX_COLUMNS - 1), RefusalCode::OpenQuote);
                Ok(())
            }
            Scan::Short { .. } | Scan::Torn { .. } => self.huge_line(record),
        }
    }

    /// Keeps the head of a line that is too long for any row, and skips to its end.
    fn huge_line(&mut self, record: &mut Record) -> io::Result<()> {
        record.begin(self.line);
        let window = &self.buffer[self.at..];
        let mut head = MAX_RECORD.min(window.len());
        while window.get(head).is_some_and(|b| b & 0xC0 == 0x80) {
            head -= 1;
        }
        let whole = Cut {
            last: true,
            ..self.cut(false)
        };
        scan(&window[..head], whole, record);
        record.flaw(record.len().saturating_sub(1), RefusalCode::CellTooLong);
        loop {
            if let Some(end) = self.buffer[self.at..].iter().position(|b| *b == b'\n') {
                self.at += end + 1;
                self.line += 1;
                return Ok(());
            }
            self.at = self.buffer.len();
            if !self.more()? {
                return Ok(());
            }
        }
    }
}

/// The delimiter of a leading `sep=;` line, and the length of the line.
pub fn separator_line(text: &[u8]) -> Option<(u8, usize)> {
    let rest = text.strip_prefix(b"sep=").or_else(|| text.strip_prefix(b"SEP="))?;
    match rest {
        [d @ (b',' | b';' | b'\t' | b'|'), b'\n', ..] => Some((*d, 6)),
        [d @ (b',' | b';' | b'\t' | b'|'), b'\r', b'\n', ..] => Some((*d, 7)),
        _ => None,
    }
}

/// Reads one record from the head of `window` into `record`.
fn scan(window: &[u8], cut: Cut, record: &mut Record) -> Scan {
    let Cut { delimiter, last, .. } = cut;
    let (mut text, mut ends) = record.take();
    let mut too_long = None;
    let mut wide = false;
    let mut finish = |text: &mut Vec<u8>, ends: &mut Vec<usize>| {
        let start = ends.last().copied().unwrap_or(0);
        if ends.len() >= MAX_COLUMNS {
            wide |= text.len() > start;
            text.truncate(start);
            return;
        }
        if text.len() - start > MAX_CELL_CHARS
            && let Ok(cell) = std::str::from_utf8(&text[start..])
        {
            let kept = shorten(cell).len();
            if kept < cell.len() {
                text.truncate(start + kept);
                too_long.get_or_insert(ends.len());
            }
        }
        ends.push(text.len());
    };
    let ends_cell = |b: u8| b == delimiter || b == b'\n' || b == b'\r';
    let mut at = 0;
    let mut lines = 0;
    let outcome = loop {
        let (column, from) = (ends.len(), text.len());
        let mut inside = 0;
        if cut.quoting && window.get(at) == Some(&b'"') {
            match quoted(window, at + 1, last, &mut text) {
                Some((next, broken)) => {
                    at = next;
                    inside = broken;
                    lines += broken;
                }
                None => break Scan::Short { quoted: Some(column) },
            }
        }
        let rest = &window[at..];
        let plain = rest.iter().position(|b| ends_cell(*b)).unwrap_or(rest.len());
        if inside > 0 && (!rest[..plain].trim_ascii().is_empty() || holds_rows(&text[from..], cut)) {
            break Scan::Torn { column };
        }
        text.extend_from_slice(&rest[..plain]);
        at += plain;
        let Some(&end) = window.get(at) else {
            if !last {
                break Scan::Short { quoted: None };
            }
            finish(&mut text, &mut ends);
            break Scan::Whole { len: at, lines };
        };
        if end == b'\r' && at + 1 == window.len() && !last {
            break Scan::Short { quoted: None };
        }
        finish(&mut text, &mut ends);
        at += 1;
        if end != delimiter {
            if end == b'\r' && window.get(at) == Some(&b'\n') {
                at += 1;
            }
            break Scan::Whole {
                len: at,
                lines: lines + 1,
            };
        }
    };
    record.restore(text, ends);
    if let Some(column) = too_long {
        record.flaw(column, RefusalCode::CellTooLong);
    }
    if wide {
        record.flaw(MAX_COLUMNS - 1, RefusalCode::TooManyColumns);
    }
    outcome
}

/// Reads the inside of a quoted cell from `at`; returns where it goes on after the closing quote, and the line breaks
/// inside. `None`: the window ends first.
fn quoted(window: &[u8], mut at: usize, last: bool, text: &mut Vec<u8>) -> Option<(usize, u64)> {
    let mut lines = 0;
    loop {
        let rest = &window[at..];
        let inside = rest.iter().position(|b| *b == b'"')?;
        text.extend_from_slice(&rest[..inside]);
        lines += rest[..inside].split(|b| *b == b'\n').count() as u64 - 1;
        at += inside + 1;
        match window.get(at) {
            Some(b'"') => {
                text.push(b'"');
                at += 1;
            }
            None if !last => return None,
            _ => return Some((at, lines)),
        }
    }
}

/// Whether the whole lines inside a quoted cell are rows: each has as many cells as the row before the cell's. An address or a
/// note has a delimiter here and there, not as many in line after line.
fn holds_rows(cell: &[u8], cut: Cut) -> bool {
    let inner = match cell.iter().rposition(|b| *b == b'\n') {
        Some(last) if cut.width > 1 => &cell[..last],
        _ => return false,
    };
    let mut rows = 0;
    for line in inner.split(|b| *b == b'\n').skip(1) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        if line.split(|b| *b == cut.delimiter).count() != cut.width {
            return false;
        }
        rows += 1;
    }
    rows >= ROWS
}

#[cfg(test)]
mod tests {
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
}
