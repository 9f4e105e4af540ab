//! Messages that a carrier took in parts: the name of each, and what the receipts of all say together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::roll::{Receipt, whole};
use domain::time::Millis;
use sqlx::{Row, SqliteConnection};

use super::heard::{Words, status_from};
use super::matching::{Known, PLAIN, plain};
use super::moves::{CHUNK, lots, of_carrier, padded, places, rows_of};
use crate::contract::runs::{Reference, Said, SaidWhat};
use crate::error::Result;

/// To what a name belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Owner {
    pub entry: i64,
    /// The part's name as it was told; `None`: the whole message.
    pub part: Option<String>,
}

/// The names, for people.
pub(super) fn list(references: &[Reference]) -> String {
    let names: Vec<&str> = references.iter().map(|reference| reference.name.as_str()).collect();
    names.join(", ")
}

/// How many parts the message has whose names stand in rows of their own; `None`: it has one name, beside its attempt.
fn parts_of(what: &SaidWhat) -> Option<usize> {
    match what {
        SaidWhat::Taken(references) if references.len() > 1 => {
            let distinct: BTreeSet<&str> = references.iter().map(|reference| reference.name.as_str()).collect();
            Some(distinct.len())
        }
        // A doubt names some of its parts at most, so that it can never count as delivered by them.
        SaidWhat::NoAnswer(known) if !known.taken.is_empty() => {
            Some(usize::from(known.parts).max(known.taken.len() + 1))
        }
        _ => None,
    }
}

/// Writes the names of parts down.
pub(super) async fn note(connection: &mut SqliteConnection, carrier: &str, said: &[Said]) -> Result<()> {
    let mut rows = Vec::new();
    for one in said {
        let Some(parts) = parts_of(&one.what) else { continue };
        let mut known = BTreeSet::new();
        for reference in one.what.references() {
            if known.insert(reference.name.as_str()) {
                rows.push((one, reference.name.as_str(), known.len() as i64, parts as i64));
            }
        }
    }
    for chunk in lots(&rows) {
        let sql = format!(
            "INSERT INTO part (entry_id, n, reference, carrier, part, parts) VALUES {}
             ON CONFLICT (entry_id, n, reference) DO UPDATE SET part = excluded.part, parts = excluded.parts",
            rows_of(chunk.len(), 6)
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for (one, name, part, parts) in chunk {
            query = query
                .bind(one.entry)
                .bind(one.attempt)
                .bind(*name)
                .bind(carrier)
                .bind(*part)
                .bind(*parts);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// To what the names in these answers belong: first what was told by this very name, then what it is another spelling of, of
/// which there may be several.
pub(super) fn told(said: &[Said]) -> HashMap<&str, Vec<Owner>> {
    let mut owners: HashMap<&str, Vec<Owner>> = HashMap::new();
    let owner = |one: &Said, reference: &Reference| Owner {
        entry: one.entry,
        part: parts_of(&one.what).map(|_| reference.name.clone()),
    };
    for one in said {
        for reference in one.what.references() {
            let all = owners.entry(reference.name.as_str()).or_default();
            all.push(owner(one, reference));
        }
    }
    for one in said {
        for reference in one.what.references() {
            for other in &reference.others {
                let all = owners.entry(other.as_str()).or_default();
                all.push(owner(one, reference));
            }
        }
    }
    owners
}

/// The parts that are known by these names; of several messages with one name, all.
pub(super) async fn known(connection: &mut SqliteConnection, carrier: &str, names: &[&str]) -> Result<Vec<Known>> {
    let at = "(SELECT at FROM attempt WHERE attempt.entry_id = part.entry_id AND attempt.n = part.n)";
    let head = format!("SELECT reference AS a, {at} AS b, entry_id AS c FROM part WHERE carrier = ? AND {PLAIN} IN");
    let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let known = of_carrier::<_, (String, Millis, i64)>(connection, ("a, b, c", &head), carrier, &names).await?;
    let owner = |(name, at, entry): (String, Millis, i64)| {
        let part = Some(name.clone());
        (name, (at, Owner { entry, part }))
    };
    Ok(known.into_iter().map(owner).collect())
}

/// What all receipts that were written down say of these entries, which went in parts.
pub(super) async fn words(connection: &mut SqliteConnection, entries: &BTreeSet<i64>) -> Result<Words> {
    let ids: Vec<i64> = entries.iter().copied().collect();
    let mut messages: BTreeMap<i64, Message> = BTreeMap::new();
    for chunk in ids.chunks(CHUNK) {
        let sql = format!(
            "SELECT p.entry_id, p.part, p.parts, r.status, r.reason, r.code FROM part p
             LEFT JOIN receipt r ON r.entry_id = p.entry_id AND r.part = p.reference
             WHERE p.entry_id IN ({}) ORDER BY p.entry_id, p.part, r.id",
            places(chunk.len())
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql));
        let rows = padded(chunk)
            .fold(query, sqlx::query::Query::bind)
            .fetch_all(&mut *connection)
            .await?;
        for row in rows {
            let message = messages.entry(row.try_get(0)?).or_default();
            message.parts = row.try_get::<i64, _>(2)?.max(1) as usize;
            let part = message.known.entry(row.try_get(1)?).or_default();
            if let Some(status) = row.try_get::<Option<&str>, _>(3)? {
                part.push((status_from(status, row.try_get(4)?)?, row.try_get(5)?));
            }
        }
    }
    Ok(messages
        .into_iter()
        .filter_map(|(entry, message)| Some((entry, message.word()?)))
        .collect())
}

/// All that was said of each part of one message, with the codes of it.
#[derive(Debug, Default)]
struct Message {
    parts: usize,
    known: BTreeMap<i64, Vec<(Receipt, Option<String>)>>,
}

impl Message {
    fn word(&self) -> Option<(Receipt, Option<String>)> {
        let of = |part: &Vec<(Receipt, _)>| part.iter().map(|(receipt, _)| *receipt).collect();
        let mut told: Vec<Vec<Receipt>> = self.known.values().map(of).collect();
        let all_named = told.len() >= self.parts;
        told.resize(self.parts.max(told.len()), Vec::new());
        let word = whole(&told)?;
        // That one part is under way does not tell that the others were taken at all.
        if word == Receipt::Enroute && !all_named {
            return None;
        }
        let mut codes = self.known.values().flatten().filter(|(receipt, _)| *receipt == word);
        Some((word, codes.next().and_then(|(_, code)| code.clone())))
    }
}
