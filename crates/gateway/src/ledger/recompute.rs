//! Recomputes from the database everything that the log says, and names each row that differs.

use audit::roll::entry::freeze_hash;
use audit::roll::events::{CLOSED, FROZEN};
use audit::roll::{Closed, Counts, Frozen, Kind, Outcome as Sealing, Trees, Which};
use audit::signed::VerifierKey;
use audit::tiles::{Upper, WIDTH};
use audit::{Event, Hash, Tree, Value};
use domain::roll::Outcome;
use store::Store;
use store::contract::runs::{RunRow, RunState};
use store::contract::{SealedEntry, SideTree, TileRow};
use wire::runs::PhonesShown;

use super::check::{check, sound};
use super::consents_check::Consents;
use super::opt_outs_check::OptOuts;
use super::signed_check::Signed;
use super::told::Told;
use super::{pack, run_check};

/// Rows read at a time.
const BATCH: u32 = 8_192;
/// Entries without a row that are named one by one in each gap.
const NAMED: usize = 1_000;

/// What was looked at, and what does not fit.
#[derive(Debug, Default)]
pub struct Found {
    /// Events looked at.
    pub events: u64,
    /// Rolls looked at.
    pub runs: u64,
    /// Entries looked at.
    pub entries: u64,
    /// Consents looked at.
    pub consents: u64,
    /// Events whose seals and sums are under another key than the store's: what they tell of was not held against them.
    pub under_another_key: u64,
    /// A sentence for each row that differs.
    pub differs: Vec<String>,
}

impl Found {
    /// Says of a part that it could not be looked at to its end where a row stood in the way; the other parts can.
    pub(crate) fn as_far(&mut self, part: &str, looked: store::Result<()>) -> store::Result<()> {
        match looked {
            Err(error) if error.is_of_a_row() => {
                let why = format!("{part}: {error}; what follows it was not looked at");
                self.differs.push(why);
                Ok(())
            }
            looked => looked,
        }
    }
}

/// Looks at everything: events, tiles, checkpoint, and each roll that was committed.
///
/// # Errors
/// Those of the store, beyond rows that can't be read.
pub async fn recompute(store: &dyn Store, keys: &[VerifierKey]) -> store::Result<Found> {
    let mut found = Found::default();
    let mut signed = Signed::new(store, keys).await?;
    let (mut told, mut opt_outs, mut consents) = (Told::new(store.roll_key()), OptOuts::default(), Consents::default());
    loop {
        let events = store.kept_leaves(found.events, BATCH).await?;
        let Some(last) = events.last() else { break };
        let mut place = found.events;
        for event in &events {
            if let Err(broken) = sound(event, place) {
                found.differs.push(broken.to_string());
            }
            place = event.seq + 1;
            signed.event(event, &mut found);
            told.event(event, &mut found);
            opt_outs.event(event);
            consents.event(event);
        }
        found.events = last.seq + 1;
    }
    // With sound rows the tiles, the root and the checkpoint are still to be looked at.
    if found.differs.is_empty()
        && let Err(broken) = check(store, keys).await
    {
        found.differs.push(broken.to_string());
    }
    let looked = signed.ended(store, &mut found).await;
    found.as_far("checkpoints and keys", looked)?;
    let looked = told.ended(store, &mut found).await;
    found.as_far("rows of which the log speaks", looked)?;
    let looked = opt_outs.ended(store, &mut found).await;
    found.as_far("opt-outs", looked)?;
    let looked = words(store, &mut found).await;
    found.as_far("words beside the log", looked)?;
    consents.ended(store, &mut found).await?;
    let mut before = None;
    loop {
        let runs = store.runs_as_kept(before, 100).await?;
        let Some((last, _)) = runs.last() else { break };
        before = Some(*last);
        for (no, run) in runs {
            let looked = match run {
                Ok(run) => whole_run(store, &run, &told, &mut found).await,
                Err(error) => Err(error),
            };
            found.as_far(&format!("run number {no}"), looked)?;
        }
    }
    Ok(found)
}

async fn whole_run(store: &dyn Store, run: &RunRow, told: &Told, found: &mut Found) -> store::Result<()> {
    let id = run.id;
    let looked = run_check::row(store, run, found).await;
    found.as_far(&format!("run {id}"), looked)?;
    let looked = run_check::handed(store, run, &told.moved(id), found).await;
    found.as_far(&format!("run {id}: hand-overs"), looked)?;
    let looked = run_check::sums(store, run, told, found).await;
    found.as_far(&format!("run {id}: sums"), looked)?;
    if run.committed {
        roll(store, run, found).await?;
    }
    Ok(())
}

