//! Cuts the app's program into the first load and the pieces that come later.
//!
//! Trunk builds page, styles and program; with the feature `split` the program says where it may be cut. The cutter
//! takes it apart, wasm-bindgen and wasm-opt finish the parts, and they take the place of Trunk's own program. Every name
//! carries a hash of what is in it, so that an open tab either gets the pieces it was cut with or none.

mod names;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};

use crate::script;
use crate::shell::{Repo, run_quietly};

use names::{LINK, MAIN, Parts, Piece};
pub use names::{hash, is_piece};

/// What every browser has that has what the compiler uses unasked; wasm-opt must know it.
pub const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Cuts the program that Trunk has just built, and puts its parts into `dist`; returns the number of later pieces.
pub fn split(repo: &Repo, dist: &Path) -> Result<usize> {
    let program = repo.target().join("wasm32-unknown-unknown/wasm/rollcall-app.wasm");
    let work = repo.target().join("split");
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("{} can't be emptied", work.display()))?;
    }
    let cut = cut(&program, &work).context("the app's program could not be cut")?;
    let done = work.join("done");
    bindgen(repo, &cut.main, &done)?;
    let main = done.join(format!("{MAIN}_bg.wasm"));
    let all: Vec<_> = cut.pieces.iter().chain([&main]).collect();
    shrink(repo, &all)?;

    let pieces = cut
        .pieces
        .iter()
        .map(|path| Ok(Piece::new(stem(path)?, fs::read(path)?)));
    let parts = Parts::wire_up(
        fs::read(&main)?,
        &script::plain(&fs::read_to_string(done.join(format!("{MAIN}.js")))?),
        &script::plain(&fs::read_to_string(work.join(LINK))?),
        pieces.collect::<Result<_>>()?,
    )?;
    install(&parts, dist)?;
    Ok(parts.pieces.len())
}

struct Cut {
    main: PathBuf,
    pieces: Vec<PathBuf>,
}

fn cut(program: &Path, work: &Path) -> Result<Cut> {
    let bytes = fs::read(program).with_context(|| format!("{} can't be read", program.display()))?;
    let main = work.join(format!("{MAIN}.wasm"));
    let (link, import) = (format!("./{LINK}"), format!("./{MAIN}.js"));
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = work;
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = &import;
    let mut split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    ensure!(
        !split.split_modules.is_empty(),
        "{} has no place to cut: it was built without the feature `split`",
        program.display()
    );
    // An area all of whose code is shared has a loader but no file.
    split.split_modules.retain(|path| path.is_file());
    Ok(Cut {
        main,
        pieces: split.split_modules,
    })
}

fn bindgen(repo: &Repo, main: &Path, into: &Path) -> Result<()> {
    let mut bindgen = repo.command("wasm-bindgen");
    bindgen.arg(main).arg("--out-dir").arg(into);
    bindgen.args(["--target", "web", "--out-name", MAIN, "--no-typescript"]);
    // The pieces reach memory, table and stack through exports that wasm-bindgen would drop.
    run_quietly(bindgen.arg("--keep-lld-exports"))
}

/// wasm-opt over every file, as many at once as there are cores.
fn shrink(repo: &Repo, files: &[&PathBuf]) -> Result<()> {
    let queue = Mutex::new(files.iter().rev());
    let next = || queue.lock().ok()?.next();
    let work = || -> Result<()> {
        while let Some(file) = next() {
            let mut opt = repo.command("wasm-opt");
            run_quietly(opt.arg("-Os").args(FEATURES).arg(file).arg("-o").arg(file))?;
        }
        Ok(())
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().map_err(|_| anyhow!("a wasm-opt was lost"))?)
    })
}

/// Puts the parts where Trunk's own program was, and makes the page load them.
fn install(parts: &Parts, dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).context("Trunk wrote no index.html")?;
    let old = names::trunks_own(&html).context("the page loads no program of Trunk's")?;
    fs::write(&page, parts.point_page(&html, old)?)?;
    for own in [format!("{old}.js"), format!("{old}_bg.wasm")] {
        fs::remove_file(dist.join(&own)).with_context(|| format!("Trunk wrote no {own}"))?;
    }
    for (name, bytes) in parts.files() {
        fs::write(dist.join(name), bytes)?;
    }
    Ok(())
}

fn stem(path: &Path) -> Result<&str> {
    path.file_stem()
        .and_then(|stem| stem.to_str())
        .context("the cutter's names are plain")
}
