//! What is written down together, and one by one where that failed: one that can't be written keeps no other, and rests.

use std::collections::HashMap;
use std::ops::Range;

use domain::time::Millis;
use store::{Error, Result};

use super::engine::Stepped;

/// So many in a row that the store did not write by themselves are not to blame, and it is left alone for now.
const IN_A_ROW: u32 = 3;
/// When that is tried again which could not be done for what a row holds.
const AGAIN: Millis = 10_000;

/// What may rest.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// All that is due of a run, by its number.
    Run(i64),
    /// The answers to messages of a run.
    Answers(i64),
    /// A carrier's receipt, by its token.
    Receipt(String, u64),
    /// A carrier's reply, by its token.
    Reply(String, u64),
}

/// What could not be done for what a row holds, and when. It rests, so that all else keeps its pace.
#[derive(Debug, Default)]
pub(super) struct Resting(HashMap<Whose, Millis>);

impl Resting {
    /// Whether it is not to be tried yet.
    pub fn rests(&self, whose: &Whose, now: Millis) -> bool {
        self.0
            .get(whose)
            .is_some_and(|&since| (0..AGAIN).contains(&(now - since)))
    }

    /// What is not to rest: first that of which nothing is known, then that which is tried again.
    pub fn awake<T>(&self, all: Vec<T>, whose: impl Fn(&T) -> Whose, now: Millis) -> [Vec<T>; 2] {
        let awake = all.into_iter().filter(|one| !self.rests(&whose(one), now));
        let (again, fresh) = awake.partition(|one| self.0.contains_key(&whose(one)));
        [fresh, again]
    }

    /// Notes a fault; where it is of a row, this rests. The log tells of it once.
    pub fn note(&mut self, whose: Whose, (what, error): (&'static str, &Error), now: Millis, stepped: &mut Stepped) {
        stepped.fault(error);
        if !error.is_of_a_row() || self.0.insert(whose.clone(), now).is_none() {
            tracing::error!(?whose, %error, "{what}");
        }
    }

    /// How many rest.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets those that were not tried again, or went well.
    pub fn forget(&mut self, now: Millis) {
        self.0.retain(|_, since| (0..2 * AGAIN).contains(&(now - *since)));
    }
}

/// Places of what is to be written, portion by portion.
#[derive(Debug)]
pub(super) struct Portions {
    left: Range<usize>,
    size: usize,
    failed: u32,
}

impl Portions {
    /// Of so many at first all together.
    pub fn of(len: usize) -> Portions {
        Portions {
            left: 0..len,
            size: len,
            failed: 0,
        }
    }

    /// The next portion, until all were written or passed over.
    pub fn next(&self) -> Option<Range<usize>> {
        let Range { start, end } = self.left;
        (start < end && self.failed < IN_A_ROW).then(|| start..end.min(start + self.size))
    }

    /// Goes on behind what was written, or from its beginning in smaller portions; of one that could not be written by itself
    /// the error is passed on.
    pub fn done(&mut self, written: Result<()>) -> std::result::Result<(), Error> {
        match written {
            Err(_) if self.size > 1 => {
                self.size = 1;
                return Ok(());
            }
            Err(ref error) => self.failed += u32::from(!error.is_of_a_row()),
            Ok(()) => self.failed = 0,
        }
        self.left.start += self.size;
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes `all`, of which those below nothing can't be written for this reason; answers what was written, and how many faults
    /// were told.
    fn write(all: &[i32], why: fn() -> Error) -> (Vec<i32>, usize) {
        let (mut written, mut faults) = (Vec::new(), 0);
        let mut portions = Portions::of(all.len());
        while let Some(portion) = portions.next() {
            let these = &all[portion];
            let able = these.iter().all(|one| *one >= 0);
            if able {
                written.extend_from_slice(these);
            }
            let done = portions.done(if able { Ok(()) } else { Err(why()) });
            faults += usize::from(done.is_err());
        }
        (written, faults)
    }

    #[test]
    fn one_that_cannot_be_written_keeps_no_other() {
        let (of_a_row, busy) = (|| Error::Unreadable("run"), || Error::Busy);
        assert_eq!(write(&[], busy), (vec![], 0));
        assert_eq!(write(&[1, 2, 3], busy), (vec![1, 2, 3], 0));
        assert_eq!(write(&[-1], busy), (vec![], 1));
        assert_eq!(write(&[1, -1, 2, -1, -1, 3], busy), (vec![1, 2, 3], 3));
        // Where the store writes none, not all are tried.
        assert_eq!(write(&[-1; 500], busy), (vec![], 3));
        assert_eq!(write(&[-1, -1, -1, -1, 5], of_a_row), (vec![5], 4));
    }

    #[test]
    fn what_a_row_holds_rests_and_is_tried_again_behind_the_others() {
        let (mut resting, mut stepped) = (Resting::default(), Stepped::default());
        let bad = Whose::Run(1);
        resting.note(bad.clone(), ("no", &Error::Unreadable("run")), 0, &mut stepped);
        // The store's own fault is tried again by the next step.
        resting.note(Whose::Run(2), ("no", &Error::Busy), 0, &mut stepped);
        assert_eq!((stepped.faults, stepped.stalls, resting.len()), (2, true, 1));
        let awake = |now| resting.awake(vec![1, 2, 3], |&no| Whose::Run(no), now);
        assert_eq!(awake(AGAIN - 1), [vec![2, 3], vec![]]);
        assert_eq!(awake(AGAIN), [vec![2, 3], vec![1]]);
        // The clock was set back.
        assert!(!resting.rests(&bad, -1));
        resting.forget(2 * AGAIN - 1);
        assert_eq!(resting.len(), 1);
        resting.forget(2 * AGAIN);
        assert_eq!(resting.len(), 0);
    }
}