/// Words beside the log, held against the digests in it.
async fn words(store: &dyn Store, found: &mut Found) -> store::Result<()> {
    let mut after = None;
    loop {
        let page = store.kept_words(after, BATCH).await?;
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        for ((seq, key), kept) in page {
            let kept = match kept {
                Ok(kept) => kept,
                Err(error) if error.is_of_a_row() => {
                    let why = format!("event {seq}: the {key} kept beside it can't be read");
                    found.differs.push(why);
                    continue;
                }
                Err(error) => return Err(error),
            };
            let leaves = store.leaves(kept.seq, 1).await?;
            let event = leaves.first().and_then(|(leaf, _)| Event::decode(leaf).ok());
            let digest = Value::Text(audit::commit::words(&kept.salt, &kept.words).to_string());
            let said = event.and_then(|event| event.details.get(&format!("{}_digest", kept.key)).cloned());
            if said != Some(digest) {
                found
                    .differs
                    .push(format!("event {seq}: the {key} kept beside it is not what was logged"));
            }
        }
    }
    for (seq, key) in store.missing_words(u32::MAX).await? {
        found
            .differs
            .push(format!("event {seq}: the {key} that was kept beside it is gone"));
    }
    Ok(())
}

async fn roll(store: &dyn Store, run: &RunRow, found: &mut Found) -> store::Result<()> {
    let (mut frozen, mut closed) = (Tree::new(), Trees::new());
    let (mut upper_frozen, mut upper_closed) = (Upper::new(), Upper::new());
    let (mut from, mut next, mut room, mut counts) = (0, 0, Vec::new(), Counts::default());
    found.runs += 1;
    loop {
        let page = store.entries_as_kept(run.no, from, BATCH).await?;
        let Some(&(last, _)) = page.last() else { break };
        for (place, entry) in page {
            gone(run, next..u64::from(place), found);
            // As a person counts.
            let number = u64::from(place) + 1;
            if u64::from(place) >= run.audience {
                let why = format!("run {}: entry {number} is none of those that were frozen", run.id);
                found.differs.push(why);
            }
            next = u64::from(place) + 1;
            found.entries += 1;
            let entry = match entry {
                Ok(entry) => entry,
                Err(store::Error::Unreadable(what)) => {
                    let why = format!("run {}: entry {number}: {what} is missing or unreadable", run.id);
                    found.differs.push(why);
                    continue;
                }
                Err(error) if error.is_of_a_row() => {
                    found.differs.push(format!("run {}: entry {number}: {error}", run.id));
                    continue;
                }
                Err(error) => return Err(error),
            };
            if !opens(run, &entry, &mut room) {
                let why = format!("run {}: entry {number} is not the one that was frozen", run.id);
                found.differs.push(why);
            }
            frozen.push_with(freeze_hash(&entry.leaf), |node, hash| {
                upper_frozen.complete(node, hash);
            });
            let outcome = Sealing::parse(&entry.outcome);
            let pushed = outcome.map(|outcome| {
                counts.add(outcome.kind(), 1);
                closed.push_with(&entry.leaf, &outcome, |which, node, hash| {
                    if which == Which::Closed {
                        upper_closed.complete(node, hash);
                    }
                })
            });
            let closes = matches!(pushed, Some(Ok(())));
            if outcome.is_none() || run.state == RunState::Closed && !closes {
                let why = format!("run {}: entry {number} stands at {}", run.id, entry.outcome);
                found.differs.push(why);
            }
        }
        match last.checked_add(1) {
            Some(next) => from = next,
            None => break,
        }
    }
    gone(run, next..run.audience, found);
    let events = [event(store, run, FROZEN).await?, event(store, run, CLOSED).await?];
    found.differs.extend(whole(run, &frozen, &closed, events));
    found.differs.extend(counted(run, &counts));
    for (tree, upper) in [
        (SideTree::Frozen(run.no), &upper_frozen),
        (SideTree::Closed(run.no), &upper_closed),
    ] {
        if run.state == RunState::Closed || tree == SideTree::Frozen(run.no) {
            side_tiles(store, tree, upper, &format!("run {}", run.id), found).await?;
        }
    }
    Ok(())
}

