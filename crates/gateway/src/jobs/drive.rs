//! Drives the engine by the real clock, and tells the open browsers how runs move on.

use std::collections::{BTreeSet, HashMap};
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::time::Millis;
use futures::FutureExt as _;
use store::contract::runs::RunFilter;
use wire::live::Live;

use super::engine::{Engine, Stepped};
use crate::app::App;
use crate::handlers::runs::run_of;

/// How long the engine rests when nothing is due; whoever changes something wakes it.
const REST: Duration = Duration::from_millis(250);
/// How long it rests after a fault.
const FAULT: Duration = Duration::from_secs(1);
/// A run is told of four times a second at most.
const APART: Duration = Duration::from_millis(250);

/// For so long the engine may fail before anybody is told: what fails once is tried again at once.
const FAILS_UNTOLD: Millis = 10_000;

/// Since when every step of the engine has failed, in whole or in part, by what the store does not do.
#[derive(Debug, Default)]
pub struct Failing(Mutex<Option<Millis>>);

impl Failing {
    fn note(&self, failed_at: Option<Millis>) {
        let mut since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *since = failed_at.map(|now| since.unwrap_or(now));
    }

    /// Since when, where it has been long enough to tell.
    pub fn since(&self, now: Millis) -> Option<Millis> {
        let since = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.filter(|since| now - since >= FAILS_UNTOLD)
    }
}

/// Runs until the gateway stops; a step under way is finished. An engine that panics is followed by another, which finds in the
/// store all that there is to know: a gateway that answers and sends nothing would be worse than one that ends.
pub async fn drive(app: App) {
    let mut stop = app.jobs.stop();
    while AssertUnwindSafe(run(&app)).catch_unwind().await.is_err() && !stop.requested() {
        tracing::error!("the engine panicked: another begins");
        app.engine.note(Some(app.now()));
        tokio::select! {
            () = stop.wait() => {}
            () = tokio::time::sleep(FAULT) => {}
        }
    }
}

async fn run(app: &App) {
    let mut engine = Engine::new(app.store.clone(), app.carriers.clone(), app.holder.clone());
    let mut stop = app.jobs.stop();
    let mut herald = Herald::default();
    while !stop.requested() {
        let still = app.still.lock().await;
        let stepped = engine.step(app.now()).await;
        drop(still);
        let failed = stepped.as_ref().map_or(true, |stepped| stepped.stalls);
        app.engine.note(failed.then(|| app.now()));
        let rest = match stepped {
            Ok(stepped) => {
                let rest = rest(&stepped);
                herald.moved.extend(stepped.runs);
                if stepped.replied {
                    app.live.send(Live::Replies {});
                }
                rest
            }
            Err(error) => {
                tracing::error!(%error, "a step of the engine failed");
                FAULT
            }
        };
        herald.tell(app).await;
        if rest.is_zero() {
            tokio::task::yield_now().await;
            continue;
        }
        tokio::select! {
            () = stop.wait() => {}
            () = app.wake.notified() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
    if let Err(error) = engine.finish(|| app.now()).await {
        tracing::warn!(%error, "the engine did not end in good order");
    }
}

/// What a row holds slows nobody down: it rests by itself.
const fn rest(stepped: &Stepped) -> Duration {
    if stepped.stalls {
        FAULT
    } else if stepped.busy {
        Duration::ZERO
    } else {
        REST
    }
}

/// Tells of runs, each not too often, and of its last state always.
#[derive(Default)]
struct Herald {
    moved: BTreeSet<i64>,
    told: HashMap<i64, Instant>,
}

impl Herald {
    async fn tell(&mut self, app: &App) {
        let now = Instant::now();
        self.told.retain(|_, told| now - *told < APART);
        let due: Vec<i64> = self
            .moved
            .iter()
            .copied()
            .filter(|no| !self.told.contains_key(no))
            .collect();
        for no in due {
            self.moved.remove(&no);
            self.told.insert(no, now);
            if app.live.listeners() == 0 {
                continue;
            }
            if let Ok(rows) = app.store.runs(&RunFilter::default(), Some(no + 1), 1).await
                && let Some(row) = rows.into_iter().next()
            {
                let author = row.author.map(|author| author.0);
                app.live.send_run(run_of(row), author);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_store_slows_the_engine_down() {
        let rest = |busy, stalls| {
            rest(&Stepped {
                busy,
                stalls,
                faults: 1,
                ..Stepped::default()
            })
        };
        assert_eq!((rest(true, false), rest(false, false)), (Duration::ZERO, REST));
        assert_eq!((rest(true, true), rest(false, true)), (FAULT, FAULT));
    }
}
