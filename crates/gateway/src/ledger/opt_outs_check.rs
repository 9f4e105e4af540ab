//! Holds the numbers that opted out and are nobody's, and those of erased customers, against the leaves that the log tells of.

use std::collections::BTreeMap;

use audit::{Hash, Value};
use store::Store;
use store::contract::KeptLeaf;

use super::recompute::Found;

/// What the log tells of such numbers.
#[derive(Debug, Default)]
pub(super) struct OptOuts {
    /// The leaves that came and did not go, each with its event and its place there.
    leaves: BTreeMap<Hash, (u64, usize)>,
    /// The last event that told of the numbers of erased customers, and the leaf over all of them.
    erased: Option<(u64, Option<Hash>)>,
}

impl OptOuts {
    /// Takes in the next event.
    pub(super) fn event(&mut self, kept: &KeptLeaf) {
        let Some(event) = &kept.event else { return };
        let leaves = || {
            let leaves = match event.details.get("leaves") {
                Some(Value::Text(leaves)) => leaves.as_str(),
                _ => "",
            };
            leaves.split_whitespace().filter_map(|leaf| leaf.parse().ok())
        };
        match event.action.as_str() {
            "settings.opt_out_kept" | "settings.opt_outs_committed" => {
                self.leaves.extend(leaves().zip((0..).map(|place| (kept.seq, place))));
            }
            "settings.opt_out_lifted" | "settings.opt_out_moved" => {
                for leaf in leaves() {
                    self.leaves.remove(&leaf);
                }
            }
            "settings.erased_numbers_sealed" => {
                self.erased = Some((kept.seq, leaves().next()));
            }
            "settings.opt_outs_forgotten" => self.leaves.clear(),
            _ => {}
        }
    }

    /// Holds the rows against them.
    pub(super) async fn ended(mut self, store: &dyn Store, found: &mut Found) -> store::Result<()> {
        for row in store.kept_opt_outs().await? {
            let told = row.leaf.and_then(|leaf| self.leaves.remove(&leaf));
            let differs = match told {
                Some(_) if row.opens => continue,
                Some((event, place)) => {
                    format!("event {event}: opt-out {place} is not the one of which it tells")
                }
                None => {
                    let (purpose, since) = (row.purpose, row.since);
                    format!("opt-out from {purpose} since {since}: no event of the log tells of it")
                }
            };
            found.differs.push(differs);
        }
        let gone = self.leaves.into_values();
        found
            .differs
            .extend(gone.map(|(event, place)| format!("event {event}: opt-out {place} of which it tells is gone")));
        let erased = store.kept_erased().await?;
        match self.erased {
            Some((_, leaf)) if leaf.is_some() && leaf == erased.leaf => {}
            Some((event, _)) => found.differs.push(format!(
                "event {event}: the numbers of erased customers are not those of which it tells"
            )),
            None if erased.rows == 0 => {}
            None => found
                .differs
                .push("numbers of erased customers: no event of the log tells of them".to_owned()),
        }
        Ok(())
    }
}
