//! Running one pass.

use std::time::{Duration, Instant};

use domain::phone::PhoneState;
use domain::segment::Today;
use intake::{Context, Field, FileError, Language};
use store::Stamp;
use store::contract::imports::{ImportCounts, ImportPass, ImportRecord, PassPlan, RefusalCount, Verdict};
use tokio::sync::mpsc;
use wire::imports::{ImportState, Progress};
use wire::live::{ImportMoved, Live};

use super::convert::{Known, agents};
use super::outcome::Outcome;
use super::reading::{Batch, Lines, Source};
use super::running::{Running, Stop, said};
use super::understood::Understood;
use super::{Both, file_of, forget_file, plan_of, refused_of};
use crate::app::App;

/// How often progress is told.
const TELL: Duration = Duration::from_millis(250);
/// Batches that wait between the reader and the store.
const WAITING: usize = 3;

/// Why a pass came to nothing. Nothing was written.
enum Failed {
    Stopped(Stop),
    ShuttingDown,
    File(FileError),
    Store(store::Error),
    Disk(std::io::Error),
    /// The reader ended before the file did.
    Reader(tokio::task::JoinError),
}

impl From<store::Error> for Failed {
    fn from(error: store::Error) -> Failed {
        Failed::Store(error)
    }
}

/// What a pass came to.
struct Done {
    counts: ImportCounts,
    rows: u64,
    refusals: Vec<RefusalCount>,
    understood: Vec<Understood>,
}

/// Runs the pass that the record's state asks for, and brings the record up to date.
pub(super) async fn run(app: &App, record: ImportRecord, stamp: &Stamp, running: &Running) {
    let id = record.id;
    if let Err(error) = settle(app, record, stamp, running).await {
        tracing::error!(%error, import = %id, "an import could not be recorded");
    }
    app.imports.end(id, running);
    if let Ok(record) = app.store.import(id).await {
        tell(app, &record);
    }
}

/// Runs the pass to its end; for the command line. The record's final state says how it went.
pub async fn run_now(app: &App, record: ImportRecord, stamp: &Stamp) -> store::Result<ImportRecord> {
    let id = record.id;
    let running = app.imports.begin(id);
    let settled = settle(app, record, stamp, &running).await;
    app.imports.end(id, &running);
    settled?;
    app.store.import(id).await
}

async fn settle(app: &App, mut record: ImportRecord, stamp: &Stamp, running: &Running) -> store::Result<()> {
    let write = record.state == "applying";
    let before = record.state.clone();
    let stamp = Stamp {
        actor: stamp.actor.clone(),
        at: app.now(),
    };
    match pass(app, &record, write, &stamp, running).await {
        Ok(done) => {
            app.store.put_refusals(record.id, &done.refusals).await?;
            if write {
                forget_file(app, &record);
                return Ok(());
            }
            record.state = "checked".to_owned();
            record.counts = done.counts;
            record.done = done.rows;
            record.total = Some(done.rows);
            record.permille = 1000;
            record.understood = serde_json::to_string(&done.understood).unwrap_or_else(|_| "[]".to_owned());
        }
        // Whoever corrected the columns begins it anew.
        Err(Failed::Stopped(Stop::Superseded)) => return Ok(()),
        Err(Failed::Stopped(Stop::Cancelled)) => record.state = "cancelled".to_owned(),
        Err(failed) => {
            record.state = "failed".to_owned();
            record.problem = Some(problem(&failed));
        }
    }
    app.store.move_import(&[&before], &record, &stamp).await?;
    if record.state != "checked" {
        forget_file(app, &record);
    }
    Ok(())
}

