//! What the `rollcall` binary runs.

mod folder;
mod serve;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// SMS campaigns that account for everybody.
#[derive(Debug, Parser)]
#[command(name = "rollcall", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the app.
    Serve(serve::Serve),
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// The folder of the embedded database; made when it is missing.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
}

/// Runs what the command line says.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(serve) => serve::run(serve).await,
    }
}
