//! The project's commands: `cargo xtask serve | test | drill | dist | bench | tools | tidy`.

mod app;
mod bench;
mod cost;
mod dist;
mod drill;
mod script;
mod serve;
mod shell;
mod size;
mod split;
mod test;
mod tidy;
mod tools;
mod verifier;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, checks, packs and measures Rollcall.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing, build app and gateway in release, and start it.
    Serve(serve::Args),
    /// The whole check: format, lints, tests, size budget, browser journeys.
    Test(test::Args),
    /// Kill the gateway again and again while it sends over SMPP, and hold the server's tally against the roll.
    Drill(drill::Args),
    /// Pack the release: binary, app, guides and licences in a folder and a .tar.gz.
    Dist,
    /// Measure speed and memory; print a table and write `target/bench/results.json`.
    Bench(bench::Args),
    /// Install what the other commands need, and nothing else.
    Tools(tools::Args),
    /// The house rules that no compiler checks.
    Tidy(tidy::Args),
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let repo = shell::Repo::find()?;
    match command {
        Command::Serve(args) => serve::run(&repo, &args),
        Command::Test(args) => test::run(&repo, &args),
        Command::Drill(args) => drill::run(&repo, &args),
        Command::Dist => dist::run(&repo),
        Command::Bench(args) => bench::run(&repo, &args),
        Command::Tools(args) => tools::run(&repo, &args),
        Command::Tidy(args) => tidy::run(&repo, &args),
    }
}