fn problem(failed: &Failed) -> String {
    match failed {
        Failed::File(error) => Both::json(&error.text(Language::Zh), &error.text(Language::En)),
        Failed::Store(store::Error::DiskFull) => {
            Both::json("磁盘已满，什么都没有写入。", "The disk is full; nothing was written.")
        }
        Failed::Store(store::Error::Busy) => Both::json(
            "数据库正忙，什么都没有写入，请稍后再试。",
            "The database is busy; nothing was written. Try again later.",
        ),
        Failed::ShuttingDown => Both::json(
            "网关停止了，什么都没有写入，请重新上传。",
            "The gateway stopped; nothing was written. Upload the file again.",
        ),
        Failed::Store(error) => {
            tracing::error!(%error, "an import failed");
            Both::json(
                "网关出错，什么都没有写入。",
                "A fault of the gateway; nothing was written.",
            )
        }
        Failed::Disk(error) => {
            tracing::error!(%error, "refused rows could not be written");
            Both::json(
                "磁盘无法写入，什么都没有导入。",
                "The disk cannot be written; nothing was imported.",
            )
        }
        Failed::Reader(error) => {
            tracing::error!(%error, "the reader of an import broke off");
            Both::json(
                "网关读文件时出错，什么都没有写入。",
                "The gateway failed while it read the file; nothing was written.",
            )
        }
        Failed::Stopped(_) => Both::json("已停止，什么都没有写入。", "It was stopped; nothing was written."),
    }
}

async fn source(app: &App, record: &ImportRecord) -> Result<Source, Failed> {
    let (layout, mapping) = plan_of(record).ok_or(Failed::File(FileError::Empty))?;
    let now = app.now();
    let today = Today::at(now, app.offset_minutes(now));
    let staff = app.store.staff().await?;
    let agent = mapping.fields().iter().position(|field| *field == Field::Agent);
    let known = Known {
        agents: agents(&staff),
        agent_header: agent
            .and_then(|column| layout.headers.get(column).cloned())
            .unwrap_or_default(),
        today,
    };
    Ok(Source {
        path: file_of(app, record),
        layout,
        mapping,
        context: Context::china(today.date),
        known,
    })
}

async fn pass(app: &App, record: &ImportRecord, write: bool, stamp: &Stamp, running: &Running) -> Result<Done, Failed> {
    let source = source(app, record).await?;
    let (zh, en) = (refused_of(app, record.id, true), refused_of(app, record.id, false));
    let mut outcome = Outcome::new(source.layout.headers.clone(), zh, en);
    let plan = PassPlan {
        id: record.id,
        file: record.file.clone(),
        expected: record.total.unwrap_or(record.bytes / 100),
        write,
        with_erased: record.with_erased,
    };
    let pass = app.store.begin_pass(plan, stamp).await?;
    let read = move |to: mpsc::Sender<_>| source.read(&to);
    let result = rows(app, record, read, pass, &mut outcome, running).await;
    if result.is_err() {
        outcome.remove_files();
    }
    result
}

async fn rows(
    app: &App,
    record: &ImportRecord,
    read: impl FnOnce(mpsc::Sender<Result<Batch, FileError>>) + Send + 'static,
    mut pass: Box<dyn ImportPass>,
    outcome: &mut Outcome,
    running: &Running,
) -> Result<Done, Failed> {
    let stop = app.jobs.stop();
    let (to, mut batches) = mpsc::channel(WAITING);
    let reader = tokio::task::spawn_blocking(move || read(to));
    let mut understood = Vec::new();
    let mut told = Instant::now();
    while let Some(batch) = batches.recv().await {
        if stop.requested() {
            return Err(Failed::ShuttingDown);
        }
        if let Some(why) = running.told() {
            return Err(Failed::Stopped(why));
        }
        let mut batch = batch.map_err(Failed::File)?;
        understood.append(&mut batch.understood);
        let permille = batch.permille;
        take(pass.as_mut(), batch, outcome).await?;
        let progress = Progress {
            done: outcome.done,
            total: record.total,
            permille,
        };
        running.set(progress, said(outcome.counts));
        if told.elapsed() >= TELL {
            told = Instant::now();
            app.live.send(moved(record, progress, outcome.counts));
        }
    }
    // The channel is closed: the reader has come to the end of the file, or broke off and the rows so far are not all.
    reader.await.map_err(Failed::Reader)?;
    let refusals = outcome.finish().map_err(Failed::Disk)?;
    if let Some(why) = running.told() {
        return Err(Failed::Stopped(why));
    }
    pass.commit(outcome.counts).await?;
    Ok(Done {
        counts: outcome.counts,
        rows: outcome.done,
        refusals,
        understood,
    })
}

