//! Freezing: one transaction that writes a roll.
//!
//! The transaction holds the write lock before the audience is read, so nothing can change under the readers: a second
//! connection reads and plans the next page while this one writes the last.

use audit::roll::{Approval, Frozen};
use domain::customer::Facts;
use domain::id::{CustomerId, RunId};
use domain::plan::{Candidate, LimitKind, Plan, Planned, Seen, Totals};
use domain::roll::Outcome;
use domain::segment::Rule;
use domain::time::Millis;
use sqlx::{Sqlite as Engine, Transaction};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::moves::{CHUNK, rows_of};
use super::recent::{Recent, recent};
use super::seal::{Sealed, Sealer};
use super::{greeted, held, open, rows};
use crate::contract::SideTree;
use crate::contract::runs::{Freezing, RunHold, RunRow, RunState};
use crate::error::{Error, Result};
use crate::sqlite::customers::consent;
use crate::sqlite::roll_sum::{self, RollSum};
use crate::sqlite::{Sqlite, facts, ledger, log, makers, side};
use crate::stamp::{Change, Stamp};

/// Customers of one page.
const PAGE: u32 = 4 * CHUNK as u32;

/// One line of the roll to be.
struct Line {
    customer: Uuid,
    name: String,
    phone: Option<String>,
    planned: Planned,
    sealed: Sealed,
}

/// What the roll came to.
#[derive(Default)]
struct Written {
    audience: u64,
    excluded: u64,
}

pub(super) async fn freeze(store: &Sqlite, stamp: &Stamp, id: RunId, mut freezing: Freezing) -> Result<RunRow> {
    let mut tx = store.begin().await?;
    let run = rows::by_id(&mut tx, id).await?;
    if run.state != RunState::Freezing {
        return Err(Error::WrongState("the run is not being frozen"));
    }
    let (json, approver, approved_at): (String, Option<Uuid>, Millis) =
        sqlx::query_as("SELECT content, approver_id, approved_at FROM run WHERE no = $1")
            .bind(run.no)
            .fetch_one(&mut *tx)
            .await?;
    let content = open::content(&json)?;
    let opened = ledger::run_event(&mut tx, id, "run.opened").await?;
    let approved = makers::approved(&mut tx, run.campaign, opened.map_or(u64::MAX, |event| event.seq)).await?;
    let digest = content.digest();
    // Who cancelled it may have its roll nevertheless: nothing of it is sent.
    if !run.doomed && approved.as_ref() != Some(&digest) {
        tracing::error!(run = %id, "the content is not what somebody other than its makers approved: the run is held");
        held::hold(&mut tx, stamp, &run, RunHold::Altered).await?;
        let run = rows::by_no(&mut tx, run.no).await?;
        tx.commit().await?;
        return Ok(run);
    }
    freezing.plan.bar(consent::opted_out(&mut tx, content.purpose).await?);
    if let Some(firing) = content.birthdays() {
        let birthday = firing.occasion_of(freezing.today.date);
        let greeted = greeted::greeted(&mut tx, run.campaign, run.no, birthday, &freezing.today).await?;
        freezing.plan.greeted(greeted);
    }
    let recent = recent(&mut tx, run.no, &freezing.caps).await?;
    let limits = content.limits;
    let several = !content.others.is_empty();
    let (pages, mut planned) = mpsc::channel(2);
    let reader = Reader {
        store: store.clone(),
        run: run.clone(),
        rule: content.audience(),
        freezing,
        recent,
    };
    let reader = tokio::spawn(reader.read(pages));
    let mut written = Written::default();
    while let Some(lines) = planned.recv().await {
        write(&mut tx, run.no, stamp.at, lines, several, &mut written).await?;
    }
    let (totals, sealer) = reader.await.map_err(|_| Error::Unreadable("audience"))??;
    let (root, upper, sum) = sealer.finish();
    side::put(&mut tx, SideTree::Frozen(run.no), &upper).await?;
    let held = match totals.exceeds(&limits) {
        _ if written.audience == 0 => Some(RunHold::Nobody),
        Some(LimitKind::People) => Some(RunHold::People),
        Some(LimitKind::Parts) => Some(RunHold::Parts),
        Some(LimitKind::Cost) => Some(RunHold::Cost),
        None => None,
    };
    let mut frozen = Frozen::new(root, written.audience, written.excluded);
    frozen.content = Some(digest);
    frozen.approval = approver.map(|approver| Approval {
        author: run.author.map(|author| author.to_string()),
        by: approver.to_string(),
        at: approved_at,
    });
    finish(&mut tx, stamp, &run, &frozen, (totals, sum), held).await?;
    let run = rows::by_id(&mut tx, id).await?;
    store.commit_large(tx).await?;
    Ok(run)
}

/// Reads and plans the audience beside the writing.
struct Reader {
    store: Sqlite,
    run: RunRow,
    rule: Rule,
    freezing: Freezing,
    recent: Recent,
}

impl Reader {
    /// The totals, and the leaves of all entries.
    async fn read(self, pages: mpsc::Sender<Vec<Line>>) -> Result<(Totals, Sealer)> {
        let mut seen = Seen::new();
        let mut sealer = Sealer::new(&self.run, self.store.roll_key());
        let (mut after, mut next) = (None, 0_u32);
        loop {
            let mut connection = self.store.read().acquire().await?;
            let page = facts::audience(&mut connection, &self.rule, &self.freezing.today, after, PAGE).await?;
            drop(connection);
            let last = page.len() < PAGE as usize;
            after = page.last().map(|facts| facts.id).or(after);
            let lines = page
                .into_iter()
                .map(|facts| {
                    let line = self.plan(&self.freezing.plan, &facts, next, &mut seen, &mut sealer);
                    next += 1;
                    Line {
                        name: facts.name,
                        ..line
                    }
                })
                .collect();
            // The writer is gone only if it failed, and then says why itself.
            if pages.send(lines).await.is_err() || last {
                return Ok((seen.totals(), sealer));
            }
        }
    }

