//! `rollcall opt-outs`: the numbers that opted out and belong to nobody, and what else hangs on the key to recognise them.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use domain::time::Millis;
use store::contract::Ledger as _;
use store::{Actor, Sqlite, Stamp};

use super::{Data, folder};
use crate::clock::Clock;
use crate::ledger::{LastSigned, LogKeys, Sequencer, check, key};

/// What `rollcall opt-outs` takes. The gateway must be stopped.
#[derive(Debug, clap::Subcommand)]
pub enum OptOuts {
    /// When the key in secrets.key is lost: give up the numbers of erased customers and of strangers that opted out, and sign what
    /// was logged last without asking for that key.
    Forget {
        #[command(flatten)]
        data: Data,
    },
}

/// Signs what was logged last, if the log is what was signed before. Where nobody kept the last signed checkpoint, nobody does now:
/// by that the next start knows an older copy.
async fn sign(store: &Arc<Sqlite>, data: &Path, now: Millis) -> Result<()> {
    if store.signed_head().await?.size == 0 {
        return Ok(());
    }
    let variable = std::env::var(key::VARIABLE).ok();
    let keys = LogKeys::open(data, variable.as_deref(), true)?;
    check(&**store, &keys.verifiers()).await?;
    let last = LastSigned::in_folder(data);
    last.fits(&**store, &keys.verifiers()).await?;
    let sequencer = Sequencer::new(store.clone(), keys);
    if last.is_there() {
        sequencer.keep_in(data);
    }
    sequencer.catch_up(now).await?;
    Ok(())
}

/// Does it, and says how many.
pub async fn run(what: OptOuts) -> Result<()> {
    let OptOuts::Forget { data } = what;
    let (store, _lock) = folder::open_without_keys(&data.data).await?;
    let store = Arc::new(store);
    let stamp = Stamp {
        actor: Actor::System("command"),
        at: Clock::system().now(),
    };
    let numbers = store.forget_suppressed(&stamp).await?;
    sign(&store, &data.data, stamp.at).await?;
    store.close().await;
    println!("{numbers} numbers forgotten");
    Ok(())
}
