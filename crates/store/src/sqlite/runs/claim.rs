//! Taking a batch to hand over: checked once more, written down durably, and only then given out.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use domain::cap::Cap;
use domain::consent::Consent;
use domain::plan::Terms;
use domain::roll::{EntryState, Evidence, Exclusion, Step};
use domain::time::Millis;
use sqlx::SqliteConnection;

use super::moves::{Beside, Moves, Standing, described, these};
use super::recent::purposes;
use super::{lease, rows};
use crate::contract::runs::{Claim, Letter, RunRow, RunState};
use crate::error::{Error, Result};
use crate::sqlite::roll_sum::{HANDED_OVER, KEPT, RollSum, Summed};
use crate::sqlite::{Sqlite, log, packed};
use crate::stamp::Stamp;

/// Entries that are read in the place of those that are barred; with so many barred, the next claim goes on.
const BARRED: u32 = 1_000;

pub(super) async fn claim(store: &Sqlite, stamp: &Stamp, claim: Claim) -> Result<Vec<Letter>> {
    let mut tx = store.begin().await?;
    lease::keep(&mut tx, claim.fence, claim.lease_until).await?;
    let run = rows::by_no(&mut tx, claim.run).await?;
    if run.state != RunState::Running {
        return Ok(Vec::new());
    }
    let mut moves = Moves::new(store);
    let outgoing = take(store, &mut tx, &run, &claim, &mut moves).await?;
    let delta = moves.write(&mut tx, &run, stamp.at).await?;
    let summed = summed(store, stamp, &claim, &outgoing)?;
    let (letters, asked): (Vec<Letter>, Vec<Option<Asked>>) = outgoing.into_iter().unzip();
    if !delta.is_empty() {
        intents(&mut tx, &claim, stamp, (&letters, &asked)).await?;
        let mut change = described(HANDED_OVER, &run, &delta);
        if let Some(sum) = summed {
            change = change.with(KEPT, sum.told(run.id));
        }
        if claim.carrier != run.carrier && !letters.is_empty() {
            takes_over(&mut tx, &claim, stamp).await?;
            change = change.with("second_carrier", &claim.carrier);
        }
        log::append(&mut tx, stamp, change).await?;
    }
    tx.commit().await?;
    Ok(letters)
}

/// In how many parts a carrier sends a text, and for how much.
type Asked = (i64, i64);

/// A letter that goes out, and what its carrier asks where the roll says otherwise.
type Outgoing = (Letter, Option<Asked>);

/// Takes the next queued entries, and bars who may no longer be written to: they use up nothing of what may be handed over, and
/// others are read in their place. A second carrier gets none from the first on that it asks more for than the roll says.
async fn take(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    run: &RunRow,
    claim: &Claim,
    moves: &mut Moves,
) -> Result<Vec<Outgoing>> {
    let mut letters = Vec::new();
    let caps = counting(&mut *connection, claim).await?;
    let mut free = i64::from(claim.parts);
    let (mut after, mut lot, mut barred_in_all) = (0, claim.limit, 0);
    'lots: loop {
        let mut waiting = waiting(&mut *connection, run, claim, &caps, (after, lot)).await?;
        bar_listed(store, &mut *connection, run, &mut waiting).await?;
        let is_last = waiting.len() < lot as usize;
        for (entry, letter, barred) in waiting {
            after = entry.id;
            let Some(mut letter) = barred.is_none().then_some(letter).flatten() else {
                let why = barred.unwrap_or(Exclusion::Erased);
                moves.ask(entry.at(), Evidence::Withdrawn(why), Beside::default());
                barred_in_all += 1;
                continue;
            };
            let planned = (entry.parts, entry.cost_millis);
            let asked = match &claim.second {
                Some(terms) => match within(terms, &letter.text, entry.cost_millis) {
                    Some((parts, cost_millis)) => {
                        letter.parts = parts;
                        (i64::from(parts), cost_millis)
                    }
                    None => break 'lots,
                },
                None => planned,
            };
            if letters.len() == claim.limit as usize || i64::from(letter.parts) > free && !letters.is_empty() {
                break 'lots;
            }
            free -= i64::from(letter.parts);
            let beside = Beside {
                deadline_at: Some(claim.answer_by),
                handed_over: true,
                ..Beside::default()
            };
            if let Step::Moved(_) = moves.ask(entry.at(), Evidence::Intent, beside) {
                letter.attempt += 1;
                moves.delta.parts += asked.0;
                moves.delta.cost_millis += asked.1;
                letters.push((letter, (asked != planned).then_some(asked)));
            }
        }
        if is_last || letters.len() == claim.limit as usize || barred_in_all >= BARRED {
            break;
        }
        lot = BARRED;
    }
    Ok(letters)
}

/// The parts in which a carrier of these terms sends a text and what it asks for them, if that is no more than this.
fn within(terms: &Terms, text: &str, cost_millis: i64) -> Option<(u16, i64)> {
    let (parts, asked) = terms.asked(text).ok()?;
    let asked = i64::try_from(asked).ok()?;
    (asked <= cost_millis).then_some((parts, asked))
}

