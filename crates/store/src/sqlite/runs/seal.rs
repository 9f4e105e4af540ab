//! The commitments of a roll: the leaf of each entry at the freeze, and the two trees at the close.

use audit::roll::entry::freeze_hash;
use audit::roll::events::{CLOSED, FROZEN};
use audit::roll::{
    Closed, Entry, EventError, FitError, Frozen, Kind, Moved, Outcome as Sealing, Secret, Trees, Which,
    mask_commitment, phone_commitment, text_commitment,
};
use audit::tiles::Upper;
use audit::{Event, Hash, LeafError, Tree};
use domain::phone::mask;
use domain::plan::Planned;
use domain::roll::Outcome;
use sqlx::{Sqlite as Engine, SqliteConnection, Transaction};
use uuid::Uuid;

use super::{rows, sums};
use crate::contract::SideTree;
use crate::contract::runs::RunRow;
use crate::error::Error;
use crate::sqlite::roll_sum::{RollKey, RollSum};
use crate::sqlite::{Sqlite, ledger, packed, side};

/// Entries that are read at a time.
const READ: usize = 4_096;
/// Secrets drawn at a time.
const DRAWN: usize = 256;

/// What is kept of an entry's commitment.
pub(super) struct Sealed {
    /// The leaf at the freeze.
    pub leaf: [u8; 32],
    /// What opens it.
    pub secret: [u8; 32],
}

/// Seals the entries of one roll, in its order.
pub(super) struct Sealer {
    run: [u8; 16],
    tree: Tree,
    upper: Upper,
    /// Where the entries stand; `None`: the store has no key.
    sum: Option<RollSum>,
    no: i64,
    secrets: Vec<[u8; 32]>,
    room: Vec<u8>,
}

impl Sealer {
    pub fn new(run: &RunRow, key: Option<RollKey>) -> Sealer {
        Sealer {
            run: run.id.0.into_bytes(),
            sum: key.map(RollSum::new),
            no: run.no,
            tree: Tree::new(),
            upper: Upper::new(),
            secrets: Vec::new(),
            room: Vec::new(),
        }
    }

    /// Seals the next entry.
    pub fn seal(&mut self, place: u32, customer: Uuid, phone: Option<&str>, planned: &Planned) -> Sealed {
        let secret = self.secret();
        let opened = Secret::new(secret);
        let queued = String::from("queued");
        let (text, parts, cost_millis, froze) = match planned {
            Planned::Message(message) => (message.text.as_str(), message.parts, message.cost_millis, queued),
            Planned::Excluded { reason, .. } => ("", 0, 0, sealing(Outcome::Excluded, Some(reason.code()))),
        };
        if let Some(sum) = &mut self.sum {
            sum.stands(self.no, place, &froze);
        }
        let entry = Entry {
            run: self.run,
            place,
            customer: customer.into_bytes(),
            phone: phone_seal(&opened, phone).1,
            text: text_commitment(&opened.text_salt(), text),
            parts,
            cost_millis,
            // Codes of the domain are in the form of leaves; a test holds them to it.
            froze: Sealing::parse(&froze).unwrap_or_else(|| unreachable!("{froze} has the form of an outcome")),
        };
        let leaf = entry.leaf(&opened.entry_salt(), &mut self.room);
        self.tree
            .push_with(freeze_hash(&leaf), |node, hash| self.upper.complete(node, hash));
        Sealed {
            leaf: *leaf.as_bytes(),
            secret,
        }
    }

    /// The root over what was sealed, the tiles above its leaves, and where all entries stand.
    pub fn finish(self) -> (Hash, Upper, Option<RollSum>) {
        (self.tree.root(), self.upper, self.sum)
    }

    fn secret(&mut self) -> [u8; 32] {
        if self.secrets.is_empty() {
            let mut drawn = vec![0; 32 * DRAWN];
            rand::fill(&mut drawn[..]);
            self.secrets = drawn.as_chunks().0.to_vec();
        }
        self.secrets.pop().unwrap_or_else(rand::random)
    }
}

