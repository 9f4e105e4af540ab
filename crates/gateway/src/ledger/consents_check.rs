//! Recomputes the consents from the database, and names each that is not what the log says.

use std::collections::BTreeMap;

use audit::pack::consent::{consent_hash, recorded};
use audit::tiles::Upper;
use audit::{Hash, Tree};
use store::Store;
use store::contract::{KeptLeaf, SealedConsent, SideTree};

use super::recompute::{Found, side_tiles};

/// Rows read at a time.
const BATCH: u32 = 8_192;
/// Whoever differs is named, however many they are.
const ALL: u32 = u32::MAX;

/// The consents that one event recorded, as far as they were looked at.
struct Batch {
    event: u64,
    /// The place that is to follow.
    next: u64,
    tree: Tree,
    upper: Upper,
}

/// Actions whose events record consents.
const RECORD: [&str; 3] = ["customer.consent", "import.applied", "log.consents_committed"];

/// How many consents each event of the log says that it recorded, and their root.
#[derive(Debug, Default)]
pub(super) struct Consents(BTreeMap<u64, (u64, Hash)>);

impl Consents {
    /// Takes in the next event.
    pub(super) fn event(&mut self, kept: &KeptLeaf) {
        let event = kept.event.as_ref();
        let event = event.filter(|event| RECORD.contains(&event.action.as_str()));
        if let Some(consents) = event.and_then(recorded) {
            self.0.insert(kept.seq, consents);
        }
    }

    /// Looks at all consents that are committed in the log, and at what the customers' cards say.
    pub(super) async fn ended(self, store: &dyn Store, found: &mut Found) -> store::Result<()> {
        let looked = rows(store, self.0, found).await;
        found.as_far("consents", looked)?;
        let looked = beside(store, found).await;
        found.as_far("consents on the cards", looked)
    }
}

/// Holds the consents of each event against what it recorded.
async fn rows(store: &dyn Store, mut told: BTreeMap<u64, (u64, Hash)>, found: &mut Found) -> store::Result<()> {
    let (mut after, mut open) = (None, None::<Batch>);
    loop {
        let page = store.logged_consents(after, BATCH).await?;
        let Some(&(last, _)) = page.last() else { break };
        after = Some(last);
        for ((event, place), consent) in page {
            if open.as_ref().is_none_or(|batch| batch.event != event) {
                if let Some(batch) = open.take() {
                    ended(store, &batch, told.remove(&batch.event), found).await?;
                }
                open = Some(Batch {
                    event,
                    next: 0,
                    tree: Tree::new(),
                    upper: Upper::new(),
                });
            }
            let Some(batch) = &mut open else { continue };
            if place != batch.next {
                let next = batch.next;
                found
                    .differs
                    .push(format!("event {event}: consent {next} that it recorded is gone"));
            }
            batch.next = place + 1;
            found.consents += 1;
            match consent {
                Ok(consent) => batch.consent(&consent, found),
                Err(store::Error::Unreadable(what)) => found.differs.push(format!(
                    "event {event}: consent {place}: {what} is missing or unreadable"
                )),
                Err(error) if error.is_of_a_row() => {
                    found.differs.push(format!("event {event}: consent {place}: {error}"));
                }
                Err(error) => return Err(error),
            }
        }
    }
    if let Some(batch) = open {
        ended(store, &batch, told.remove(&batch.event), found).await?;
    }
    for event in told.into_keys() {
        found
            .differs
            .push(format!("event {event}: the consents that it recorded are gone"));
    }
    Ok(())
}

/// What is said of consents beside their commitments.
async fn beside(store: &dyn Store, found: &mut Found) -> store::Result<()> {
    for (record, customer) in store.uncommitted_consents(ALL).await? {
        found.differs.push(format!(
            "customer {customer}: no event of the log recorded the consent {record}"
        ));
    }
    for event in store.misdated_consents(ALL).await? {
        found.differs.push(format!(
            "event {event}: a consent that it recorded is of another time, or by somebody else"
        ));
    }
    for (customer, purpose) in store.misstated_consents(ALL).await? {
        found.differs.push(format!(
            "customer {customer}: the card does not say of {} what was last recorded",
            purpose.code()
        ));
    }
    Ok(())
}

impl Batch {
    fn consent(&mut self, consent: &SealedConsent, found: &mut Found) {
        let stands = match &consent.opened {
            Some((record, salt)) => record.leaf(salt) == consent.leaf,
            // What opens a leaf goes with the customer, and with nobody else.
            None => consent.erased,
        };
        if !stands {
            let (event, place) = (consent.event, consent.place);
            found.differs.push(format!(
                "event {event}: consent {place} is not the one that it recorded"
            ));
        }
        let upper = &mut self.upper;
        self.tree
            .push_with(consent_hash(&consent.leaf), |node, hash| upper.complete(node, hash));
    }
}

async fn ended(store: &dyn Store, batch: &Batch, told: Option<(u64, Hash)>, found: &mut Found) -> store::Result<()> {
    let event = batch.event;
    if told != Some((batch.tree.size(), batch.tree.root())) {
        found
            .differs
            .push(format!("event {event}: its consents are not those that it recorded"));
    }
    let tree = SideTree::Consents(event);
    side_tiles(store, tree, &batch.upper, &format!("event {event}"), found).await
}
