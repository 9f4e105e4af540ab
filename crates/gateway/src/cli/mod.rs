//! What the `rollcall` binary runs.

mod audit;
mod carrier;
mod demo;
mod folder;
mod import;
mod lines;
mod log_key;
mod opt_outs;
mod serve;
mod token;
mod user;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use domain::role::Role;

pub use serve::prepare;

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
    /// Import a file of customers, purchases or events.
    Import(import::Import),
    /// Load the demo firm into an empty database.
    Demo(demo::Demo),
    /// Hold the database against its log.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// The keys that sign the log.
    #[command(subcommand)]
    LogKey(log_key::LogKey),
    /// The numbers that opted out and belong to nobody.
    #[command(subcommand)]
    OptOuts(opt_outs::OptOuts),
    /// The carriers.
    #[command(subcommand)]
    Carrier(carrier::Carrier),
    /// The staff who sign in.
    #[command(subcommand)]
    User(user::User),
    /// The tokens of other systems.
    #[command(subcommand)]
    Token(token::Token),
    /// Check a proof pack: 0 proved, 1 disproved, 2 unreadable.
    Verify(verify::Verify),
    /// Count the parts of texts: JSON lines `{"text", "rule": "radio" | "cn" | "direct"}` in, `{"encoding", "units", "parts"}` out.
    Parts,
    /// Look for what is wrong with texts: JSON lines in, `{"findings": […]}` out.
    Lint,
    /// Write lunar dates, solar terms and festivals, one JSON line a day.
    Almanac(lines::Almanac),
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// The folder of the embedded database; made when it is missing.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
}

/// Where the data is that is looked at as it is.
#[derive(Debug, Clone, Args)]
pub struct Present {
    /// The folder of the embedded database, which must be there.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
}

/// The status of a check that could not look.
const UNCHECKED: u8 = 2;

/// Runs what the command line says.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve(serve) => serve::run(serve).await?,
        Command::Import(import) => import::run(import).await?,
        Command::Demo(demo) => demo::run(demo).await?,
        Command::Audit(audit) => return Ok(audit::run(audit).await),
        Command::LogKey(what) => return log_key::run(what).await,
        Command::OptOuts(what) => opt_outs::run(what).await?,
        Command::Carrier(carrier) => carrier::run(carrier).await?,
        Command::User(user) => user::run(user).await?,
        Command::Token(token) => token::run(token).await?,
        Command::Verify(verify) => return Ok(verify::run(&verify)),
        Command::Parts => return lines::filter(|lines, out| domain::command::parts(lines, out)),
        Command::Lint => return lines::filter(|lines, out| domain::command::lint(lines, out)),
        Command::Almanac(almanac) => return lines::almanac(&almanac),
    }
    Ok(ExitCode::SUCCESS)
}

/// A role by its code.
fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| "agent, supervisor, manager or admin".to_owned())
}
