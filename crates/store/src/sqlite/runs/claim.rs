//! Taking a batch to hand over: checked once more, written down durably, and only then given out.

use domain::consent::Consent;
use domain::roll::{EntryState, Evidence, Exclusion, Step};
use sqlx::{Row, SqliteConnection};

use super::moves::{Beside, CHUNK, Moves, Standing, note, padded, places};
use super::{lease, rows};
use crate::contract::runs::{Claim, Letter, RunRow, RunState};
use crate::error::{Error, Result};
use crate::sqlite::Sqlite;
use crate::stamp::Stamp;

pub(super) async fn claim(store: &Sqlite, stamp: &Stamp, claim: Claim) -> Result<Vec<Letter>> {
    let mut tx = store.begin().await?;
    lease::keep(&mut tx, claim.fence, claim.lease_until).await?;
    let run = rows::by_no(&mut tx, claim.run).await?;
    if run.state != RunState::Running {
        return Ok(Vec::new());
    }
    let mut moves = Moves::default();
    let mut letters = Vec::new();
    for (entry, letter, barred) in waiting(&mut tx, &run, &claim).await? {
        let Some(mut letter) = barred.is_none().then_some(letter).flatten() else {
            let why = barred.unwrap_or(Exclusion::Erased);
            moves.ask(&entry, Evidence::Withdrawn(why), Beside::default());
            continue;
        };
        let beside = Beside {
            deadline_at: Some(claim.answer_by),
            handed_over: true,
            ..Beside::default()
        };
        if let Step::Moved(_) = moves.ask(&entry, Evidence::Intent, beside) {
            letter.attempt += 1;
            moves.delta.parts += entry.parts;
            moves.delta.cost_millis += entry.cost_millis;
            letters.push(letter);
        }
    }
    let delta = moves.write(&mut tx, &run, stamp.at).await?;
    if !delta.is_empty() {
        intents(&mut tx, &run, &claim, stamp, &letters).await?;
        note(&mut tx, stamp, "run.handed_over", &run, &delta).await?;
    }
    tx.commit().await?;
    Ok(letters)
}

/// The next queued entries with their letters, and why they may no longer be written to. A letter is missing where its
/// customer was erased.
async fn waiting(
    connection: &mut SqliteConnection,
    run: &RunRow,
    claim: &Claim,
) -> Result<Vec<(Standing, Option<Letter>, Option<Exclusion>)>> {
    let sql = format!(
        "SELECT e.id, e.attempts, e.parts, e.cost_millis, l.phone, l.text, c.erased_at, c.consent_{purpose}, c.id,
           EXISTS (SELECT 1 FROM customer o WHERE o.phone = l.phone AND o.consent_{purpose} = 2),
           CASE WHEN $3 IS NULL THEN 0 ELSE (
             SELECT COUNT(*) FROM entry o JOIN run r ON r.no = o.run_no
             WHERE o.customer_id = e.customer_id AND o.run_no <> e.run_no AND r.purpose <> 'service'
               AND o.handed_at >= $3 AND o.outcome IN (3, 4, 5, 6, 7, 9)) END
         FROM entry e LEFT JOIN letter l ON l.entry_id = e.id LEFT JOIN customer c ON c.id = e.customer_id
         WHERE e.run_no = $1 AND e.outcome = 1 ORDER BY e.id LIMIT $2",
        purpose = run.purpose.code()
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(run.no)
        .bind(claim.limit)
        .bind(claim.cap.map(|cap| cap.since))
        .fetch_all(connection)
        .await?;
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let standing = Standing {
            id: row.try_get(0)?,
            state: EntryState::Queued,
            parts: row.try_get(2)?,
            cost_millis: row.try_get(3)?,
        };
        let (phone, text): (Option<String>, Option<String>) = (row.try_get(4)?, row.try_get(5)?);
        let letter = phone.zip(text).map(|(phone, text)| Letter {
            entry: standing.id,
            attempt: 0,
            phone,
            text,
            parts: standing.parts as u16,
        });
        let letter = match letter {
            Some(letter) => Some(Letter {
                attempt: row.try_get::<i64, _>(1)? as u32,
                ..letter
            }),
            None => None,
        };
        let erased = row.try_get::<Option<i64>, _>(6)?.is_some() || row.try_get::<Option<&[u8]>, _>(8)?.is_none();
        let handed: i64 = row.try_get(10)?;
        let consent = Consent::from_number(row.try_get::<Option<i16>, _>(7)?.unwrap_or(Consent::Unknown.number()));
        let barred = match consent {
            _ if erased => Some(Exclusion::Erased),
            // By whichever customer: an opt-out goes by the number.
            _ if row.try_get::<bool, _>(9)? => Some(Exclusion::OptedOut),
            Consent::Withdrawn => Some(Exclusion::OptedOut),
            Consent::Unknown if claim.needs_consent => Some(Exclusion::NoConsent),
            // Since the freeze other runs may have written to them, or the cap was lowered.
            _ if claim.cap.is_some_and(|cap| handed >= i64::from(cap.messages)) => Some(Exclusion::FrequencyCap),
            Consent::Unknown | Consent::Given => None,
        };
        waiting.push((standing, letter, barred));
    }
    Ok(waiting)
}

/// Writes the intents.
async fn intents(
    connection: &mut SqliteConnection,
    run: &RunRow,
    claim: &Claim,
    stamp: &Stamp,
    letters: &[Letter],
) -> Result<()> {
    let ids: Vec<i64> = letters.iter().map(|letter| letter.entry).collect();
    for chunk in ids.chunks(CHUNK) {
        let sql = format!(
            "INSERT INTO attempt (entry_id, n, lease, carrier, at)
             SELECT id, attempts, ?, ?, ? FROM entry WHERE id IN ({})",
            places(chunk.len())
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(claim.fence)
            .bind(&run.carrier)
            .bind(stamp.at);
        let done = padded(chunk)
            .fold(query, sqlx::query::Query::bind)
            .execute(&mut *connection)
            .await?;
        if done.rows_affected() != chunk.len() as u64 {
            return Err(Error::Unreadable("attempt"));
        }
    }
    Ok(())
}