async fn take(pass: &mut dyn ImportPass, batch: Batch, outcome: &mut Outcome) -> Result<(), Failed> {
    let mut phones = Vec::new();
    let verdicts: Vec<Verdict> = match batch.lines {
        Lines::Customers(lines) => {
            let state = |phone: &store::contract::customers::CardPhone| phone.state;
            phones = lines
                .iter()
                .map(|line| line.phone.as_ref().map_or(PhoneState::Missing, state))
                .collect();
            pass.customers(lines).await?
        }
        Lines::Purchases(lines) => pass.purchases(lines).await?,
        Lines::Events(lines) => pass.events(lines).await?,
    };
    outcome
        .note(&verdicts, &phones, batch.records, batch.refused)
        .map_err(Failed::Disk)
}

fn moved(record: &ImportRecord, progress: Progress, counts: ImportCounts) -> Live {
    let state = if record.state == "applying" {
        ImportState::Applying
    } else {
        ImportState::Checking
    };
    Live::Import(ImportMoved {
        id: record.id,
        state,
        progress,
        counts: said(counts),
    })
}

/// Tells the open browsers where an import stands.
pub(super) fn tell(app: &App, record: &ImportRecord) {
    app.live.send(Live::Import(ImportMoved {
        id: record.id,
        state: crate::handlers::imports::state_of(&record.state),
        progress: Progress {
            done: record.done,
            total: record.total,
            permille: record.permille,
        },
        counts: said(record.counts),
    }));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use domain::id::ImportId;
    use domain::segment::Rule;
    use store::contract::imports::CustomerLine;
    use store::{Actor, Sqlite};
    use uuid::Uuid;

    use super::*;
    use crate::clock::Clock;

    #[tokio::test]
    async fn a_reader_that_breaks_off_leaves_nothing_of_the_rows_before() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("rollcall.sqlite")).await.unwrap();
        let app = App::new(Arc::new(store), Clock::manual(5)).await.unwrap();
        let stamp = Stamp {
            actor: Actor::System("test"),
            at: 5,
        };
        let record = ImportRecord {
            id: ImportId(Uuid::from_u128(1)),
            version: 1,
            kind: "customers".into(),
            file: "f.csv".into(),
            path: "f".into(),
            bytes: 1,
            format: String::new(),
            state: "applying".into(),
            done: 0,
            total: None,
            permille: 0,
            counts: ImportCounts::default(),
            layout: "null".into(),
            columns: "[]".into(),
            sample: "[]".into(),
            understood: "[]".into(),
            problem: None,
            by: String::new(),
            created_at: 1,
            ended_at: None,
            with_erased: false,
        };
        app.store.create_import(&record, &stamp).await.unwrap();
        let plan = PassPlan {
            id: record.id,
            file: record.file.clone(),
            expected: 2,
            write: true,
            with_erased: false,
        };
        let pass = app.store.begin_pass(plan, &stamp).await.unwrap();
        let running = app.imports.begin(record.id);
        let files = ["zh", "en"].map(|name| folder.path().join(name));
        let [zh, en] = files;
        let mut outcome = Outcome::new(Vec::new(), zh, en);
        let read = |to: mpsc::Sender<_>| {
            let batch = Batch {
                lines: Lines::Customers(vec![CustomerLine {
                    number: Some("K1".into()),
                    ..CustomerLine::default()
                }]),
                records: vec![intake::Record::new()],
                refused: Vec::new(),
                understood: Vec::new(),
                permille: 500,
            };
            to.blocking_send(Ok(batch)).unwrap();
            panic!("the second row");
        };
        let result = rows(&app, &record, read, pass, &mut outcome, &running).await;
        assert!(matches!(result, Err(Failed::Reader(_))));
        assert_eq!(outcome.done, 1, "the first row was taken");
        let today = Today::at(5, 480);
        assert_eq!(app.store.count(&Rule::everybody(), &today).await.unwrap(), (0, 0));
        assert_eq!(app.store.import(record.id).await.unwrap().state, "applying");
    }
}
