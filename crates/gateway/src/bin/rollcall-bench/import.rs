//! A file of a million customers, from the disk to a durable commit; beside it, `sqlite3`'s own import of the same file.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;

use super::{customers, figure};

pub(super) async fn run(work: &Path, rows: u64) -> Result<()> {
    let file = work.join("customers.csv");
    customers::write(&file, rows)?;
    let (app, took) = customers::import(work, &file, rows).await?;
    let per_second = |took: std::time::Duration| rows as f64 / took.as_secs_f64();
    figure(
        &format!("import {rows} rows, from the file to the commit"),
        per_second(took.application),
        "rows/s",
        Some((100_000.0, true)),
    );
    figure("its dry run", per_second(took.dry_run), "rows/s", None);
    app.store.shut().await;
    match plain(work, &file) {
        None => eprintln!("            there is no program sqlite3 here: nothing to compare with"),
        Some(seconds) => figure(
            "sqlite3 .import of the same file, no index, nothing checked",
            rows as f64 / seconds,
            "rows/s",
            None,
        ),
    }
    Ok(())
}

/// How long `sqlite3` takes to read the file into a bare table; `None` where there is no such program.
fn plain(work: &Path, file: &Path) -> Option<f64> {
    let begun = Instant::now();
    let status = Command::new("sqlite3")
        .arg(work.join("plain.sqlite"))
        .arg(format!(".import --csv {} customer", file.display()))
        .status()
        .ok()?;
    status.success().then(|| begun.elapsed().as_secs_f64())
}
