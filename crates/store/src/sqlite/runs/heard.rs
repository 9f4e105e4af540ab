//! Receipts: matched by the carrier's reference, else by our own key; kept even when they belong to nobody.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::roll::{EntryState, Evidence, Failure, Receipt, Step, advance};
use domain::time::{DAY, Millis};
use sqlx::{Row, Sqlite as Engine, SqliteConnection, Transaction};

use super::matching::{agree, matched, tails, tails_of};
use super::moves::{Beside, CHUNK, Moves, Standing, described, lots, padded, places, rows_of};
use super::parts::{self, Owner};
use super::{rows, said};
use crate::contract::runs::{Heard, RunRow, RunState, Said};
use crate::error::{Error, Result};
use crate::sqlite::roll_sum::{KEPT, RECEIPTS, RollKey, RollSum, Summed};
use crate::sqlite::{Sqlite, log};
use crate::stamp::Stamp;

/// How old a receipt may be that comes before the answer which names it: carriers begin to count anew some day.
const FRESH: Millis = DAY;

pub(super) async fn heard(
    store: &Sqlite,
    stamp: &Stamp,
    carrier: &str,
    heard: &[Heard],
    receipts_until: Millis,
) -> Result<Vec<i64>> {
    if heard.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = store.begin().await?;
    let matched = matched(&mut tx, carrier, heard).await?;
    let runs = runs_of(&mut tx, matched.iter().flatten().map(|owner| &owner.entry)).await?;
    let mut kept = Kept::new(store);
    keep(&mut tx, (stamp.at, carrier), heard, &matched, &runs, &mut kept).await?;
    let words = words(&mut tx, matched.iter().zip(heard)).await?;
    apply(store, &mut tx, stamp, &runs, (words, kept), receipts_until).await?;
    tx.commit().await?;
    Ok(runs.into_keys().collect())
}

/// What receipts say of entries, in the order in which they came.
pub(super) type Words = Vec<(i64, (Receipt, Option<String>))>;

/// A receipt as it is kept of an entry: entry, part, carrier, reference, status, reason and code; when it was given, when it came, and
/// whether that was behind the close.
pub(super) type KeptReceipt<'t> = (
    i64,
    Option<Cow<'t, str>>,
    Cow<'t, str>,
    Cow<'t, str>,
    Cow<'t, str>,
    Option<Cow<'t, str>>,
    Option<Cow<'t, str>>,
    Millis,
    Millis,
    u8,
);

/// The receipts that were kept of each run: how many, and what they come to, where the store has a key.
struct Kept {
    key: Option<RollKey>,
    runs: BTreeMap<i64, (u64, Option<RollSum>)>,
}

impl Kept {
    fn new(store: &Sqlite) -> Kept {
        let key = store.roll_key();
        let runs = BTreeMap::new();
        Kept { key, runs }
    }

    fn add(&mut self, row: &KeptReceipt<'_>) -> Result<()> {
        let new = || (0, self.key.clone().map(RollSum::new));
        let (receipts, sum) = self.runs.entry(rows::run_of(row.0)).or_insert_with(new);
        *receipts += 1;
        sum.as_mut().map_or(Ok(()), |sum| sum.keep(Summed::Receipts, row))
    }
}

/// What these receipts say: of a whole message each by itself, of parts all that are known together.
async fn words(
    connection: &mut SqliteConnection,
    heard: impl Iterator<Item = (&Option<Owner>, &Heard)>,
) -> Result<Words> {
    let (mut words, mut in_parts) = (Words::new(), BTreeSet::new());
    for (owner, heard) in heard {
        match owner {
            Some(Owner { entry, part: None }) => words.push((*entry, (heard.status, heard.code.clone()))),
            Some(Owner { entry, part: Some(_) }) => drop(in_parts.insert(*entry)),
            None => {}
        }
    }
    if !in_parts.is_empty() {
        words.extend(parts::words(connection, &in_parts).await?);
    }
    Ok(words)
}

async fn runs_of(
    connection: &mut SqliteConnection,
    entries: impl Iterator<Item = &i64>,
) -> Result<BTreeMap<i64, RunRow>> {
    let mut runs = BTreeMap::new();
    for &entry in entries {
        if let std::collections::btree_map::Entry::Vacant(place) = runs.entry(rows::run_of(entry)) {
            let run = rows::by_no(&mut *connection, *place.key()).await?;
            place.insert(run);
        }
    }
    Ok(runs)
}

