//! One stream of rows over every kind of file.

use std::fs::File;
use std::path::Path;

use crate::encoding::Decoded;
use crate::sheet::Sheet;
use crate::split::Splitter;
use crate::{FileError, Format, Layout, Record};

/// The data rows of a file, in order, blank rows left out, in memory that does not grow with the file.
pub struct Rows {
    source: Source,
    skip_to: u64,
    bytes: u64,
}

enum Source {
    Text(Box<Splitter<File>>),
    Sheet(Box<Sheet>),
}

impl Rows {
    /// Opens a file whose layout is known. The header row and what stands above it are skipped.
    pub fn open(path: &Path, layout: &Layout) -> Result<Self, FileError> {
        let mut rows = Self::open_all(path, &layout.format)?;
        rows.skip_to = layout.header_line.unwrap_or(0);
        Ok(rows)
    }

    /// Opens a file without skipping anything.
    pub(crate) fn open_all(path: &Path, format: &Format) -> Result<Self, FileError> {
        let bytes = std::fs::metadata(path)?.len();
        let source = match format {
            Format::Csv { encoding, delimiter } => {
                let text = Decoded::new(File::open(path)?, *encoding);
                let mut splitter = Splitter::new(text, u8::try_from(*delimiter).unwrap_or(b','));
                splitter.take_separator_line()?;
                Source::Text(Box::new(splitter))
            }
            Format::Xlsx { sheet } => Source::Sheet(Box::new(Sheet::open(path, sheet))),
        };
        Ok(Self {
            source,
            skip_to: 0,
            bytes,
        })
    }

    /// Reads the next data row into `record`; false after the last. After an error the file can't be read on.
    pub fn next_into(&mut self, record: &mut Record) -> Result<bool, FileError> {
        loop {
            let any = match &mut self.source {
                Source::Text(text) => text.next_into(record)?,
                Source::Sheet(sheet) => sheet.next_into(record)?,
            };
            if !any || record.line() > self.skip_to {
                return Ok(any);
            }
        }
    }

    /// How far the reading has come, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let (done, all) = match &self.source {
            Source::Text(text) => (text.bytes_read(), self.bytes),
            Source::Sheet(sheet) => (sheet.row(), sheet.rows),
        };
        (done as f64 / all.max(1) as f64).min(1.0)
    }
}
