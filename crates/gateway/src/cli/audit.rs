//! `rollcall audit`

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use store::contract::Ledger as _;

use super::{Present, UNCHECKED, folder};
use crate::ledger::recompute::{self, Found};
use crate::ledger::{Authentic, Broken, LastSigned, LogKeys, key};
use crate::secrets::{self, Secrets};

/// What `rollcall audit` takes.
#[derive(Debug, clap::Subcommand)]
pub enum Audit {
    /// Recompute events, tiles, rolls and counts from the database, and name each row that is not what the log says.
    Check {
        #[command(flatten)]
        data: Present,
    },
}

/// Exits with 0 if everything is what the log says, with 1 if something is not, and with 2 where it could not look.
pub async fn run(audit: Audit) -> ExitCode {
    let Audit::Check { data } = audit;
    match check(&data.data).await {
        Ok((found, signed)) => said(&found, signed),
        Err(error) => {
            eprintln!("not checked: {error:#}");
            ExitCode::from(UNCHECKED)
        }
    }
}

/// What was found, and how many events are signed.
async fn check(data: &Path) -> Result<(Found, u64)> {
    let (mut store, _lock) = folder::open_there(data).await?;
    // A copy of the database alone has no key to look by.
    let event_key = Secrets::in_folder(data).event_key_there()?;
    match &event_key {
        Some(key) => store = store.with_event_key(key.clone()).await?,
        None => eprintln!(
            "without {}, nobody can tell which entries moved, and who wrote the latest events",
            secrets::FILE
        ),
    }
    let variable = std::env::var(key::VARIABLE).ok();
    let last = LastSigned::in_folder(data);
    // A head that can't be read is found by the check.
    let signed = match store.signed_head().await {
        Ok(head) => Some(head.size),
        Err(error) if error.is_of_a_row() => None,
        Err(error) => return Err(error.into()),
    };
    let keys = if signed != Some(0) || last.is_there() {
        LogKeys::open(data, variable.as_deref(), true)?.verifiers()
    } else {
        Vec::new()
    };
    let mut found = recompute::recompute(&store, &keys).await?;
    match last.fits(&store, &keys).await {
        Ok(()) => {}
        Err(Broken::Store(error)) => found.as_far("the last signed checkpoint", Err(error))?,
        Err(broken) => found.differs.push(broken.to_string()),
    }
    if let Some(key) = event_key {
        match Authentic::in_log(&store, &keys, &key).await {
            Ok(None) => {}
            Ok(Some(authentic)) => {
                let foreign = authentic.foreign(&store).await?.into_iter();
                let named = foreign.map(|seq| format!("event {seq}: the gateway did not write it"));
                found.differs.extend(named);
            }
            Err(error) => found
                .differs
                .push(format!("which events the gateway wrote can't be proved: {error}")),
        }
    }
    store.close().await;
    Ok((found, signed.unwrap_or_default()))
}

fn said(found: &Found, signed: u64) -> ExitCode {
    for differs in &found.differs {
        println!("{differs}");
    }
    if found.under_another_key > 0 {
        println!(
            "{} events tell by another key than {} what rows hold and which entries moved: that was not looked at",
            found.under_another_key,
            secrets::FILE
        );
    }
    println!(
        "{} events, {signed} of them signed, {} rolls with {} entries, {} consents: {} differ",
        found.events,
        found.runs,
        found.entries,
        found.consents,
        found.differs.len()
    );
    ExitCode::from(u8::from(!found.differs.is_empty()))
}
