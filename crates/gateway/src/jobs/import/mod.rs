//! Imports: a file is read by a thread of its own, and its rows go in batches through one pass of the store, which says
//! what becomes of each. The dry run and the application differ only in whether the pass writes.

mod convert;
pub mod leftovers;
mod outcome;
mod pass;
mod prepare;
mod reading;
mod running;
mod understood;
mod uploads;

use std::path::{Path, PathBuf};

use domain::id::ImportId;
use domain::lang::Lang;
use intake::{FileKind, Layout, Mapping};
use serde::{Deserialize, Serialize};
use store::Stamp;
use store::contract::imports::ImportRecord;
use wire::imports::Guess;

pub(crate) use outcome::ZEROS;
pub use pass::run_now;
pub(crate) use prepare::other_sheet;
pub use prepare::{NewFile, Unprepared, prepare};
pub use running::{Imports, Running};
pub(crate) use running::{Stop, said};
pub(crate) use understood::Understood;
pub(crate) use uploads::Upload;

use crate::app::App;

/// A column as the record keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptColumn {
    pub(crate) header: String,
    /// [`intake::Field::key`].
    pub(crate) field: String,
    pub(crate) guess: Guess,
}

/// A text in both languages, as the record keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Both {
    pub(crate) zh: String,
    pub(crate) en: String,
}

impl Both {
    pub(crate) fn into_lang(self, lang: Lang) -> String {
        match lang {
            Lang::ZhCn => self.zh,
            Lang::En => self.en,
        }
    }

    pub(crate) fn json(zh: &str, en: &str) -> String {
        serde_json::json!({ "zh": zh, "en": en }).to_string()
    }
}

/// The stored code of a kind.
pub(crate) const fn kind_code(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Customers => "customers",
        FileKind::Purchases => "purchases",
        FileKind::Events => "events",
    }
}

/// The kind with this code.
pub(crate) fn kind_of(code: &str) -> FileKind {
    match code {
        "purchases" => FileKind::Purchases,
        "events" => FileKind::Events,
        _ => FileKind::Customers,
    }
}

/// How the file of a record is read; `None` if the columns do not tell the customers apart yet.
pub(crate) fn plan_of(record: &ImportRecord) -> Option<(Layout, Mapping)> {
    let layout: Layout = serde_json::from_str(&record.layout).ok()?;
    let columns: Vec<KeptColumn> = serde_json::from_str(&record.columns).ok()?;
    let fields = columns
        .into_iter()
        .filter_map(|column| intake::Field::try_from(column.field).ok())
        .collect();
    let mapping = Mapping::new(kind_of(&record.kind), &layout.headers, fields).ok()?;
    Some((layout, mapping))
}

/// Where the file of an import is. An uploaded one is in the folder of imports; the command line's is where it was.
pub(crate) fn file_of(app: &App, record: &ImportRecord) -> PathBuf {
    app.imports.folder().join(&record.path)
}

/// Where the refused rows of an import are.
pub(crate) fn refused_of(app: &App, id: ImportId, zh: bool) -> PathBuf {
    app.imports
        .folder()
        .join(format!("{id}.refused.{}.csv", if zh { "zh" } else { "en" }))
}

/// Removes the uploaded file; never one that was not uploaded.
pub(crate) fn forget_file(app: &App, record: &ImportRecord) {
    if Path::new(&record.path).is_relative()
        && let Err(error) = std::fs::remove_file(file_of(app, record))
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "the file of an import could not be removed");
    }
}

/// What was under way when the gateway stopped has failed: nothing of it was written. To be called at the start.
pub async fn recover(app: &App) -> store::Result<()> {
    let stamp = Stamp {
        actor: store::Actor::System("import"),
        at: app.now(),
    };
    let problem = Both::json(
        "网关中途停止了，什么都没有写入，请重新上传。",
        "The gateway stopped in the middle; nothing was written. Upload the file again.",
    );
    app.store.fail_unfinished_imports(&problem, &stamp).await?;
    leftovers::sweep(app).await
}

/// Begins the dry run or the application of an import whose record says `checking` or `applying` already.
pub(crate) fn begin(app: &App, record: ImportRecord, stamp: Stamp) {
    let running = app.imports.begin(record.id);
    let job = app.clone();
    app.jobs.spawn("import", async move {
        pass::run(&job, record, &stamp, &running).await;
    });
}