/// Names places of a roll that have no entry, one by one as far as there are not very many.
fn gone(run: &RunRow, places: std::ops::Range<u64>, found: &mut Found) {
    let places = places.start..places.end.min(run.audience);
    let named = places.clone().take(NAMED);
    let sentences = named.map(|place| format!("run {}: entry {} is gone", run.id, place + 1));
    found.differs.extend(sentences);
    let more = places.skip(NAMED).count();
    if more > 0 {
        found
            .differs
            .push(format!("run {}: {more} more entries are gone behind these", run.id));
    }
}

/// Stored tiles beside the log, held against those that the rows make. Trees of before such tiles were stored have none.
pub(super) async fn side_tiles(
    store: &dyn Store,
    tree: SideTree,
    upper: &Upper,
    whose: &str,
    found: &mut Found,
) -> store::Result<()> {
    let stored = match store.side_tiles(tree).await {
        Ok(stored) => stored,
        Err(error) if error.is_of_a_row() => {
            found.differs.push(format!("{whose}: a kept tile can't be read"));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let made: Vec<(u8, u64, &[Hash])> = upper.tiles().collect();
    for tile in &stored {
        let here = |(level, index, hashes): &(u8, u64, &[Hash])| {
            (*level, *index, *hashes) == (tile.level, tile.index, tile.hashes.as_slice())
        };
        if !made.iter().any(here) {
            let (level, index) = (tile.level, tile.index);
            found.differs.push(format!(
                "{whose}: the kept tile {level}/{index} is not that of its rows"
            ));
            found.differs.extend(blocks(tile, &made, whose));
        }
    }
    Ok(())
}

/// The blocks of rows whose hashes are not those in a kept tile.
fn blocks(kept: &TileRow, made: &[(u8, u64, &[Hash])], whose: &str) -> Vec<String> {
    let place = |tile: &&(u8, u64, &[Hash])| kept.level == 1 && (tile.0, tile.1) == (1, kept.index);
    let Some((_, _, hashes)) = made.iter().find(place) else {
        return Vec::new();
    };
    let pairs = kept.hashes.iter().zip(*hashes).zip(0..);
    pairs
        .filter(|((kept, made), _)| kept != made)
        .map(|(_, at)| {
            let first = (kept.index * WIDTH + at) * WIDTH;
            let last = first + WIDTH - 1;
            format!("{whose}: one of the rows {first} to {last} is not what it was")
        })
        .collect()
}

/// Whether what is kept of an entry makes its leaf. What opens it goes with the customer and with nobody else, and all of it goes.
fn opens(run: &RunRow, entry: &SealedEntry, room: &mut Vec<u8>) -> bool {
    if entry.secret.is_none() {
        return entry.erased && entry.phone.is_none() && entry.text.is_none();
    }
    let made = pack::line(entry, PhonesShown::Absent, |line| {
        line.made(run.id.0.into_bytes(), room)
    });
    made == Some(entry.leaf)
}

async fn event(store: &dyn Store, run: &RunRow, action: &str) -> store::Result<Option<Event>> {
    let placed = store.run_event(run.id, action).await?;
    Ok(placed.and_then(|placed| Event::decode(&placed.leaf).ok()))
}

/// What of a roll as a whole is not what the log says.
fn whole(run: &RunRow, frozen: &Tree, trees: &Trees, [froze, close]: [Option<Event>; 2]) -> Vec<String> {
    let mut differs = Vec::new();
    let said = froze.and_then(|event| Frozen::read(&event).ok());
    let Some(said) = said else {
        return vec![format!("run {}: the log does not say how it froze", run.id)];
    };
    if (said.freeze_root, said.audience) != (frozen.root(), frozen.size()) {
        differs.push(format!("run {}: its entries are not those that were frozen", run.id));
    }
    if run.state != RunState::Closed {
        return differs;
    }
    match close.and_then(|event| Closed::read(&event).ok()) {
        Some(closed) => {
            if let Err(misfit) = trees.fit(&said, &closed) {
                differs.push(format!("run {}: {misfit}", run.id));
            }
        }
        None => differs.push(format!("run {}: the log does not say how it closed", run.id)),
    }
    differs
}

/// Which counts of a run's row are not those of its entries.
fn counted(run: &RunRow, counts: &Counts) -> Vec<String> {
    let both = Outcome::ALL.into_iter().zip(Kind::ALL);
    both.filter(|(outcome, kind)| run.tally.of(*outcome) != counts.of(*kind))
        .map(|(outcome, kind)| {
            let (says, found) = (run.tally.of(outcome), counts.of(kind));
            format!("run {}: it says {says} {}, and there are {found}", run.id, kind.code())
        })
        .collect()
}
