//! Signs what was logged, once a second at most.

use std::time::Duration;

use crate::app::App;
use crate::ledger::SealFault;

/// How long after an event it is signed at the latest, while nothing fails.
const APART: Duration = Duration::from_secs(1);
/// How long it rests after a fault.
const FAULT: Duration = Duration::from_secs(10);

/// Runs until the gateway stops, and signs what is left then.
pub async fn sign(app: App) {
    let mut stop = app.jobs.stop();
    loop {
        let stopping = stop.requested();
        let rest = match app.sequencer.catch_up(app.now()).await {
            Ok(_) => APART,
            // Whoever found that has said so.
            Err(SealFault::Halted) => return,
            Err(error) => {
                tracing::error!(%error, "the log was not signed");
                FAULT
            }
        };
        if stopping {
            return;
        }
        tokio::select! {
            () = stop.wait() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}
