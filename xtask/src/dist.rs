//! `cargo xtask dist`: what is handed to an operator, in a folder and a .tar.gz.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::app::files_below;
use crate::shell::{Repo, output, sh};
use crate::{app, serve, tools};

/// Builds everything in release and packs it below `target/dist/`.
fn pack(repo: &Repo, into: &Path) -> Result<()> {
    let name = format!("rollcall-{}-{}", env!("CARGO_PKG_VERSION"), host(repo)?);
    let folder = into.join(&name);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} can't be replaced", folder.display()))?;
    }
    let binary = serve::binary(repo, "release");
    copy(
        &binary,
        &folder.join(binary.file_name().context("the gateway's program has a name")?),
    )?;
    copy_below(&repo.path("dist"), &folder.join("app"))?;
    for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&repo.path(file), &folder.join(file))?;
    }
    if repo.path("docs").is_dir() {
        copy_below(&repo.path("docs"), &folder.join("docs"))?;
    }
    let archive = into.join(format!("{name}.tar.gz"));
    sh(repo
        .command("tar")
        .arg("-czf")
        .arg(&archive)
        .arg("-C")
        .arg(into)
        .arg(&name))?;
    let bytes = fs::metadata(&archive)?.len();
    println!("dist        {}", folder.display());
    println!("dist        {} ({} kB)", archive.display(), bytes / 1000);
    Ok(())
}

/// The whole command: tools, builds, pack.
pub fn run(repo: &Repo) -> Result<()> {
    tools::need_node(repo)?;
    tools::for_app(repo)?;
    app::build(repo)?;
    serve::gateway(repo)?;
    pack(repo, &repo.target().join("dist"))
}

fn host(repo: &Repo) -> Result<String> {
    let said = output(repo.command("rustc").arg("-vV"))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc names no host")?.to_owned())
}

fn copy_below(from: &Path, to: &Path) -> Result<()> {
    for path in files_below(from)? {
        copy(&path, &to.join(path.strip_prefix(from)?))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("{} can't be copied", from.display()))?;
    Ok(())
}
