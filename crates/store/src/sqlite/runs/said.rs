//! What the carrier said to hand-overs.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use domain::roll::{EntryState, Evidence, Step};
use domain::time::Millis;
use sqlx::SqliteConnection;

use super::moves::{Beside, Moves, Standing, described, these};
use super::{answers, heard, parts, rows};
use crate::contract::runs::{Reference, Said, SaidWhat};
use crate::error::{Error, Result};
use crate::sqlite::roll_sum::{ANSWERED, RollSum};
use crate::sqlite::{Sqlite, dialect, log, packed};
use crate::stamp::Stamp;

impl SaidWhat {
    fn evidence(&self) -> Evidence {
        match self {
            SaidWhat::Taken(_) => Evidence::Taken,
            SaidWhat::Deferred(until, _) => Evidence::Deferred { until: *until },
            SaidWhat::Refused(failure, _) => Evidence::Refused(*failure),
            SaidWhat::NoAnswer(_) => Evidence::NoAnswer,
        }
    }

    pub(super) const fn code(&self) -> &'static str {
        match self {
            SaidWhat::Taken(_) => "accepted",
            SaidWhat::Deferred(..) => "deferred",
            SaidWhat::Refused(..) => "refused",
            SaidWhat::NoAnswer(_) => "no_answer",
        }
    }

    /// The carrier's code, or what is known of a doubt.
    fn detail(&self) -> Option<&str> {
        match self {
            SaidWhat::Deferred(_, code) | SaidWhat::Refused(_, code) => Some(code),
            SaidWhat::NoAnswer(known) => known.evidence.as_deref(),
            SaidWhat::Taken(_) => None,
        }
    }

    /// What is written beside the attempt: where several references are known, their list, which is for people only.
    pub(super) fn noted(&self) -> Option<Cow<'_, str>> {
        match self {
            SaidWhat::Taken(references) if references.len() > 1 => Some(Cow::Owned(parts::list(references))),
            SaidWhat::NoAnswer(known) if !known.taken.is_empty() => {
                let evidence = known.evidence.as_deref().unwrap_or("partly");
                Some(Cow::Owned(format!("{evidence}: {}", parts::list(&known.taken))))
            }
            _ => self.detail().map(Cow::Borrowed),
        }
    }

    /// The one reference of a message that was taken whole; several are kept as parts.
    pub(super) fn reference(&self) -> Option<&str> {
        match self {
            SaidWhat::Taken(references) if references.len() == 1 => Some(&references[0].name),
            _ => None,
        }
    }

    /// Names that were told, and by which receipts may come.
    pub(super) fn references(&self) -> &[Reference] {
        match self {
            SaidWhat::Taken(references) => references,
            SaidWhat::NoAnswer(known) => &known.taken,
            SaidWhat::Deferred(..) | SaidWhat::Refused(..) => &[],
        }
    }

    /// Whether the carrier may have the message.
    const fn may_have(&self) -> bool {
        matches!(self, SaidWhat::Taken(_) | SaidWhat::NoAnswer(_))
    }
}

pub(super) async fn said(
    store: &Sqlite,
    stamp: &Stamp,
    no: i64,
    carrier: &str,
    said: &[Said],
    receipts_until: Millis,
) -> Result<()> {
    if said.is_empty() {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    let run = rows::by_no(&mut tx, no).await?;
    let (taken, others): (Vec<&Said>, Vec<&Said>) = said.iter().partition(|one| one.what.may_have());
    let ids = |all: &[&Said]| all.iter().map(|one| one.entry).collect::<Vec<i64>>();
    let strange = strange(&mut tx, &ids(&taken), EntryState::HandedOver).await?;
    let standing = standing(&mut tx, &ids(&others)).await?;
    let mut moves = Moves::new(store);
    for one in taken {
        let state = strange
            .get(&one.entry)
            .map_or(EntryState::HandedOver, |entry| entry.state);
        let beside = Beside {
            detail: one.what.detail().map(str::to_owned),
            deadline_at: matches!(one.what, SaidWhat::Taken(_)).then_some(receipts_until),
            handed_over: false,
        };
        moves.ask((one.entry, state), one.what.evidence(), beside);
    }
    for one in others {
        let entry = standing.get(&one.entry).ok_or(Error::Unreadable("entry"))?;
        let beside = Beside {
            detail: one.what.detail().map(str::to_owned),
            ..Beside::default()
        };
        if let Step::Moved(_) = moves.ask(entry.at(), one.what.evidence(), beside) {
            moves.delta.parts -= entry.parts;
            moves.delta.cost_millis -= entry.cost_millis;
        }
    }
    let delta = moves.write(&mut tx, &run, stamp.at).await?;
    let sum = answered(store, &mut tx, stamp.at, said).await?;
    touch(&mut tx, stamp.at, said).await?;
    let change = described(ANSWERED, &run, &delta);
    log::append(&mut tx, stamp, answers::told(change, run.id, sum)).await?;
    parts::note(&mut tx, carrier, said).await?;
    heard::adopt(store, &mut tx, stamp, carrier, said, receipts_until).await?;
    tx.commit().await?;
    Ok(())
}

/// An entry as it is read: id, outcome, reason, until when it is held; parts and cost as it was handed over last.
type Entry<'t> = (i64, i16, Option<&'t str>, Option<Millis>, i64, i64);

