//! Erasing a customer: what goes, what stays, why, and a typed word.

use leptos::prelude::*;
use wire::customers::{Customer, Erase};

use crate::api;
use crate::locale::{customers as words, lang, tr, ui};
use crate::state::action::Action;
use crate::state::toasts;
use crate::ui::{Button, Dialog, Glyph, Icon, Look, ProblemView, TextArea, TextField};

/// The dialog.
#[component]
pub(super) fn EraseDialog(
    open: RwSignal<bool>,
    customer: RwSignal<Customer>,
    on_erased: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open title=words::ERASE_ASK>
            <EraseForm open customer on_erased/>
        </Dialog>
    }
}

#[component]
fn EraseForm(open: RwSignal<bool>, customer: RwSignal<Customer>, on_erased: Callback<()>) -> impl IntoView {
    let id = customer.with_untracked(|customer| customer.id);
    let (reason, typed) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<api::Error>);
    // The name, so that nobody erases the wrong person; a customer without one is confirmed by the word.
    let wanted = Memo::new(move |_| {
        let name = customer.with(|customer| customer.card.name.trim().to_owned());
        if name.is_empty() {
            words::ERASE_WORD.get().to_owned()
        } else {
            name
        }
    });
    let ready = move || reason.with(|text| !text.trim().is_empty()) && typed.with(|text| text.trim() == wanted.get());
    let erase = Action::new(move |(): &()| {
        let why = Erase {
            reason: reason.get_untracked().trim().to_owned(),
        };
        async move {
            match api::customers::erase(id, &why).await {
                Ok(erased) => {
                    open.set(false);
                    customer.set(erased.customer);
                    on_erased.try_run(());
                    toasts::done(words::ERASED_DONE.get());
                    if !erased.unheard.is_empty() {
                        toasts::note(words::unheard(lang(), &erased.unheard));
                    }
                }
                Err(problem) => {
                    error.try_set(Some(problem));
                }
            }
        }
    });
    let reason_error =
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field("reason"))));
    view! {
        <form
            class="form-stack"
            on:submit=move |event| {
                event.prevent_default();
                if ready() {
                    erase.dispatch(());
                }
            }
        >
            <div class="erase">
                <p class="erase__part" data-tone="crimson"><Glyph icon=Icon::Trash/><strong>{tr(words::ERASE_GOES)}</strong><span>{tr(words::ERASE_GOES_TEXT)}</span></p>
                <p class="erase__part" data-tone="jade"><Glyph icon=Icon::Shield/><strong>{tr(words::ERASE_STAYS)}</strong><span>{tr(words::ERASE_STAYS_TEXT)}</span></p>
            </div>
            <TextArea label=words::ERASE_REASON value=reason rows=2 hint=words::ERASE_REASON_HINT error=reason_error required=true max_length=500/>
            <p class="erase__type">{tr(words::ERASE_TYPE)} <kbd>{move || wanted.get()}</kbd></p>
            <TextField label=words::ERASE_TYPE value=typed hide_label=true required=true/>
            {move || error.get().filter(|error| error.field("reason").is_none()).map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="dialog__actions">
                <Button label=ui::CANCEL on:click=move |_| open.set(false)/>
                <Button label=words::ERASE_DO look=Look::Danger submit=true disabled=Signal::derive(move || !ready()) busy=erase.pending()/>
            </div>
        </form>
    }
}
