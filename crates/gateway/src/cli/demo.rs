//! `rollcall demo`

use anyhow::{Result, anyhow, bail};
use store::{Actor, Stamp};

use super::{Data, folder, prepare};
use crate::app::App;
use crate::auth::{password, secret};
use crate::clock::Clock;
use crate::demo;

/// What `rollcall demo` takes.
#[derive(Debug, clap::Args)]
pub struct Demo {
    #[command(flatten)]
    data: Data,
}

/// Loads the demo firm into an empty database.
pub async fn run(demo: Demo) -> Result<()> {
    let folder = folder::open(&demo.data.data).await?;
    let app = App::new(folder.store.clone(), Clock::system()).await?;
    prepare(&app).await?;
    let stamp = Stamp {
        actor: Actor::System("command"),
        at: app.now(),
    };
    let chosen: String = secret::fresh().chars().take(16).collect();
    let hash = password::hash(&chosen).map_err(|_| anyhow!("the password can't be hashed"))?;
    let loaded = demo::load(&app, &stamp, &hash).await;
    app.store.shut().await;
    if let Err(failure) = loaded {
        bail!(
            "the demo firm was not loaded: {:?} {}",
            failure.code(),
            failure.cause().unwrap_or("there are customers already")
        );
    }
    println!("the demo firm is there; sign in as agent, supervisor, manager or admin with the password {chosen}");
    Ok(())
}
