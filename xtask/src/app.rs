//! Builds the app with Trunk, offline, cuts its program into pieces, and packs its files for the gateway.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use crate::shell::{Repo, sh, spoken};
use crate::{split, verifier};

/// Builds the app into `dist/` and writes a `.br` and a `.gz` beside each file that gains by it.
pub fn build(repo: &Repo) -> Result<PathBuf> {
    let start = Instant::now();
    // Trunk reads NO_COLOR as a boolean word, and fails on the `1` that others set.
    let mut trunk = repo.command("trunk");
    trunk.env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Views of erased types: one copy of the code that draws them, and an app that is 13 % smaller over the wire.
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "--cfg erase_components",
    );
    sh(trunk.args(["build", "--release", "--offline", "--features", "split"]))?;
    let dist = repo.path("dist");
    let pieces = split::split(repo, &dist)?;
    verifier::finish(repo, &dist)?;
    let packed = precompress(&dist)?;
    println!(
        "app         built in {}, {pieces} pieces for later, {packed} files compressed",
        spoken(start.elapsed())
    );
    Ok(dist)
}

/// Every file below `dir`, sorted by path.
pub fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("{} can't be read", next.display()))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// `bytes` at brotli's highest quality.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22).write_all(bytes)?;
    Ok(out)
}

/// Whether `path` holds what compression shrinks; pictures and fonts are packed already.
pub fn compressible(path: &Path) -> bool {
    let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
    ["html", "js", "wasm", "css", "svg", "json", "webmanifest", "txt", "ico"].contains(&kind)
}

/// Whether `path` is a compressed twin of another file.
pub fn is_twin(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "br" || kind == "gz")
}

fn precompress(dist: &Path) -> Result<usize> {
    let mut packed = 0;
    for path in files_below(dist)?.into_iter().filter(|path| compressible(path)) {
        let bytes = fs::read(&path)?;
        write_smaller(&path, "br", &brotli(&bytes)?, bytes.len())?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&bytes)?;
        write_smaller(&path, "gz", &gzip.finish()?, bytes.len())?;
        packed += 1;
    }
    Ok(packed)
}

fn write_smaller(path: &Path, kind: &str, packed: &[u8], plain: usize) -> Result<()> {
    if packed.len() < plain {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{kind}"));
        fs::write(name, packed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn twins_are_written_only_where_they_are_smaller() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("long.css"), "a{color:red}".repeat(200)).unwrap();
        fs::write(dir.path().join("tiny.js"), "1").unwrap();
        fs::write(dir.path().join("photo.png"), "x".repeat(900)).unwrap();
        assert_eq!(precompress(dir.path()).unwrap(), 2);
        let names: Vec<_> = files_below(dir.path())
            .unwrap()
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(
            names,
            ["long.css", "long.css.br", "long.css.gz", "photo.png", "tiny.js"]
        );
    }
}
