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
    let others = [
        (
            "sqlite3 .import of the same file, no index, nothing checked",
            plain(work, &file),
        ),
        (
            "the floor: sqlite3 writing the same rows and indexes, nothing read or checked",
            floor(work),
        ),
    ];
    for (name, seconds) in others {
        match seconds {
            None => eprintln!("            there is no program sqlite3 that could do it: nothing to compare with"),
            Some(seconds) => figure(name, rows as f64 / seconds, "rows/s", None),
        }
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

/// How long `sqlite3` takes to copy the imported customers and their purchases out of our database into an empty one that is laid
/// out alike, and to build the same indexes, in one durable transaction: what is left if reading, checking and binding cost nothing.
fn floor(work: &Path) -> Option<f64> {
    let ours = work.join("rollcall.sqlite");
    let schema = |kind: &str| {
        let sql = format!(
            "SELECT sql || ';' FROM sqlite_master WHERE type = '{kind}' AND tbl_name IN ('customer', 'purchase') AND sql IS NOT NULL"
        );
        let said = Command::new("sqlite3").arg(&ours).arg(sql).output().ok()?;
        said.status.success().then(|| String::from_utf8(said.stdout).ok())?
    };
    let layout = format!(
        "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000;
         PRAGMA threads = 2; PRAGMA wal_autocheckpoint = 0; ATTACH '{}' AS ours; BEGIN; {}
         INSERT INTO main.customer SELECT * FROM ours.customer; INSERT INTO main.purchase SELECT * FROM ours.purchase; {} COMMIT;",
        ours.display(),
        schema("table")?,
        schema("index")?
    );
    let begun = Instant::now();
    let status = Command::new("sqlite3")
        .arg(work.join("floor.sqlite"))
        .arg(layout)
        .stdout(std::process::Stdio::null())
        .status()
        .ok()?;
    status.success().then(|| begun.elapsed().as_secs_f64())
}
