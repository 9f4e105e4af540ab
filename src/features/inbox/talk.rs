//! One conversation: who it is with, what was said, and what to do.

use domain::id::ConversationId;
use domain::role::Capability;
use leptos::prelude::*;
use wire::replies::{Conversation, ConversationState};

use super::acts::Acts;
use super::thread::Thread;
use crate::api;
use crate::features::customers::words as names;
use crate::locale::{lang, replies as words, tr};
use crate::routes::{Page, follow_up, set_query};
use crate::state::effect::effect;
use crate::state::fetched::fetched;
use crate::state::live;
use crate::state::session::may;
use crate::ui::{Badge, Button, Icon, Look, ProblemView, Skeleton, Tone};

/// The open conversation.
#[component]
pub(super) fn Talk(
    /// Which.
    id: ConversationId,
    /// It was moved.
    changed: Callback<()>,
) -> impl IntoView {
    let found = fetched(move || {
        live::replies_version();
        api::replies::one(id)
    });
    // Fetched again and the same, it stays as it is: what is being typed must not go.
    let shown = Memo::new(move |_| found.get());
    let here = RwSignal::new(None::<Conversation>);
    effect(move || {
        if let Some(Ok(conversation)) = shown.get() {
            here.set(Some(conversation));
        }
    });
    let failed = move || shown.get().and_then(Result::err);
    view! {
        {move || found.is_awaited().then(|| view! { <Skeleton lines=8/> })}
        {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=move |()| found.refetch()/> })}
        <Show when=move || here.with(Option::is_some) && failed().is_none()>
            <article class="talk" aria-labelledby="talk-name">
                <Head here/>
                <Thread here/>
                <Acts id here changed again=Callback::new(move |()| found.refetch())/>
            </article>
        </Show>
    }
}

/// Who it is with, and what it answers.
#[component]
fn Head(here: RwSignal<Option<Conversation>>) -> impl IntoView {
    let heading = NodeRef::<leptos::html::H2>::new();
    effect(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let set = set_query();
    let back = move |_| set(&[("open", None)]);
    let row = Memo::new(move |_| here.with(|here| here.as_ref().map(|here| here.row.clone())));
    let customer = Memo::new(move |_| here.with(|here| here.as_ref().and_then(|here| here.customer.clone())));
    let name = move || {
        let name = row.get().and_then(|row| row.name);
        name.unwrap_or_else(|| words::UNKNOWN.get().to_owned())
    };
    view! {
        <header class="talk__head">
            <div class="talk__back"><Button label=words::BACK icon=Icon::Left look=Look::Plain on:click=back/></div>
            <div class="talk__who">
                <h2 id="talk-name" tabindex="-1" node_ref=heading>{name}</h2>
                <span class="num">{move || row.get().map(|row| row.phone)}</span>
                {move || row.get().and_then(|row| standing(row.state, row.staff))}
            </div>
            {move || match customer.get() {
                None => view! { <p class="muted small">{tr(words::UNKNOWN_TEXT)}</p> }.into_any(),
                Some(customer) => view! {
                    <p class="talk__marks">
                        {customer.site_stage.map(|stage| view! { <Badge label=names::stage(stage) tone=Tone::Indigo/> })}
                        {customer.tier.map(|tier| view! { <Badge label=tier icon=Icon::Star/> })}
                        {customer.tags.into_iter().map(|tag| view! { <span class="chip">{tag}</span> }).collect_view()}
                    </p>
                }.into_any(),
            }}
            <p class="talk__links">
                {move || row.get().and_then(|row| row.answers).map(|answers| view! {
                    <span class="muted">{move || words::answers(lang(), &answers.name)}</span>
                    {answers.entry.map(|(run, seq)| {
                        let href = format!("{}?entry={seq}", Page::Run(run).path());
                        view! { <a href=href>{tr(words::OPEN_ENTRY)}</a> }
                    })}
                })}
                {move || customer.get().map(|customer| view! {
                    <a href=Page::Customer(customer.id).path()>{tr(words::OPEN_CUSTOMER)}</a>
                    {may(Capability::Compose).then(|| view! { <a href=follow_up(customer.id)>{tr(words::FOLLOW_UP)}</a> })}
                })}
            </p>
        </header>
    }
}

/// Who is at it, or dealt with it.
fn standing(state: ConversationState, staff: Option<String>) -> Option<AnyView> {
    let name = staff?;
    Some(match state {
        ConversationState::New => return None,
        ConversationState::Taken => {
            view! { <Badge tone=Tone::Amber icon=Icon::Person label=move || words::taken_by(lang(), &name)/> }
                .into_any()
        }
        ConversationState::Done => {
            view! { <Badge tone=Tone::Jade icon=Icon::Check label=move || words::done_by(lang(), &name)/> }.into_any()
        }
    })
}
