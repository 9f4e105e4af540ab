//! Threads for whoever checks a long pack.

use std::thread;

use audit::check::{Helpers, Job};

/// As many as there are processors.
pub fn helpers() -> Helpers {
    let count = thread::available_parallelism().map_or(1, usize::from);
    Helpers { count, run }
}

fn run(jobs: Vec<Job<'_>>) {
    thread::scope(|threads| {
        for job in jobs {
            threads.spawn(job);
        }
    });
}
