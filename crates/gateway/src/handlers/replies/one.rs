//! One conversation.

use axum::extract::State;
use domain::id::ConversationId;
use wire::replies::Conversation;

use super::row_of;
use crate::app::App;
use crate::caller::{Caller, May, cap};
use crate::error::Answer;
use crate::extract::{Json, Path};
use crate::handlers::customers;
use crate::handlers::customers::timeline::item_of;

/// Most items of a conversation.
const ITEMS: u32 = 100;

/// One conversation: who it is with, what we wrote, what they wrote, what we noted.
#[utoipa::path(get, path = "/replies/{id}", tag = "replies", security(("capability" = ["see_customers"])),
    params(("id" = ConversationId, Path)),
    responses((status = 200, body = Conversation), (status = 404, body = wire::Problem)))]
pub async fn one(
    may: May<cap::SeeCustomers>,
    State(app): State<App>,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Conversation>> {
    Ok(Json(read(&app, may.user(), id).await?))
}

pub(super) async fn read(app: &App, caller: &Caller, id: ConversationId) -> Answer<Conversation> {
    let record = app.store.conversation(id).await?;
    let customer = match record.customer {
        Some(customer) => Some(customers::row_of(app.store.customer(customer).await?)),
        None => None,
    };
    let items = app.store.conversation_items(id, ITEMS).await?;
    Ok(Conversation {
        customer,
        note: record.note.clone(),
        row: row_of(caller, record),
        items: items.into_iter().map(item_of).collect(),
    })
}
