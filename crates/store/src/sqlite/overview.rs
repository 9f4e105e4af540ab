//! What the first page and the reports ask over all areas, in SQLite.

use async_trait::async_trait;
use domain::id::{CampaignId, ImportId, RunId, UserId};
use domain::roll::{Outcome, Tally};
use domain::time::Millis;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, QueryBuilder, Row, Sqlite as Engine};

use super::Sqlite;
use super::runs::content;
use crate::contract::overview::{
    BirthdayCount, BrokenRoll, OutcomeCount, Overview, PlannedCampaign, RefusedImport, ReportSpan, ReturnedCampaign,
    RunCount, TakenBack, UnreadableCampaign,
};
use crate::{Error, Result};

impl Sqlite {
    /// The counts of runs whose `moment` (a column of ours) is in the span.
    async fn counted(&self, moment: &'static str, span: ReportSpan) -> Result<Vec<RunCount>> {
        sqlx::query(AssertSqlSafe(format!(
            "SELECT campaign_id, name, {moment} AS at, excluded, queued, held, handed_over, in_doubt, accepted, no_receipt,
               delivered, failed, expired, cancelled, parts, cost_millis
             FROM run WHERE {moment} >= $1 AND {moment} < $2 AND ($3 IS NULL OR author_id = $3) ORDER BY {moment}, no"
        )))
        .bind(span.from)
        .bind(span.until)
        .bind(span.author.map(|author| author.0))
        .fetch_all(self.read())
        .await?
        .iter()
        .map(count_of)
        .collect()
    }
}

fn count_of(row: &SqliteRow) -> Result<RunCount> {
    let mut tally = Tally::default();
    for outcome in Outcome::ALL {
        tally.add(outcome, row.try_get::<i64, _>(outcome.code())?.unsigned_abs());
    }
    Ok(RunCount {
        campaign: CampaignId(row.try_get("campaign_id")?),
        name: row.try_get("name")?,
        at: row.try_get("at")?,
        tally,
        parts: row.try_get::<i64, _>("parts")?.unsigned_abs(),
        cost_millis: row.try_get::<i64, _>("cost_millis")?.unsigned_abs(),
    })
}

