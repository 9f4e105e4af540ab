//! Finds out what a file is: its format, encoding, delimiter and header row. Nothing is asked of the person.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::encoding::{Decoded, Encoding, sniff};
use crate::split::Splitter;
use crate::{Field, FileError, Record, Rows, columns, sheet};

/// How the rows are kept in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Format {
    /// Delimited text.
    Csv {
        /// How its characters are written.
        encoding: Encoding,
        /// `,`, `;` or a tab (`|` only by a `sep=|` line).
        delimiter: char,
    },
    /// One sheet of a workbook.
    Xlsx {
        /// The sheet's name.
        sheet: String,
    },
}

/// What must be known to read a file again in the same way. It can be stored between dry run and apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The format.
    pub format: Format,
    /// The line on which the header row starts (see [`Record::line`]); `None` if the file has no header.
    pub header_line: Option<u64>,
    /// The headers, trimmed; without a header row, one empty text for each column.
    pub headers: Vec<String>,
    /// Visible sheets of the workbook that hold rows, too, and are not read.
    #[serde(default)]
    pub left: Vec<String>,
    /// Merged cells of the sheet that reach over several data rows: but for the first, these rows read as empty there.
    #[serde(default)]
    pub merged: usize,
}

/// A layout, with what a person needs to judge it.
#[derive(Debug, Clone)]
pub struct Preview {
    /// How the file is read.
    pub layout: Layout,
    /// The first data rows, at most [`SAMPLE_ROWS`].
    pub sample: Vec<Record>,
    /// The visible sheets of a workbook, of which one was taken; empty for text.
    pub sheets: Vec<String>,
}

/// How many data rows a preview shows.
pub const SAMPLE_ROWS: usize = 20;

/// How far down a header row is looked for: exports put titles and dates above it.
const HEADER_ROWS: usize = 10;

/// Looks at a file: its format, encoding, delimiter, header row, and its first rows. Text is read through once, in constant
/// memory, for its encoding. In a workbook, the first visible sheet is taken that says who its rows are about, else the first with rows.
pub fn detect(path: &Path) -> Result<Preview, FileError> {
    match head(path)?.as_slice() {
        [] => Err(FileError::Empty),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => first_sheet(path),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(FileError::OldOrLockedWorkbook),
        [b'%', b'P', b'D', b'F', ..] => Err(FileError::NotText),
        _ => text(path),
    }
}

/// The first octets of a file, which tell its format.
fn head(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(8).read_to_end(&mut head)?;
    Ok(head)
}

/// Looks at a given sheet of a workbook. What is no workbook has none.
pub fn detect_sheet(path: &Path, sheet: &str) -> Result<Preview, FileError> {
    if !head(path)?.starts_with(b"PK") {
        return Err(FileError::NoSheet(sheet.to_owned()));
    }
    let sheets = sheet::names(path)?;
    if !sheets.iter().any(|s| s == sheet) {
        return Err(FileError::NoSheet(sheet.to_owned()));
    }
    let others: Vec<String> = sheets.iter().filter(|other| *other != sheet).cloned().collect();
    let format = Format::Xlsx {
        sheet: sheet.to_owned(),
    };
    let mut found = preview(path, format, sheets)?;
    found.layout.left = with_rows(path, &others)?;
    Ok(found)
}

/// The first sheet by whose columns customers can be told apart; else the first with rows. A cover sheet comes before the table.
fn first_sheet(path: &Path) -> Result<Preview, FileError> {
    let sheets = sheet::names(path)?;
    let mut taken: Option<(&String, Preview)> = None;
    for sheet in &sheets {
        match preview(path, Format::Xlsx { sheet: sheet.clone() }, sheets.clone()) {
            Err(FileError::Empty) => {}
            Err(_) if taken.is_some() => {}
            Err(error) => return Err(error),
            Ok(found) if names_customers(&found.layout.headers) => {
                taken = Some((sheet, found));
                break;
            }
            Ok(found) => {
                taken.get_or_insert((sheet, found));
            }
        }
    }
    let (taken, mut found) = taken.ok_or(FileError::Empty)?;
    let others: Vec<String> = sheets.iter().filter(|other| *other != taken).cloned().collect();
    found.layout.left = with_rows(path, &others)?;
    Ok(found)
}

/// Whether some column says who a row is about.
fn names_customers(headers: &[String]) -> bool {
    let guesses = columns::guess(headers, columns::kind(headers), &HashMap::new());
    guesses
        .iter()
        .any(|guess| matches!(guess.field, Field::Number | Field::Phone))
}

/// Those of the sheets that hold rows.
fn with_rows(path: &Path, sheets: &[String]) -> Result<Vec<String>, FileError> {
    let mut with_rows = Vec::new();
    for sheet in sheets {
        let format = Format::Xlsx { sheet: sheet.clone() };
        if Rows::open_all(path, &format)?.next_into(&mut Record::new())? {
            with_rows.push(sheet.clone());
        }
    }
    Ok(with_rows)
}

