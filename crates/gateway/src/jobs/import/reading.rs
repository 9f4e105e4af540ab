//! Reading a file, on a thread of its own: rows in batches, those that cannot be taken with their reasons.

use std::path::PathBuf;

use intake::{Context, FileError, FileKind, Layout, Mapping, Parsed, Record, Refusal, Rows, parse_row};
use store::contract::imports::{CustomerLine, EventLine, PurchaseLine};
use tokio::sync::mpsc::Sender;

use super::convert::{self, Known};
use super::understood::{self, Understood};

/// Rows of a batch.
const BATCH: usize = 1_000;
/// Rows that are shown as understood.
const SHOWN: usize = 20;

/// Rows that can be taken.
pub(super) enum Lines {
    Customers(Vec<CustomerLine>),
    Purchases(Vec<PurchaseLine>),
    Events(Vec<EventLine>),
}

/// Some rows of a file.
pub(super) struct Batch {
    pub(super) lines: Lines,
    /// The rows of `lines` as they stand in the file, in the same order.
    pub(super) records: Vec<Record>,
    /// Rows that cannot be taken.
    pub(super) refused: Vec<(Record, Vec<Refusal>)>,
    /// The first rows of the file, as understood.
    pub(super) understood: Vec<Understood>,
    /// Share of the file read, in permille.
    pub(super) permille: u16,
}

/// What reading takes.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) layout: Layout,
    pub(super) mapping: Mapping,
    pub(super) context: Context,
    pub(super) known: Known,
}

impl Lines {
    fn new(kind: FileKind) -> Lines {
        match kind {
            FileKind::Customers => Lines::Customers(Vec::with_capacity(BATCH)),
            FileKind::Purchases => Lines::Purchases(Vec::with_capacity(BATCH)),
            FileKind::Events => Lines::Events(Vec::with_capacity(BATCH)),
        }
    }

    fn push(&mut self, line: u64, parsed: Parsed<'_>, known: &Known) {
        match (self, parsed) {
            (Lines::Customers(lines), Parsed::Customer(read)) => lines.push(convert::customer(line, read, known)),
            (Lines::Purchases(lines), Parsed::Purchase(read)) => lines.push(convert::purchase(read)),
            (Lines::Events(lines), Parsed::Event(read)) => lines.push(convert::event(read, known)),
            // `parse_row` answers the kind of the mapping, by which the lines were made.
            _ => {}
        }
    }
}

impl Source {
    fn batch(&self) -> Batch {
        Batch {
            lines: Lines::new(self.mapping.kind()),
            records: Vec::with_capacity(BATCH),
            refused: Vec::new(),
            understood: Vec::new(),
            permille: 0,
        }
    }

    /// Reads the whole file into `to`; ends early once nobody takes the batches.
    pub(super) fn read(&self, to: &Sender<Result<Batch, FileError>>) {
        if let Err(error) = self.read_all(to) {
            let _ = to.blocking_send(Err(error));
        }
    }

    fn read_all(&self, to: &Sender<Result<Batch, FileError>>) -> Result<(), FileError> {
        let mut rows = Rows::open(&self.path, &self.layout)?;
        let mut batch = self.batch();
        let mut shown = 0;
        loop {
            let mut record = batch.records.last().map_or_else(Record::new, Record::with_room_of);
            let any = rows.next_into(&mut record)?;
            if any {
                let parsed = parse_row(&self.mapping, &record, &self.context);
                if shown < SHOWN {
                    shown += 1;
                    batch.understood.push(understood::row(record.line(), &parsed));
                }
                match parsed {
                    Ok(parsed) => {
                        batch.lines.push(record.line(), parsed, &self.known);
                        batch.records.push(record);
                    }
                    Err(refusals) => batch.refused.push((record, refusals)),
                }
            }
            if !any || batch.records.len() + batch.refused.len() >= BATCH {
                batch.permille = if any { (rows.progress() * 1000.0) as u16 } else { 1000 };
                let full = std::mem::replace(&mut batch, self.batch());
                if to.blocking_send(Ok(full)).is_err() || !any {
                    return Ok(());
                }
            }
        }
    }
}
