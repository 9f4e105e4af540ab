//! `rollcall serve`

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use audit::signed::KnownKey;
use domain::time::Millis;
use tokio::net::TcpListener;
use tokio::signal;
use wire::live::Live;

use super::{Data, folder};
use crate::app::App;
use crate::assets::Assets;
use crate::auth::secret;
use crate::clock::Clock;
use crate::handlers::carriers;
use crate::jobs::carriers::Carriers;
use crate::jobs::import::{self, leftovers};
use crate::jobs::scheduler::open_taken_back;
use crate::jobs::{drive, log_check, sequencer, witness};
use crate::ledger::check::{SMALL, Start, at_start};
use crate::ledger::{Authentic, LastSigned, LogKeys, key, known_keys};
use crate::{listen, router};

/// What `rollcall serve` takes.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    data: Data,
    /// The folder of the built app; without it, the API alone is served.
    #[arg(long, value_name = "DIR")]
    app: Option<PathBuf>,
}

/// So long requests under way have to end once the process is asked to stop: nothing is sent meanwhile, and nobody can sign in.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until the process is asked to stop.
pub async fn run(serve: Serve) -> Result<()> {
    let folder = folder::open(&serve.data.data).await?;
    let store: Arc<dyn store::Store> = folder.store.clone();
    let carriers = Carriers::in_folder(serve.data.data.clone());
    let clock = Clock::system();
    // Read before anything is signed, which writes the file anew.
    let older = !LastSigned::in_folder(&serve.data.data).is_there() && store.signed_head().await?.size > 0;
    let (keys, start) = log_keys(&*store, &serve.data.data, clock.now()).await?;
    let authentic = Authentic::begin(&*store, &keys.verifiers(), &folder.event_key, clock.now()).await?;
    let app = App::signing(store, clock, carriers, keys).await?;
    app.sequencer.keep_in(&serve.data.data);
    app.sequencer.authenticate(authentic);
    let assets = match &serve.app {
        Some(folder) => {
            Assets::load(folder).with_context(|| format!("the app in {} can't be read", folder.display()))?
        }
        None => Assets::none(),
    };
    app.imports.keep_in(&serve.data.data.join("imports"));
    prepare(&app).await?;
    if older {
        taken_back(&app).await?;
    }
    import::recover(&app).await?;
    let listener = TcpListener::bind(serve.listen)
        .await
        .with_context(|| format!("can't listen on {}; is something else listening there?", serve.listen))?;
    let address = listener.local_addr()?;
    if app.store.setup_needed().await? {
        let token = secret::fresh();
        app.store.offer_setup(secret::hash(&token)).await?;
        println!("set-up link: http://{address}/setup?token={token}");
    }
    app.jobs.spawn("log watch", watch_log(app.clone()));
    app.jobs.spawn("engine", drive::drive(app.clone()));
    app.jobs.spawn("sequencer", sequencer::sign(app.clone()));
    app.jobs.spawn("log check", log_check::watch(app.clone(), start.whole));
    app.jobs.spawn("leftovers", leftovers::watch(app.clone()));
    app.jobs.spawn("witness", witness::send(app.clone()));
    let asked = asked_to_stop()?;
    println!("listening on http://{address}");
    let router = router::router(app.clone(), assets);
    let stopping = {
        let app = app.clone();
        async move {
            asked.await;
            tracing::info!("asked to stop");
            // At once, so that jobs finish beside the last requests.
            app.jobs.announce_stop();
        }
    };
    let mut stop = app.jobs.stop();
    let grace_over = async {
        stop.wait().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = listen::serve(listener, router, listen::PATIENCE, stopping) => {}
        () = grace_over => tracing::warn!("requests that were still under way are given up"),
    }
    app.jobs.shut().await;
    app.carriers.shut().await;
    app.store.shut().await;
    println!("stopped");
    Ok(())
}

