//! What must hold of a world: at every moment, and at its end.

use std::collections::HashMap;

use domain::roll::{EntryState, Outcome};
use domain::time::{MINUTE, Millis};
use store::contract::runs::{EntryFilter, RunRow};

use super::super::house::CUSTOMERS;
use super::World;

impl World {
    /// Hand-overs of a run, from its first on, the repeated ones too.
    pub(super) async fn handed(&self, run: i64) -> u64 {
        self.gateway.store.handed_since(run, Millis::MIN).await.unwrap()
    }

    /// How many messages for this phone the carriers took.
    pub(super) fn taken(&self, phone: &str) -> u32 {
        let all = self.carriers.iter();
        all.map(|carrier| carrier.taken_by_phone().get(phone).copied().unwrap_or(0))
            .sum()
    }

    /// How often each entry was taken.
    fn taken_by_entry(&self) -> HashMap<i64, u32> {
        let mut all = HashMap::new();
        for carrier in &self.carriers {
            for (entry, taken) in carrier.sandbox.handed() {
                *all.entry(entry).or_default() += taken;
            }
        }
        all
    }

    /// What must hold at every moment; unless the run is what it was, its entries are counted.
    pub(super) async fn check(&mut self, run: RunRow) {
        assert_eq!(run.tally.total(), run.audience);
        if run.frozen_at.is_some() {
            assert_eq!(u128::from(run.audience), CUSTOMERS);
        }
        if std::mem::replace(&mut self.counted, run.revision) == run.revision {
            return;
        }
        let reasons = self.gateway.store.reasons(run.no).await.unwrap();
        for outcome in Outcome::ALL {
            let counted: u64 = reasons
                .iter()
                .filter(|one| one.outcome == outcome)
                .map(|one| one.entries)
                .sum();
            assert_eq!(counted, run.tally.of(outcome), "{outcome:?}");
        }
        // What was added up as it went is what the attempts come to.
        let spent = self.gateway.store.handed_over(run.no).await.unwrap();
        assert_eq!((run.parts, run.cost_millis), (spent.parts, spent.cost_millis), "spent");
        if let Some(pace) = &self.pace {
            let handed = self.handed(run.no).await - pace.before;
            let most = pace.allowed / MINUTE;
            assert!(
                handed as i64 <= most,
                "{handed} of at most {most} at {} a minute",
                pace.rate
            );
        }
        for (entry, taken) in self.taken_by_entry() {
            assert!(taken <= 1, "entry {entry} was sent {taken} times");
        }
        for (phone, before) in &self.barred {
            assert_eq!(
                self.taken(phone),
                *before,
                "{phone} was written to after it had opted out"
            );
        }
    }

    /// The carrier's own tally against the roll.
    pub(super) async fn account(&self) {
        let run = self.run().await.unwrap();
        let by_entry = self.taken_by_entry();
        for carrier in &self.carriers {
            for phone in carrier.taken_by_phone().keys() {
                assert_eq!(self.taken(phone), 1, "{phone}");
            }
        }
        let store = &self.gateway.store;
        let entries = store.entries(run.no, &EntryFilter::default(), 0, 1000).await.unwrap();
        assert_eq!(entries.len() as u128, CUSTOMERS);
        for entry in entries {
            let taken = by_entry
                .get(&((run.no << 32) + i64::from(entry.seq)))
                .copied()
                .unwrap_or(0);
            match entry.state {
                EntryState::Excluded(_) | EntryState::Cancelled | EntryState::Expired => {
                    assert_eq!(taken, 0, "{entry:?}");
                }
                EntryState::Delivered => assert_eq!(taken, 1, "{entry:?}"),
                EntryState::NoReceipt if !self.settled => assert_eq!(taken, 1, "{entry:?}"),
                _ => {}
            }
        }
    }
}
