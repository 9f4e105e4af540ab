//! To which hand-over a receipt belongs.

use std::collections::{BTreeSet, HashMap};

use domain::time::Millis;
use sqlx::{Row, SqliteConnection};

use super::moves::{CHUNK, of_carrier, padded, places};
use super::parts::{self, Owner};
use crate::contract::runs::Heard;
use crate::error::Result;
use crate::sqlite::facts::reversed_digits;

/// Digits of a number that tell customers apart well enough, and name none.
const TAIL: usize = 4;

/// Digits by which a customer is looked for, at least.
const WHOLE: usize = 7;

/// How a name is looked for, in SQL as in [`plain`]: a carrier may tell it with zeros in front or in capitals, and spell it
/// without them later.
pub(super) const PLAIN: &str = "lower(ltrim(reference, '0'))";

/// The hand-overs that are known by each plain name, whole messages and parts, and when they were handed over; the latest first:
/// carriers begin to count anew some day.
type Owners = HashMap<String, Vec<(Millis, Owner)>>;

/// A name as it was told, and what it was told for, and when.
pub(super) type Known = (String, (Millis, Owner));

/// Which entry each receipt belongs to: by the reference as it was told, if the number that it names fits, or by how another
/// spells it, if the number does; else by our own name; else by the reference whatever it names, unless that is somebody
/// else's number: then it is nobody's.
pub(super) async fn matched(
    connection: &mut SqliteConnection,
    carrier: &str,
    heard: &[Heard],
) -> Result<Vec<Option<Owner>>> {
    let references: Vec<&str> = heard.iter().map(|one| one.reference.name.as_str()).collect();
    let mut owners = Owners::new();
    add_known(&mut *connection, &mut owners, carrier, &references).await?;
    let mut phones = HashMap::new();
    if heard.iter().any(|one| !one.numbers.is_empty()) {
        phones = tails_of(&mut *connection, &entries(&owners)).await?;
    }
    let told = |one: &Heard| fitting(one, owners.get(&plain(&one.reference.name))?, &phones).cloned();
    let mut matched: Vec<Option<Owner>> = heard.iter().map(told).collect();
    let strange: Vec<&Heard> = heard
        .iter()
        .zip(&matched)
        .filter_map(|(one, owner)| owner.is_none().then_some(one))
        .collect();
    if strange.is_empty() {
        return Ok(matched);
    }
    let others = strange.iter().flat_map(|one| one.reference.others.iter());
    let others: Vec<&str> = others.map(String::as_str).collect();
    add_known(&mut *connection, &mut owners, carrier, &others).await?;
    phones.extend(tails_of(&mut *connection, &entries(&owners)).await?);
    let keys: Vec<(i64, u32)> = strange.iter().filter_map(|one| one.key).collect();
    let by_key = by_key(&mut *connection, carrier, &keys).await?;
    for (one, owner) in heard.iter().zip(&mut matched).filter(|(_, owner)| owner.is_none()) {
        let names = std::iter::once(&one.reference.name).chain(&one.reference.others);
        let mut fitting = names.filter_map(|name| fitting(one, owners.get(&plain(name))?, &phones));
        let ours = || by_key.get(&one.key?);
        *owner = fitting.next().or_else(ours).cloned();
        if owner.is_none()
            && let Some((_, latest)) = owners.get(&plain(&one.reference.name)).and_then(|all| all.first())
            && !is_somebodys(&mut *connection, &one.numbers).await?
        {
            *owner = Some(latest.clone());
        }
    }
    Ok(matched)
}

/// The latest owner of a receipt's name whom the receipt may be about.
fn fitting<'o>(one: &Heard, owners: &'o [(Millis, Owner)], phones: &HashMap<i64, String>) -> Option<&'o Owner> {
    let tails = tails(&one.numbers);
    let mut owners = owners.iter().map(|(_, owner)| owner);
    owners.find(|owner| agree(&tails, phones.get(&owner.entry)))
}

fn entries(owners: &Owners) -> BTreeSet<i64> {
    owners.values().flatten().map(|(_, owner)| owner.entry).collect()
}

/// A name as it is looked for.
pub(super) fn plain(name: &str) -> String {
    name.trim_start_matches('0').to_ascii_lowercase()
}

/// Adds what is known by these names.
async fn add_known(
    connection: &mut SqliteConnection,
    owners: &mut Owners,
    carrier: &str,
    names: &[&str],
) -> Result<()> {
    let mut known = attempts(&mut *connection, carrier, names).await?;
    known.extend(parts::known(&mut *connection, carrier, names).await?);
    for (name, (at, owner)) in known {
        let all = owners.entry(plain(&name)).or_default();
        let place = all.partition_point(|(then, known)| (*then, known.entry) > (at, owner.entry));
        all.insert(place, (at, owner));
    }
    Ok(())
}

/// The hand-overs that were taken whole under these names.
async fn attempts(connection: &mut SqliteConnection, carrier: &str, names: &[&str]) -> Result<Vec<Known>> {
    let head = format!(
        "SELECT reference AS a, at AS b, entry_id AS c FROM attempt
         WHERE carrier = ? AND reference IS NOT NULL AND {PLAIN} IN"
    );
    let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let told = of_carrier::<_, (String, Millis, i64)>(connection, ("a, b, c", &head), carrier, &names).await?;
    let known = |(name, at, entry)| (name, (at, Owner { entry, part: None }));
    Ok(told.into_iter().map(known).collect())
}

/// Whether one of these numbers is a customer's, in whatever spelling: what names none of ours may be masked, or be a number of
/// the carrier's own.
async fn is_somebodys(connection: &mut SqliteConnection, numbers: &[String]) -> Result<bool> {
    for number in numbers {
        let key = reversed_digits(number);
        if key.len() < WHOLE {
            continue;
        }
        // A colon follows the nine.
        let known = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM customer WHERE phone_key >= $1 AND phone_key < $1 || ':')",
        )
        .bind(key)
        .fetch_one(&mut *connection)
        .await?;
        if known {
            return Ok(true);
        }
    }
    Ok(false)
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
    for (entry, n) in of_carrier::<_, (i64, u32)>(connection, ("a, b", head), carrier, &ids).await? {
        owners.insert((entry, n), Owner { entry, part: None });
    }
    Ok(owners)
}