#[async_trait]
impl Overview for Sqlite {
    async fn no_customers(&self) -> Result<bool> {
        let some: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM customer)")
            .fetch_one(self.read())
            .await?;
        Ok(!some)
    }

    async fn runs_frozen(&self, span: ReportSpan) -> Result<Vec<RunCount>> {
        self.counted("frozen_at", span).await
    }

    async fn runs_closed(&self, span: ReportSpan) -> Result<Vec<RunCount>> {
        self.counted("closed_at", span).await
    }

    async fn outcomes(&self, span: ReportSpan) -> Result<Vec<OutcomeCount>> {
        // An entry's id begins with its run's number, so each run is one range of the table.
        sqlx::query(
            "SELECT e.outcome, e.reason, COUNT(*) AS entries
             FROM run r JOIN entry e ON e.id >= r.no * 4294967296 AND e.id < (r.no + 1) * 4294967296
             WHERE r.frozen_at >= $1 AND r.frozen_at < $2 AND ($3 IS NULL OR r.author_id = $3)
             GROUP BY e.outcome, e.reason ORDER BY entries DESC, e.outcome, e.reason",
        )
        .bind(span.from)
        .bind(span.until)
        .bind(span.author.map(|author| author.0))
        .fetch_all(self.read())
        .await?
        .iter()
        .map(|row| {
            Ok(OutcomeCount {
                outcome: Outcome::from_number(row.try_get("outcome")?).ok_or(Error::Unreadable("entry"))?,
                reason: row.try_get("reason")?,
                entries: row.try_get::<i64, _>("entries")?.unsigned_abs(),
            })
        })
        .collect()
    }

    async fn opt_outs(&self, span: ReportSpan) -> Result<u64> {
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(DISTINCT c.customer_id) FROM consent_record c WHERE c.state = 2 AND c.recorded_at >= $1 AND c.recorded_at < $2
               AND ($3 IS NULL OR EXISTS (
                 SELECT 1 FROM entry e JOIN run r ON r.no = e.run_no
                 WHERE e.customer_id = c.customer_id AND r.author_id = $3))",
        )
        .bind(span.from)
        .bind(span.until)
        .bind(span.author.map(|author| author.0))
        .fetch_one(self.read())
        .await?;
        Ok(count.unsigned_abs())
    }

    async fn unreadable_campaigns(&self) -> Result<Vec<UnreadableCampaign>> {
        let rows = sqlx::query(
            "SELECT id, name, next_at, content FROM campaign WHERE next_at IS NOT NULL AND state = 'approved' ORDER BY next_at, id",
        )
        .fetch_all(self.read())
        .await?;
        let mut unreadable = Vec::new();
        for row in &rows {
            if content(row.try_get(3)?).is_err() {
                unreadable.push(UnreadableCampaign {
                    id: CampaignId(row.try_get(0)?),
                    name: row.try_get(1)?,
                    next_at: row.try_get(2)?,
                });
            }
        }
        Ok(unreadable)
    }

    async fn last_taken_back(&self) -> Result<Option<TakenBack>> {
        let row: Option<(Millis, Millis)> = sqlx::query_as("SELECT at, known_until FROM taken_back")
            .fetch_optional(self.read())
            .await?;
        Ok(row.map(|(at, known_until)| TakenBack { at, known_until }))
    }

    async fn broken_rolls(&self) -> Result<Vec<BrokenRoll>> {
        sqlx::query(
            "SELECT r.id, r.name, b.since FROM broken_roll b JOIN run r ON r.no = b.run_no ORDER BY b.since, r.no",
        )
        .fetch_all(self.read())
        .await?
        .iter()
        .map(|row| {
            Ok(BrokenRoll {
                run: RunId(row.try_get("id")?),
                name: row.try_get("name")?,
                since: row.try_get("since")?,
            })
        })
        .collect()
    }

    async fn returned_to(&self, author: UserId) -> Result<Vec<ReturnedCampaign>> {
        sqlx::query(
            "SELECT c.id, c.name, COALESCE((SELECT d.comment FROM decision d
               WHERE d.campaign_id = c.id AND d.kind = 'returned' ORDER BY d.n DESC LIMIT 1), '') AS comment
             FROM campaign c WHERE c.state = 'draft' AND c.returned = 1 AND c.author = $1 ORDER BY c.updated_at DESC, c.id LIMIT 20",
        )
        .bind(author.0)
        .fetch_all(self.read())
        .await?
        .iter()
        .map(|row| {
            Ok(ReturnedCampaign {
                id: CampaignId(row.try_get("id")?),
                name: row.try_get("name")?,
                comment: row.try_get("comment")?,
            })
        })
        .collect()
    }

    async fn refused_imports(&self, user: UserId, since: Millis) -> Result<Vec<RefusedImport>> {
        sqlx::query(
            "SELECT id, file, refused_rows FROM import_job
             WHERE refused_rows > 0 AND state IN ('checked', 'applied') AND actor_kind = 'user' AND actor = $1
               AND created_at >= $2 ORDER BY created_at DESC, id LIMIT 5",
        )
        .bind(user.to_string())
        .bind(since)
        .fetch_all(self.read())
        .await?
        .iter()
        .map(|row| {
            Ok(RefusedImport {
                id: ImportId(row.try_get("id")?),
                file: row.try_get("file")?,
                rows: row.try_get::<i64, _>("refused_rows")?.unsigned_abs(),
            })
        })
        .collect()
    }

    async fn planned(&self, until: Millis) -> Result<Vec<PlannedCampaign>> {
        let rows = sqlx::query(
            "SELECT id, name, next_at, content FROM campaign WHERE next_at < $1 ORDER BY next_at, id LIMIT 200",
        )
        .bind(until)
        .fetch_all(self.read())
        .await?;
        let mut planned = Vec::with_capacity(rows.len());
        for row in &rows {
            // One that can't be read is told of by itself, and keeps no other back.
            let Ok(content) = content(row.try_get("content")?) else {
                continue;
            };
            planned.push(PlannedCampaign {
                id: CampaignId(row.try_get("id")?),
                name: row.try_get("name")?,
                next_at: row.try_get("next_at")?,
                schedule: content.schedule,
            });
        }
        Ok(planned)
    }

    async fn birthdays(&self, solar: &[i64], lunar: &[i64]) -> Result<Vec<BirthdayCount>> {
        let mut query = QueryBuilder::<Engine>::new(
            "SELECT birthday, lunar_birthday, COUNT(*) AS customers FROM customer WHERE erased_at IS NULL AND (birthday IN (",
        );
        let mut list = query.separated(", ");
        for number in solar {
            list.push_bind(*number);
        }
        query.push(") OR lunar_birthday IN (");
        let mut list = query.separated(", ");
        for number in lunar {
            list.push_bind(*number);
        }
        query.push(")) GROUP BY birthday, lunar_birthday");
        query
            .build()
            .fetch_all(self.read())
            .await?
            .iter()
            .map(|row| {
                Ok(BirthdayCount {
                    solar: row.try_get("birthday")?,
                    lunar: row.try_get("lunar_birthday")?,
                    customers: row.try_get::<i64, _>("customers")?.unsigned_abs(),
                })
            })
            .collect()
    }
}
