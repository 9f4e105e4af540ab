//! `cargo xtask serve`: from a fresh clone to a running product.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::shell::{Repo, sh};
use crate::{app, tools};

/// What `cargo xtask serve` takes.
#[derive(clap::Args)]
pub struct Args {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// The folder of the embedded database; made when it is missing.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Start what was built last, without building again.
    #[arg(long)]
    no_build: bool,
    /// More flags for `rollcall serve`, after `--`.
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Installs, builds, and becomes the gateway.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    if !args.no_build {
        tools::need_node(repo)?;
        tools::for_app(repo)?;
        app::build(repo)?;
        gateway(repo)?;
    }
    let mut gateway = repo.command(binary(repo, "release"));
    gateway.arg("serve").arg("--app").arg(repo.path("dist"));
    gateway.arg("--data").arg(repo.root.join(&args.data));
    gateway.args(["--listen", &args.listen]).args(&args.rest);
    become_it(gateway)
}

/// Builds the gateway in release and returns its path.
pub fn gateway(repo: &Repo) -> Result<PathBuf> {
    sh(repo.cargo().args([
        "build",
        "--release",
        "--locked",
        "--package",
        "rollcall-gateway",
        "--bin",
        "rollcall",
    ]))?;
    Ok(binary(repo, "release"))
}

/// Where the gateway's program lies once it is built; `profile` is `release` or `debug`.
pub fn binary(repo: &Repo, profile: &str) -> PathBuf {
    repo.target()
        .join(profile)
        .join(format!("rollcall{}", std::env::consts::EXE_SUFFIX))
}

/// The gateway takes this process's place, so that signals reach it and its end is ours.
#[cfg(unix)]
fn become_it(mut gateway: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(gateway.exec()).context("the gateway could not be started")
}

#[cfg(not(unix))]
fn become_it(mut gateway: Command) -> Result<()> {
    sh(&mut gateway).context("the gateway ended")
}
