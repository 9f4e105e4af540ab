//! What an entry's outcome says of hand-overs, held against the attempts that were written before each of them, and against what was
//! said and heard of the last.

use domain::roll::{EntryState, Failure, Outcome};
use sqlx::{AssertSqlSafe, Row};

use super::{rows, seal};
use crate::contract::{HandedOver, Unfounded};
use crate::error::{Error, Result};
use crate::sqlite::Sqlite;

/// The entries of the run whose number is `$1`, with their last attempts.
const ENTRIES: &str = "entry e LEFT JOIN attempt a ON a.entry_id = e.id AND a.n = e.attempts
    WHERE e.id >= $1 * 4294967296 AND e.id < ($1 + 1) * 4294967296";

/// The parts of what was handed over, and their cost.
fn summed() -> String {
    let sum = |column: &str| {
        format!(
            "COALESCE(SUM(CASE WHEN {} THEN COALESCE(a.{column}, e.{column}) END), 0)",
            rows::charged()
        )
    };
    format!("{} AS parts, {} AS cost", sum("parts"), sum("cost_millis"))
}

/// Where an entry stands behind its hand-over, each state above those from which the lattice moves it there. The numbers by which the
/// statements below compare are the places in this list.
const HEIGHTS: [EntryState; 12] = [
    EntryState::HandedOver,
    EntryState::InDoubt,
    EntryState::Accepted,
    EntryState::NoReceipt,
    EntryState::Expired,
    EntryState::Failed(Failure::SettledNotSent),
    EntryState::Failed(Failure::Unspecified),
    EntryState::Failed(Failure::Rejected),
    EntryState::Failed(Failure::Blocked),
    EntryState::Failed(Failure::Unreachable),
    EntryState::Failed(Failure::UnknownSubscriber),
    EntryState::Delivered,
];

/// The place of a state in [`HEIGHTS`]; -1 for what was not handed over.
fn height(state: EntryState) -> i64 {
    let place = HEIGHTS.iter().position(|other| *other == state);
    place.map_or(-1, |place| place as i64)
}

/// The height of a failure for the reason in this column.
fn failed(reason: &str) -> String {
    let when = |why: &Failure| format!("WHEN '{}' THEN {} ", why.code(), height(EntryState::Failed(*why)));
    let all: String = Failure::ALL.iter().map(when).collect();
    let unspecified = height(EntryState::Failed(Failure::Unspecified));
    format!("CASE {reason} {all}ELSE {unspecified} END")
}

/// The height at which an entry `e` stands.
fn stands() -> String {
    let plain = HEIGHTS.iter().filter(|state| state.reason().is_none());
    let when = |state: &EntryState| format!("WHEN {} THEN {} ", state.outcome().number(), height(*state));
    let all: String = plain.map(when).collect();
    format!("CASE e.outcome {all}WHEN 8 THEN {} ELSE -1 END", failed("e.reason"))
}

/// The height to which all lead that was said and heard of the last attempt `a` of an entry `e`, in whatever order: the highest.
/// Receipts that came behind the close move nothing, and those of parts say something together (`domain::roll::whole`).
fn heard() -> String {
    let [doubt, accepted, no_receipt, expired, delivered] = [
        EntryState::InDoubt,
        EntryState::Accepted,
        EntryState::NoReceipt,
        EntryState::Expired,
        EntryState::Delivered,
    ]
    .map(height);
    let [not_sent, refused, rejected] =
        [Failure::SettledNotSent, Failure::Unspecified, Failure::Rejected].map(|why| height(EntryState::Failed(why)));
    let (failed, lookup) = (failed("r.reason"), rows::LOOKED_UP);
    let receipt = format!("WHEN 'failed' THEN {failed} WHEN 'expired' THEN {expired}");
    format!(
        "MAX(CASE a.answer WHEN 'accepted' THEN {accepted} WHEN 'no_answer' THEN {doubt} WHEN 'refused' THEN {refused}
             WHEN 'deferred' THEN -1 ELSE CASE WHEN a.n IS NULL THEN -1 ELSE 0 END END,
           CASE e.detail WHEN '{lookup}' THEN {rejected} ELSE -1 END,
           COALESCE((SELECT CASE s.how WHEN 'sent' THEN {no_receipt} ELSE {not_sent} END FROM settlement s
             WHERE s.entry_id = e.id), -1),
           COALESCE((SELECT MAX(CASE r.status WHEN 'delivered' THEN {delivered} {receipt} ELSE {accepted} END) FROM receipt r
             WHERE r.entry_id = e.id AND r.late = 0 AND r.part IS NULL), -1),
           CASE WHEN EXISTS (SELECT 1 FROM part p WHERE p.entry_id = e.id) THEN COALESCE((SELECT CASE
               WHEN COUNT(*) >= MAX(m.parts) AND MIN(m.delivered) = 1 THEN {delivered}
               WHEN COUNT(*) >= MAX(m.parts) OR MAX(m.told) > {accepted} THEN MAX(m.told) END
             FROM (SELECT MAX(p.parts) AS parts, MAX(COALESCE(r.status, '') = 'delivered') AS delivered,
                 MAX(CASE r.status {receipt} ELSE CASE WHEN r.id IS NULL THEN -1 ELSE {accepted} END END) AS told
               FROM part p LEFT JOIN receipt r ON r.entry_id = p.entry_id AND r.part = p.reference AND r.late = 0
               WHERE p.entry_id = e.id GROUP BY p.part) m), -1) ELSE -1 END)"
    )
}

