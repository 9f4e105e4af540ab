//! Looking at a file for the first time: what it is, and what its columns mean.

use std::collections::HashMap;
use std::path::Path;

use domain::id::ImportId;
use intake::columns::header_key;
use intake::{Encoding, Field, FileError, FileKind, Format, Layout, Mapping, Record};
use store::contract::imports::{ImportCounts, ImportRecord};
use wire::imports::Guess;

use super::{KeptColumn, kind_code};
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

/// The record of a new import. Its state is `state`, or `checked` with a problem if the columns do not tell customers apart.
#[allow(clippy::too_many_arguments)]
pub async fn prepare(
    app: &App,
    id: ImportId,
    path: &Path,
    stored: String,
    bytes: u64,
    name: String,
    kind: Option<FileKind>,
    state: &str,
) -> Result<ImportRecord, Unprepared> {
    let looked = path.to_owned();
    let preview = tokio::task::spawn_blocking(move || intake::detect(&looked))
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
    Ok(ImportRecord {
        id,
        version: 1,
        kind: kind_code(kind).to_owned(),
        file: name,
        path: stored,
        bytes,
        format: format_words(&preview.layout),
        state: if fault.is_some() { "checked" } else { state }.to_owned(),
        done: 0,
        total: None,
        permille: 0,
        counts: ImportCounts::default(),
        layout: json(serde_json::to_string(&preview.layout)),
        columns: json(serde_json::to_string(&columns)),
        sample: json(serde_json::to_string(
            &preview.sample.iter().map(cells).collect::<Vec<_>>(),
        )),
        understood: "[]".to_owned(),
        problem: fault.and_then(|fault| serde_json::to_string(&mapping_problem(&fault, headers)).ok()),
        by: String::new(),
        created_at: app.now(),
        ended_at: None,
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
