//! A test to one's own number.

use leptos::prelude::*;
use wire::campaigns::TestSend as Test;

use super::super::desk::Desk;
use super::super::model::samples;
use crate::api;
use crate::locale::{campaigns as words, tr};
use crate::state::action::Action;
use crate::state::storage;
use crate::ui::{Banner, Button, Icon, Kind, ProblemView, TextField, Tone};

/// One's own number is kept in this browser only.
const KEY: &str = "rollcall.test-to";

/// Sends the text as it stands to one's own number.
#[component]
pub fn TestSend(
    /// What is worked on.
    desk: Desk,
) -> impl IntoView {
    let to = RwSignal::new(storage::get(KEY).unwrap_or_default());
    let send = Action::new(move |(): &()| async move {
        let chosen = untrack(|| desk.chosen());
        let shown = desk.preview.shown.with_untracked(|shown| {
            let all = shown.as_ref().map(|shown| shown.samples.as_slice()).unwrap_or_default();
            let sample = all.get(samples::place(all, chosen))?;
            sample.text.as_ref().map(|_| (sample.customer, sample.wording))
        });
        let number = to.get_untracked().trim().to_owned();
        storage::set(KEY, &number);
        let test = Test {
            to: number,
            content: desk.content.get_untracked(),
            customer: shown.map(|(customer, _)| customer),
            wording: shown.map_or_else(|| untrack(|| desk.draft.wordings.at()) as u16, |(_, wording)| wording),
        };
        api::campaigns::test(desk.id, &test).await
    });
    let failed = move || send.value().get().and_then(Result::err);
    let field_error = Signal::derive(move || failed().and_then(|error| error.field("to")));
    let plain = move || failed().filter(|error| error.field("to").is_none());
    let sent = move || send.value().get().and_then(Result::ok);
    let ready = Signal::derive(move || to.with(|to| to.chars().filter(char::is_ascii_digit).count() >= 7));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if ready.get_untracked() {
            send.dispatch(());
        }
    };
    view! {
        <section class="sheet" aria-labelledby="test-heading">
            <h3 class="sheet__head" id="test-heading">{tr(words::TEST)}</h3>
            <form class="stack" on:submit=submit>
                <p class="muted small">{tr(words::TEST_LEAD)}</p>
                <TextField label=words::TEST_TO value=to kind=Kind::Tel autocomplete="tel" error=field_error/>
                <div class="row"><Button label=words::TEST_SEND icon=Icon::Phone submit=true busy=send.pending() disabled=Signal::derive(move || !ready.get())/></div>
                {move || plain().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
                {move || sent().map(|sent| {
                    let text = format!("{}\n{}", sent.text, sent.answer);
                    view! { <Banner tone=Tone::Jade title=words::TEST_SENT text/> }
                })}
            </form>
        </section>
    }
}
