//! `rollcall audit`

use std::process::ExitCode;

use anyhow::Result;

use super::{Data, folder};
use crate::ledger::{LogKeys, key, recompute};

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
    let signed = store::contract::Ledger::signed_head(&*folder.store).await?.size > 0;
    let keys = if signed {
        LogKeys::open(&data.data, variable.as_deref(), true)?.verifiers()
    } else {
        Vec::new()
    };
    let found = recompute::recompute(&*folder.store, &keys).await?;
    folder.store.close().await;
    for differs in &found.differs {
        println!("{differs}");
    }
    println!(
        "{} events, {} rolls with {} entries, {} consents: {} differ",
        found.events,
        found.runs,
        found.entries,
        found.consents,
        found.differs.len()
    );
    Ok(ExitCode::from(u8::from(!found.differs.is_empty())))
}
