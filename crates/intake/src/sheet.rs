//! Streams the rows of one sheet of an XLSX workbook.
//!
//! The workbook is read on a thread of its own, which hands over small batches: the sheet is never in memory as a whole
//! (the shared strings are), and a panic of the XML reader on a hostile file ends as a [`FileError`].

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, open_workbook};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::record::Record;
use crate::{FileError, RefusalCode, held};

const BATCH: usize = 256;

/// The shared strings of a workbook, and any part but its sheets and pictures, may unpack to so many bytes. The XML reader
/// keeps them all, each in an allocation of its own: with more, an import would need over 250 MB. The error says the limit.
const MAX_SHARED: u64 = 96_000_000;

/// So many octets of a sheet's XML may be held at once, a cell's for the most part: hundreds of times what a program lets one write
/// into it. The error says the limit.
const MAX_HELD: u64 = 4_000_000;

type Batch = Result<Vec<Record>, FileError>;

/// The rows of one sheet, in order, blank rows left out.
pub struct Sheet {
    batches: Receiver<Batch>,
    current: std::vec::IntoIter<Record>,
    reader: Option<JoinHandle<()>>,
    last: u64,
    /// How many rows the sheet says it has; 0 if it does not say.
    pub rows: u64,
}

/// The names of the visible sheets with cells, in their order. Whoever reads one of them asks for them first: then no cell is
/// larger than what we take.
pub fn names(path: &Path) -> Result<Vec<String>, FileError> {
    let path = path.to_owned();
    guarded(move || {
        sheets_fit(&path)?;
        let book = open(&path)?;
        Ok(book
            .sheets_metadata()
            .iter()
            .filter(|s| s.typ == SheetType::WorkSheet && s.visible == SheetVisible::Visible)
            .map(|s| s.name.clone())
            .collect())
    })
}

/// How many merged cells of a sheet reach over several rows, at least two of them below `header`.
pub fn merged(path: &Path, sheet: &str, header: u64) -> Result<usize, FileError> {
    let (path, sheet) = (path.to_owned(), sheet.to_owned());
    guarded(move || {
        let mut book = open(&path)?;
        let merged = book
            .merge_cells_by_sheet_name(&sheet)
            .map_err(|error| broken(0, &error))?;
        // Rows count from 0 there, and from 1 here.
        let below = |row: u32| u64::from(row).max(header);
        Ok(merged
            .iter()
            .filter(|cell| below(cell.start.0) < u64::from(cell.end.0))
            .count())
    })
}

/// Runs a reading on a thread of its own, so that a panic in it is an error.
fn guarded<T: Send + 'static>(work: impl FnOnce() -> Result<T, FileError> + Send + 'static) -> Result<T, FileError> {
    match std::thread::spawn(work).join() {
        Ok(result) => result,
        Err(_) => Err(FileError::BrokenWorkbook {
            row: 0,
            detail: "the reader gave up".into(),
        }),
    }
}

fn open(path: &Path) -> Result<Xlsx<BufReader<File>>, FileError> {
    look_at(path, MAX_SHARED)?;
    open_workbook(path).map_err(|e| broken(0, &e))
}

/// A look at what the XML reader will hold in memory: the shared strings, with room reserved by a number that the file
/// claims. A lie there would end the process, not the reading.
fn look_at(path: &Path, most: u64) -> Result<(), FileError> {
    let damaged = |e: ZipError| FileError::BrokenWorkbook {
        row: 0,
        detail: e.to_string(),
    };
    let mut zip = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(damaged)?;
    for at in 0..zip.len() {
        let entry = zip.by_index(at).map_err(damaged)?;
        let (name, claimed) = (entry.name().map_err(damaged)?.to_ascii_lowercase(), entry.size());
        if !name.ends_with("sharedstrings.xml") {
            if !name.contains("worksheets/") && !name.contains("media/") && claimed > most {
                return Err(FileError::WorkbookTooLarge(claimed));
            }
            continue;
        }
        let mut head = Vec::new();
        let mut entry = entry.take(most + 1);
        entry
            .by_ref()
            .take(4096)
            .read_to_end(&mut head)
            .map_err(|e| damaged(e.into()))?;
        let rest = std::io::copy(&mut entry, &mut std::io::sink()).map_err(|e| damaged(e.into()))?;
        let size = head.len() as u64 + rest;
        // The shortest string is `<si/>`.
        if size > most || claimed_strings(&head) > size / 5 {
            return Err(FileError::WorkbookTooLarge(size));
        }
    }
    Ok(())
}

