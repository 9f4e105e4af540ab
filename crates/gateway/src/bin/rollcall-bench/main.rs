//! The gateway's benchmarks, for `cargo xtask bench`: `list` prints their names; `run NAME --work DIR` prints one JSON
//! object a figure.

mod alone;
mod carrier;
mod cost;
mod customers;
mod import;
mod ledger;
mod peer;
mod run;
mod segment;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

/// As in the gateway itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the gateway.
#[derive(Parser)]
struct Bench {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print the names of the benchmarks, one a line.
    List,
    /// Run one benchmark.
    Run {
        /// Its name.
        name: String,
        /// An empty folder to work in.
        #[arg(long)]
        work: PathBuf,
        /// How many rows.
        #[arg(long, default_value_t = 1_000_000)]
        rows: u64,
    },
    /// Be the carrier's server that a benchmark speaks to.
    #[command(hide = true)]
    Peer {
        /// What it speaks.
        speaks: peer::Speaks,
    },
}

const NAMES: [&str; 5] = ["import", "segment", "run", "smpp", "cmpp"];

#[tokio::main]
async fn main() -> Result<()> {
    match Bench::parse().command {
        Command::List => {
            for name in NAMES {
                println!("{name}");
            }
            Ok(())
        }
        Command::Run { name, work, rows } => run(&name, &work, rows).await,
        Command::Peer { speaks } => peer::serve(speaks).await,
    }
}

async fn run(name: &str, work: &Path, rows: u64) -> Result<()> {
    match name {
        "import" => import::run(work, rows).await,
        "run" => run::run(work, rows).await,
        "smpp" => carrier::run(work, rows, peer::Speaks::Smpp).await,
        "cmpp" => carrier::run(work, rows, peer::Speaks::Cmpp).await,
        "segment" => segment::run(work, rows).await,
        _ => bail!("no benchmark is called {name}"),
    }
}

/// Prints a figure. `target` is the value to reach, and whether more is better.
fn figure(metric: &str, value: f64, unit: &str, target: Option<(f64, bool)>) {
    let mut figure = serde_json::json!({ "metric": metric, "value": value, "unit": unit });
    if let Some((target, more_is_better)) = target {
        figure["target"] = target.into();
        figure["more_is_better"] = more_is_better.into();
    }
    println!("{figure}");
}
