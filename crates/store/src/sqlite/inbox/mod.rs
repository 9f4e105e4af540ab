//! What customers wrote back, in SQLite.

mod confirm;
mod moves;
mod parts;
mod read;
mod reply;
pub(crate) mod sealed;

pub(crate) use reply::owners;

use async_trait::async_trait;
use domain::id::ConversationId;
use domain::time::Millis;

use super::Sqlite;
use super::customers::timeline;
use crate::contract::customers::TimelineItem;
use crate::contract::inbox::{
    Confirmation, Confirmed, ConversationFilter, ConversationMove, ConversationPlace, ConversationRecord, Inbox,
    Replied, Waiting,
};
use crate::error::Result;
use crate::stamp::Stamp;

#[async_trait]
impl Inbox for Sqlite {
    async fn replied(&self, stamp: &Stamp, carrier: &str, replies: &[Replied]) -> Result<bool> {
        reply::note(self, stamp, carrier, replies).await
    }

    async fn conversations(
        &self,
        filter: &ConversationFilter,
        after: Option<ConversationPlace>,
        limit: u32,
    ) -> Result<Vec<ConversationRecord>> {
        read::page(self.read(), filter, after, limit).await
    }

    async fn count_conversations(&self, filter: &ConversationFilter) -> Result<u64> {
        read::count(self.read(), filter).await
    }

    async fn conversation(&self, id: ConversationId) -> Result<ConversationRecord> {
        read::one(self.read(), id).await
    }

    async fn conversation_items(&self, id: ConversationId, limit: u32) -> Result<Vec<TimelineItem>> {
        let record = read::one(self.read(), id).await?;
        timeline::said(self.read(), record.customer, &record.phone, limit).await
    }

    async fn waiting(&self) -> Result<Waiting> {
        read::waiting(self.read()).await
    }

    async fn move_conversation(
        &self,
        stamp: &Stamp,
        id: ConversationId,
        version: i64,
        what: ConversationMove,
    ) -> Result<()> {
        moves::make(self, stamp, id, version, what).await
    }

    async fn claim_confirmations(
        &self,
        stamp: &Stamp,
        fence: i64,
        carrier: &str,
        not_before: Millis,
        limit: u32,
    ) -> Result<Vec<Confirmation>> {
        confirm::claim(self, stamp, fence, carrier, not_before, limit).await
    }

    async fn answer_confirmations(&self, stamp: &Stamp, carrier: &str, answers: &[(i64, Confirmed)]) -> Result<()> {
        confirm::answer(self, stamp, carrier, answers).await
    }
}