/// Holds the cells of all sheets against what we take.
fn sheets_fit(path: &Path) -> Result<(), FileError> {
    let damaged = |detail: String| FileError::BrokenWorkbook { row: 0, detail };
    let mut zip = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(|e| damaged(e.to_string()))?;
    for at in 0..zip.len() {
        let entry = zip.by_index(at).map_err(|e| damaged(e.to_string()))?;
        let name = entry.name().map_err(|e| damaged(e.to_string()))?.to_ascii_lowercase();
        if name.contains("worksheets/")
            && Path::new(&name).extension().is_some_and(|extension| extension == "xml")
            && !held::fits(entry, MAX_HELD).map_err(|e| damaged(e.to_string()))?
        {
            return Err(FileError::CellTooLarge);
        }
    }
    Ok(())
}

/// The number of strings that the head of the shared strings claims.
fn claimed_strings(head: &[u8]) -> u64 {
    let head = String::from_utf8_lossy(head);
    let claim = head.split_once("uniqueCount").map_or("", |(_, after)| after);
    let digits: String = claim
        .chars()
        .skip_while(|c| "= \"'".contains(*c))
        .take_while(char::is_ascii_digit)
        .collect();
    if digits.is_empty() {
        0
    } else {
        digits.parse().unwrap_or(u64::MAX)
    }
}

fn broken(row: u64, error: &XlsxError) -> FileError {
    match error {
        XlsxError::Password => FileError::OldOrLockedWorkbook,
        XlsxError::WorksheetNotFound(name) => FileError::NoSheet(name.clone()),
        _ => FileError::BrokenWorkbook {
            row,
            detail: error.to_string(),
        },
    }
}

impl Sheet {
    /// Opens one sheet by its name.
    pub fn open(path: &Path, name: &str) -> Self {
        let (sender, batches) = sync_channel(4);
        let (path, name) = (path.to_owned(), name.to_owned());
        let (size, rows) = sync_channel(1);
        let reader = std::thread::spawn(move || {
            if let Err(error) = read(&path, &name, &size, &sender) {
                // The receiver is gone only if nobody wants the rows any more.
                let _ = sender.send(Err(error));
            }
        });
        let rows = rows.recv().unwrap_or(0);
        Self {
            batches,
            current: Vec::new().into_iter(),
            reader: Some(reader),
            last: 0,
            rows,
        }
    }

    /// The number of the last row handed out.
    pub fn row(&self) -> u64 {
        self.last
    }

    /// Reads the next row; false after the last.
    pub fn next_into(&mut self, record: &mut Record) -> Result<bool, FileError> {
        loop {
            if let Some(next) = self.current.next() {
                *record = next;
                self.last = record.line();
                return Ok(true);
            }
            if let Ok(batch) = self.batches.recv() {
                self.current = batch?.into_iter();
            } else {
                let ended = self.reader.take().is_none_or(|thread| thread.join().is_ok());
                return if ended {
                    Ok(false)
                } else {
                    Err(FileError::BrokenWorkbook {
                        row: self.last,
                        detail: "the reader gave up".into(),
                    })
                };
            }
        }
    }
}

