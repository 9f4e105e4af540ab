//! `rollcall audit`

use std::process::ExitCode;

use anyhow::Result;

use super::{Data, folder};
use crate::ledger::{Authentic, Broken, LastSigned, LogKeys, key, recompute};

/// What `rollcall audit` takes.
#[derive(Debug, clap::Subcommand)]
pub enum Audit {
    /// Recompute events, tiles, rolls and counts from the database, and name each row that is not what the log says.
    Check {
        #[command(flatten)]
        data: Data,
    },
}

/// Exits with 0 if everything is what the log says, else with 1.
pub async fn run(audit: Audit) -> Result<ExitCode> {
    let Audit::Check { data } = audit;
    let folder = folder::open(&data.data).await?;
    let variable = std::env::var(key::VARIABLE).ok();
    let last = LastSigned::in_folder(&data.data);
    let signed = store::contract::Ledger::signed_head(&*folder.store).await?.size;
    let keys = if signed > 0 || last.is_there() {
        LogKeys::open(&data.data, variable.as_deref(), true)?.verifiers()
    } else {
        Vec::new()
    };
    let mut found = recompute::recompute(&*folder.store, &keys).await?;
    match last.fits(&*folder.store, &keys).await {
        Ok(()) => {}
        Err(Broken::Store(error)) => return Err(error.into()),
        Err(broken) => found.differs.push(broken.to_string()),
    }
    if let Some(authentic) = Authentic::in_log(&*folder.store, &keys, &folder.event_key).await? {
        let foreign = authentic.foreign(&*folder.store).await?;
        let foreign = foreign
            .into_iter()
            .map(|seq| format!("event {seq}: the gateway did not write it"));
        found.differs.extend(foreign);
    }
    folder.store.close().await;
    for differs in &found.differs {
        println!("{differs}");
    }
    println!(
        "{} events, {signed} of them signed, {} rolls with {} entries, {} consents: {} differ",
        found.events,
        found.runs,
        found.entries,
        found.consents,
        found.differs.len()
    );
    Ok(ExitCode::from(u8::from(!found.differs.is_empty())))
}
