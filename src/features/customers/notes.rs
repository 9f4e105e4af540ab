//! Adding a note to the time line.

use domain::id::CustomerId;
use leptos::prelude::*;
use wire::customers::NewNote;

use crate::api;
use crate::locale::customers as words;
use crate::state::action::Action;
use crate::state::toasts;
use crate::ui::{Button, Icon, ProblemView, TextArea};

/// The field above the time line.
#[component]
pub(super) fn NewNoteForm(id: CustomerId, on_added: Callback<()>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let add = Action::new(move |(): &()| {
        let note = NewNote {
            text: text.get_untracked().trim().to_owned(),
        };
        async move {
            match api::customers::note(id, &note).await {
                Ok(()) => {
                    error.try_set(None);
                    text.try_set(String::new());
                    toasts::done(words::NOTE_ADDED.get());
                    on_added.try_run(());
                }
                Err(problem) => {
                    error.try_set(Some(problem));
                }
            }
        }
    });
    let blank = Signal::derive(move || text.with(|text| text.trim().is_empty()));
    view! {
        <form
            class="customer-note"
            on:submit=move |event| {
                event.prevent_default();
                if !blank.get_untracked() {
                    add.dispatch(());
                }
            }
        >
            <TextArea label=words::ADD_NOTE value=text rows=2 placeholder=words::NOTE_PLACEHOLDER max_length=2000/>
            {move || error.get().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <Show when=move || !blank.get()>
                <Button label=words::ADD_NOTE icon=Icon::Plus submit=true busy=add.pending()/>
            </Show>
        </form>
    }
}
