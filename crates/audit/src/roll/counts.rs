//! How many entries stand at each outcome.

use crate::roll::outcome::Kind;
use serde::{Deserialize, Serialize};

/// Counts by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts([u64; Kind::ALL.len()]);

impl Counts {
    /// How many stand at `kind`.
    pub const fn of(&self, kind: Kind) -> u64 {
        self.0[kind as usize]
    }

    /// Counts `entries` more at `kind`.
    pub const fn add(&mut self, kind: Kind, entries: u64) {
        self.0[kind as usize] += entries;
    }

    /// Counts all of `more`, too.
    pub fn join(&mut self, more: &Self) {
        for (kind, count) in more.present() {
            self.add(kind, count);
        }
    }

    /// All entries.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The outcomes that occur, in the order of [`Kind::ALL`].
    pub fn present(&self) -> impl Iterator<Item = (Kind, u64)> + '_ {
        let counts = Kind::ALL.into_iter().map(|kind| (kind, self.of(kind)));
        counts.filter(|(_, count)| *count > 0)
    }
}
