//! Whose turn it is. Runs that share a carrier take their batches in turn: a long one that began early does not keep a short
//! one waiting for its end.

use std::collections::HashMap;

/// When runs were given something to hand over last.
#[derive(Debug, Default)]
pub(super) struct Turns {
    last: HashMap<i64, u64>,
    given: u64,
}

impl Turns {
    /// Puts those first that have waited longest, of which `no` is a run's number; new ones wait longer than all, the oldest
    /// before the others. Runs that are not among these are forgotten.
    pub fn order<R>(&mut self, runs: &mut [R], no: impl Fn(&R) -> i64) {
        let last = runs.iter().filter_map(|run| Some((no(run), *self.last.get(&no(run))?)));
        self.last = last.collect();
        runs.sort_by_key(|run| (self.last.get(&no(run)).copied(), no(run)));
    }

    /// This run was given something.
    pub fn took(&mut self, run: i64) {
        self.given += 1;
        self.last.insert(run, self.given);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_waited_longest_comes_first() {
        let mut turns = Turns::default();
        let mut check = |open: &[i64], want: &[i64], took: Option<i64>| {
            let mut runs = open.to_vec();
            turns.order(&mut runs, |run| *run);
            assert_eq!(runs, want);
            if let Some(run) = took {
                turns.took(run);
            }
        };
        check(&[1, 2, 3], &[1, 2, 3], Some(1));
        check(&[1, 2, 3], &[2, 3, 1], Some(2));
        check(&[1, 2, 3, 4], &[3, 4, 1, 2], Some(1));
        check(&[1, 2, 4], &[4, 2, 1], None);
        // One that was away begins anew.
        check(&[2], &[2], None);
        check(&[1, 2], &[1, 2], None);
    }
}
