//! Trying a carrier out with one message to one's own number.

use leptos::prelude::*;
use wire::carriers::{CarrierCame, CarrierTested};

use crate::api;
use crate::locale::{Msg, carriers as words, tr, ui as ui_words};
use crate::state::action::Action;
use crate::ui::{Banner, Button, Definition, DefinitionList, Dialog, Kind, Look, ProblemView, TextField, Tone};

/// What a step means, and what to do about it.
const fn said(came: CarrierCame) -> (Tone, Msg, Msg) {
    match came {
        CarrierCame::NotBound => (Tone::Crimson, words::CAME_NOT_BOUND, words::CAME_NOT_BOUND_TEXT),
        CarrierCame::TurnedAway => (Tone::Crimson, words::CAME_TURNED_AWAY, words::CAME_TURNED_AWAY_TEXT),
        CarrierCame::Deferred => (Tone::Amber, words::CAME_DEFERRED, words::CAME_DEFERRED_TEXT),
        CarrierCame::Refused => (Tone::Crimson, words::CAME_REFUSED, words::CAME_REFUSED_TEXT),
        CarrierCame::NoAnswer => (Tone::Amber, words::CAME_NO_ANSWER, words::CAME_NO_ANSWER_TEXT),
        CarrierCame::Taken => (Tone::Jade, words::CAME_TAKEN, words::CAME_TAKEN_TEXT),
        CarrierCame::Delivered => (Tone::Jade, words::CAME_DELIVERED, words::CAME_DELIVERED_TEXT),
        CarrierCame::Failed => (Tone::Crimson, words::CAME_FAILED, words::CAME_FAILED_TEXT),
    }
}

/// The window that tries a carrier out.
#[component]
pub(super) fn TrialDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Which carrier.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    view! { <Dialog open title=words::TRY><TrialForm open name=name.clone()/></Dialog> }
}

#[component]
fn TrialForm(
    /// Closes the window.
    open: RwSignal<bool>,
    /// Which carrier.
    name: String,
) -> impl IntoView {
    let to = RwSignal::new(String::new());
    let send = Action::new(move |to: &String| api::settings::test_carrier(&name, to));
    let answer = send.value();
    let wrong = Signal::derive(move || answer.with(|answer| answer.as_ref()?.as_ref().err()?.field("to")));
    let failed = move || {
        let error = answer.get()?.err()?;
        error.field("to").is_none().then_some(error)
    };
    let tested = move || answer.get().and_then(Result::ok).filter(|_| !send.pending().get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        send.dispatch(to.get().trim().to_owned());
    };
    let empty = Signal::derive(move || to.with(|to| to.trim().is_empty()));
    view! {
        <form class="form" on:submit=submit>
            <p class="dialog__text">{tr(words::TRY_TEXT)}</p>
            <TextField label=words::TRY_TO value=to kind=Kind::Tel required=true error=wrong/>
            <p class="field__hint" role="status">{move || send.pending().get().then(|| words::TRYING.get())}</p>
            {move || tested().map(|tested| view! { <Said tested/> })}
            {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="dialog__actions">
                <Button label=ui_words::CLOSE on:click=move |_| open.set(false)/>
                <Button label=words::TRY_SEND look=Look::Primary submit=true busy=send.pending() disabled=empty/>
            </div>
        </form>
    }
}

/// How far the message came.
#[component]
fn Said(
    /// What became of it.
    tested: CarrierTested,
) -> impl IntoView {
    let (tone, title, text) = said(tested.came);
    view! {
        <Banner tone title text/>
        <DefinitionList>
            {tested.code.map(|code| view! { <Definition name=words::CODE><code class="secret">{code}</code></Definition> })}
            <Definition name=words::SENT_TEXT>{tested.text}</Definition>
        </DefinitionList>
    }
}
