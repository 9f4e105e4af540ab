//! What runs beside the requests: named tasks that finish the batch in hand when the gateway stops.

mod answers;
mod asking;
pub mod breakers;
pub mod bucket;
pub mod carriers;
mod confirmations;
pub(crate) mod dispatch;
pub mod drive;
pub mod engine;
mod freeze;
pub mod import;
pub mod log_check;
mod portions;
mod receipts;
mod reconcile;
mod replies;
pub mod scheduler;
pub mod sequencer;
mod turns;
mod under_way;
pub mod witness;

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use tokio::task::JoinSet;

/// The tasks that run, and the word to stop.
#[derive(Clone)]
pub struct Jobs {
    tasks: Arc<Mutex<JoinSet<()>>>,
    stop: Arc<watch::Sender<bool>>,
}

/// Tells a task that the gateway stops.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Default for Jobs {
    fn default() -> Self {
        Jobs {
            tasks: Arc::default(),
            stop: Arc::new(watch::channel(false).0),
        }
    }
}

impl Jobs {
    /// Runs `job` beside the requests. A job that works in batches asks [`Jobs::stop`] between them, and ends when told to.
    pub fn spawn(&self, name: &'static str, job: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(done) = tasks.try_join_next() {
            report(done);
        }
        tasks.spawn(async move {
            tracing::debug!(job = name, "begins");
            job.await;
            tracing::debug!(job = name, "ends");
        });
    }

    /// The word to stop, to be kept by a job.
    pub fn stop(&self) -> Stop {
        Stop(self.stop.subscribe())
    }

    /// Tells all jobs to stop, without waiting for them.
    pub fn announce_stop(&self) {
        self.stop.send_replace(true);
    }

    /// Tells all jobs to stop, and returns once they have finished what they have in hand.
    pub async fn shut(&self) {
        self.announce_stop();
        self.idle().await;
    }

    /// Returns once no job runs.
    pub async fn idle(&self) {
        loop {
            let mut tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
            if tasks.is_empty() {
                return;
            }
            while let Some(done) = tasks.join_next().await {
                report(done);
            }
        }
    }
}

fn report(done: Result<(), tokio::task::JoinError>) {
    if let Err(error) = done
        && error.is_panic()
    {
        tracing::error!("a job panicked; what it had in hand is found again at the next start");
    }
}

impl Stop {
    /// Whether to stop.
    pub fn requested(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once it is time to stop.
    pub async fn wait(&mut self) {
        // The sender is gone only when the gateway is: that, too, is the time to stop.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_job_finishes_what_it_has_in_hand() {
        let jobs = Jobs::default();
        let mut stop = jobs.stop();
        let (done, mut finished) = watch::channel(0);
        jobs.spawn("count", async move {
            stop.wait().await;
            done.send_replace(7);
        });
        jobs.shut().await;
        assert_eq!(*finished.borrow_and_update(), 7);
        assert!(jobs.stop().requested());
    }
}
