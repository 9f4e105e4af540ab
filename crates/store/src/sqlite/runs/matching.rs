//! To which hand-over a receipt belongs.

use std::collections::{BTreeSet, HashMap};

use sqlx::{Row, SqliteConnection};

use super::moves::{CHUNK, of_carrier, padded, places};
use super::parts::{self, Owner};
use crate::contract::runs::Heard;
use crate::error::Result;

/// Digits of a number that tell customers apart well enough, and name none.
const TAIL: usize = 4;

/// Which entry each receipt belongs to: by the reference as it was told, if the number that it names fits, or by how another
/// spells it, if the number does; else by the reference whatever it names; else by our own name.
pub(super) async fn matched(
    connection: &mut SqliteConnection,
    carrier: &str,
    heard: &[Heard],
) -> Result<Vec<Option<Owner>>> {
    let references: Vec<&str> = heard.iter().map(|one| one.reference.name.as_str()).collect();
    let mut by_reference = attempts(&mut *connection, carrier, &references).await?;
    let mut phones = HashMap::new();
    if heard.iter().any(|one| !one.numbers.is_empty()) {
        phones = tails_of(&mut *connection, &entries(&by_reference)).await?;
    }
    let strange: Vec<&Heard> = heard
        .iter()
        .filter(|one| fitting(one, by_reference.get(&one.reference.name), &phones).is_none())
        .collect();
    if strange.is_empty() {
        return Ok(heard
            .iter()
            .map(|one| by_reference.get(&one.reference.name).cloned())
            .collect());
    }
    let others = strange.iter().flat_map(|one| one.reference.others.iter());
    let others: Vec<&str> = others.map(String::as_str).collect();
    let mut names: Vec<&str> = strange.iter().map(|one| one.reference.name.as_str()).collect();
    names.extend(&others);
    let known = parts::known(&mut *connection, carrier, &names).await?;
    for (name, owner) in known
        .into_iter()
        .chain(attempts(&mut *connection, carrier, &others).await?)
    {
        by_reference.entry(name).or_insert(owner);
    }
    phones.extend(tails_of(&mut *connection, &entries(&by_reference)).await?);
    let keys: Vec<(i64, u32)> = strange.iter().filter_map(|one| one.key).collect();
    let by_key = by_key(connection, carrier, &keys).await?;
    Ok(heard
        .iter()
        .map(|one| {
            let told = by_reference.get(&one.reference.name);
            let spelled = one.reference.others.iter().map(|name| by_reference.get(name));
            let mut fitting = std::iter::once(told)
                .chain(spelled)
                .filter_map(|owner| fitting(one, owner, &phones));
            fitting.next().or(told).or_else(|| by_key.get(&one.key?)).cloned()
        })
        .collect())
}

/// The owner of a receipt's name, if the receipt may be about that customer.
fn fitting<'o>(one: &Heard, owner: Option<&'o Owner>, phones: &HashMap<i64, String>) -> Option<&'o Owner> {
    owner.filter(|owner| agree(&tails(&one.numbers), phones.get(&owner.entry)))
}

fn entries(owners: &HashMap<String, Owner>) -> BTreeSet<i64> {
    owners.values().map(|owner| owner.entry).collect()
}

/// The hand-overs that were taken whole under these names; of several with one name, the latest.
async fn attempts(connection: &mut SqliteConnection, carrier: &str, names: &[&str]) -> Result<HashMap<String, Owner>> {
    let head = "SELECT reference AS a, entry_id AS b FROM attempt WHERE carrier = ? AND reference IN";
    let mut owners: HashMap<String, Owner> = HashMap::with_capacity(names.len());
    for (name, entry) in of_carrier::<_, (String, i64)>(connection, (head, ""), carrier, names).await? {
        let owner = owners.entry(name).or_insert(Owner { entry, part: None });
        owner.entry = owner.entry.max(entry);
    }
    Ok(owners)
}

/// The last four digits of each number.
pub(super) fn tails(numbers: &[String]) -> Vec<String> {
    numbers.iter().filter_map(|number| tail(number)).collect()
}

fn tail(number: &str) -> Option<String> {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= TAIL).then(|| digits[digits.len() - TAIL..].iter().collect())
}

/// Whether a receipt that names these numbers may be about this customer: where either is not known, it may.
pub(super) fn agree(heard: &[String], customer: Option<&String>) -> bool {
    customer.is_none_or(|tail| heard.is_empty() || heard.contains(tail))
}

/// The last four digits of the entries' phones, where they are known.
pub(super) async fn tails_of(
    connection: &mut SqliteConnection,
    entries: &BTreeSet<i64>,
) -> Result<HashMap<i64, String>> {
    let ids: Vec<i64> = entries.iter().copied().collect();
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let sql = format!(
            "SELECT entry_id, phone FROM letter WHERE phone IS NOT NULL AND entry_id IN ({})",
            places(chunk.len())
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql));
        let rows = padded(chunk).fold(query, sqlx::query::Query::bind);
        for row in rows.fetch_all(&mut *connection).await? {
            if let Some(tail) = tail(row.try_get(1)?) {
                found.insert(row.try_get(0)?, tail);
            }
        }
    }
    Ok(found)
}

async fn by_key(
    connection: &mut SqliteConnection,
    carrier: &str,
    keys: &[(i64, u32)],
) -> Result<HashMap<(i64, u32), Owner>> {
    let head = "SELECT entry_id AS a, n AS b FROM attempt WHERE carrier = ? AND entry_id IN";
    let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
    let mut owners = HashMap::with_capacity(keys.len());
    for (entry, n) in of_carrier::<_, (i64, u32)>(connection, (head, ""), carrier, &ids).await? {
        owners.insert((entry, n), Owner { entry, part: None });
    }
    Ok(owners)
}
