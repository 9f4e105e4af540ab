//! What was said, oldest first: ours on the right, theirs on the left, notes between.

use domain::roll::Outcome;
use domain::time::Millis;
use leptos::html;
use leptos::prelude::*;
use wire::customers::{TimelineItem, TimelineWhat};
use wire::replies::Conversation;

use super::model::said;
use crate::features::runs::look;
use crate::locale::{Text, actors, lang, replies as words, tr};
use crate::state::effect::effect;
use crate::ui::{OutcomeMark, When};

/// The messages and notes of a conversation. It opens at its end.
#[component]
pub(super) fn Thread(here: RwSignal<Option<Conversation>>) -> impl IntoView {
    let items =
        Memo::new(move |_| here.with(|here| here.as_ref().map_or_else(Vec::new, |here| said(here.items.clone()))));
    let note = Memo::new(move |_| here.with(|here| here.as_ref().and_then(|here| here.note.clone())));
    let list = NodeRef::<html::Ol>::new();
    effect(move || {
        items.track();
        if let Some(list) = list.get() {
            request_animation_frame(move || list.set_scroll_top(list.scroll_height()));
        }
    });
    view! {
        <ol class="thread" tabindex="0" aria-label=tr(words::THREAD) node_ref=list>
            {move || items.get().into_iter().map(line).collect_view()}
            {move || note.get().map(|text| view! {
                <li class="thread__note"><span class="thread__by">{tr(words::RESULT)}</span> <span dir="auto">{text}</span></li>
            })}
        </ol>
    }
}

fn line(item: TimelineItem) -> AnyView {
    let at = item.at;
    match item.what {
        TimelineWhat::Entry {
            campaign,
            text,
            outcome,
            ..
        } => ours(at, campaign.into(), text.unwrap_or_default(), outcome),
        TimelineWhat::Confirmation { text, outcome } => ours(at, words::CONFIRMATION.into(), text, outcome),
        TimelineWhat::Reply { text } => view! {
            <li class="thread__theirs">
                <p class="thread__bubble" dir="auto">{text}</p>
                <p class="thread__foot"><When at/></p>
            </li>
        }
        .into_any(),
        TimelineWhat::Note { author, text } => view! {
            <li class="thread__note">
                <span class="thread__by">{move || words::note_by(lang(), &actors::called(&author))} " · " <When at/></span>
                <span dir="auto">{text}</span>
            </li>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// A message of ours, why it was sent, and how far it came.
fn ours(at: Millis, why: Text, text: String, outcome: Outcome) -> AnyView {
    view! {
        <li class="thread__ours">
            <p class="thread__by">{tr(words::OURS)} " · " {why.view()}</p>
            <p class="thread__bubble" dir="auto">{text}</p>
            <p class="thread__foot"><When at/> <OutcomeMark tone=look::tone(outcome) icon=look::icon(outcome) label=look::name(outcome)/></p>
        </li>
    }
    .into_any()
}
