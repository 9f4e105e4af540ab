//! `cargo xtask drill`: the real gateway sends a campaign to a real SMPP server outside our code while it is killed again and
//! again; then the server's own tally is held against the roll (`tests/drill`).

use std::path::Path;

use anyhow::Result;

use crate::shell::{Repo, sh};
use crate::{serve, tools};

/// What `cargo xtask drill` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Customers, each with one entry on the roll.
    #[arg(long, default_value_t = 20_000)]
    entries: u32,
    /// How often the gateway is killed with SIGKILL.
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// How often the server breaks all connections.
    #[arg(long, default_value_t = 5)]
    cuts: u32,
    /// The same seed chooses the same moments; left out, a new one, which is printed.
    #[arg(long)]
    seed: Option<u32>,
    /// Drill the build of the tests instead of the release.
    #[arg(long)]
    debug: bool,
}

/// A drill of less than a minute, for the check.
const SHORT: Args = Args {
    entries: 1_500,
    kills: 3,
    cuts: 1,
    seed: None,
    debug: true,
};

/// Builds the gateway and drills it.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    tools::need_node(repo)?;
    let binary = if args.debug {
        sh(repo.cargo().args([
            "build",
            "--locked",
            "--package",
            "rollcall-gateway",
            "--bin",
            "rollcall",
        ]))?;
        serve::binary(repo, "debug")
    } else {
        serve::gateway(repo)?
    };
    drill(repo, &binary, args)
}

/// The short drill of a gateway that is built.
pub fn short(repo: &Repo, binary: &Path) -> Result<()> {
    drill(repo, binary, &SHORT)
}

fn drill(repo: &Repo, binary: &Path, args: &Args) -> Result<()> {
    tools::drill_packages(repo)?;
    let mut node = repo.command("node");
    node.arg(repo.path("tests/drill/drill.mjs")).arg("--binary").arg(binary);
    for (flag, value) in [
        ("--entries", args.entries),
        ("--kills", args.kills),
        ("--cuts", args.cuts),
    ] {
        node.args([flag, &value.to_string()]);
    }
    if let Some(seed) = args.seed {
        node.args(["--seed", &seed.to_string()]);
    }
    sh(&mut node)
}
