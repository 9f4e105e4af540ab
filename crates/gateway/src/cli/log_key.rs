//! `rollcall log-key`: the keys that sign the log.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use store::contract::Ledger as _;

use super::{Present, UNCHECKED, folder};
use crate::ledger::{LogKeys, key, known_keys};

/// What `rollcall log-key` takes. The gateway must be stopped.
#[derive(Debug, clap::Subcommand)]
pub enum LogKey {
    /// Print the public keys that sign or have signed, one a line, and until which event a retired one did: what whoever checks is
    /// given, as `verify --log-key-file`.
    Show {
        #[command(flatten)]
        data: Present,
    },
    /// Make a new key above the present one: from the next start on both sign, and the log says so.
    Add {
        #[command(flatten)]
        data: Present,
    },
    /// Take out all keys but the newest, once the log has said that it signs: the next start has the log say that the others do no longer.
    Retire {
        #[command(flatten)]
        data: Present,
    },
}

/// Does it, and says what is to be done next. Where the keys can't be shown, it exits with 2.
pub async fn run(what: LogKey) -> Result<ExitCode> {
    let (LogKey::Show { data } | LogKey::Add { data } | LogKey::Retire { data }) = &what;
    match (done(&what, &data.data).await, &what) {
        (Err(error), LogKey::Show { .. }) => {
            eprintln!("no key is shown: {error:#}");
            Ok(ExitCode::from(UNCHECKED))
        }
        (done, _) => done.map(|()| ExitCode::SUCCESS),
    }
}

async fn done(what: &LogKey, data: &Path) -> Result<()> {
    let (store, _lock) = folder::open_there(data).await?;
    let variable = std::env::var(key::VARIABLE).ok();
    if variable.is_none() && !data.join(key::FILE).exists() && store.signed_head().await?.size == 0 {
        bail!("the log has no key yet: the first start of the gateway makes one");
    }
    let keys = LogKeys::open(data, variable.as_deref(), true)?;
    let known = known_keys::all(&store, &keys.verifiers()).await?;
    let told = known_keys::in_log(&store, &keys.verifiers()).await?;
    store.close().await;
    let newest = keys.newest();
    let public = newest.verifiers();
    let public = public.first().context("the first key is there")?;
    let untold = !told.iter().any(|known| known.key == *public);
    match what {
        LogKey::Show { .. } => {
            for key in known {
                println!("{key}");
            }
        }
        // Of keys that come at once the log could not say which outlives which.
        LogKey::Add { .. } | LogKey::Retire { .. } if untold => {
            bail!("the log does not know {public} yet: start the gateway once, so that it signs with it")
        }
        LogKey::Add { .. } => {
            let both = keys.with_another();
            let public = both.verifiers().first().map(ToString::to_string).unwrap_or_default();
            match variable {
                Some(_) => println!(
                    "put this line above the one in {}:\n{}",
                    key::VARIABLE,
                    both.secret_lines().first().map_or("", String::as_str)
                ),
                None => both.replace_in(data)?,
            }
            println!(
                "new key: {public}\nstart the gateway: both keys sign from then on. Hand the new one to whoever checks, and run `rollcall log-key retire` later"
            );
        }
        LogKey::Retire { .. } => {
            if keys.signers().len() < 2 {
                bail!("there is one key only, and it stays");
            }
            match variable {
                Some(_) => println!("leave the first line alone in {}", key::VARIABLE),
                None => newest.replace_in(data)?,
            }
            println!("from the next start on {public} signs alone, and the log says that the others do no longer");
        }
    }
    Ok(())
}
