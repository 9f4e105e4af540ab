//! The size budget: what the first visit of the app loads, and what all of it weighs, brotli, every file of it.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail, ensure};

use crate::app::{brotli, compressible, files_below, is_twin};
use crate::shell::Repo;
use crate::split::is_piece;
use crate::verifier::is_verifiers;

/// Bytes that the first visit may take over the wire: everything but the pieces of areas that are opened later, and
/// the worker that checks proofs, which is fetched when the page stands.
const BUDGET: u64 = 450_000;
/// Bytes that the whole app may take, so that nothing grows unseen where the budget does not look.
const CEILING: u64 = 1_450_000;

/// One file: its name, its own size and its size over the wire, in bytes.
struct Row {
    name: String,
    plain: u64,
    wire: u64,
}

/// Prints the tables; fails when a sum is over its limit.
pub fn check(repo: &Repo) -> Result<()> {
    let (later, first): (Vec<_>, Vec<_>) = measure(&repo.path("dist"))?
        .into_iter()
        .partition(|row| is_piece(&row.name) || is_verifiers(&row.name));
    let is_program = |row: &Row| Path::new(&row.name).extension().is_some_and(|kind| kind == "wasm");
    if !first.iter().any(is_program) {
        bail!("dist holds no app: build it first (`cargo xtask test --only app`)");
    }
    let visit = table("first visit", &first);
    println!("{:<44} {:>12} {visit:>12}  of {BUDGET}\n", "sum", plain(&first));
    let rest = table("loaded later", &later);
    println!("{:<44} {:>12} {rest:>12}", "sum", plain(&later));
    println!(
        "{:<44} {:>12} {:>12}  of {CEILING}",
        "all",
        plain(&first) + plain(&later),
        visit + rest
    );
    ensure!(
        visit <= BUDGET,
        "the first visit takes {visit} bytes, {} over the budget",
        visit - BUDGET
    );
    let all = visit + rest;
    ensure!(
        all <= CEILING,
        "the whole app takes {all} bytes, {} over the ceiling",
        all - CEILING
    );
    Ok(())
}

/// Prints the rows under a title and returns their size over the wire.
fn table(title: &str, rows: &[Row]) -> u64 {
    println!("{title:<44} {:>12} {:>12}", "bytes", "brotli");
    for row in rows {
        println!("{:<44} {:>12} {:>12}", row.name, row.plain, row.wire);
    }
    rows.iter().map(|row| row.wire).sum()
}

fn plain(rows: &[Row]) -> u64 {
    rows.iter().map(|row| row.plain).sum()
}

fn measure(dist: &Path) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for path in files_below(dist)?.into_iter().filter(|path| !is_twin(path)) {
        let bytes = fs::read(&path)?;
        let plain = bytes.len() as u64;
        let packed = if compressible(&path) {
            brotli(&bytes)?.len() as u64
        } else {
            plain
        };
        let name = path.strip_prefix(dist)?.to_string_lossy().into_owned();
        rows.push(Row {
            name,
            plain,
            wire: packed.min(plain),
        });
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.wire));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_file_counts_once_and_the_largest_comes_first() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.css"), "b{margin:0}".repeat(500)).unwrap();
        fs::write(dir.path().join("a.css.br"), "twin").unwrap();
        fs::write(dir.path().join("font.woff2"), [7_u8; 2000]).unwrap();
        let rows = measure(dir.path()).unwrap();
        let seen: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.plain)).collect();
        assert_eq!(seen, [("font.woff2", 2000), ("a.css", 5500)]);
        assert_eq!(rows[0].wire, 2000, "a font travels as it is");
        assert!(rows[1].wire < 100, "a style sheet travels compressed");
    }
}
