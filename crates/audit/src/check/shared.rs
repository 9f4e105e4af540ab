//! A run pack that many read at once: each takes the next lines from the file, checks them by itself, and joins what it found
//! when it is its turn. So somebody always reads on, and the entries are judged in their order.

use super::roll::OpenRun;
use super::stretch::{Stretch, TOGETHER};
use super::{Helpers, Job, Proof, Stop};
use crate::pack::lines::{Ahead, Lines, Unreadable};
use std::io::BufRead;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Entries that one takes at once: about as many as a processor has room for nearby.
const TAKEN: usize = 2 * TOGETHER;

/// The file.
struct Feed<'l, R> {
    lines: &'l mut Lines<R>,
    /// How many times lines were taken.
    taken: u64,
    /// The trailer was taken, or nothing more can be read.
    over: bool,
}

/// What was found.
struct Found {
    run: OpenRun,
    /// Who is to join next: the number of times that lines were joined.
    turn: u64,
    /// How reading ended.
    end: Option<Result<(), Stop>>,
}

/// The lock; one who panicked while it was held is told of by whoever runs the jobs.
fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads entries up to the trailer, and judges the whole.
pub(super) fn read<R: BufRead + Send>(run: OpenRun, lines: &mut Lines<R>, helpers: Helpers) -> Result<Proof, Stop> {
    let id = run.run();
    let feed = Mutex::new(Feed {
        lines,
        taken: 0,
        over: false,
    });
    let found = Mutex::new(Found {
        run,
        turn: 0,
        end: None,
    });
    let joined = Condvar::new();
    let jobs = (0..helpers.count.max(1)).map(|_| {
        let job: Job<'_> = Box::new(|| work(&feed, &found, &joined, id));
        job
    });
    (helpers.run)(jobs.collect());
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    match found.end {
        Some(end) => end.and_then(|()| found.run.judge()),
        // Whoever runs the jobs ran none.
        None => found.run.read(lines_of(feed)),
    }
}

fn lines_of<R>(feed: Mutex<Feed<'_, R>>) -> &mut Lines<R> {
    feed.into_inner().unwrap_or_else(PoisonError::into_inner).lines
}

/// Ends the reading for all unless one came to its end well: who else waits for a turn would wait for ever.
struct Ends<'f> {
    found: &'f Mutex<Found>,
    joined: &'f Condvar,
    well: bool,
}

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        if !self.well {
            let lost = || Err(Unreadable::Io("it was left off".to_owned()).into());
            hold(self.found).end.get_or_insert_with(lost);
            self.joined.notify_all();
        }
    }
}

/// Takes lines and joins them until there are none.
fn work<R: BufRead>(feed: &Mutex<Feed<'_, R>>, found: &Mutex<Found>, joined: &Condvar, run: [u8; 16]) {
    let mut ends = Ends {
        found,
        joined,
        well: false,
    };
    take_all(feed, found, joined, run);
    ends.well = true;
}

fn take_all<R: BufRead>(feed: &Mutex<Feed<'_, R>>, found: &Mutex<Found>, joined: &Condvar, run: [u8; 16]) {
    let mut ahead = Ahead::default();
    loop {
        // The file is let go before the lines are looked at.
        let taken = hold(feed).take(&mut ahead);
        let Some((number, read)) = taken else { return };
        let lines: Vec<_> = ahead.lines().collect();
        let stretch = Stretch::read(&lines, run);
        let waits = |found: &mut Found| found.end.is_none() && found.turn != number;
        let mut found = joined
            .wait_while(hold(found), waits)
            .unwrap_or_else(PoisonError::into_inner);
        if found.end.is_some() {
            return;
        }
        found.end = match found.run.take(&lines, stretch.as_ref()) {
            Ok(true) => Some(Ok(())),
            Ok(false) => read.err().map(|why| Err(why.into())),
            Err(stop) => Some(Err(stop)),
        };
        found.turn += 1;
        joined.notify_all();
    }
}

impl<R: BufRead> Feed<'_, R> {
    /// The next lines, which time this is, and what hinders those behind; `None`: there are no more.
    fn take(&mut self, ahead: &mut Ahead) -> Option<(u64, Result<(), Unreadable>)> {
        if self.over {
            return None;
        }
        let number = self.taken;
        let read = self.lines.ahead(ahead, TAKEN);
        self.taken += 1;
        self.over = read.is_err() || ahead.ended();
        Some((number, read))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::check::{Options, open_run};

    #[test]
    fn who_panics_keeps_nobody_waiting() {
        let pack = include_bytes!("../../vectors/run-full.jsonl");
        let header = pack.split(|octet| *octet == b'\n').next().unwrap();
        let found = Mutex::new(Found {
            run: open_run(header, &Options::default()).unwrap(),
            turn: 0,
            end: None,
        });
        let joined = Condvar::new();
        std::thread::scope(|threads| {
            let lost = threads.spawn(|| {
                let _ends = Ends {
                    found: &found,
                    joined: &joined,
                    well: false,
                };
                panic!("it had the first turn");
            });
            drop(joined.wait_while(hold(&found), |found| found.end.is_none()));
            assert!(lost.join().is_err());
        });
        assert!(matches!(hold(&found).end, Some(Err(_))));
    }
}