/// The keys that sign the log, once the log was held against its last checkpoint.
async fn log_keys(store: &dyn store::Store, folder: &Path, now: Millis) -> Result<(LogKeys, Start)> {
    let variable = std::env::var(key::VARIABLE).ok();
    let last = LastSigned::in_folder(folder);
    let signed = last.is_there() || store.signed_head().await?.size > 0;
    let keys = LogKeys::open(folder, variable.as_deref(), signed)?;
    let start = at_start(store, &keys.verifiers(), SMALL).await?;
    last.fits(store, &keys.verifiers()).await?;
    tracing::info!(
        events = start.events,
        whole = start.whole.is_some(),
        "the log is what was signed"
    );
    let stamp = store::Stamp {
        actor: store::Actor::System("sequencer"),
        at: now,
    };
    let own = keys.verifiers();
    // Oldest first, as the log is to know them: the newest outlives the others.
    for key in own.iter().rev() {
        store.add_log_key(&stamp, &key.to_string()).await?;
    }
    let known = known_keys::in_log(store, &own).await?;
    let back = known
        .iter()
        .find(|known| known.until.is_some() && own.contains(&known.key));
    if let Some(KnownKey {
        key: retired,
        until: Some(event),
    }) = back
    {
        bail!(
            "event {event} of the log retired {retired}: take its line out of {} or {}",
            key::FILE,
            key::VARIABLE
        );
    }
    for key in known_keys::outlived(&known, &own) {
        store.retire_log_key(&stamp, &key.to_string()).await?;
    }
    Ok((keys, start))
}

/// Keeps a database whose last signed checkpoint nobody kept from sending twice: it may be an older copy, and what it was about to send
/// may have been sent since.
async fn taken_back(app: &App) -> Result<()> {
    let stamp = store::Stamp {
        actor: store::Actor::System("restore"),
        at: app.now(),
    };
    let runs = app.store.taken_back(&stamp).await?;
    open_taken_back(&*app.store, &stamp, app.zone()).await?;
    tracing::warn!(
        runs,
        "nobody kept the last signed checkpoint, so this may be an older copy of the database: what it was about to send is held"
    );
    Ok(())
}

/// What a first start adds: the built-in carrier, and the commitment to consents, opt-outs and replies that a version before it recorded without one.
pub async fn prepare(app: &App) -> Result<()> {
    let stamp = store::Stamp {
        actor: store::Actor::System("setup"),
        at: app.now(),
    };
    let committed = app.store.commit_late_consents(&stamp).await?;
    if committed > 0 {
        tracing::info!(committed, "consents that were recorded before are committed to the log");
    }
    let committed = app.store.commit_late_opt_outs(&stamp).await?;
    if committed > 0 {
        tracing::info!(committed, "numbers that opted out before are committed to the log");
    }
    let committed = app.store.commit_late_replies(&stamp).await?;
    if committed > 0 {
        tracing::info!(committed, "replies that came before are committed to the log");
    }
    if app.store.carriers().await?.is_empty() {
        let sandbox = carriers::new_sandbox().map_err(|_| anyhow::anyhow!("the sandbox carrier can't be added"))?;
        app.store.put_carrier(&stamp, sandbox).await?;
    }
    Ok(())
}

/// Tells the open browsers that the log grew, at most every two seconds and only while somebody listens.
async fn watch_log(app: App) {
    let mut stop = app.jobs.stop();
    let mut told = None;
    let mut tick = tokio::time::interval(Duration::from_secs(2));
    loop {
        tokio::select! {
            () = stop.wait() => return,
            _ = tick.tick() => {}
        }
        if app.live.listeners() == 0 {
            continue;
        }
        if let Ok(head) = app.store.log_head().await
            && told.replace(head.size) != Some(head.size)
        {
            app.live.send(Live::Log { size: head.size });
        }
    }
}

/// Returns once the process is asked to stop. It is heard from when this is called, not only from when it is awaited.
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let asked = {
        use signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        async move {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        }
    };
    #[cfg(not(unix))]
    let asked = async {
        let _ = signal::ctrl_c().await;
    };
    Ok(asked)
}
