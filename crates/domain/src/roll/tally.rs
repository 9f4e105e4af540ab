//! Counts of a roll by outcome, and the sum that must hold.

use serde::{Deserialize, Serialize};

use super::outcome::Outcome;

/// How many entries of a roll stand at each outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Tally([u64; Outcome::ALL.len()]);

impl Tally {
    /// How many stand at `outcome`.
    pub const fn of(&self, outcome: Outcome) -> u64 {
        self.0[outcome as usize]
    }

    /// Counts `entries` more at `outcome`.
    pub const fn add(&mut self, outcome: Outcome, entries: u64) {
        self.0[outcome as usize] += entries;
    }

    /// All entries.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Entries at a terminal outcome.
    pub fn settled(&self) -> u64 {
        Outcome::ALL
            .into_iter()
            .filter(|outcome| outcome.is_terminal())
            .map(|outcome| self.of(outcome))
            .sum()
    }

    /// Whether the run may close: every entry is settled, and together they are the audience.
    pub fn adds_up(&self, audience: u64) -> bool {
        self.total() == audience && self.settled() == audience
    }

    /// The outcomes that occur, with their counts, in the order of [`Outcome::ALL`].
    pub fn present(&self) -> impl Iterator<Item = (Outcome, u64)> + '_ {
        Outcome::ALL
            .into_iter()
            .map(|outcome| (outcome, self.of(outcome)))
            .filter(|&(_, count)| count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_closes_only_when_everybody_is_settled() {
        let mut tally = Tally::default();
        assert!(tally.adds_up(0));
        tally.add(Outcome::Delivered, 3);
        tally.add(Outcome::Excluded, 1);
        assert!(tally.adds_up(4));
        assert!(!tally.adds_up(5), "one is missing");
        tally.add(Outcome::InDoubt, 1);
        assert!(!tally.adds_up(5), "one is in doubt");
        assert_eq!(tally.settled(), 4);
    }
}
