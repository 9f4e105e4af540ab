//! Lists the migrations, so that the program carries their texts.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=migrations/sqlite");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("migrations/sqlite");
    let files = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let mut paths: Vec<_> = files.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    let steps = paths.iter().map(|path| step(path).ok_or_else(|| misnamed(path)));
    let steps = steps.collect::<io::Result<String>>()?;
    let out = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("migrations.rs");
    fs::write(out, format!("&[\n{steps}]\n"))
}

/// `0003_runs_and_rolls.sql` is the third step, "runs and rolls".
fn step(path: &Path) -> Option<String> {
    let file = path.to_str()?;
    let name = path.file_name()?.to_str()?.strip_suffix(".sql")?;
    let (number, words) = name.split_once('_')?;
    let (number, words) = (number.parse::<i64>().ok()?, words.replace('_', " "));
    Some(format!("    ({number}, {words:?}, include_str!({file:?})),\n"))
}

fn misnamed(path: &Path) -> io::Error {
    io::Error::other(format!("{} is no migration's name", path.display()))
}