/// An outcome as leaves and packs write it.
pub(crate) fn sealing(outcome: Outcome, reason: Option<&str>) -> String {
    match reason {
        Some(reason) => format!("{}:{reason}", outcome.code()),
        None => outcome.code().to_owned(),
    }
}

/// How a phone is masked in leaves: as everywhere, without the +86 of China.
pub(super) fn masked(phone: Option<&str>) -> String {
    phone.map_or_else(String::new, |phone| mask(phone.strip_prefix("+86").unwrap_or(phone)))
}

/// The commitments to a phone in full, and to it masked.
pub(super) fn phone_seal(secret: &Secret, phone: Option<&str>) -> (Hash, Hash) {
    let full = phone_commitment(&secret.phone_salt(), phone.unwrap_or_default());
    (full, mask_commitment(&secret.mask_salt(), &full, &masked(phone)))
}

/// Why a roll that adds up may still not close.
#[derive(Debug, thiserror::Error)]
pub(super) enum Misfit {
    /// The entries are not those that were frozen, or not final.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// An entry has lost its leaf.
    #[error("entry {0} has no leaf")]
    Leaf(u32),
    /// An entry's outcome is in no form.
    #[error("entry {0} has an outcome in no form")]
    Outcome(u32),
    /// The log tells of other moves.
    #[error("the log tells of {told} {}, and there are {found}", .kind.code())]
    Moved {
        /// Which outcome.
        kind: Kind,
        /// How many the events add up to.
        told: i64,
        /// How many there are.
        found: i64,
    },
    /// Other entries moved than those of which the log tells.
    #[error("its entries do not stand where the events of the run led them")]
    Sum,
    /// The event of the freeze is gone.
    #[error("the event of the freeze is gone")]
    Gone,
    /// The log says of the run already what it may say once.
    #[error("event {0} says a second time how the run froze, or that it closed")]
    Again(u64),
    /// The event of the freeze is no leaf.
    #[error(transparent)]
    Event(#[from] LeafError),
    /// The event of the freeze does not say what it must.
    #[error(transparent)]
    Frozen(#[from] EventError),
    /// The store.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<sqlx::Error> for Misfit {
    fn from(error: sqlx::Error) -> Self {
        Misfit::Store(error.into())
    }
}

/// Both trees of a roll, held against what the log says of its freeze; the tiles of the second are stored. `None`: it was frozen before there were commitments.
pub(super) async fn close(
    store: &Sqlite,
    tx: &mut Transaction<'_, Engine>,
    run: &RunRow,
    roll: std::result::Result<Roll, Misfit>,
) -> std::result::Result<Option<Closed>, Misfit> {
    let mut frozen = ledger::run_events(tx, run.id, FROZEN).await?.into_iter();
    let event = Event::decode(&frozen.next().ok_or(Misfit::Gone)?.leaf)?;
    let again = frozen.next().or(ledger::run_event(tx, run.id, CLOSED).await?);
    if let Some(again) = again {
        return Err(Misfit::Again(again.seq));
    }
    moved(tx, run).await?;
    if !event.details.contains_key("roll") {
        return Ok(None);
    }
    let frozen = Frozen::read(&event)?;
    let Roll { trees, upper, sum } = roll?;
    if let Some(entries) = sum
        && !sums::fits(store, tx, run.id, &entries).await?
    {
        return Err(Misfit::Sum);
    }
    let closed = trees.closed();
    trees.fit(&frozen, &closed)?;
    side::put(tx, SideTree::Closed(run.no), &upper).await?;
    Ok(Some(closed))
}

/// Holds the run's counts against what its events add up to.
async fn moved(connection: &mut SqliteConnection, run: &RunRow) -> std::result::Result<(), Misfit> {
    let mut moved = Moved::default();
    for leaf in ledger::run_leaves(connection, run.id).await? {
        moved.event(&Event::decode(&leaf)?);
    }
    for (outcome, kind) in Outcome::ALL.into_iter().zip(Kind::ALL) {
        let found = run.tally.of(outcome) as i64;
        match moved.of(kind) {
            Some(told) if told != found => return Err(Misfit::Moved { kind, told, found }),
            _ => {}
        }
    }
    Ok(())
}

/// The roll as it stands: both trees, the tiles of the second, and what its entries come to if the store has a key.
pub(super) struct Roll {
    trees: Trees,
    upper: Upper,
    sum: Option<RollSum>,
}

/// An entry as it is read: id, leaf, outcome and reason.
type Row<'t> = (i64, Option<&'t str>, i16, Option<&'t str>);

impl Roll {
    /// Reads it by a connection of its own, so that whoever holds the write lock can do something else meanwhile. A page is taken in
    /// while the next one is read.
    pub async fn read(store: &Sqlite, no: i64) -> std::result::Result<Roll, Misfit> {
        let mut roll = Roll {
            trees: Trees::new(),
            upper: Upper::new(),
            sum: store.roll_key().map(RollSum::new),
        };
        let mut connection = store.read().acquire().await?;
        let mut text = page(&mut connection, rows::first(no), no).await?;
        loop {
            let read: Vec<Row<'_>> = packed::rows(&text, "entry")?;
            let Some((last, ..)) = read.last().filter(|_| read.len() == READ) else {
                roll.take(&read)?;
                return Ok(roll);
            };
            let (next, taken) = tokio::join!(page(&mut connection, last + 1, no), async { roll.take(&read) });
            taken?;
            text = next?;
        }
    }

    fn take(&mut self, read: &[Row<'_>]) -> std::result::Result<(), Misfit> {
        let Roll { trees, upper, sum } = self;
        for &(id, leaf, outcome, reason) in read {
            let place = rows::seq(id);
            let leaf = leaf.and_then(|digits| digits.parse().ok());
            let outcome = Outcome::from_number(outcome).ok_or(Misfit::Outcome(place))?;
            if let Some(sum) = sum {
                sum.add(id, (outcome.code(), reason));
            }
            let text = sealing(outcome, reason);
            let outcome = Sealing::parse(&text).ok_or(Misfit::Outcome(place))?;
            trees.push_with(&leaf.ok_or(Misfit::Leaf(place))?, &outcome, |which, node, hash| {
                if which == Which::Closed {
                    upper.complete(node, hash);
                }
            })?;
        }
        Ok(())
    }
}

/// Entries of the run `no` from `next` on, packed.
async fn page(connection: &mut SqliteConnection, next: i64, no: i64) -> std::result::Result<String, Misfit> {
    let sql = packed::select(
        &format!("id, {}, outcome, reason", packed::octets("leaf")),
        "(SELECT e.id, l.leaf, e.outcome, e.reason FROM entry e LEFT JOIN letter l ON l.entry_id = e.id
          WHERE e.id >= $1 AND e.id < $2 ORDER BY e.id LIMIT $3)",
    );
    let page = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(next)
        .bind(rows::first(no + 1))
        .bind(READ as i64);
    Ok(page.fetch_one(connection).await?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::roll::{Exclusion, Failure};

    #[test]
    fn outcomes_have_the_codes_of_leaves() {
        let ours = Outcome::ALL.map(|outcome| (outcome.code(), outcome.is_terminal()));
        let theirs = Kind::ALL.map(|kind| (kind.code(), kind.is_terminal()));
        assert_eq!(ours, theirs);
        for reason in Exclusion::ALL {
            let text = sealing(Outcome::Excluded, Some(reason.code()));
            assert_eq!(Sealing::parse(&text).unwrap().reason(), Some(reason.code()));
        }
        for reason in Failure::ALL {
            let text = sealing(Outcome::Failed, Some(reason.code()));
            assert_eq!(Sealing::parse(&text).unwrap().reason(), Some(reason.code()));
        }
    }

    #[test]
    fn phones_are_masked_as_the_domain_masks_them() {
        for phone in ["+8613800138000", "+442071838750", "+8621"] {
            let domain = domain::phone::Phone::parse(phone).map_or_else(|_| mask(&phone[3..]), |phone| phone.masked());
            assert_eq!(masked(Some(phone)), domain, "{phone}");
        }
        assert_eq!(masked(None), "");
    }
}