/// Where entries stand, by id.
pub(super) async fn standing(connection: &mut SqliteConnection, ids: &[i64]) -> Result<HashMap<i64, Standing>> {
    found(connection, ids, "").await
}

/// Those of these entries that do not stand where all of them mostly do, `usual`, a state without a reason: the many others
/// need not be read. Whoever moves them is told if one is missing.
pub(super) async fn strange(
    connection: &mut SqliteConnection,
    ids: &[i64],
    usual: EntryState,
) -> Result<HashMap<i64, Standing>> {
    found(
        connection,
        ids,
        &format!(" AND outcome <> {}", usual.outcome().number()),
    )
    .await
}

async fn found(connection: &mut SqliteConnection, ids: &[i64], only: &str) -> Result<HashMap<i64, Standing>> {
    let mut found = HashMap::new();
    for (which, values, _) in these(ids) {
        let columns = format!(
            "id, outcome, reason, held_until, {}, {}",
            rows::spent("parts"),
            rows::spent("cost_millis")
        );
        let sql = packed::select(&columns, &format!("entry e WHERE id {which}{only}"));
        let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql));
        let text: String = values
            .into_iter()
            .fold(query, sqlx::query::QueryScalar::bind)
            .fetch_one(&mut *connection)
            .await?;
        for (id, outcome, reason, held_until, parts, cost_millis) in packed::rows::<Entry<'_>>(&text, "entry")? {
            let state = EntryState::from_stored(outcome, reason, held_until);
            let entry = Standing {
                id,
                state: state.ok_or(Error::Unreadable("entry.outcome"))?,
                parts,
                cost_millis,
            };
            found.insert(id, entry);
        }
    }
    Ok(found)
}

/// Writes the answers beside their intents: those that are alike, as most are, in one statement, whatever their references. What
/// some tell in words of their own is written behind. What the carrier took, as it said when it was asked, it took, whatever it says
/// or does not say to the hand-over later. Answers what they come to, for the event that tells of them.
pub(super) async fn answered(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    now: Millis,
    said: &[Said],
) -> Result<Option<RollSum>> {
    let sum = answers::summed(store, &mut *connection, now, said).await?;
    let mut alike: BTreeMap<(u32, &str), BTreeMap<i64, Option<&str>>> = BTreeMap::new();
    let mut noted: BTreeMap<u32, Vec<(i64, Cow<'_, str>)>> = BTreeMap::new();
    for one in said {
        let group = alike.entry((one.attempt, one.what.code())).or_default();
        if group.insert(one.entry, one.what.reference()).is_some() {
            return Err(Error::Unreadable("attempt"));
        }
        if let Some(words) = one.what.noted() {
            noted.entry(one.attempt).or_default().push((one.entry, words));
        }
    }
    for ((attempt, answer), references) in alike {
        let head = "answered_at = ?, answer = CASE answer WHEN 'accepted' THEN answer ELSE ? END, detail = NULL,
           reference = COALESCE(said.t, reference)";
        let query = beside_attempts(head);
        let query = sqlx::query(sqlx::AssertSqlSafe(query)).bind(now).bind(answer);
        written(connection, query, attempt, &references).await?;
    }
    for (attempt, words) in noted {
        let words = words.iter().map(|(entry, words)| (*entry, Some(&**words))).collect();
        let query = beside_attempts("detail = said.t");
        written(connection, sqlx::query(sqlx::AssertSqlSafe(query)), attempt, &words).await?;
    }
    Ok(sum)
}

/// Sets something at attempts of one number, by the entry.
fn beside_attempts(what: &str) -> String {
    format!(
        "UPDATE attempt SET {what} FROM {} said WHERE attempt.entry_id = said.n AND attempt.n = ?",
        dialect::BY_NUMBER
    )
}

/// Has it written for all of `texts`, or refuses.
async fn written(
    connection: &mut SqliteConnection,
    query: sqlx::query::Query<'_, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>,
    attempt: u32,
    texts: &BTreeMap<i64, Option<&str>>,
) -> Result<()> {
    let query = query.bind(packed::by_number(texts)?).bind(attempt);
    let done = query.execute(connection).await?;
    if done.rows_affected() == texts.len() as u64 {
        Ok(())
    } else {
        Err(Error::Unreadable("attempt"))
    }
}

/// Notes at the customers that we wrote to them.
async fn touch(connection: &mut SqliteConnection, now: Millis, said: &[Said]) -> Result<()> {
    let ids: Vec<i64> = said
        .iter()
        .filter(|one| one.what.may_have())
        .map(|one| one.entry)
        .collect();
    for (which, values, _) in these(&ids) {
        let sql = format!(
            "UPDATE customer SET last_contact = ?
             WHERE id IN (SELECT customer_id FROM entry WHERE entry.id {which}) AND (last_contact IS NULL OR last_contact < ?)"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now);
        values
            .into_iter()
            .fold(query, sqlx::query::Query::bind)
            .bind(now)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
