//! The inbox.

use axum::extract::State;
use store::contract::inbox::{ConversationFilter, ConversationPlace, ConversationState as Stored};
use wire::Page;
use wire::replies::{ConversationRow, ConversationState, RepliesQuery};

use super::row_of;
use crate::app::App;
use crate::caller::{May, cap};
use crate::cursor;
use crate::error::Answer;
use crate::extract::{Json, Query};

/// Conversations with numbers that wrote back, whoever waits longest first; of those that are done, the last reply first. Opt-outs
/// are not among them: they are recorded by themselves.
#[utoipa::path(get, path = "/replies", tag = "replies", security(("capability" = ["see_customers"])), params(RepliesQuery),
    responses((status = 200, body = Page<ConversationRow>)))]
pub async fn list(
    may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Query(query): Query<RepliesQuery>,
) -> Answer<Json<Page<ConversationRow>>> {
    let after = query
        .cursor
        .as_deref()
        .map(cursor::decode::<ConversationPlace>)
        .transpose()?;
    let limit = cursor::limit(query.limit);
    let filter = ConversationFilter {
        state: match query.state.unwrap_or(ConversationState::New) {
            ConversationState::New => Stored::New,
            ConversationState::Taken => Stored::Taken,
            ConversationState::Done => Stored::Done,
        },
        campaign: query.campaign,
    };
    let total = match after {
        None => Some(app.store.count_conversations(&filter).await?),
        Some(_) => None,
    };
    let mut records = app.store.conversations(&filter, after, limit + 1).await?;
    let more = records.len() > limit as usize;
    records.truncate(limit as usize);
    let next = match records.last() {
        Some(last) if more => {
            let at = match filter.state {
                Stored::Done => last.replied_at,
                Stored::New | Stored::Taken => last.waits_since,
            };
            Some(cursor::encode(&ConversationPlace { at, id: last.id })?)
        }
        _ => None,
    };
    Ok(Json(Page {
        rows: records.into_iter().map(|record| row_of(may.user(), record)).collect(),
        next,
        total,
    }))
}