/// Whether an entry `e` with the last attempt `a` stands where all leads that was said and heard: 1, else 0 or NULL. One that was
/// accepted may have waited for its receipt as long as it may; the reason of a refusal stands beside the entry alone; and what
/// waits expires unheard, or is in doubt already when the carrier puts it off. Most are delivered, which nothing is above: for them
/// it is enough that receipts say so, and by that a close of a million is a matter of seconds.
fn agrees() -> String {
    let [doubt, accepted, no_receipt, expired] = [
        EntryState::InDoubt,
        EntryState::Accepted,
        EntryState::NoReceipt,
        EntryState::Expired,
    ]
    .map(height);
    let [least, unspecified, most] = [
        Failure::SettledNotSent,
        Failure::Unspecified,
        Failure::UnknownSubscriber,
    ]
    .map(|why| height(EntryState::Failed(why)));
    let (heard, stands) = (heard(), stands());
    format!(
        "CASE WHEN e.outcome = 7 AND EXISTS (SELECT 1 FROM receipt r
             WHERE r.entry_id = e.id AND r.part IS NULL AND r.status = 'delivered' AND r.late = 0) THEN 1
           WHEN e.outcome = 7 AND (SELECT MAX(p.part) >= MAX(p.parts) AND MIN(EXISTS (SELECT 1 FROM receipt r
             WHERE r.entry_id = p.entry_id AND r.part = p.reference AND r.status = 'delivered' AND r.late = 0))
             FROM part p WHERE p.entry_id = e.id) THEN 1
           WHEN a.n IS NULL THEN {stands} IN (-1, {expired})
           ELSE CASE {heard} WHEN {stands} THEN 1 WHEN {accepted} THEN {stands} = {no_receipt}
           WHEN {unspecified} THEN a.answer = 'refused' AND {stands} BETWEEN {least} AND {most}
           WHEN -1 THEN {stands} = {expired} OR a.answer = 'deferred' AND {stands} = {doubt} ELSE 0 END END"
    )
}

/// Closes the run `$1` at `$2`, and answers its parts and their cost. One statement, which counts the roll itself: every entry
/// is terminal, each outcome is what the run says, together they are the audience, whatever a carrier may have was handed
/// over by an attempt, and each stands where its answers and receipts lead. The numbers are those of [`Outcome`].
pub(super) fn close() -> String {
    format!(
        "UPDATE run SET state = 'closed', held_why = NULL, closed_at = $2, revision = revision + 1, parts = roll.parts,
           cost_millis = roll.cost
         FROM (SELECT COUNT(*) AS entries,
             COUNT(CASE WHEN e.outcome IN (0, 6, 7, 8, 9, 10) THEN 1 END) AS terminal,
             COUNT(CASE WHEN e.outcome = 0 THEN 1 END) AS excluded, COUNT(CASE WHEN e.outcome = 6 THEN 1 END) AS no_receipt,
             COUNT(CASE WHEN e.outcome = 7 THEN 1 END) AS delivered, COUNT(CASE WHEN e.outcome = 8 THEN 1 END) AS failed,
             COUNT(CASE WHEN e.outcome = 9 THEN 1 END) AS expired, COUNT(CASE WHEN e.outcome = 10 THEN 1 END) AS cancelled,
             COUNT(CASE WHEN e.outcome IN (6, 7) AND a.n IS NULL THEN 1 END) AS unfounded,
             COUNT(CASE {} WHEN 1 THEN NULL ELSE 1 END) AS contradicted, {}
           FROM {ENTRIES}) roll
         WHERE no = $1 AND state <> 'closed' AND frozen_at IS NOT NULL AND roll.unfounded = 0 AND roll.contradicted = 0
           AND (run.audience, run.audience, run.excluded, run.no_receipt, run.delivered, run.failed, run.expired, run.cancelled)
             = (roll.entries, roll.terminal, roll.excluded, roll.no_receipt, roll.delivered, roll.failed, roll.expired,
                roll.cancelled)
         RETURNING run.parts, run.cost_millis",
        agrees(),
        summed()
    )
}

