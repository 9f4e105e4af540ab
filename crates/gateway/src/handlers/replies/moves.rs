//! Taking a conversation, giving it back, having dealt with it, and taking it up again.

use axum::extract::State;
use domain::id::ConversationId;
use store::contract::inbox::ConversationMove;
use wire::Code;
use wire::live::Live;
use wire::replies::{Conversation, DealtWith, MoveConversation};

use super::{may_move, one};
use crate::app::App;
use crate::caller::{May, Person, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};

/// Characters of a note.
const LONGEST: usize = 500;

/// Moves it and answers how it then stands. `Conflict` with what is there now when it was changed since.
async fn go(
    app: &App,
    may: &May<cap::EditCustomers>,
    id: ConversationId,
    version: i64,
    what: ConversationMove,
) -> Answer<Json<Conversation>> {
    let record = app.store.conversation(id).await?;
    if record.version == version && !may_move(may.user(), &record) {
        return Err(Failure::new(Code::Forbidden)
            .detail(("同事正在处理这段对话。", "A colleague has taken this conversation.")));
    }
    match app.store.move_conversation(&may.stamp(app), id, version, what).await {
        Ok(()) => {
            app.live.send(Live::Replies {});
            Ok(Json(one::read(app, may.user(), id).await?))
        }
        Err(store::Error::Conflict) => {
            let there = one::read(app, may.user(), id).await?;
            Err(Failure::new(Code::Conflict).current(&there))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a new conversation: the colleagues see who is at it.
#[utoipa::path(post, path = "/replies/{id}/take", tag = "replies", security(("session" = ["edit_customers"])),
    params(("id" = ConversationId, Path)), request_body = MoveConversation,
    responses((status = 200, body = Conversation), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn take(
    may: Person<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<ConversationId>,
    Json(body): Json<MoveConversation>,
) -> Answer<Json<Conversation>> {
    let person = may.id;
    go(&app, &may, id, body.version, ConversationMove::Take(person)).await
}

/// Gives a conversation back to all. An agent gives back their own.
#[utoipa::path(post, path = "/replies/{id}/give-back", tag = "replies", security(("capability" = ["edit_customers"])),
    params(("id" = ConversationId, Path)), request_body = MoveConversation,
    responses((status = 200, body = Conversation), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn give_back(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<ConversationId>,
    Json(body): Json<MoveConversation>,
) -> Answer<Json<Conversation>> {
    go(&app, &may, id, body.version, ConversationMove::GiveBack).await
}

/// It is dealt with, with a note or none. A later reply makes it new again.
#[utoipa::path(post, path = "/replies/{id}/done", tag = "replies", security(("capability" = ["edit_customers"])),
    params(("id" = ConversationId, Path)), request_body = DealtWith,
    responses((status = 200, body = Conversation), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn done(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<ConversationId>,
    Json(body): Json<DealtWith>,
) -> Answer<Json<Conversation>> {
    let note = body
        .note
        .map(|note| note.trim().to_owned())
        .filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.chars().count() > LONGEST) {
        return Err(Failure::field("note", ("最多 500 个字。", "At most 500 characters.")));
    }
    let person = may.person();
    go(&app, &may, id, body.version, ConversationMove::Done(person, note)).await
}

/// Takes up again what was dealt with.
#[utoipa::path(post, path = "/replies/{id}/reopen", tag = "replies", security(("capability" = ["edit_customers"])),
    params(("id" = ConversationId, Path)), request_body = MoveConversation,
    responses((status = 200, body = Conversation), (status = 404, body = wire::Problem), (status = 409, body = wire::Problem)))]
pub async fn reopen(
    may: May<cap::EditCustomers>,
    State(app): State<App>,
    Path(id): Path<ConversationId>,
    Json(body): Json<MoveConversation>,
) -> Answer<Json<Conversation>> {
    go(&app, &may, id, body.version, ConversationMove::Reopen).await
}
