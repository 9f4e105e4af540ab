//! One row of a file, in a buffer that the next row reuses.

use crate::{Refusal, RefusalCode};

/// More characters in one cell than this are refused with the row.
pub const MAX_CELL_CHARS: usize = 10_000;

/// Cells beyond this column are not kept; a row that has them is refused.
pub const MAX_COLUMNS: usize = 512;

/// One row: its cells as text, where it starts, and what was wrong with it as a row.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Record {
    line: u64,
    text: String,
    ends: Vec<usize>,
    flaws: Vec<Refusal>,
}

impl Record {
    /// An empty record, to be filled by [`crate::Rows::next_into`].
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty record with room for as much as `other` holds: rows of one file are about as long.
    pub fn with_room_of(other: &Record) -> Self {
        Self {
            text: String::with_capacity(other.text.len() + other.text.len() / 8),
            ends: Vec::with_capacity(other.ends.len()),
            ..Self::default()
        }
    }

    /// The 1-based line of the file on which the row starts; in a workbook, the number of the sheet's row.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the row has no cells.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether no cell has anything but spaces.
    pub fn is_blank(&self) -> bool {
        self.flaws.is_empty() && self.text.chars().all(crate::text::is_space)
    }

    /// The cell of a 0-based column, exactly as in the file; empty where the row is shorter.
    pub fn cell(&self, column: usize) -> &str {
        let Some(&end) = self.ends.get(column) else {
            return "";
        };
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.text[start..end]
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|column| self.cell(column))
    }

    /// What the reader refuses about the row itself: a huge cell, a wrong encoding, an open quote, an error value.
    /// A row with flaws must not be imported.
    pub fn flaws(&self) -> &[Refusal] {
        &self.flaws
    }

    /// Empties the record for a row that starts on `line`.
    pub(crate) fn begin(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.ends.clear();
        self.flaws.clear();
    }

    pub(crate) fn flaw(&mut self, column: usize, code: RefusalCode) {
        if !self.flaws.iter().any(|f| f.column == Some(column) && f.code == code) {
            self.flaws.push(Refusal::new(column, code));
        }
    }

    /// Appends a cell, cut at the limit.
    pub(crate) fn push(&mut self, cell: &str) {
        let column = self.ends.len();
        if column >= MAX_COLUMNS {
            if !cell.is_empty() {
                self.flaw(MAX_COLUMNS - 1, RefusalCode::TooManyColumns);
            }
            return;
        }
        let kept = shorten(cell);
        self.text.push_str(kept);
        self.ends.push(self.text.len());
        if kept.len() < cell.len() {
            self.flaw(column, RefusalCode::CellTooLong);
        }
        if kept.contains('\u{FFFD}') {
            self.flaw(column, RefusalCode::WrongEncoding);
        }
    }

    /// The buffers, to be filled by the splitter and given back by [`Record::restore`].
    pub(crate) fn take(&mut self) -> (Vec<u8>, Vec<usize>) {
        (
            std::mem::take(&mut self.text).into_bytes(),
            std::mem::take(&mut self.ends),
        )
    }

    /// Takes the filled buffers; bytes that are not UTF-8 can only come from a delimiter inside a character, which
    /// a decoded text never has, and are then replaced.
    pub(crate) fn restore(&mut self, bytes: Vec<u8>, ends: Vec<usize>) {
        match String::from_utf8(bytes) {
            Ok(text) => {
                self.text = text;
                self.ends = ends;
            }
            Err(error) => {
                let bytes = error.into_bytes();
                let mut start = 0;
                self.text.clear();
                self.ends.clear();
                for end in ends {
                    self.text.push_str(&String::from_utf8_lossy(&bytes[start..end]));
                    self.ends.push(self.text.len());
                    start = end;
                }
            }
        }
        if self.text.contains('\u{FFFD}') {
            for column in 0..self.len() {
                if self.cell(column).contains('\u{FFFD}') {
                    self.flaw(column, RefusalCode::WrongEncoding);
                }
            }
        }
    }
}

/// The first [`MAX_CELL_CHARS`] characters of a cell.
pub(crate) fn shorten(cell: &str) -> &str {
    if cell.len() <= MAX_CELL_CHARS {
        return cell;
    }
    match cell.char_indices().nth(MAX_CELL_CHARS) {
        Some((at, _)) => &cell[..at],
        None => cell,
    }
}