/// Reads the sheet row by row. A send that fails means that the rows are not wanted any more: that is the end.
fn read(path: &Path, name: &str, size: &SyncSender<u64>, out: &SyncSender<Batch>) -> Result<(), FileError> {
    let mut book = open(path)?;
    let mut cells = book.worksheet_cells_reader(name).map_err(|e| broken(0, &e))?;
    let _ = size.send(u64::from(cells.dimensions().end.0) + 1);
    let mut batch = Vec::with_capacity(BATCH);
    let mut row = Record::new();
    loop {
        let cell = match cells.next_cell_with_formula_metadata() {
            Ok(cell) => cell,
            Err(error) => {
                // What was read before the break is handed over first.
                let _ = out.send(Ok(batch));
                return Err(broken(row.line(), &error));
            }
        };
        let Some(cell) = cell else { break };
        let (line, column) = cell.pos;
        let line = u64::from(line) + 1;
        if line != row.line() {
            keep(&mut batch, &mut row);
            if batch.len() >= BATCH && out.send(Ok(std::mem::take(&mut batch))).is_err() {
                return Ok(());
            }
            row.begin(line);
        }
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            row.flaw(
                (column as usize).min(crate::MAX_COLUMNS - 1),
                RefusalCode::FormulaUncomputed,
            );
        }
        put(&mut row, column as usize, &cell.value);
    }
    keep(&mut batch, &mut row);
    let _ = out.send(Ok(batch));
    Ok(())
}

fn keep(batch: &mut Vec<Record>, row: &mut Record) {
    if !row.is_blank() {
        batch.push(row.clone());
    }
}

/// Appends a cell at its column, as the text that a person would have typed.
fn put(row: &mut Record, column: usize, value: &DataRef<'_>) {
    let text = match value {
        DataRef::Empty => return,
        DataRef::SharedString(s) => std::borrow::Cow::Borrowed(*s),
        DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.as_str().into(),
        DataRef::Int(i) => i.to_string().into(),
        DataRef::Float(f) => f.to_string().into(),
        DataRef::Bool(b) => if *b { "TRUE" } else { "FALSE" }.into(),
        DataRef::DateTime(at) if at.is_duration() => at.as_f64().to_string().into(),
        DataRef::DateTime(at) => date_text(at.to_ymd_hms_milli()).into(),
        DataRef::Error(e) => e.to_string().into(),
    };
    while row.len() < column.min(crate::MAX_COLUMNS) {
        row.push("");
    }
    row.push(&text);
    if matches!(value, DataRef::Error(_)) {
        row.flaw(column.min(crate::MAX_COLUMNS - 1), RefusalCode::FormulaError);
    }
}

fn date_text((year, month, day, hour, min, sec, _): (u16, u8, u8, u8, u8, u8, u16)) -> String {
    if (hour, min, sec) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{min:02}:{sec:02}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use super::*;
    use crate::Language;

    /// What a look at a workbook with one part says, where a thousand octets are the most.
    fn check(name: &str, content: &str, refused: bool) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.xlsx");
        let mut out = zip::ZipWriter::new(File::create(&path).unwrap());
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content.as_bytes()).unwrap();
        out.finish().unwrap();
        let said = look_at(&path, 1_000);
        match &said {
            Err(FileError::WorkbookTooLarge(size)) => {
                assert_eq!((refused, *size), (true, content.len() as u64), "{name}");
            }
            _ => assert!(said.is_ok() && !refused, "{name}: {said:?}"),
        }
    }

    #[test]
    fn what_would_not_fit_in_memory_is_refused_before_it_is_read() {
        let of = |octets: usize| format!("<sst uniqueCount=\"9\">{}", " ".repeat(octets - 21));
        check("xl/sharedStrings.xml", &of(1_000), false);
        check("xl/sharedStrings.xml", &of(1_001), true);
        check("xl/styles.xml", &of(1_000), false);
        check("xl/styles.xml", &of(1_001), true);
        // Sheets are streamed, pictures are not read.
        check("xl/worksheets/sheet1.xml", &of(5_000), false);
        check("xl/media/image1.png", &of(5_000), false);
        // More strings than can be in so few octets.
        check("xl/sharedStrings.xml", "<sst uniqueCount=\"4000000000\"></sst>", true);
    }

    #[test]
    fn the_refusal_says_the_limit() {
        let limit = format!(" {} MB", MAX_SHARED / 1_000_000);
        for language in [Language::Zh, Language::En] {
            assert!(FileError::WorkbookTooLarge(0).text(language).contains(&limit));
            let cells = format!(" {} MB", MAX_HELD / 1_000_000);
            assert!(FileError::CellTooLarge.text(language).contains(&cells));
        }
    }
}
