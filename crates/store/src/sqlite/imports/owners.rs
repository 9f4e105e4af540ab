//! Whom rows are about: by external number, else by phone.

use std::collections::{HashMap, HashSet};

use sqlx::{QueryBuilder, Row, Sqlite as Engine, Transaction};
use uuid::Uuid;

use crate::contract::imports::{LineOwner, Verdict};
use crate::error::Result;
use crate::sqlite::customers::key_of;

/// Customers by one of their keys, each with whether they have a number.
pub(super) type Found = HashMap<String, Vec<(Uuid, bool)>>;

/// Customers whose `column` is one of `keys`. At most 30,000 keys.
pub(super) async fn find(tx: &mut Transaction<'_, Engine>, column: &str, keys: Vec<String>) -> Result<Found> {
    let mut found = Found::new();
    if keys.is_empty() {
        return Ok(found);
    }
    let mut sql = QueryBuilder::<Engine>::new("SELECT c.id, c.number IS NOT NULL, ");
    sql.push(column)
        .push(" FROM customer c WHERE ")
        .push(column)
        .push(" IN (");
    let mut list = sql.separated(", ");
    for key in keys {
        list.push_bind(key);
    }
    sql.push(")");
    for row in sql.build().persistent(false).fetch_all(&mut **tx).await? {
        found
            .entry(row.try_get(2)?)
            .or_default()
            .push((row.try_get(0)?, row.try_get(1)?));
    }
    Ok(found)
}

/// Numbers of firms have no more digits; longer ones are looked for as they stand.
const DIGITS: usize = 12;

/// The number without zeros in front, where it is nothing but digits.
fn core(number: &str) -> Option<&str> {
    let digits = (1..=DIGITS).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| number.trim_start_matches('0'))
}

/// Those of these numbers, which nobody has, that somebody has with more or fewer zeros in front.
pub(super) async fn but_for_zeros(tx: &mut Transaction<'_, Engine>, numbers: Vec<&String>) -> Result<HashSet<String>> {
    let written = |number: &String| {
        let core = core(number).unwrap_or_default().to_owned();
        let widths = if core.is_empty() { 1..1 } else { core.len()..DIGITS + 1 };
        widths.map(move |width| format!("{core:0>width$}"))
    };
    let found = find(
        tx,
        "c.number",
        numbers.iter().flat_map(|number| written(number)).collect(),
    )
    .await?;
    let cores: HashSet<&str> = found.keys().filter_map(|number| core(number)).collect();
    let like = numbers
        .into_iter()
        .filter(|number| core(number).is_some_and(|core| cores.contains(core)));
    Ok(like.cloned().collect())
}

/// The customer whom a number and a phone key name; `None`: nobody yet.
///
/// The number decides. If nobody has it, the phone may name somebody who has no number yet: somebody with another number
/// is another person who shares the phone.
pub(super) fn decide(
    by_number: &Found,
    by_phone: &Found,
    number: Option<&String>,
    key: Option<&String>,
) -> std::result::Result<Option<Uuid>, Verdict> {
    if let Some(found) = number.and_then(|number| by_number.get(number))
        && let [(id, _)] = found[..]
    {
        return Ok(Some(id));
    }
    let Some(sharing) = key.and_then(|key| by_phone.get(key)) else {
        return Ok(None);
    };
    let mut fitting = sharing.iter().filter(|(_, numbered)| number.is_none() || !numbered);
    match (fitting.next(), fitting.next()) {
        (None, _) => Ok(None),
        (Some((id, _)), None) => Ok(Some(*id)),
        (Some(_), Some(_)) => Err(Verdict::SeveralCustomers),
    }
}

/// The customer of each row of a purchases' or events' file, or why there is none.
pub(super) async fn resolve<'l>(
    tx: &mut Transaction<'_, Engine>,
    owners: impl Iterator<Item = &'l LineOwner> + Clone,
) -> Result<Vec<std::result::Result<Uuid, Verdict>>> {
    let numbers: Vec<String> = owners.clone().filter_map(|owner| owner.number.clone()).collect();
    let keys: Vec<Option<String>> = owners
        .clone()
        .map(|owner| owner.phone.as_ref().and_then(key_of))
        .collect();
    let by_number = find(tx, "c.number", numbers).await?;
    let by_phone = find(tx, "c.phone_key", keys.iter().flatten().cloned().collect()).await?;
    let one = |(owner, key): (&LineOwner, &Option<String>)| {
        decide(&by_number, &by_phone, owner.number.as_ref(), key.as_ref())?.ok_or(Verdict::UnknownCustomer)
    };
    Ok(owners.zip(&keys).map(one).collect())
}
