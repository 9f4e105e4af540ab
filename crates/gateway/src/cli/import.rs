//! `rollcall import`

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use domain::id::ImportId;
use intake::{Language, RefusalCode};
use store::contract::imports::ImportRecord;
use store::{Actor, Stamp};

use super::{Data, folder};
use crate::app::App;
use crate::clock::Clock;
use crate::jobs::import::{self, NewFile, Unprepared};

/// What `rollcall import` takes.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// A CSV or XLSX file.
    file: PathBuf,
    /// What the file holds; found out from its columns if left out.
    #[arg(long)]
    kind: Option<Kind>,
    /// The sheet to read of a workbook; else the first that says who its rows are about, or the first with rows.
    #[arg(long)]
    sheet: Option<String>,
    /// Bring back customers who were erased; else their rows are refused.
    #[arg(long)]
    with_erased: bool,
    /// Only say what would become of the rows.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    data: Data,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Customers,
    Purchases,
    Events,
}

/// Imports a file in one piece: everything that can be taken, or nothing.
pub async fn run(import: Import) -> Result<()> {
    let folder = folder::open(&import.data.data).await?;
    let app = App::new(folder.store.clone(), Clock::system()).await?;
    app.imports.keep_in(&import.data.data.join("imports"));
    let done = one(&app, &import).await;
    app.store.shut().await;
    done
}

async fn one(app: &App, import: &Import) -> Result<()> {
    let path =
        std::fs::canonicalize(&import.file).with_context(|| format!("{} can't be read", import.file.display()))?;
    let bytes = std::fs::metadata(&path)?.len();
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let kind = import.kind.map(|kind| match kind {
        Kind::Customers => intake::FileKind::Customers,
        Kind::Purchases => intake::FileKind::Purchases,
        Kind::Events => intake::FileKind::Events,
    });
    let stamp = Stamp {
        actor: Actor::System("command"),
        at: app.now(),
    };
    let id = ImportId(app.new_id());
    let state = if import.check { "checking" } else { "applying" };
    let file = NewFile {
        id,
        stored: path.to_string_lossy().into_owned(),
        bytes,
        name,
        kind,
        sheet: import.sheet.clone(),
    };
    let begun = Instant::now();
    let record = match import::prepare(app, &path, file, state).await {
        Ok(record) => ImportRecord {
            with_erased: import.with_erased,
            ..record
        },
        Err(Unprepared::File(error)) => bail!("{}", error.text(Language::En)),
        Err(Unprepared::Store(error)) => return Err(error.into()),
    };
    if record.state != state {
        bail!("no column is a customer number or a phone; name the columns in the app once, and they are remembered");
    }
    app.store.create_import(&record, &stamp).await?;
    let record = import::run_now(app, record, &stamp).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let counts = record.counts;
    let rows = counts.new + counts.changed + counts.unchanged + counts.refused;
    println!("{}: {} {}", record.file, record.kind, record.format);
    if let Some((layout, _)) = import::plan_of(&record).filter(|(layout, _)| !layout.left.is_empty()) {
        println!(
            "  not read: the sheets {} (--sheet NAME reads one)",
            layout.left.join(", ")
        );
    }
    if let Some((layout, _)) = import::plan_of(&record).filter(|(layout, _)| layout.merged > 0) {
        println!(
            "  {} merged cells; but for the first, their rows are empty there",
            layout.merged
        );
    }
    println!(
        "  new {}  changed {}  unchanged {}  refused {}",
        counts.new, counts.changed, counts.unchanged, counts.refused
    );
    if counts.unreachable > 0 {
        println!(
            "  of them {} without a phone that can be written to",
            counts.unreachable
        );
    }
    for count in app.store.refusals(id).await? {
        if count.code == import::ZEROS {
            println!(
                "  {:>8}  numbers that differ by zeros in front from a customer's; new all the same",
                count.rows
            );
            continue;
        }
        let code = RefusalCode::ALL.iter().find(|code| code.code() == count.code);
        let reason = code.map_or(count.code.as_str(), |code| code.text(Language::En));
        println!("  {:>8}  {}  {reason}", count.rows, count.place);
    }
    if counts.refused > 0 {
        println!(
            "  the refused rows are in {}",
            import::refused_of(app, id, false).display()
        );
    }
    println!(
        "  {rows} rows in {seconds:.2} s, {:.0} rows/s",
        rows as f64 / seconds.max(0.001)
    );
    match record.state.as_str() {
        "applied" => println!("applied"),
        "checked" => println!("checked; nothing was written"),
        state => bail!("{state}: {}", record.problem.unwrap_or_default()),
    }
    Ok(())
}
