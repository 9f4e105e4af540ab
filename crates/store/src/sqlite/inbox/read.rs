//! Conversations as people read them.

use domain::id::{CampaignId, ConversationId, CustomerId, RunId, UserId};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{QueryBuilder, Row, Sqlite as Engine};
use uuid::Uuid;

use crate::contract::inbox::{
    Answered, ConversationFilter, ConversationPlace, ConversationRecord, ConversationState, Waiting,
};
use crate::error::{Error, Result};

const SELECT: &str = "SELECT v.id, v.version, v.state, v.phone, v.customer_id, c.name,
       COALESCE((SELECT r.text FROM reply r WHERE r.phone = v.phone ORDER BY r.at DESC, r.id DESC LIMIT 1), '') AS text,
       u.id AS run_id, v.entry_id % 4294967296 AS seq, u.campaign_id, u.name AS campaign, u.author_id,
       v.staff_id, s.name AS staff, v.waits_since, v.replied_at, v.note
     FROM conversation v LEFT JOIN customer c ON c.id = v.customer_id LEFT JOIN staff s ON s.id = v.staff_id
       LEFT JOIN entry e ON e.id = v.entry_id LEFT JOIN run u ON u.no = e.run_no WHERE ";

fn record(row: &SqliteRow) -> Result<ConversationRecord> {
    let answers = match row.try_get::<Option<Uuid>, _>("run_id")? {
        None => None,
        Some(run) => Some(Answered {
            run: RunId(run),
            seq: row.try_get("seq")?,
            campaign: CampaignId(row.try_get("campaign_id")?),
            name: row.try_get("campaign")?,
            author: row.try_get::<Option<Uuid>, _>("author_id")?.map(UserId),
        }),
    };
    let staff: Option<Uuid> = row.try_get("staff_id")?;
    let name: Option<String> = row.try_get("staff")?;
    Ok(ConversationRecord {
        id: ConversationId(row.try_get("id")?),
        version: row.try_get("version")?,
        state: state(row.try_get("state")?)?,
        phone: row.try_get("phone")?,
        customer: row.try_get::<Option<Uuid>, _>("customer_id")?.map(CustomerId),
        name: row.try_get("name")?,
        text: row.try_get("text")?,
        answers,
        staff: staff.map(UserId).zip(name),
        waits_since: row.try_get("waits_since")?,
        replied_at: row.try_get("replied_at")?,
        note: row.try_get("note")?,
    })
}

pub(super) fn state(code: &str) -> Result<ConversationState> {
    ConversationState::from_code(code).ok_or(Error::Unreadable("conversation.state"))
}

fn push_filter(sql: &mut QueryBuilder<Engine>, filter: &ConversationFilter) {
    sql.push("v.state = ").push_bind(filter.state.code());
    if let Some(campaign) = filter.campaign {
        sql.push(" AND v.campaign_id = ").push_bind(campaign.0);
    }
}

pub(super) async fn page(
    pool: &SqlitePool,
    filter: &ConversationFilter,
    after: Option<ConversationPlace>,
    limit: u32,
) -> Result<Vec<ConversationRecord>> {
    let (column, later, order) = match filter.state {
        ConversationState::Done => ("v.replied_at", "<", "DESC"),
        ConversationState::New | ConversationState::Taken => ("v.waits_since", ">", "ASC"),
    };
    let mut sql = QueryBuilder::<Engine>::new(SELECT);
    push_filter(&mut sql, filter);
    if let Some(after) = after {
        sql.push(format!(" AND ({column}, v.id) {later} (")).push_bind(after.at);
        sql.push(", ").push_bind(after.id.0).push(")");
    }
    sql.push(format!(" ORDER BY {column} {order}, v.id {order} LIMIT "));
    sql.push_bind(limit);
    sql.build().fetch_all(pool).await?.iter().map(record).collect()
}

pub(super) async fn count(pool: &SqlitePool, filter: &ConversationFilter) -> Result<u64> {
    let mut sql = QueryBuilder::<Engine>::new("SELECT COUNT(*) FROM conversation v WHERE ");
    push_filter(&mut sql, filter);
    let count: i64 = sql.build_query_scalar().fetch_one(pool).await?;
    Ok(count.unsigned_abs())
}

pub(super) async fn one(pool: &SqlitePool, id: ConversationId) -> Result<ConversationRecord> {
    let mut sql = QueryBuilder::<Engine>::new(SELECT);
    sql.push("v.id = ").push_bind(id.0);
    record(&sql.build().fetch_one(pool).await?)
}

pub(super) async fn waiting(pool: &SqlitePool) -> Result<Waiting> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM conversation WHERE state = 'new'), (SELECT COUNT(*) FROM conversation WHERE state = 'taken'),
           (SELECT MIN(waits_since) FROM conversation WHERE state = 'new')",
    )
    .fetch_one(pool)
    .await?;
    let campaigns: Vec<(Uuid, String)> = sqlx::query_as(
        "SELECT c.id, c.name FROM campaign c WHERE c.id IN (SELECT campaign_id FROM conversation) ORDER BY c.name, c.id",
    )
    .fetch_all(pool)
    .await?;
    Ok(Waiting {
        new: row.try_get::<i64, _>(0)?.unsigned_abs(),
        taken: row.try_get::<i64, _>(1)?.unsigned_abs(),
        since: row.try_get(2)?,
        campaigns: campaigns.into_iter().map(|(id, name)| (CampaignId(id), name)).collect(),
    })
}