fn text(path: &Path) -> Result<Preview, FileError> {
    let encoding = sniff(File::open(path)?)?;
    let mut head = Vec::new();
    let mut decoded = Decoded::new(File::open(path)?, encoding);
    decoded.fill(&mut head)?;
    if head.contains(&0) && head.iter().filter(|b| **b < 9).count() > head.len() / 50 {
        return Err(FileError::NotText);
    }
    let delimiter = char::from(vote(&head)?);
    preview(path, Format::Csv { encoding, delimiter }, Vec::new())
}

/// The delimiter by which the first rows fall into the most even table of at least two columns; a `sep=` line decides.
fn vote(head: &[u8]) -> Result<u8, FileError> {
    if let Some((delimiter, _)) = crate::split::separator_line(head) {
        return Ok(delimiter);
    }
    let mut best = (0, b',');
    for delimiter in [b',', b';', b'\t'] {
        let mut splitter = Splitter::new(Decoded::new(head, Encoding::Utf8), delimiter);
        let mut record = Record::new();
        let mut widths = Vec::new();
        while widths.len() < 50 && splitter.next_into(&mut record)? {
            widths.push(record.len());
        }
        let like = |width: usize| widths.iter().filter(|w| **w == width).count();
        let score = widths
            .iter()
            .filter(|w| **w > 1)
            .map(|w| like(*w) * 1000 + (*w).min(999))
            .max();
        if let Some(score) = score.filter(|s| *s > best.0) {
            best = (score, delimiter);
        }
    }
    Ok(best.1)
}

/// Reads the first rows and finds the header among them.
fn preview(path: &Path, format: Format, sheets: Vec<String>) -> Result<Preview, FileError> {
    let mut rows = Rows::open_all(path, &format)?;
    let mut first = Vec::new();
    let mut record = Record::new();
    while first.len() < SAMPLE_ROWS + HEADER_ROWS && rows.next_into(&mut record)? {
        first.push(record.clone());
    }
    if first.is_empty() {
        return Err(FileError::Empty);
    }
    let header = header_row(&first);
    let width = first.iter().map(Record::len).max().unwrap_or(0);
    let (header_line, headers, data) = match header {
        Some(at) => {
            let headers: Vec<String> = first[at].cells().map(|c| crate::text::line(c).into_owned()).collect();
            let named = headers.iter().rposition(|h| !h.is_empty()).map_or(0, |last| last + 1);
            (Some(first[at].line()), headers[..named].to_vec(), at + 1)
        }
        None => (None, vec![String::new(); width], 0),
    };
    let merged = match &format {
        Format::Xlsx { sheet } => sheet::merged(path, sheet, header_line.unwrap_or(0))?,
        Format::Csv { .. } => 0,
    };
    let sample = first.into_iter().skip(data).take(SAMPLE_ROWS).collect();
    Ok(Preview {
        layout: Layout {
            format,
            header_line,
            headers,
            left: Vec::new(),
            merged,
        },
        sample,
        sheets,
    })
}

/// The header is the first of the upper rows with the most headers that we know; if we know none, the first row, unless it
/// holds something that only data hold (a phone, a date, a number).
fn header_row(first: &[Record]) -> Option<usize> {
    let known = |r: &Record| r.cells().filter(|c| columns::is_known_header(c)).count();
    let (at, most) = first
        .iter()
        .take(HEADER_ROWS)
        .map(known)
        .enumerate()
        .fold((0, 0), |best, now| if now.1 > best.1 { now } else { best });
    // One known word alone may be a value ("VIP", "备注" in a title), unless the row has few cells.
    if most >= 2 || (most == 1 && first[at].len() <= 3) {
        return Some(at);
    }
    let data = |c: &str| {
        let digits = c
            .chars()
            .filter(|c| crate::text::half_width(*c).is_ascii_digit())
            .count();
        digits >= 4 || (digits > 0 && digits == c.trim().len())
    };
    let looks_like_data = first[0].cells().any(data);
    (!looks_like_data).then_some(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rust_xlsxwriter::Workbook;
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_cover_sheet_is_not_the_table() {
        let dir = TempDir::new().unwrap();
        let check = |tables: &[(&str, &[&str])], taken: &str, left: &[&str]| {
            let path = dir.path().join("book.xlsx");
            let mut book = Workbook::new();
            for (name, header) in tables {
                let sheet = book.add_worksheet().set_name(*name).unwrap();
                sheet.write_row(0, 0, header.iter().copied()).unwrap();
                sheet.write_row(1, 0, header.iter().map(|_| "13812345678")).unwrap();
            }
            book.save(&path).unwrap();
            let found = detect(&path).unwrap();
            assert_eq!(found.layout.format, Format::Xlsx { sheet: taken.into() });
            assert_eq!(found.layout.left, left);
        };
        let customers: &[&str] = &["姓名", "手机"];
        check(&[("说明", &["请在第二页填写"]), ("客户", customers)], "客户", &["说明"]);
        check(&[("一店", customers), ("二店", customers)], "一店", &["二店"]);
        check(&[("甲", &["色号"]), ("乙", &["尺寸"])], "甲", &["乙"]);
    }

    #[test]
    fn a_text_has_no_sheets() {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("a.csv");
        std::fs::write(&path, "姓名,手机\n王芳,13812345678\n").unwrap();
        assert_eq!(detect_sheet(&path, "客户").unwrap_err().code(), "file_no_sheet");
    }
}
