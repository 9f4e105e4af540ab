//! `rollcall opt-outs`: the numbers that opted out and belong to nobody, and what else hangs on the key to recognise them.

use std::sync::Arc;

use anyhow::Result;
use store::contract::Ledger as _;
use store::{Actor, Stamp};

use super::{Data, folder};
use crate::clock::Clock;
use crate::ledger::{LogKeys, Sequencer, key};

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
    let signed = store.signed_head().await?.size > 0;
    if signed {
        let variable = std::env::var(key::VARIABLE).ok();
        let keys = LogKeys::open(&data.data, variable.as_deref(), signed)?;
        let sequencer = Sequencer::new(store.clone(), keys);
        sequencer.keep_in(&data.data);
        sequencer.catch_up(stamp.at).await?;
    }
    store.close().await;
    println!("{numbers} numbers forgotten");
    Ok(())
}
