//! The `rollcall` binary.

use clap::Parser;
use gateway::cli;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    cli::run(cli::Cli::parse()).await
}