pub(super) async fn is_dearer(store: &Sqlite, run: i64, terms: &Terms) -> Result<bool> {
    let first: Option<(String, i64)> = sqlx::query_as(
        "SELECT l.text, e.cost_millis FROM entry e JOIN letter l ON l.entry_id = e.id
         WHERE e.run_no = $1 AND e.outcome = 1 ORDER BY e.id LIMIT 1",
    )
    .bind(run)
    .fetch_optional(store.read())
    .await?;
    Ok(first.is_some_and(|(text, cost_millis)| within(terms, &text, cost_millis).is_none()))
}

/// A queued entry as it is read: id, attempts, parts, cost, phone, text, whether it is erased, consent, whether somebody with
/// the phone opted out, and whether a cap is reached.
type Waiting = (
    i64,
    u32,
    i64,
    i64,
    Option<String>,
    Option<String>,
    u8,
    Option<i16>,
    u8,
    u8,
);

/// A queued entry with its letter, and why it may no longer be written to. A letter is missing where its customer was erased.
type Candidate = (Standing, Option<Letter>, Option<Exclusion>);

/// Bars those to whose number nobody belongs any more, and who opted out by it: the customer has another one since.
async fn bar_listed(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    run: &RunRow,
    waiting: &mut [Candidate],
) -> Result<()> {
    let phones = waiting
        .iter()
        .filter_map(|(_, letter, _)| Some(letter.as_ref()?.phone.as_str()));
    let listed = store.numbers().listed(connection, run.purpose, phones).await?;
    if listed.is_empty() {
        return Ok(());
    }
    let listed: HashSet<String> = listed.into_iter().map(str::to_owned).collect();
    for (_, letter, barred) in waiting {
        if letter.as_ref().is_some_and(|letter| listed.contains(&letter.phone)) {
            barred.get_or_insert(Exclusion::OptedOut);
        }
    }
    Ok(())
}

/// The next queued entries behind `after`, at most `lot`.
async fn waiting(
    connection: &mut SqliteConnection,
    run: &RunRow,
    claim: &Claim,
    caps: &[Cap],
    (after, lot): (i64, u32),
) -> Result<Vec<Candidate>> {
    let of = format!(
        "(SELECT e.id, e.attempts, e.parts, e.cost_millis, l.phone, l.text, c.id IS NULL OR c.erased_at IS NOT NULL AS erased,
           c.consent_{purpose} AS consent,
           EXISTS (SELECT 1 FROM customer o WHERE o.phone = l.phone AND o.consent_{purpose} = 2) AS opted_out,
           {capped} AS capped
         FROM entry e LEFT JOIN letter l ON l.entry_id = e.id LEFT JOIN customer c ON c.id = e.customer_id
         WHERE e.run_no = $1 AND e.outcome = 1 AND e.id > $2 ORDER BY e.id LIMIT $3)",
        purpose = run.purpose.code(),
        capped = capped(caps),
    );
    let columns = "id, attempts, parts, cost_millis, phone, text, erased, consent, opted_out, capped";
    let packed = packed::select(columns, &of);
    let query = sqlx::query_scalar(sqlx::AssertSqlSafe(packed))
        .bind(run.no)
        .bind(after)
        .bind(lot);
    let since = caps.iter().map(|cap| cap.since);
    let query = since.fold(query, sqlx::query::QueryScalar::bind);
    let text: String = query.fetch_one(connection).await?;
    let rows: Vec<Waiting> = packed::rows(&text, "entry")?;
    let mut waiting = Vec::with_capacity(rows.len());
    for (id, attempts, parts, cost_millis, phone, text, erased, consent, opted_out, capped) in rows {
        let standing = Standing {
            id,
            state: EntryState::Queued,
            parts,
            cost_millis,
        };
        let letter = phone.zip(text).map(|(phone, text)| Letter {
            entry: id,
            attempt: attempts,
            phone,
            text,
            parts: parts as u16,
        });
        let consent = Consent::from_number(consent.unwrap_or(Consent::Unknown.number()));
        let barred = match consent {
            _ if erased != 0 => Some(Exclusion::Erased),
            // By whichever customer: an opt-out goes by the number.
            _ if opted_out != 0 => Some(Exclusion::OptedOut),
            Consent::Withdrawn => Some(Exclusion::OptedOut),
            Consent::Unknown if claim.needs_consent => Some(Exclusion::NoConsent),
            // Since the freeze other runs may have written to them, or the cap was lowered.
            _ if capped != 0 => Some(Exclusion::FrequencyCap),
            Consent::Unknown | Consent::Given => None,
        };
        waiting.push((standing, letter, barred));
    }
    Ok(waiting)
}