    fn plan(&self, plan: &Plan, facts: &Facts, entry: u32, seen: &mut Seen, sealer: &mut Sealer) -> Line {
        let CustomerId(customer) = facts.id;
        let recent = self.recent.get(&customer).copied().unwrap_or_default();
        let planned = plan.one(Candidate { entry, facts, recent }, seen);
        let phone = facts.phone.as_ref().map(domain::phone::Phone::e164);
        Line {
            customer,
            name: String::new(),
            phone: phone.map(str::to_owned),
            sealed: sealer.seal(entry, customer, phone, &planned),
            planned,
        }
    }
}

/// Writes lines of the roll; `several`: there are several wordings, and each entry says which.
async fn write(
    tx: &mut Transaction<'_, Engine>,
    run: i64,
    now: Millis,
    lines: Vec<Line>,
    several: bool,
    written: &mut Written,
) -> Result<()> {
    let mut lines = lines.into_iter().peekable();
    while lines.peek().is_some() {
        let chunk: Vec<Line> = lines.by_ref().take(CHUNK).collect();
        // Mostly everybody is written to, by one wording: then four values say all that differs from row to row.
        let plain = !several && chunk.iter().all(|line| matches!(line.planned, Planned::Message(_)));
        let (more, row) = if plain {
            ("outcome", format!("(?,?,?,?,{},{run},{now})", Outcome::Queued.number()))
        } else {
            (
                "outcome, reason, detail, wording",
                format!("(?,?,?,?,?,?,?,?,{run},{now})"),
            )
        };
        let sql = format!(
            "INSERT INTO entry (id, customer_id, parts, cost_millis, {more}, run_no, updated_at) VALUES {}",
            vec![row.as_str(); chunk.len()].join(",")
        );
        let mut entries = sqlx::query(sqlx::AssertSqlSafe(sql));
        let sql = format!(
            "INSERT INTO letter (entry_id, name, phone, leaf, secret, text) VALUES {}",
            rows_of(chunk.len(), 6)
        );
        let mut letters = sqlx::query(sqlx::AssertSqlSafe(sql));
        for line in chunk {
            let id = rows::first(run) + written.audience as i64;
            written.audience += 1;
            entries = entries.bind(id).bind(line.customer);
            letters = letters
                .bind(id)
                .bind(line.name)
                .bind(line.phone)
                .bind(line.sealed.leaf.to_vec())
                .bind(line.sealed.secret.to_vec());
            let (parts, cost_millis, beside, text) = match line.planned {
                Planned::Message(message) => {
                    let wording = Some(message.wording).filter(|_| several);
                    let beside = (Outcome::Queued, None, None, wording);
                    (message.parts, message.cost_millis as i64, beside, Some(message.text))
                }
                Planned::Excluded { reason, detail } => {
                    written.excluded += 1;
                    let detail = detail.map(|detail| detail.to_string());
                    (0, 0, (Outcome::Excluded, Some(reason.code()), detail, None), None)
                }
            };
            letters = letters.bind(text);
            entries = entries.bind(parts).bind(cost_millis);
            if !plain {
                let (outcome, reason, detail, wording) = beside;
                entries = entries.bind(outcome.number()).bind(reason).bind(detail).bind(wording);
            }
        }
        entries.execute(&mut **tx).await?;
        letters.execute(&mut **tx).await?;
    }
    Ok(())
}

async fn finish(
    tx: &mut Transaction<'_, Engine>,
    stamp: &Stamp,
    run: &RunRow,
    frozen: &Frozen,
    (totals, sum): (Totals, Option<RollSum>),
    held: Option<RunHold>,
) -> Result<()> {
    let queued = frozen.audience - frozen.excluded;
    let state = match held {
        _ if run.doomed => RunState::Cancelling,
        Some(_) => RunState::Held,
        None if queued == 0 => RunState::Awaiting,
        None => RunState::Running,
    };
    sqlx::query(
        "UPDATE run SET state = $2, held_why = $3, frozen_at = $4, audience = $5, excluded = $6, queued = $7,
           roll = $8, revision = revision + 1 WHERE no = $1",
    )
    .bind(run.no)
    .bind(state.code())
    .bind(held.filter(|_| state == RunState::Held).map(RunHold::code))
    .bind(stamp.at)
    .bind(frozen.audience as i64)
    .bind(frozen.excluded as i64)
    .bind(queued as i64)
    .bind(audit::roll::VERSION)
    .execute(&mut **tx)
    .await?;
    let mut change = Change::new(audit::roll::events::FROZEN, "run", run.id)
        .with("people", totals.people)
        .with("parts", totals.parts)
        .with("cost_millis", totals.cost_millis)
        .with("state", state.code());
    change.details.extend(frozen.details());
    if let Some(sum) = sum {
        let nothing = sum.of_nothing();
        change = change
            .with(roll_sum::MOVED, sum.told(run.id))
            .with(roll_sum::SAID, nothing.told(run.id));
    }
    log::append(tx, stamp, change).await?;
    if let (Some(why), RunState::Held) = (held, state) {
        let change = Change::new("run.held", "run", run.id).with("why", why.code());
        log::append(tx, stamp, change).await?;
    }
    Ok(())
}