pub(crate) async fn sums(store: &Sqlite, run: i64) -> Result<HandedOver> {
    let sql = format!(
        "SELECT {},
           (SELECT COUNT(*) FROM receipt WHERE entry_id >= $1 * 4294967296 AND entry_id < ($1 + 1) * 4294967296)
         FROM {ENTRIES}",
        summed()
    );
    let pool = store.read();
    let (parts, cost, receipts): (i64, i64, i64) = sqlx::query_as(AssertSqlSafe(sql)).bind(run).fetch_one(pool).await?;
    Ok(HandedOver {
        parts: parts.unsigned_abs(),
        cost_millis: cost.unsigned_abs(),
        receipts: receipts.unsigned_abs(),
    })
}

pub(crate) async fn unfounded(store: &Sqlite, run: i64) -> Result<Vec<Unfounded>> {
    // Attempts are counted up from 1: as many as the last one's number says are all of them.
    let rows = sqlx::query(
        "SELECT e.id, e.outcome, e.attempts, COUNT(a.n) AS written FROM entry e LEFT JOIN attempt a ON a.entry_id = e.id
         WHERE e.id >= $1 * 4294967296 AND e.id < ($1 + 1) * 4294967296 GROUP BY e.id
         HAVING written <> e.attempts OR COALESCE(MAX(a.n), 0) <> e.attempts
           OR e.outcome IN (3, 4, 5, 6, 7) AND e.attempts = 0",
    )
    .bind(run)
    .fetch_all(store.read())
    .await?;
    let outcome = |number: i16| Outcome::from_number(number).ok_or(Error::Unreadable("entry.outcome"));
    let mut unfounded = Vec::with_capacity(rows.len());
    for row in &rows {
        unfounded.push(Unfounded::HandedOver {
            place: rows::seq(row.try_get(0)?),
            outcome: outcome(row.try_get(1)?)?.code(),
            says: row.try_get::<i64, _>(2)?.unsigned_abs(),
            written: row.try_get::<i64, _>(3)?.unsigned_abs(),
        });
    }
    let sql = format!(
        "SELECT e.id, e.outcome, e.reason, {} FROM {ENTRIES} AND COALESCE({}, 0) = 0",
        heard(),
        agrees()
    );
    for row in sqlx::query(AssertSqlSafe(sql))
        .bind(run)
        .fetch_all(store.read())
        .await?
    {
        let heard = usize::try_from(row.try_get::<i64, _>(3)?).ok();
        let heard = heard.and_then(|place| HEIGHTS.get(place));
        unfounded.push(Unfounded::Contradicted {
            place: rows::seq(row.try_get(0)?),
            outcome: seal::sealing(outcome(row.try_get(1)?)?, row.try_get(2)?),
            heard: heard.map(|state| seal::sealing(state.outcome(), state.reason())),
        });
    }
    Ok(unfounded)
}

#[cfg(test)]
mod tests {
    use domain::roll::{Evidence, Receipt, Settlement, Step, advance};

    use super::*;

    /// The lattice, wherever it joins: what leads to a state moves everything below it there, and nothing above.
    #[test]
    fn the_heights_are_those_of_the_lattice() {
        let failed = Failure::ALL.iter().map(|why| Evidence::Receipt(Receipt::Failed(*why)));
        let all = [
            Evidence::NoAnswer,
            Evidence::Taken,
            Evidence::Receipt(Receipt::Expired),
            Evidence::Receipt(Receipt::Delivered),
        ];
        for evidence in all.into_iter().chain(failed) {
            let Step::Moved(to) = advance(EntryState::HandedOver, evidence) else {
                panic!("{evidence:?} moves what was handed over");
            };
            for state in HEIGHTS {
                let moves = advance(state, evidence) == Step::Moved(to);
                assert_eq!(moves, height(state) < height(to), "{state:?} {evidence:?}");
            }
        }
        for (how, height_of) in [(Settlement::Sent, 3), (Settlement::NotSent, 5)] {
            let settled = advance(EntryState::InDoubt, Evidence::Settled(how));
            assert_eq!(settled, Step::Moved(HEIGHTS[height_of]));
        }
        let waited = advance(EntryState::Accepted, Evidence::WindowPassed);
        assert_eq!(waited, Step::Moved(HEIGHTS[3]));
    }
}
