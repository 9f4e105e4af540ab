//! Signs what was logged, once a second at most.

use std::time::Duration;

use crate::app::App;
use crate::ledger::{Broken, Halt, SealFault};

/// How long after an event it is signed at the latest, while nothing fails.
const APART: Duration = Duration::from_secs(1);
/// How long it rests after a fault.
const FAULT: Duration = Duration::from_secs(10);

/// Runs until the gateway stops, and signs what is left then.
pub async fn sign(app: App) {
    let mut stop = app.jobs.stop();
    loop {
        let stopping = stop.requested();
        let Some(rest) = step(&app).await else { return };
        if stopping {
            return;
        }
        tokio::select! {
            () = stop.wait() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Signs what there is, and answers how long to rest then; `None`: nothing is signed any more.
pub async fn step(app: &App) -> Option<Duration> {
    let now = app.now();
    let error = match app.sequencer.catch_up(now).await {
        Ok(_) => {
            app.sequencer.note(false, now);
            return Some(APART);
        }
        // Whoever found that has said so.
        Err(SealFault::Halted) => return None,
        Err(error) => error,
    };
    tracing::error!(%error, "the log was not signed");
    app.sequencer.note(true, now);
    // In its way the next one could not be kept, for as long as it is there.
    if let Ok(Some(size)) = app.store.checkpoint_beyond().await {
        app.sequencer.halt(Halt { event: None, at: now });
        tracing::error!(error = %Broken::Beyond(size), "the log is not what was signed");
        return None;
    }
    Some(FAULT)
}
