//! What is written down together, and one by one where that failed: one that can't be written keeps no other.

use std::ops::Range;

use store::{Error, Result};

/// So many in a row that can't be written by themselves are not to blame: it is the store, and it is left alone for now.
const IN_A_ROW: u32 = 3;

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
            Err(_) => self.failed += 1,
            Ok(()) => self.failed = 0,
        }
        self.left.start += self.size;
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes `all`, of which those below nothing can't be written; answers what was written, and how many faults were told.
    fn write(all: &[i32]) -> (Vec<i32>, usize) {
        let (mut written, mut faults) = (Vec::new(), 0);
        let mut portions = Portions::of(all.len());
        while let Some(portion) = portions.next() {
            let these = &all[portion];
            let able = these.iter().all(|one| *one >= 0);
            if able {
                written.extend_from_slice(these);
            }
            let done = portions.done(if able { Ok(()) } else { Err(Error::NotFound) });
            faults += usize::from(done.is_err());
        }
        (written, faults)
    }

    #[test]
    fn one_that_cannot_be_written_keeps_no_other() {
        assert_eq!(write(&[]), (vec![], 0));
        assert_eq!(write(&[1, 2, 3]), (vec![1, 2, 3], 0));
        assert_eq!(write(&[-1]), (vec![], 1));
        assert_eq!(write(&[1, -1, 2, -1, -1, 3]), (vec![1, 2, 3], 3));
        // Where none can be, not all are tried.
        assert_eq!(write(&[-1; 500]), (vec![], 3));
    }
}