/// Notes that a carrier beside the run's own took over part of it.
async fn takes_over(connection: &mut SqliteConnection, claim: &Claim, stamp: &Stamp) -> Result<()> {
    sqlx::query(
        "INSERT INTO run_carrier (run_no, carrier, since) VALUES ($1, $2, $3) ON CONFLICT (run_no, carrier) DO NOTHING",
    )
    .bind(claim.run)
    .bind(&claim.carrier)
    .bind(stamp.at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The caps for which any other run counts: one that may have handed something over since, which it does while it is valid. Where
/// there is none, nobody's messages are counted.
async fn counting(connection: &mut SqliteConnection, claim: &Claim) -> Result<Vec<Cap>> {
    let mut counting = Vec::with_capacity(claim.caps.len());
    for cap in &claim.caps {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM run r WHERE r.no <> $1 AND r.frozen_at IS NOT NULL AND r.purpose IN ({})
               AND (r.state <> 'closed' OR r.valid_until >= $2))",
            purposes(cap)
        );
        let any = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(claim.run)
            .bind(cap.since)
            .fetch_one(&mut *connection)
            .await?;
        if any {
            counting.push(*cap);
        }
    }
    Ok(counting)
}

/// Whether a customer has had enough by one of the caps; the moments from which on messages count are bound from `$4` on.
fn capped(caps: &[Cap]) -> String {
    let one = |(n, cap): (usize, &Cap)| {
        format!(
            "(SELECT COUNT(*) FROM entry o JOIN run r ON r.no = o.run_no
              WHERE o.customer_id = e.customer_id AND o.run_no <> e.run_no AND r.purpose IN ({})
                AND o.handed_at >= ${} AND o.outcome IN (3, 4, 5, 6, 7, 9)) >= {}",
            purposes(cap),
            n + 4,
            cap.messages
        )
    };
    let all: Vec<String> = caps.iter().enumerate().map(one).collect();
    if all.is_empty() {
        "0".to_owned()
    } else {
        all.join(" OR ")
    }
}

/// Writes the intents: those that are asked the same for by one statement.
async fn intents(
    connection: &mut SqliteConnection,
    claim: &Claim,
    stamp: &Stamp,
    (letters, asked): (&[Letter], &[Option<Asked>]),
) -> Result<()> {
    let mut alike: BTreeMap<Option<Asked>, Vec<i64>> = BTreeMap::new();
    for (letter, asked) in letters.iter().zip(asked) {
        alike.entry(*asked).or_default().push(letter.entry);
    }
    for (asked, ids) in alike {
        for (which, values, entries) in these(&ids) {
            let sql = format!(
                "INSERT INTO attempt (entry_id, n, lease, carrier, at, parts, cost_millis)
                 SELECT id, attempts, ?, ?, ?, ?, ? FROM entry WHERE id {which}"
            );
            let query = sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(claim.fence)
                .bind(&claim.carrier)
                .bind(stamp.at)
                .bind(asked.map(|(parts, _)| parts))
                .bind(asked.map(|(_, cost_millis)| cost_millis));
            let done = values
                .into_iter()
                .fold(query, sqlx::query::Query::bind)
                .execute(&mut *connection)
                .await?;
            if done.rows_affected() != entries {
                return Err(Error::Unreadable("attempt"));
            }
        }
    }
    Ok(())
}

/// What stands in an attempt from the beginning: entry, number, carrier and when; its parts and their cost, where they are not the
/// roll's.
pub(super) type Intent<'t> = (i64, u32, Cow<'t, str>, Millis, Option<i64>, Option<i64>);

/// The columns of an [`Intent`].
pub(super) const INTENT: &str = "entry_id, n, carrier, at, parts, cost_millis";

/// Adds an intent to what all come to. One as the roll has it is summed as it always was.
pub(super) fn keep_intent(sum: &mut RollSum, intent: Intent<'_>) -> Result<()> {
    match intent {
        (entry, n, carrier, at, None, None) => sum.keep(Summed::Attempts, &(entry, n, carrier, at)),
        intent => sum.keep(Summed::Attempts, &intent),
    }
}

/// What the intents come to; `None`: the store has no key.
fn summed(store: &Sqlite, stamp: &Stamp, claim: &Claim, outgoing: &[Outgoing]) -> Result<Option<RollSum>> {
    let Some(mut sum) = store.roll_key().map(RollSum::new) else {
        return Ok(None);
    };
    for (letter, asked) in outgoing {
        let (parts, cost_millis) = asked.unzip();
        let carrier = claim.carrier.as_str().into();
        let intent = (letter.entry, letter.attempt, carrier, stamp.at, parts, cost_millis);
        keep_intent(&mut sum, intent)?;
    }
    Ok(Some(sum))
}

#[cfg(test)]
mod tests {
    use sms::Rule;

    use super::*;

    #[test]
    fn a_second_carrier_is_asked_by_its_own_way_of_counting() {
        let latin = "a".repeat(161);
        let check = |price_millis, rule, cost_millis, asked| {
            let refuses = Vec::new();
            let terms = Terms {
                price_millis,
                rule,
                refuses,
            };
            assert_eq!(within(&terms, &latin, cost_millis), asked, "{rule:?}");
        };
        check(4_500, Rule::Radio, 9_000, Some((2, 9_000)));
        check(4_501, Rule::Radio, 9_000, None);
        // As cheap a part, and three of them.
        check(4_500, Rule::Direct, 9_000, None);
        check(3_000, Rule::Direct, 9_000, Some((3, 9_000)));
        check(1_000, Rule::Direct, 9_000, Some((3, 3_000)));
    }
}
