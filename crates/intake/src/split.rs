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
mod tests;
