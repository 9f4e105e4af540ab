//! What persons do with conversations.

use domain::id::{ConversationId, UserId};
use sqlx::Row;
use uuid::Uuid;

use super::read::state;
use crate::contract::inbox::{ConversationMove as Move, ConversationState as State};
use crate::error::{Error, Result};
use crate::sqlite::{Sqlite, log};
use crate::stamp::{Change, Stamp};

/// Where a conversation goes from `from`, and how the log calls that.
fn after(from: State, what: &Move) -> Result<(State, &'static str)> {
    Ok(match (what, from) {
        (Move::Take(_), State::New) => (State::Taken, "conversation.taken"),
        (Move::GiveBack, State::Taken) => (State::New, "conversation.given_back"),
        (Move::Done(..), State::New | State::Taken) => (State::Done, "conversation.done"),
        (Move::Reopen, State::Done) => (State::New, "conversation.reopened"),
        (Move::Take(_), _) => return Err(Error::WrongState("only a new conversation can be taken")),
        (Move::GiveBack, _) => return Err(Error::WrongState("only a taken conversation can be given back")),
        (Move::Done(..), State::Done) => return Err(Error::WrongState("the conversation is done already")),
        (Move::Reopen, _) => return Err(Error::WrongState("only a done conversation can be reopened")),
    })
}

pub(super) async fn make(store: &Sqlite, stamp: &Stamp, id: ConversationId, version: i64, what: Move) -> Result<()> {
    let mut tx = store.begin().await?;
    let row = sqlx::query("SELECT version, state, customer_id, waits_since FROM conversation WHERE id = $1")
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await?;
    if row.try_get::<i64, _>(0)? != version {
        return Err(Error::Conflict);
    }
    let from = state(row.try_get(1)?)?;
    let (to, action) = after(from, &what)?;
    let customer: Option<Uuid> = row.try_get(2)?;
    let since = match what {
        Move::Reopen => stamp.at,
        _ => row.try_get(3)?,
    };
    let (staff, note): (Option<UserId>, Option<String>) = match what {
        Move::Take(person) => (Some(person), None),
        Move::Done(person, note) => (person, note),
        Move::GiveBack | Move::Reopen => (None, None),
    };
    let mut change = Change::new(action, "conversation", id)
        .with("from", from.code())
        .with("to", to.code());
    if let Some(note) = &note {
        change = change.said("note", note);
    }
    let event = log::append(&mut tx, stamp, change).await? as i64;
    sqlx::query(
        "UPDATE conversation SET version = version + 1, state = $2, staff_id = $3, waits_since = $4, note = $5, event = $6
         WHERE id = $1",
    )
    .bind(id.0)
    .bind(to.code())
    .bind(staff.map(|person| person.0))
    .bind(since)
    .bind(&note)
    .bind(note.is_some().then_some(event))
    .execute(&mut *tx)
    .await?;
    if let (Some(customer), true) = (customer, note.is_some()) {
        sqlx::query("INSERT INTO event_about (customer_id, seq) VALUES ($1, $2)")
            .bind(customer)
            .bind(event)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
