//! `rollcall parts`, `rollcall lint`, `rollcall almanac`: for scripts. They need no data folder.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Result;
use chrono::NaiveDate;
use clap::Args;
use domain::command::{self, Tally};

/// The days to write.
#[derive(Debug, Args)]
pub struct Almanac {
    /// The first day.
    #[arg(long, value_name = "DATE", default_value = "1901-01-01")]
    from: NaiveDate,
    /// The last day.
    #[arg(long, value_name = "DATE", default_value = "2100-12-31")]
    to: NaiveDate,
}

/// A command that reads lines and writes lines; 1 when a line could not be read.
pub fn filter(command: impl FnOnce(io::StdinLock<'static>, &mut dyn Write) -> io::Result<Tally>) -> Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    let tally = command(io::stdin().lock(), &mut out)?;
    out.flush()?;
    Ok(if tally.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// One line a day.
pub fn almanac(asked: &Almanac) -> Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    command::almanac(asked.from, asked.to, &mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
