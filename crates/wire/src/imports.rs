//! Imports of files. `/api/imports…`
//!
//! `POST /api/imports?kind=customers&name=FILE` uploads the file as the raw body and answers an [`Import`]; the gateway
//! then reads it (state `reading`), the user corrects columns (`PUT …/mapping`) or chooses another sheet (`PUT …/reading`), a dry run counts (`checking` → `checked`),
//! `POST …/apply` applies (`applying` → `applied`), `POST …/cancel` stops either. `GET …/refused.csv` fetches what was refused.

use std::collections::BTreeMap;

use domain::id::ImportId;
use domain::time::Millis;

use crate::travels;

travels! {
    /// What a file holds.
    #[derive(Copy, Eq, Hash)]
    #[serde(rename_all = "snake_case")]
    pub enum FileKind {
        /// One customer a row.
        Customers,
        /// One purchase a row.
        Purchases,
        /// One event a row: site, repair, complaint.
        Events,
    }

    /// Where an import stands.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum ImportState {
        /// The dry run is going on.
        Checking,
        /// The counts are there; nothing is written yet.
        Checked,
        /// Being applied; still as if nothing had happened until it ends.
        Applying,
        /// Done.
        Applied,
        /// Cancelled by a person; nothing was written.
        Cancelled,
        /// Could not be read or written; nothing was written. `problem` says why.
        Failed,
    }

    /// `GET /api/imports/{id}`.
    pub struct Import {
        /// Which import.
        pub id: ImportId,
        /// Grows whenever the file is read otherwise.
        pub version: i64,
        /// What the file holds.
        pub kind: FileKind,
        /// Name of the file.
        pub file: String,
        /// Its size in bytes.
        pub bytes: u64,
        /// `csv` or `xlsx`, and for CSV the encoding and delimiter, for showing: `GB18030 · ;`.
        pub format: String,
        /// The sheet of a workbook that is read.
        pub sheet: Option<String>,
        /// Other visible sheets of the workbook that hold rows, not read; `PUT …/reading` reads one of them instead.
        pub sheets_left: Vec<String>,
        /// Merged cells that reach over several rows of the sheet: but for the first, these rows read as empty there.
        pub merged: u64,
        /// New customers of the dry run whose number differs by zeros in front from one that is there; of the first 10,000 new ones.
        pub zeros: u64,
        /// Whether it brings back who was erased.
        pub with_erased: bool,
        /// Rows refused because their phone was an erased customer's; `PUT …/reading` takes them in.
        pub erased: u64,
        /// Where it stands.
        pub state: ImportState,
        /// Rows read so far in the present pass, and in total once known.
        pub progress: Progress,
        /// Counts of the dry run, then of the application.
        pub counts: ImportCounts,
        /// The file's columns, in order, as understood.
        pub columns: Vec<Column>,
        /// The first rows as they stand in the file, at most 20, cells shortened to 200 characters.
        pub sample: Vec<Vec<String>>,
        /// What we understood of the same rows: field → shown value, or the refusal.
        pub understood: Vec<UnderstoodRow>,
        /// Refusals by reason, most frequent first.
        pub refusals: Vec<RefusalCount>,
        /// Why it failed.
        pub problem: Option<String>,
        /// Who uploaded it.
        pub by: String,
        /// When.
        pub created_at: Millis,
        /// When it ended.
        pub ended_at: Option<Millis>,
    }

    /// How far a pass is.
    #[derive(Copy, Default, Eq)]
    pub struct Progress {
        /// Rows done.
        pub done: u64,
        /// Rows in all, if known.
        pub total: Option<u64>,
        /// Share of the file read, 0 to 1000.
        pub permille: u16,
    }

    /// Rows by what becomes of them.
    #[derive(Copy, Default, Eq)]
    pub struct ImportCounts {
        /// Customers, purchases or events that were not there.
        pub new: u64,
        /// There, and different.
        pub changed: u64,
        /// There, and the same.
        pub unchanged: u64,
        /// Cannot be taken.
        pub refused: u64,
        /// Taken, but the phone cannot be written to (landline or invalid).
        pub unreachable: u64,
    }

    /// A column of the file.
    pub struct Column {
        /// Its header.
        pub header: String,
        /// The field it goes to: a code of `intake::Field`, `attribute` to keep it as an attribute of its own, or `ignore`.
        pub field: String,
        /// How we came to it.
        pub guess: Guess,
    }

    /// How a column's field was found.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub enum Guess {
        /// A person said so before, for this header.
        Remembered,
        /// The header says so.
        Sure,
        /// The header or the values suggest it.
        Likely,
        /// Not recognised.
        Unknown,
        /// A person said so just now.
        Chosen,
    }

    /// What we understood of a sample row.
    pub struct UnderstoodRow {
        /// Line of the file, from 1.
        pub line: u64,
        /// Shown values by field code.
        pub values: BTreeMap<String, String>,
        /// Why the row is refused, in the user's language, with the column's index.
        pub refusals: Vec<RowRefusal>,
    }

    /// Why a row is refused.
    pub struct RowRefusal {
        /// Index of the column, if one is to blame.
        pub column: Option<u32>,
        /// In the user's language.
        pub reason: String,
    }

    /// A reason and how often it occurred.
    pub struct RefusalCount {
        /// The column's header, if one is to blame.
        pub column: Option<String>,
        /// In the user's language.
        pub reason: String,
        /// Rows.
        pub rows: u64,
    }

    /// `PUT /api/imports/{id}/mapping`: a field code for each column, in order. Remembered for these headers; counts anew.
    pub struct Mapping {
        /// Field codes.
        pub fields: Vec<String>,
    }

    /// `PUT /api/imports/{id}/reading`: how else the file is to be read; counts anew.
    pub struct Reading {
        /// The sheet to read, whose columns are guessed anew; absent: as now.
        pub sheet: Option<String>,
        /// Whether to bring back who was erased.
        pub with_erased: bool,
    }

    /// `POST /api/imports/{id}/apply`.
    #[derive(Copy)]
    pub struct ApplyImport {
        /// The version whose dry run the user saw.
        pub version: i64,
    }

    /// One row of `GET /api/imports`.
    pub struct ImportRow {
        /// Which import.
        pub id: ImportId,
        /// What the file holds.
        pub kind: FileKind,
        /// Name of the file.
        pub file: String,
        /// Where it stands.
        pub state: ImportState,
        /// Counts.
        pub counts: ImportCounts,
        /// Who.
        pub by: String,
        /// When.
        pub created_at: Millis,
    }
}
