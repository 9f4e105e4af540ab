//! Taking a conversation, dealing with it, giving it back.

use domain::id::ConversationId;
use domain::role::Capability;
use leptos::prelude::*;
use wire::customers::NewNote;
use wire::replies::{Conversation, ConversationState};

use crate::api;
use crate::api::replies::Act;
use crate::locale::{replies as words, tr};
use crate::state::action::Action;
use crate::state::session::may;
use crate::state::toasts;
use crate::ui::{Button, Icon, Look, ProblemView, TextArea};

/// What who reads it may do.
#[component]
pub(super) fn Acts(
    /// Which conversation.
    id: ConversationId,
    /// As it is shown.
    here: RwSignal<Option<Conversation>>,
    /// It was moved.
    changed: Callback<()>,
    /// Fetches what is there now.
    again: Callback<()>,
) -> impl IntoView {
    let note = RwSignal::new(String::new());
    let deed = Action::new(move |act: &Act| {
        let act = act.clone();
        let ends = matches!(act, Act::Done(_));
        let version = here.with_untracked(|here| here.as_ref().map_or(0, |here| here.row.version));
        async move {
            let done = match act {
                Act::Take => words::TAKEN_DONE,
                Act::GiveBack => words::GIVEN_BACK_DONE,
                Act::Done(_) => words::FINISHED_DONE,
                Act::Reopen => words::REOPENED_DONE,
            };
            match api::replies::act(id, version, act).await {
                Ok(conversation) => {
                    toasts::done(done.get());
                    // What is typed is for the end: to take it, or to give it back, is not the end.
                    if ends {
                        note.try_set(String::new());
                    }
                    here.try_set(Some(conversation));
                    changed.try_run(());
                    None
                }
                Err(error) => {
                    // A reply came, or a colleague was quicker: what is there now is shown.
                    again.try_run(());
                    Some(error)
                }
            }
        }
    });
    let jot = Action::new(move |text: &String| {
        let (text, customer) = (
            text.clone(),
            here.with_untracked(|here| here.as_ref().and_then(|here| here.row.customer)),
        );
        async move {
            let answer = api::customers::note(customer?, &NewNote { text }).await;
            if answer.is_ok() {
                toasts::done(words::NOTED.get());
                note.try_set(String::new());
                again.try_run(());
            }
            answer.err()
        }
    });
    let row = Memo::new(move |_| {
        here.with(|here| {
            let row = &here.as_ref()?.row;
            Some((row.state, row.may_move, row.customer.is_some()))
        })
    });
    let failed = move || deed.value().get().flatten().or_else(|| jot.value().get().flatten());
    view! {
        {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
        {move || row.get().filter(|_| may(Capability::EditCustomers)).map(|(state, mine, known)| match state {
            _ if !mine => view! { <p class="talk__acts muted">{tr(words::COLLEAGUE)}</p> }.into_any(),
            ConversationState::Done => view! {
                <div class="talk__acts">
                    <div class="talk__buttons"><Button label=words::REOPEN icon=Icon::Undo busy=deed.pending() on:click=move |_| deed.dispatch(Act::Reopen)/></div>
                </div>
            }.into_any(),
            ConversationState::New | ConversationState::Taken => {
                let taken = state == ConversationState::Taken;
                view! { <DealWith note taken jot=known.then_some(jot) deed/> }.into_any()
            }
        })}
    }
}

/// What came of it, and the buttons of a conversation that is not done.
#[component]
fn DealWith(
    /// What is typed.
    note: RwSignal<String>,
    /// Whether who reads it has taken it.
    taken: bool,
    /// Notes it on the customer, where one is known.
    jot: Option<Action<String, Option<api::Error>>>,
    /// Moves the conversation.
    deed: Action<Act, Option<api::Error>>,
) -> impl IntoView {
    let typed = move || Some(note.get_untracked().trim().to_owned()).filter(|note| !note.is_empty());
    let empty = Signal::derive(move || note.with(|note| note.trim().is_empty()));
    let busy = deed.pending();
    let (label, icon, act) = if taken {
        (words::GIVE_BACK, Icon::Undo, Act::GiveBack)
    } else {
        (words::TAKE, Icon::Person, Act::Take)
    };
    view! {
        <div class="talk__acts">
            <TextArea label=words::RESULT value=note rows=2 max_length=500 hint=words::RESULT_HINT/>
            <div class="talk__buttons">
                {jot.map(|jot| view! {
                    <Button label=words::ADD_NOTE icon=Icon::Edit look=Look::Plain busy=jot.pending() disabled=empty
                        on:click=move |_| jot.dispatch(typed().unwrap_or_default())/>
                })}
                <Button label icon busy on:click=move |_| deed.dispatch(act.clone())/>
                <Button label=words::FINISH icon=Icon::Check look=Look::Primary busy on:click=move |_| deed.dispatch(Act::Done(typed()))/>
            </div>
        </div>
    }
}
