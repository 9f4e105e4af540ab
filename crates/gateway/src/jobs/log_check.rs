//! Checks the whole log beside the work: at once after a start that looked only at what was new, and once a day. What does not fit
//! ends the signing.

use std::time::{Duration, Instant};

use store::contract::SignedHead;

use crate::app::App;
use crate::ledger::check::{Broken, Check};
use crate::ledger::{Checked, Halt};

/// How often the whole log is checked.
const EVERY: Duration = Duration::from_hours(24);
/// How long it rests after a fault of the store.
const FAULT: Duration = Duration::from_mins(10);

/// How much longer than each slice took it rests behind it: two thirds of the time are left to the work.
const PACE: u32 = 2;

/// Runs until the gateway stops, or the log does not fit. `checked` is how far the start has checked the whole log, if it has.
pub async fn watch(app: App, checked: Option<SignedHead>) {
    let mut stop = app.jobs.stop();
    let mut rest = Duration::ZERO;
    if let Some(head) = checked {
        rest = EVERY;
        if let Err(error) = note(&app, head).await {
            tracing::error!(%error, "it is not noted that the log was checked");
        }
    }
    loop {
        tokio::select! {
            () = stop.wait() => return,
            () = tokio::time::sleep(rest) => {}
        }
        rest = match whole(&app, PACE).await {
            Ok(true) => EVERY,
            Ok(false) => return,
            Err(error) => {
                tracing::error!(%error, "the log was not checked");
                FAULT
            }
        };
    }
}

/// Checks the whole log once, and notes that, or ends the signing. Behind each slice it rests `pace` times as long as that took.
/// Whether the log was checked and fits; `false` too where the gateway stops meanwhile.
///
/// # Errors
/// Those of the store.
pub async fn whole(app: &App, pace: u32) -> store::Result<bool> {
    let broken = match checked(app, pace).await {
        Ok(Some(head)) => return note(app, head).await.map(|()| true),
        Ok(None) => return Ok(false),
        Err(Broken::Store(error)) => return Err(error),
        Err(broken) => broken,
    };
    let event = broken.event();
    app.sequencer.halt(Halt { event, at: app.now() });
    tracing::error!(%broken, "the log is not what was signed");
    // The next start is to look at everything before it opens its port.
    app.store.set_log_checked(None).await?;
    Ok(false)
}

async fn checked(app: &App, pace: u32) -> Result<Option<SignedHead>, Broken> {
    let (store, stop) = (&*app.store, app.jobs.stop());
    let mut check = Check::begin(store).await?;
    loop {
        let begun = Instant::now();
        if !check.slice(store).await? {
            break;
        }
        tokio::time::sleep(begun.elapsed() * pace).await;
        if stop.requested() {
            return Ok(None);
        }
    }
    check.end(store, &app.sequencer.verifiers()).await.map(Some)
}

async fn note(app: &App, head: SignedHead) -> store::Result<()> {
    let checked = Checked { head, at: app.now() };
    // A log has a key, else nothing of it was signed.
    let Ok(note) = checked.sign(app.sequencer.keys()) else {
        return Ok(());
    };
    app.store.set_log_checked(Some(&note)).await
}