const fn status(status: Receipt) -> (&'static str, Option<&'static str>) {
    match status {
        Receipt::Enroute => ("enroute", None),
        Receipt::Delivered => ("delivered", None),
        Receipt::Failed(why) => ("failed", Some(why.code())),
        Receipt::Expired => ("expired", None),
    }
}

pub(super) fn status_from(code: &str, reason: Option<&str>) -> Result<Receipt> {
    Ok(match code {
        "enroute" => Receipt::Enroute,
        "delivered" => Receipt::Delivered,
        "expired" => Receipt::Expired,
        "failed" => Receipt::Failed(reason.and_then(Failure::from_code).unwrap_or(Failure::Unspecified)),
        _ => return Err(Error::Unreadable("receipt.status")),
    })
}

/// Writes the receipts down.
async fn keep(
    connection: &mut SqliteConnection,
    (now, carrier): (Millis, &str),
    heard: &[Heard],
    matched: &[Option<Owner>],
    runs: &BTreeMap<i64, RunRow>,
    kept: &mut Kept,
) -> Result<()> {
    let both: Vec<(&Heard, &Option<Owner>)> = heard.iter().zip(matched).collect();
    for chunk in lots(&both) {
        let sql = format!(
            "INSERT INTO receipt (reference, status, reason, code, at, entry_id, late, carrier, received_at, part, tails)
             VALUES {}",
            rows_of(chunk.len(), 11)
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for (one, owner) in chunk {
            let (status, reason) = status(one.status);
            let part = owner.as_ref().and_then(|owner| owner.part.as_deref());
            let late = owner.as_ref().is_some_and(|owner| is_closed(runs, owner.entry));
            if let Some(owner) = owner {
                kept.add(&(
                    owner.entry,
                    part.map(Cow::Borrowed),
                    carrier.into(),
                    one.reference.name.as_str().into(),
                    status.into(),
                    reason.map(Cow::Borrowed),
                    one.code.as_deref().map(Cow::Borrowed),
                    one.at,
                    now,
                    u8::from(late),
                ))?;
            }
            query = query
                .bind(&one.reference.name)
                .bind(status)
                .bind(reason)
                .bind(one.code.as_deref())
                .bind(one.at)
                .bind(owner.as_ref().map(|owner| owner.entry))
                .bind(late)
                .bind(carrier)
                .bind(now)
                .bind(part)
                .bind(owner.is_none().then(|| tails(&one.numbers).join(" ")));
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

fn is_closed(runs: &BTreeMap<i64, RunRow>, entry: i64) -> bool {
    let run = runs.get(&rows::run_of(entry));
    run.is_some_and(|run| run.state == RunState::Closed)
}

/// Moves the entries as far up as their receipts say, and logs how many receipts there are. Entries of closed runs stay.
async fn apply(
    store: &Sqlite,
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    runs: &BTreeMap<i64, RunRow>,
    (words, kept): (Words, Kept),
    receipts_until: Millis,
) -> Result<()> {
    let ids: Vec<i64> = words.iter().map(|word| word.0).collect();
    let strange = said::strange(tx, &ids, EntryState::Accepted).await?;
    let was = |id| {
        strange
            .get(&id)
            .map_or(EntryState::Accepted, |entry: &Standing| entry.state)
    };
    let mut now_at: HashMap<i64, (EntryState, Option<String>)> = HashMap::new();
    for (id, (status, code)) in words {
        let place = now_at.entry(id).or_insert((was(id), None));
        if let Step::Moved(to) = advance(place.0, Evidence::Receipt(status)) {
            *place = (to, code);
        }
    }
    let mut moves: BTreeMap<i64, Moves> = BTreeMap::new();
    for (id, (to, code)) in now_at {
        let was = was(id);
        if !is_closed(runs, id) && to != was {
            let beside = Beside {
                detail: code.filter(|_| matches!(to, EntryState::Failed(_) | EntryState::Expired)),
                deadline_at: (to == EntryState::Accepted).then_some(receipts_until),
                handed_over: false,
            };
            let moves = moves.entry(rows::run_of(id)).or_insert_with(|| Moves::new(store));
            moves.moved(id, was, to, beside);
            // The person who settled it could not know better: it was sent, and costs what it costs.
            if let Some(entry) = strange
                .get(&id)
                .filter(|_| was == EntryState::Failed(Failure::SettledNotSent))
            {
                moves.delta.parts += entry.parts;
                moves.delta.cost_millis += entry.cost_millis;
            }
        }
    }
    for (no, (receipts, sum)) in kept.runs {
        let (run, moves) = (&runs[&no], moves.remove(&no).unwrap_or_else(|| Moves::new(store)));
        let delta = moves.write(tx, run, stamp.at).await?;
        let mut change = described(RECEIPTS, run, &delta).with("receipts", receipts);
        if let Some(sum) = sum {
            change = change.with(KEPT, sum.told(run.id));
        }
        log::append(tx, stamp, change).await?;
    }
    Ok(())
}

/// Joins receipts that came before the answer which names them.
pub(super) async fn adopt(
    store: &Sqlite,
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    carrier: &str,
    said: &[Said],
    receipts_until: Millis,
) -> Result<()> {
    let any: Option<i64> = sqlx::query_scalar("SELECT id FROM receipt WHERE entry_id IS NULL AND carrier = $1 LIMIT 1")
        .bind(carrier)
        .fetch_optional(&mut **tx)
        .await?;
    if any.is_none() {
        return Ok(());
    }
    let told = parts::told(said);
    let names: Vec<&str> = told.keys().copied().collect();
    let entries = said.iter().map(|one| one.entry).collect();
    let phones = tails_of(tx, &entries).await?;
    let (mut words, mut in_parts) = (Words::new(), BTreeSet::new());
    let mut adopted = Vec::new();
    for orphan in orphans(tx, carrier, &names, stamp.at - FRESH).await? {
        let mut owners = told.get(orphan.name.as_str()).into_iter().flatten();
        let owner = owners.find(|owner| agree(&orphan.tails, phones.get(&owner.entry)));
        adopted.extend(owner.map(|owner| (orphan, owner)));
    }
    let runs = runs_of(tx, adopted.iter().map(|(_, owner)| &owner.entry)).await?;
    let mut kept = Kept::new(store);
    for (orphan, owner) in adopted {
        // One that comes behind the close moves nothing.
        let late = is_closed(&runs, owner.entry);
        sqlx::query("UPDATE receipt SET entry_id = $2, part = $3, tails = NULL, late = $4 WHERE id = $1")
            .bind(orphan.id)
            .bind(owner.entry)
            .bind(owner.part.as_deref())
            .bind(late)
            .execute(&mut **tx)
            .await?;
        let (status, reason) = status(orphan.word.0);
        kept.add(&(
            owner.entry,
            owner.part.as_deref().map(Cow::Borrowed),
            carrier.into(),
            orphan.name.as_str().into(),
            status.into(),
            reason.map(Cow::Borrowed),
            orphan.word.1.as_deref().map(Cow::Borrowed),
            orphan.at,
            orphan.received_at,
            u8::from(late),
        ))?;
        match owner.part {
            None => words.push((owner.entry, orphan.word)),
            Some(_) => drop(in_parts.insert(owner.entry)),
        }
    }
    if !in_parts.is_empty() {
        words.extend(parts::words(tx, &in_parts).await?);
    }
    apply(store, tx, stamp, &runs, (words, kept), receipts_until).await
}

/// A receipt that belongs to nobody yet.
struct Orphan {
    id: i64,
    name: String,
    word: (Receipt, Option<String>),
    at: Millis,
    received_at: Millis,
    /// The last digits of the numbers that it names.
    tails: Vec<String>,
}

/// Receipts under these names that came `since` and belong to nobody yet.
async fn orphans(
    connection: &mut SqliteConnection,
    carrier: &str,
    names: &[&str],
    since: Millis,
) -> Result<Vec<Orphan>> {
    let mut orphans = Vec::new();
    for chunk in names.chunks(CHUNK) {
        let sql = format!(
            "SELECT id, reference, status, reason, code, tails, at, received_at FROM receipt
             WHERE entry_id IS NULL AND carrier = ? AND received_at >= ? AND reference IN ({}) ORDER BY id",
            places(chunk.len())
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(carrier).bind(since);
        let rows = padded(chunk)
            .fold(query, sqlx::query::Query::bind)
            .fetch_all(&mut *connection)
            .await?;
        for row in rows {
            let status = status_from(row.try_get(2)?, row.try_get(3)?)?;
            let tails: Option<&str> = row.try_get(5)?;
            orphans.push(Orphan {
                id: row.try_get(0)?,
                name: row.try_get(1)?,
                word: (status, row.try_get(4)?),
                at: row.try_get(6)?,
                received_at: row.try_get(7)?,
                tails: tails
                    .unwrap_or_default()
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect(),
            });
        }
    }
    Ok(orphans)
}
