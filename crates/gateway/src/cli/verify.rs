//! `rollcall verify`: checks a proof pack, with no server and no data folder.

use std::fs::{self, File};
use std::io::{BufReader, Write as _, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use audit::check::{Lang, Options, Verdict, verify_with};
use audit::pack::Unreadable;
use audit::signed::{KnownKey, known_keys};
use clap::Args;

use crate::ledger::helpers;

/// Exit status: 0 proved, 1 disproved, 2 unreadable.
#[derive(Debug, Args)]
pub struct Verify {
    /// The pack, as it was exported.
    file: PathBuf,
    /// The log's key as the firm published it, with `until N` behind it if it was retired. Without any key, the pack's own is used, and the answer says so.
    #[arg(long, value_name = "VKEY")]
    key: Vec<String>,
    /// A file with the log's keys, one a line, as `rollcall log-key show` prints them.
    #[arg(long, value_name = "FILE")]
    log_key_file: Option<PathBuf>,
    /// The language of the answer: zh-CN or en. By default that of the terminal.
    #[arg(long, value_name = "TAG", value_parser = language)]
    lang: Option<domain::lang::Lang>,
}

/// What cannot be read is no proof and no refutation: keys and file alike.
const UNREADABLE: u8 = 2;

/// Checks and says in words what was proved and what was not.
pub fn run(asked: &Verify) -> ExitCode {
    match check(asked) {
        Ok(verdict) => {
            let sentences = verdict.words(asked.lang(), moment);
            // Whoever reads no further, as `head` does, has the verdict by the status.
            let _ = sentences
                .into_iter()
                .try_for_each(|sentence| writeln!(stdout(), "{sentence}"));
            ExitCode::from(verdict.status())
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(UNREADABLE)
        }
    }
}

fn check(asked: &Verify) -> Result<Verdict> {
    let trusted = asked.keys()?;
    let file = match File::open(&asked.file) {
        Ok(file) => BufReader::with_capacity(1 << 16, file),
        Err(error) => {
            let why = format!("{}: {error}", asked.file.display());
            return Ok(Verdict::Unreadable(Unreadable::Io(why)));
        }
    };
    Ok(verify_with(helpers(), file, &Options { trusted }))
}

impl Verify {
    fn keys(&self) -> Result<Vec<KnownKey>> {
        let given = self.key.iter().map(|key| {
            let parsed = key.trim().parse::<KnownKey>();
            parsed.with_context(|| format!("{key} is no key: it looks like NAME+HASH+KEY"))
        });
        let mut keys = given.collect::<Result<Vec<_>>>()?;
        if let Some(path) = &self.log_key_file {
            keys.extend(of_file(path)?);
        }
        Ok(keys)
    }

    fn lang(&self) -> Lang {
        let of_terminal = || {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|name| std::env::var(name).ok());
            domain::lang::Lang::from_accept(&set.unwrap_or_else(|| "en".to_owned()).replace('_', "-"))
        };
        match self.lang.unwrap_or_else(of_terminal) {
            domain::lang::Lang::ZhCn => Lang::Zh,
            domain::lang::Lang::En => Lang::En,
        }
    }
}

fn language(tag: &str) -> Result<domain::lang::Lang, String> {
    let known = [domain::lang::Lang::ZhCn, domain::lang::Lang::En];
    let found = known.into_iter().find(|lang| lang.tag() == tag);
    found.ok_or_else(|| "zh-CN or en".to_owned())
}

fn of_file(path: &Path) -> Result<Vec<KnownKey>> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("{name} can't be read"))?;
    let keys = known_keys(&text).with_context(|| format!("{name} holds no keys"))?;
    if keys.is_empty() {
        bail!("{name} holds no keys");
    }
    Ok(keys)
}

/// A moment in UTC, for a pack does not say where its reader is.
fn moment(at: i64) -> String {
    let moment = chrono::DateTime::from_timestamp_millis(at).unwrap_or_default();
    moment.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}
