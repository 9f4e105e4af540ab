//! Looking at a file for the first time: what it is, and what its columns mean.

use std::collections::HashMap;
use std::path::Path;

use domain::id::ImportId;
use intake::columns::header_key;
use intake::{Encoding, Field, FileError, FileKind, Format, Layout, Mapping, Record};
use store::contract::imports::{ImportCounts, ImportRecord};
use wire::imports::Guess;

use super::{KeptColumn, file_of, kind_code, kind_of};
use crate::app::App;
use crate::handlers::imports::mapping_problem;

/// A sample's cells are cut here.
const CELL: usize = 200;

/// Why a file could not be prepared.
pub enum Unprepared {
    /// It cannot be read.
    File(FileError),
    /// The store failed.
    Store(store::Error),
}

/// What a look at a file came to, as the record keeps it.
struct Look {
    kind: FileKind,
    format: String,
    layout: String,
    columns: String,
    sample: String,
    /// Why the columns do not tell customers apart.
    problem: Option<String>,
}

/// Looks at a file, or at one sheet of a workbook. What it holds is found out from its columns if `kind` does not say.
async fn look(app: &App, path: &Path, kind: Option<FileKind>, sheet: Option<String>) -> Result<Look, Unprepared> {
    let path = path.to_owned();
    let looked = move || match sheet {
        Some(sheet) => intake::detect_sheet(&path, &sheet),
        None => intake::detect(&path),
    };
    let preview = tokio::task::spawn_blocking(looked)
        .await
        .map_err(|error| Unprepared::File(FileError::Io(std::io::Error::other(error))))?
        .map_err(Unprepared::File)?;
    let headers = &preview.layout.headers;
    let kind = kind.unwrap_or_else(|| intake::columns::kind(headers));
    let memory = app
        .store
        .column_memory(kind_code(kind))
        .await
        .map_err(Unprepared::Store)?;
    let columns = guessed(headers, kind, memory);
    let fields = columns
        .iter()
        .map(|column| Field::try_from(column.field.clone()).unwrap_or(Field::Ignore))
        .collect();
    let fault = Mapping::new(kind, headers, fields).err();
    let json = |value: Result<String, serde_json::Error>| value.unwrap_or_else(|_| "[]".to_owned());
    Ok(Look {
        kind,
        format: format_words(&preview.layout),
        layout: json(serde_json::to_string(&preview.layout)),
        columns: json(serde_json::to_string(&columns)),
        sample: json(serde_json::to_string(
            &preview.sample.iter().map(cells).collect::<Vec<_>>(),
        )),
        problem: fault.and_then(|fault| serde_json::to_string(&mapping_problem(&fault, headers)).ok()),
    })
}

/// A file that is to be imported.
pub struct NewFile {
    /// Which import it becomes.
    pub id: ImportId,
    /// Where it is, as the record keeps it.
    pub stored: String,
    /// Its size.
    pub bytes: u64,
    /// Its name.
    pub name: String,
    /// What it holds, if somebody said so.
    pub kind: Option<FileKind>,
    /// The sheet to read of a workbook; else the first that says who its rows are about, or the first with rows.
    pub sheet: Option<String>,
}

/// The record of a new import of the file at `path`. Its state is `state`, or `checked` with a problem if the columns do not tell
/// customers apart.
pub async fn prepare(app: &App, path: &Path, file: NewFile, state: &str) -> Result<ImportRecord, Unprepared> {
    let look = look(app, path, file.kind, file.sheet).await?;
    Ok(ImportRecord {
        id: file.id,
        version: 1,
        kind: kind_code(look.kind).to_owned(),
        file: file.name,
        path: file.stored,
        bytes: file.bytes,
        format: look.format,
        state: if look.problem.is_some() { "checked" } else { state }.to_owned(),
        done: 0,
        total: None,
        permille: 0,
        counts: ImportCounts::default(),
        layout: look.layout,
        columns: look.columns,
        sample: look.sample,
        understood: "[]".to_owned(),
        problem: look.problem,
        by: String::new(),
        created_at: app.now(),
        ended_at: None,
        with_erased: false,
    })
}

/// The record of an import that is to read another sheet of its workbook: its columns are guessed anew.
pub(crate) async fn other_sheet(app: &App, record: ImportRecord, sheet: String) -> Result<ImportRecord, Unprepared> {
    let path = file_of(app, &record);
    let look = look(app, &path, Some(kind_of(&record.kind)), Some(sheet)).await?;
    Ok(ImportRecord {
        format: look.format,
        layout: look.layout,
        columns: look.columns,
        sample: look.sample,
        problem: look.problem,
        total: None,
        ..record
    })
}

fn guessed(headers: &[String], kind: FileKind, memory: Vec<(String, String)>) -> Vec<KeptColumn> {
    let remembered: HashMap<String, Field> = memory
        .into_iter()
        .filter_map(|(header, field)| Some((header, Field::try_from(field).ok()?)))
        .collect();
    let guesses = intake::guess(headers, kind, &remembered);
    headers
        .iter()
        .zip(guesses)
        .map(|(header, guess)| KeptColumn {
            header: header.clone(),
            guess: if remembered.get(&header_key(header)) == Some(&guess.field) {
                Guess::Remembered
            } else if guess.sure {
                Guess::Sure
            } else if matches!(guess.field, Field::Attribute(_) | Field::Ignore) {
                Guess::Unknown
            } else {
                Guess::Likely
            },
            field: guess.field.key(),
        })
        .collect()
}

fn cells(record: &Record) -> Vec<String> {
    record.cells().map(|cell| cell.chars().take(CELL).collect()).collect()
}

/// `GB18030 · ;`, or the sheet's name.
fn format_words(layout: &Layout) -> String {
    match &layout.format {
        Format::Csv { encoding, delimiter } => {
            let encoding = match encoding {
                Encoding::Utf8 => "UTF-8".to_owned(),
                other => format!("{other:?}").to_uppercase(),
            };
            let delimiter = if *delimiter == '\t' {
                "Tab".to_owned()
            } else {
                delimiter.to_string()
            };
            format!("csv · {encoding} · {delimiter}")
        }
        Format::Xlsx { sheet } => format!("xlsx · {sheet}"),
    }
}
