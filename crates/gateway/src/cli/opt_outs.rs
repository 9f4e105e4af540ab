//! `rollcall opt-outs`: the numbers that opted out and belong to nobody.

use anyhow::Result;
use store::{Actor, Stamp};

use super::{Data, folder};
use crate::clock::Clock;

/// What `rollcall opt-outs` takes. The gateway must be stopped.
#[derive(Debug, clap::Subcommand)]
pub enum OptOuts {
    /// Give up the numbers of erased customers and of strangers that opted out, when the key to recognise them is lost.
    Forget {
        #[command(flatten)]
        data: Data,
    },
}

/// Does it, and says how many.
pub async fn run(what: OptOuts) -> Result<()> {
    let OptOuts::Forget { data } = what;
    let (store, _lock) = folder::open_without_keys(&data.data).await?;
    let stamp = Stamp {
        actor: Actor::System("command"),
        at: Clock::system().now(),
    };
    let numbers = store.forget_suppressed(&stamp).await?;
    store.close().await;
    println!("{numbers} numbers forgotten");
    Ok(())
}
