//! The `rollcall` binary.

use std::process::ExitCode;

use clap::Parser;
use gateway::cli;
use tracing_subscriber::EnvFilter;

/// Rows, texts and statements are made by one thread and freed by another, which the system's allocator pays for with locks.
/// It serves SQLite too, which copies every value that it answers.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("ROLLCALL_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // A line that can't be written, as on a full disk, would be told of where it can't be written either, and that panics.
        .log_internal_errors(false)
        .init();
    match cli::run(cli::Cli::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
