//! Migrations are append-only: once written down here, a file never changes, for databases out there have run it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::app::files_below;

const FOLDER: &str = "crates/store/migrations";
/// `sha256  path`, a line each, as `sha256sum` writes them.
const RECORD: &str = "xtask/migrations.sha256";

/// Compares the files with the record.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    Ok(differences(&recorded(root)?, &present(root)?))
}

/// Adds what is missing to the record; with `anew`, writes it all anew.
pub fn record(root: &Path, anew: bool) -> Result<()> {
    let mut sums = present(root)?;
    if !anew {
        sums.extend(recorded(root)?);
    }
    let text = sums.iter().fold(String::new(), |mut text, (path, sum)| {
        let _ = writeln!(text, "{sum}  {path}");
        text
    });
    fs::write(root.join(RECORD), text).with_context(|| format!("{RECORD} can't be written"))
}

fn differences(recorded: &BTreeMap<String, String>, present: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for (path, sum) in recorded {
        match present.get(path) {
            None => found.push(format!("{path}: a migration is gone; they are append-only")),
            Some(now) if now != sum => found.push(format!(
                "{path}: a migration was changed; they are append-only, write a new one"
            )),
            Some(_) => {}
        }
    }
    let fresh = present.keys().filter(|path| !recorded.contains_key(*path));
    found.extend(fresh.map(|path| format!("{path}: not written down yet; run `cargo xtask tidy --record-migrations`")));
    found
}

fn recorded(root: &Path) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(root.join(RECORD)).unwrap_or_default();
    text.lines()
        .map(|line| {
            let (sum, path) = line
                .split_once("  ")
                .with_context(|| format!("{RECORD}: not `sha256  path`: {line}"))?;
            Ok((path.to_owned(), sum.to_owned()))
        })
        .collect()
}

fn present(root: &Path) -> Result<BTreeMap<String, String>> {
    let folder = root.join(FOLDER);
    if !folder.is_dir() {
        return Ok(BTreeMap::new());
    }
    let files = files_below(&folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "sql"));
    files
        .map(|path| {
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            Ok((name, hex::encode(Sha256::digest(fs::read(&path)?))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_a_lost_and_an_unwritten_migration_are_found() {
        let sums = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(path, sum)| ((*path).to_owned(), (*sum).to_owned()))
                .collect()
        };
        let recorded = sums(&[("1.sql", "a"), ("2.sql", "b"), ("3.sql", "c")]);
        let found = differences(&recorded, &sums(&[("1.sql", "a"), ("2.sql", "x"), ("4.sql", "d")]));
        let words = [
            "2.sql: a migration was changed",
            "3.sql: a migration is gone",
            "4.sql: not written down",
        ];
        assert_eq!(found.len(), words.len());
        for word in words {
            assert!(
                found.iter().any(|finding| finding.starts_with(word)),
                "{word}: {found:?}"
            );
        }
    }
}
