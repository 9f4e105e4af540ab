//! `rollcall log-key`: the keys that sign the log.

use anyhow::{Context as _, Result, bail};
use store::contract::Ledger as _;

use super::{Data, folder};
use crate::ledger::{LogKeys, key, known_keys};

/// What `rollcall log-key` takes. The gateway must be stopped.
#[derive(Debug, clap::Subcommand)]
pub enum LogKey {
    /// Print the public keys that sign or have signed, one a line, and until which event a retired one did: what whoever checks is
    /// given, as `verify --log-key-file`.
    Show {
        #[command(flatten)]
        data: Data,
    },
    /// Make a new key above the present one: from the next start on both sign, and the log says so.
    Add {
        #[command(flatten)]
        data: Data,
    },
    /// Take out all keys but the newest, once the log has said that it signs: the next start has the log say that the others do no longer.
    Retire {
        #[command(flatten)]
        data: Data,
    },
}

/// Does it, and says what is to be done next.
pub async fn run(what: LogKey) -> Result<()> {
    let (LogKey::Show { data } | LogKey::Add { data } | LogKey::Retire { data }) = &what;
    let (folder, data) = (folder::open(&data.data).await?, &data.data);
    let variable = std::env::var(key::VARIABLE).ok();
    let signed = folder.store.signed_head().await?.size > 0;
    let keys = LogKeys::open(data, variable.as_deref(), signed)?;
    let known = known_keys::all(&*folder.store, &keys.verifiers()).await?;
    let told = known_keys::in_log(&*folder.store, &keys.verifiers()).await?;
    folder.store.close().await;
    match what {
        LogKey::Show { .. } => {
            for key in known {
                println!("{key}");
            }
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
            let newest = keys.newest();
            let public = newest.verifiers();
            let public = public.first().context("the first key is there")?;
            if keys.signers().len() < 2 {
                bail!("there is one key only, and it stays");
            }
            if !told.iter().any(|known| known.key == *public) {
                bail!("the log does not know {public} yet: start the gateway once, so that both keys sign");
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
